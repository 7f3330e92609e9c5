"""One provision on a page: as it stands on a day in both languages, its limits, and how it came to read so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from chipgate.cases.law_text import limit_words
from chipgate.cases.outcome_words import CLOCK_WORDS
from chipgate.cases.provision_words import clock_lines, consequence_words, full_id
from chipgate.cases.reasons import MARK_WORDS
from chipgate.countries.names import name_of
from chipgate.errors import UnknownProvision
from chipgate.law.corpus import Corpus
from chipgate.law.language import Condition, Paragraph, Satisfies, Under
from chipgate.law.provision import Clock, Mark, Provision, Standing
from chipgate.law.trade.corpus import ALL_SOURCES, FIRST_DAY_OF_DUTIES
from chipgate.law.walking import children, facts_of
from chipgate.readings.compare import ChangeKind, ProvisionChange, State
from chipgate.readings.sentence import words_of
from chipgate.translation.language import LANGUAGES, Language, translator
from chipgate.web.law.law_list import KINDS, jurisdiction_of, kind_of, last_day, shown_name
from chipgate.web.law.limits_shown import ShownLimit, limits_shown


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sentence, its paragraph, the provision that it refers to, and the lines below it."""

    label: str
    words: str
    refers_to: str
    parts: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """The sentence in one language: what it is about, where it says so, and its test."""

    language: Language
    about: tuple[Line, ...]
    test: Line


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact that the provision asks for, and its question."""

    name: str
    question: str


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the provision, and how it differs from the one before: limits, lines that went, lines that came.

    ``day`` is the first day on which it can be looked at.
    """

    key: str
    day: str
    since: str
    until: str
    title: str
    cite: str
    is_shown: bool
    first: bool
    limits: tuple[str, ...]
    went: tuple[str, ...]
    came: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The version that is in force on the day."""

    title: str
    gives: str
    cite: str
    mark: str
    is_read: bool
    note: str
    since: str
    until: str
    days: tuple[str, ...]
    counts: tuple[tuple[str, bool], ...]
    is_proposal: bool
    sentences: tuple[Sentence, ...]
    limits: tuple[ShownLimit, ...]
    facts: tuple[Asked, ...]
    sources: tuple[tuple[str, str], ...]
    refers_to: tuple[str, ...]
    used_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProvisionView:
    """The page of a provision; ``shown`` is None where no version is in force on the day."""

    id: str
    short_id: str
    title: str
    land: str
    kind: str
    day: str
    shown: Shown | None
    history: tuple[Version, ...]


def provision_view(corpus: Corpus, name: str, day: date, language: Language) -> ProvisionView:
    """The page of the provision that NAME means, as of DAY. A name with a day of its own (id@2023-11-17) shows that.

    Raises:
        UnknownProvision: no provision of that id; carries the nearest ids.
    """
    asked, _, own = name.partition("@")
    history = corpus.history(full_id(corpus, asked))
    if own:
        day = _day_of_version(corpus, f"{history[0].id}@{own}", day)
    shown = next((one for one in history if day in one.binds.in_force), None)
    titled = shown or history[-1]
    return ProvisionView(
        id=titled.id,
        short_id=shown_name(titled.id),
        title=translator(language)(titled.title),
        land=name_of(jurisdiction_of(titled).upper(), language),
        kind=translator(language)(KINDS[kind_of(titled)]),
        day=day.isoformat(),
        shown=None if shown is None else _shown(corpus, shown, day, language),
        history=tuple(_versions(history, shown, language)),
    )


def _day_of_version(corpus: Corpus, key: str, day: date) -> date:
    """DAY where the version KEY is in force on it, else the first day of that version."""
    for version in corpus.history(key):
        return day if day in version.binds.in_force else _first_look(version)
    raise UnknownProvision(key, [one.key for one in corpus.provisions])


def _first_look(version: Provision) -> date:
    """The first day of a version on which anything is modelled."""
    return max(version.binds.in_force.since, FIRST_DAY_OF_DUTIES)


def _shown(corpus: Corpus, one: Provision, day: date, language: Language) -> Shown:
    translate = translator(language)
    languages = sorted(LANGUAGES, key=lambda other: other != language)
    named = [name for name in one.source.split(", ") if name]
    clocks = () if one.standing is Standing.PROPOSAL else tuple(Clock)
    return Shown(
        title=translate(one.title),
        gives=consequence_words(one, language),
        cite=one.cite,
        mark=translate(MARK_WORDS[one.mark]),
        is_read=one.mark is Mark.SEEN,
        note=translate(one.note) if one.note else "",
        since=one.binds.in_force.since.isoformat(),
        until=last_day(one),
        days=tuple(clock_lines(one, None, language)),
        counts=tuple((translate(CLOCK_WORDS[clock]), one.on(day, clock)) for clock in clocks),
        is_proposal=one.standing is Standing.PROPOSAL,
        sentences=tuple(sentence_of(one, other) for other in languages),
        limits=limits_shown(one, language),
        facts=tuple(_facts(one, language)),
        sources=tuple((name, translate(ALL_SOURCES[name]) if name in ALL_SOURCES else name) for name in named),
        refers_to=tuple(dict.fromkeys(one.references)),
        used_by=tuple(_used_by(corpus, one.id, day)),
    )


def _facts(one: Provision, language: Language) -> Iterator[Asked]:
    found = {fact.name: fact for condition in one.conditions for fact in facts_of(condition)}
    for name in sorted(found):
        yield Asked(name, translator(language)(found[name].question))


def _used_by(corpus: Corpus, provision_id: str, day: date) -> Iterator[str]:
    """The provisions in force on DAY that refer to this one."""
    for one in corpus.provisions:
        named = set(one.references)
        if day in one.binds.in_force and provision_id in named:
            yield one.id


def sentence_of(one: Provision, language: Language) -> Sentence:
    """The sentence of a provision as lines below lines."""
    about = () if one.subject is None else (_line(one.subject, "", language),)
    return Sentence(language, about, _line(one.when, "", language))


def _line(condition: Condition, label: str, language: Language) -> Line:
    if isinstance(condition, Paragraph):
        return _line(condition.part, condition.label, language)
    refers_to = condition.provision if isinstance(condition, Under | Satisfies) else ""
    parts = tuple(_line(child, "", language) for child in children(condition))
    return Line(label, words_of(condition).text(language), refers_to, parts)


def _versions(history: tuple[Provision, ...], shown: Provision | None, language: Language) -> Iterator[Version]:
    """The versions, newest first."""
    pairs: list[tuple[Provision | None, Provision]] = [(None, history[0]), *pairwise(history)]
    for before, after in reversed(pairs):
        change = None if before is None else _change(before, after)
        yield Version(
            key=after.key,
            day=_first_look(after).isoformat(),
            since=after.binds.in_force.since.isoformat(),
            until=last_day(after),
            title=translator(language)(after.title),
            cite=after.cite,
            is_shown=after is shown,
            first=before is None,
            limits=() if change is None else tuple(limit_words(one, language) for one in change.limits),
            went=_lines(change, "-", language),
            came=_lines(change, "+", language),
        )


def _change(before: Provision, after: Provision) -> ProvisionChange:
    return ProvisionChange(after.id, (ChangeKind.REWORDED,), before, after, State.BINDS, State.BINDS)


def _lines(change: ProvisionChange | None, sign: str, language: Language) -> tuple[str, ...]:
    if change is None:
        return ()
    found = (line for which, line in change.lines if which == sign)
    return tuple(f"{line.label}  {line.words.text(language)}".strip() for line in found)
