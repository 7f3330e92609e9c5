"""Every provision as of a day, as rows under headings: whose law it is, and what it brings about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Final

from chipgate.cases.law_text import STATE_WORDS
from chipgate.cases.provision_words import consequence_words
from chipgate.cases.reasons import MARK_WORDS
from chipgate.countries.names import name_of
from chipgate.law.corpus import Corpus
from chipgate.law.provision import (
    Clock,
    Defines,
    Describes,
    Guides,
    ImposesDuty,
    ImposesFee,
    Instructs,
    Mark,
    OpensException,
    Provision,
    RaisesFlag,
    RequiresLicence,
    RestrictsInput,
    SetsReview,
    Standing,
)
from chipgate.readings.compare import State, Vantage, state_of
from chipgate.readings.sentence import printed
from chipgate.translation.language import LANGUAGES, Language, marked, translator
from chipgate.web.law.limits_shown import ShownLimit, limits_shown

KINDS: Final = {
    "controlled": marked("What is controlled"),
    "licence": marked("Licence requirements"),
    "exception": marked("Licence exceptions"),
    "review": marked("How an application is reviewed"),
    "term": marked("Terms and notes"),
    "guidance": marked("Guidance and red flags"),
    "duty": marked("Duties and fees"),
    "input": marked("Restrictions on inputs, and instructions"),
    "proposal": marked("Proposals, on record and never applied"),
}
"""The headings under which provisions stand, by the word for each in an address."""

_KIND_OF: Final = {
    Describes: "controlled",
    RequiresLicence: "licence",
    OpensException: "exception",
    SetsReview: "review",
    Defines: "term",
    RaisesFlag: "guidance",
    Guides: "guidance",
    ImposesDuty: "duty",
    ImposesFee: "duty",
    RestrictsInput: "input",
    Instructs: "input",
}
LAW_STATE_WORDS: Final = {State.BINDS: marked("binds"), **STATE_WORDS}


@dataclass(frozen=True, slots=True)
class Row:
    """One provision in the list. ``state`` is a word of ``State``; ``caution`` says where the text is not as read."""

    id: str
    short_id: str
    title: str
    gives: str
    cite: str
    since: str
    until: str
    state: str
    state_words: str
    caution: str
    limits: tuple[ShownLimit, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The provisions of one jurisdiction that do the same."""

    jurisdiction: str
    land: str
    kind: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class LawList:
    """What was found of what is in force on the day."""

    sections: tuple[Section, ...]
    found: int
    in_force: int


def kind_of(provision: Provision) -> str:
    """The heading that PROVISION stands under."""
    return "proposal" if provision.standing is Standing.PROPOSAL else _KIND_OF[type(provision.gives)]


def jurisdiction_of(provision: Provision) -> str:
    """Whose law it is, as the first part of its id: us, cn."""
    return provision.id.partition("/")[0]


def shown_name(provision_id: str) -> str:
    """What a provision is called on a page: its paragraph where the book is the EAR, else book and paragraph."""
    book, _, paragraph = provision_id.partition("/")[2].partition("/")
    return paragraph if book == "ear" and paragraph else provision_id.partition("/")[2]


def law_list(
    corpus: Corpus, day: date, clock: Clock, language: Language, text: str = "", land: str = "", kind: str = ""
) -> LawList:
    """The provisions of CORPUS in force on DAY that hold every word of TEXT, of jurisdiction LAND and KIND."""
    found = provisions_found(corpus, day, text, land, kind)
    in_force = sum(day in one.binds.in_force for one in corpus.provisions)
    return LawList(tuple(_sections(found, Vantage(corpus, day, clock), language)), len(found), in_force)


def provisions_found(corpus: Corpus, day: date | None, text: str, land: str, kind: str) -> list[Provision]:
    """The versions in force on DAY, or all of them, that hold every word of TEXT, of jurisdiction LAND and KIND."""
    words = text.casefold().split()
    return [
        one
        for one in corpus.provisions
        if (day is None or day in one.binds.in_force)
        and _is_wanted(one, land, kind)
        and all(word in _searched(one) for word in words)
    ]


def _is_wanted(one: Provision, land: str, kind: str) -> bool:
    return land in ("", jurisdiction_of(one)) and kind in ("", kind_of(one))


@lru_cache(maxsize=1024)
def _searched(one: Provision) -> str:
    """What a search looks in: id, citation, and in both languages title, sentence and note."""
    said = (translator(language)(text) for language in LANGUAGES for text in (one.title, one.note))
    sentences = (printed(condition, language) for language in LANGUAGES for condition in one.conditions)
    return "\n".join((one.id, one.cite, *said, *sentences)).casefold()


def _sections(found: list[Provision], vantage: Vantage, language: Language) -> Iterator[Section]:
    order = list(KINDS)
    lands = list(dict.fromkeys(map(jurisdiction_of, found)))

    def place(one: Provision) -> tuple[int, int]:
        return lands.index(jurisdiction_of(one)), order.index(kind_of(one))

    for (land, kind), provisions in groupby(sorted(found, key=place), key=place):
        rows = tuple(_row(one, vantage, language) for one in provisions)
        named = name_of(lands[land].upper(), language)
        yield Section(lands[land], named, order[kind], translator(language)(KINDS[order[kind]]), rows)


def _row(one: Provision, vantage: Vantage, language: Language) -> Row:
    translate, span = translator(language), one.binds.in_force
    state = state_of(one, vantage) if one.standing is not Standing.PROPOSAL else State.ABSENT
    return Row(
        id=one.id,
        short_id=shown_name(one.id),
        title=translate(one.title),
        gives=consequence_words(one, language),
        cite=one.cite,
        since=span.since.isoformat(),
        until=last_day(one),
        state=str(state),
        state_words=translate(LAW_STATE_WORDS[state]),
        caution="" if one.mark is Mark.SEEN else translate(MARK_WORDS[one.mark]),
        limits=limits_shown(one, language),
    )


def last_day(one: Provision) -> str:
    """The last day on which the version is in force; empty while it goes on."""
    until = one.binds.in_force.until
    return "" if until is None else date.fromordinal(until.toordinal() - 1).isoformat()
