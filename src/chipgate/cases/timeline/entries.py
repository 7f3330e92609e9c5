"""The entries of the line: what happened, and what began, changed, was suspended or ended in any modelled rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from chipgate.law.cn.facts import SUSPENSION_EXTENDED
from chipgate.law.corpus import Corpus
from chipgate.law.language import Limit
from chipgate.law.provision import (
    Defines,
    ImposesDuty,
    ImposesFee,
    Instructs,
    Provision,
    RestrictsInput,
    Standing,
)
from chipgate.law.trade.events import TradeEvent, trade_events
from chipgate.law.us.facts import AFFILIATES_STAY_EXTENDED
from chipgate.law.us.tariffs.facts import EXCLUSIONS_EXTENDED
from chipgate.law.walking import facts_of
from chipgate.readings.phrase import Phrase, Word, phrase
from chipgate.translation.language import marked
from chipgate.units import decimal_text

EVENT, EXPORT_RULE, DUTY, INPUT = "event", "export_rule", "duty", "input"
KINDS = (EVENT, EXPORT_RULE, DUTY, INPUT)
"""What an entry is about."""

_WORDS = {
    "begins": marked("begins: {title}"),
    "changes": marked("changes: {title}"),
    "ends": marked("ends: {title}"),
    "suspended": marked("suspended: {title}"),
    "resumes": marked("suspension ends: {title}"),
    "not enforced": marked("no longer enforced: {title}"),
    "compliance": marked("to be complied with: {title}"),
    "open": marked("open from here on, unless extended: {title}"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: on which day, whose measure, what kind, in words, with its citation and mark."""

    day: date
    by: str
    kind: str
    words: Phrase
    cite: str
    mark: str
    provision: str = ""
    event: TradeEvent | None = None


def entries(corpus: Corpus, since: date, until: date) -> tuple[Entry, ...]:
    """Every entry from SINCE to UNTIL, both included, oldest first."""
    found = [*_events(), *_changes(corpus)]
    kept = (one for one in found if since <= one.day <= until)
    return tuple(sorted(kept, key=lambda one: (one.day, KINDS.index(one.kind), one.by, one.provision)))


def _events() -> Iterator[Entry]:
    for one in trade_events():
        words = phrase(
            "{kind}: {item}: {before} -> {after}",
            kind=Word(one.kind),
            item=Word(one.item),
            before=Word(one.before),
            after=Word(one.after),
        )
        yield Entry(one.day, "+".join(one.imposed_by), EVENT, words, one.cite, one.mark, event=one)


def _changes(corpus: Corpus) -> Iterator[Entry]:
    for versions in corpus.history_of.values():
        if _is_told(versions[0]):
            yield from _changes_of(versions)


def _is_told(provision: Provision) -> bool:
    """Whether a provision has a line of its own; a term has the line of what uses it."""
    return not isinstance(provision.gives, Defines | ImposesFee) and provision.standing is not Standing.PROPOSAL


def _changes_of(versions: Sequence[Provision]) -> Iterator[Entry]:
    followed = {
        older.key for older, newer in pairwise(versions) if older.binds.in_force.until == newer.binds.in_force.since
    }
    continued = {newer.key for older, newer in pairwise(versions) if older.key in followed}
    for one in versions:
        span, binds = one.binds.in_force, one.binds
        if asks_for_an_extension(one):
            yield _entry(one, span.since, "open")
        elif not any(stay.since <= span.since and span.since in stay for stay in binds.stayed):
            yield _entry(one, span.since, "changes" if one.key in continued else "begins")
        if span.until is not None and one.key not in followed:
            yield _entry(one, span.until, "ends")
        for stay in binds.stayed:
            yield _entry(one, stay.since, "suspended")
            if stay.until is not None and stay.until != span.until:
                yield _entry(one, stay.until, "resumes")
        for day, what in ((binds.compliance_from, "compliance"), (binds.not_enforced_from, "not enforced")):
            if day is not None:
                yield _entry(one, day, what)


def asks_for_an_extension(provision: Provision) -> bool:
    """Whether a text is in force or not by a fact that somebody must supply: whether its suspension was extended."""
    return not EXTENSIONS.isdisjoint(fact.name for fact in facts_of(provision.when))


EXTENSIONS = frozenset((SUSPENSION_EXTENDED.name, AFFILIATES_STAY_EXTENDED.name, EXCLUSIONS_EXTENDED.name))
"""Facts that say whether a text or a suspension goes on past the last day that was printed."""


def _entry(provision: Provision, day: date, what: str) -> Entry:
    words = phrase(_WORDS[what], title=_title(provision))
    return Entry(day, by_whom(provision), kind_of(provision), words, provision.cite, str(provision.mark), provision.key)


def _title(provision: Provision) -> Phrase | Word:
    duty = provision.gives
    if isinstance(duty, ImposesDuty) and isinstance(duty.rate_pct, Limit):
        rate = decimal_text(duty.rate_pct.value)
        return phrase("{instrument}, {rate} %", instrument=Word(duty.instrument), rate=rate)
    return Word(provision.title)


def kind_of(provision: Provision) -> str:
    """Whether a provision is an export rule, a duty, or a restriction on an input."""
    match provision.gives:
        case ImposesDuty():
            return DUTY
        case RestrictsInput() | Instructs():
            return INPUT
        case _:
            return DUTY if provision.id.startswith(("us/232", "cn/origin")) else EXPORT_RULE


def by_whom(provision: Provision) -> str:
    """The side whose measure a provision is."""
    match provision.gives:
        case ImposesDuty():
            return provision.gives.importer
        case RestrictsInput() | Instructs():
            return provision.gives.by
        case _:
            return provision.id.partition("/")[0].upper()
