"""The date line as plain values: a lane for each clock and each proposal, its bands, and what moved each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from chipgate.cases.by_day import (
    Band,
    Narrowed,
    adopted,
    bands,
    has_text,
    law_between,
    names_no_destination,
    proposals,
)
from chipgate.cases.check import Checker
from chipgate.cases.compare_orders import moves
from chipgate.cases.determination import Determination
from chipgate.cases.moved_by import Mover, Movers
from chipgate.cases.outcome_words import CLOCK_WORDS, OUTCOME_NAMES, OUTCOME_WORDS, answer_words
from chipgate.cases.reasons import reason
from chipgate.cases.transaction import transaction_of
from chipgate.law.corpus import Corpus
from chipgate.law.provision import Clock, Provision
from chipgate.law.us.corpus import FIRST_DAY, us_corpus
from chipgate.readings.phrase import Word, phrase
from chipgate.readings.sentence import short_id
from chipgate.translation.language import Language, translator
from chipgate.web.date_line.asked import LineAsked
from chipgate.web.judge.tree import provision_href
from chipgate.web.outcome_detail import detail_words, may_be_granted
from chipgate.web.reformed_law import Changes, changed_limits, law_with

REFORM: Final = "reform"
AFTER: Final = timedelta(days=60)
"""So long after the last change to come the line goes on."""


@dataclass(frozen=True)
class MovedBy:
    """What moved a band: its name, its title, its citation, and where it can be read; ``href`` is empty for a group."""

    name: str
    title: str
    cite: str
    href: str


@dataclass(frozen=True)
class BandView:
    """One band in words. ``moved_by`` is None in the first one, and where only the reason reads otherwise."""

    first: date
    last: date
    days: int
    outcome: str
    words: str
    in_full: str
    eccn: str
    detail: str
    decided_by: str
    decided_href: str
    reason: str
    asks: tuple[str, ...]
    moved_by: MovedBy | None
    is_first: bool
    may_be_granted: bool

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class LaneView:
    """One lane: by which law and clock, and its bands. ``key`` is short and the same in every language."""

    key: str
    title: str
    note: str
    bands: tuple[BandView, ...]

    def on(self, day: date) -> BandView:
        """The band of DAY; the nearest where the line does not reach it."""
        return next((one for one in self.bands if day <= one.last), self.bands[-1])


@dataclass(frozen=True)
class ComparedDays:
    """Two days side by side by the chosen clock, the earlier first; ``moved_by`` is None where the answer stays."""

    days: tuple[date, date]
    bands: tuple[BandView, BandView]
    moved_by: MovedBy | None
    changes: int


@dataclass(frozen=True)
class LineView:
    """The whole screen but its form. The first lane is that of the chosen clock, the second that of the other."""

    first: date
    last: date
    today: date
    day: date
    lanes: tuple[LaneView, ...]
    differ: tuple[tuple[date, date], ...]
    compared: ComparedDays | None
    silent: tuple[tuple[str, str, str], ...]
    assumed: tuple[str, ...]

    @property
    def length(self) -> int:
        """Days from the first to the last."""
        return (self.last - self.first).days

    @property
    def clocks_agree(self) -> bool:
        """Whether both clocks give the same answer on every day: each change was judged by both."""
        return not self.differ


def line_view(asked: LineAsked, language: Language) -> LineView:
    """The date line of what is ASKED.

    Raises:
        BadOrder: a cell cannot be read; carries every fault.
        UnknownChip: the chip is not in the catalogue.
    """
    key = tuple(sorted(asked.case.cells.items()))
    case = asked.case
    known = _found(key, case.assume, case.clock, asked.today, asked.changes, _judged_until(asked))
    found = _reaching(asked, known)
    chosen = found.lanes[0].bands
    last = found.last
    return LineView(
        first=FIRST_DAY,
        last=last,
        today=asked.today,
        day=asked.day,
        lanes=tuple(_lane_view(one, language) for one in found.lanes),
        differ=tuple(_differing(chosen, found.lanes[1].bands)),
        compared=None if asked.other_day is None else _compared(asked, asked.other_day, found, language),
        silent=tuple(_silent(one, language) for one in proposals(us_corpus()) if not has_text(one)),
        assumed=tuple(_assumed(chosen[-1].answer, language)),
    )


# What is worked out once for a shipment, whatever the day and the language.


@dataclass(frozen=True)
class _Lane:
    key: str
    checker: Checker
    proposal: Provision | None
    bands: tuple[Band, ...]
    changes: Changes = ()


@dataclass(frozen=True)
class _Found:
    lanes: tuple[_Lane, ...]
    last: date


@lru_cache(maxsize=64)
def _found(
    cells: tuple[tuple[str, str], ...], assume: str, clock: Clock, today: date, changes: Changes, until: date
) -> _Found:
    transaction = transaction_of(dict(cells))
    narrowed = Narrowed()
    lanes = [
        _Lane(key, checker, proposal, bands(transaction, checker, FIRST_DAY, until, narrowed), changes)
        for key, checker, proposal in _checkers(assume, clock, changes)
    ]
    last = max((_last_move(one.bands, today) for one in lanes), default=today)
    return _Found(tuple(lanes), last)


def _judged_until(asked: LineAsked) -> date:
    """The last change that the law already holds, or the end of the last year that is asked about."""
    last = max(asked.today, asked.day, asked.other_day or asked.day)
    return max(us_corpus().change_days[-1], date(last.year, 12, 31))


def _reaching(asked: LineAsked, found: _Found) -> _Found:
    """FOUND up to its last day, or to a later one that is asked about."""
    last = max(found.last, asked.day, asked.other_day or asked.day)
    return _Found(tuple(replace(one, bands=_until(one.bands, last)) for one in found.lanes), last)


def _checkers(assume: str, clock: Clock, changes: Changes) -> Iterator[tuple[str, Checker, Provision | None]]:
    for one in (clock, clock.other):
        yield str(one), _checker("", (), assume, one), None
    if changes:
        yield REFORM, _checker("", changes, assume, clock), None
    for proposal in proposals(us_corpus()):
        if has_text(proposal):
            name = short_id(proposal.id).casefold().replace(" ", "_").replace("/", "_")
            yield name, _checker(proposal.id, (), assume, clock), proposal


@lru_cache(maxsize=32)
def _checker(proposal_id: str, changes: Changes, assume: str, clock: Clock) -> Checker:
    """The checker of a lane; by the names of its law, for a corpus itself is slow to hash."""
    return Checker(_adopted(proposal_id) if proposal_id else law_with(changes), assume=assume, clock=clock)


@lru_cache(maxsize=8)
def _adopted(proposal_id: str) -> Corpus:
    found = next(one for one in proposals(us_corpus()) if one.id == proposal_id)
    return adopted(us_corpus(), found)


def _last_move(found: Sequence[Band], today: date) -> date:
    """Today, or some time after the last change of the answer that the law already holds for days to come."""
    coming = [one.first for one in found if one.first > today and one.mover is not None]
    return max((one + AFTER for one in coming), default=today)


def _until(found: Sequence[Band], last: date) -> tuple[Band, ...]:
    return tuple(replace(one, last=min(one.last, last)) for one in found if one.first <= last)


# In words.


def _lane_view(lane: _Lane, language: Language) -> LaneView:
    translate = translator(language)
    if lane.key == REFORM:
        title, note = translate("as if the limits were changed"), _changes_note(lane.changes)
    elif lane.proposal is None:
        title, note = translate(CLOCK_WORDS[lane.checker.clock]), ""
    else:
        proposal = lane.proposal
        title = phrase("as if law: {proposal}", proposal=proposal.id.rpartition("/")[2]).text(language)
        note = _note(proposal, lane.checker.clock, language)
    return LaneView(lane.key, title, note, tuple(_band_views(lane.bands, language)))


def _changes_note(changes: Changes) -> str:
    return "; ".join(f"{name}: {old} → {new}" for name, old, new in changed_limits(changes))


def _note(proposal: Provision, clock: Clock, language: Language) -> str:
    said = phrase(
        "{proposal}. Taken for law from {day}, when it was put on record, beside the law as it is ({clock}).",
        proposal=Word(proposal.title),
        day=proposal.binds.in_force.since.isoformat(),
        clock=Word(CLOCK_WORDS[clock]),
    ).text(language)
    if names_no_destination(proposal):
        said += " " + phrase("Its text, as far as it is modelled, names no destination.").text(language)
    return said


def _band_views(found: Sequence[Band], language: Language) -> Iterator[BandView]:
    for place, one in enumerate(found):
        yield _band_view(one, place == 0, language)


def _band_view(band: Band, is_first: bool, language: Language) -> BandView:
    translate, answer = translator(language), band.answer
    deciding = answer.deciding
    return BandView(
        first=band.first,
        last=band.last,
        days=band.days,
        outcome=answer.outcome,
        words=translate(OUTCOME_NAMES[answer.outcome]),
        in_full=translate(OUTCOME_WORDS[answer.outcome]),
        eccn=answer_words(answer.eccn, translate),
        detail=detail_words(answer, language),
        decided_by="" if deciding is None else short_id(deciding.id),
        decided_href="" if deciding is None else provision_href(deciding.id, band.first),
        reason=reason(answer, language),
        asks=tuple(one.words.text(language) for one in answer.missing),
        moved_by=None if band.mover is None else moved_by(band.mover, band.first, language),
        is_first=is_first,
        may_be_granted=may_be_granted(answer),
    )


def moved_by(mover: Mover, day: date, language: Language) -> MovedBy:
    """MOVER in words, with the address of the provision as it stood on DAY."""
    is_text = mover.id in us_corpus().history_of
    name = short_id(mover.id) if is_text else ""
    return MovedBy(name, mover.title.text(language), mover.cite, provision_href(mover.id, day) if is_text else "")


def _silent(proposal: Provision, language: Language) -> tuple[str, str, str]:
    return translator(language)(proposal.title), proposal.cite, proposal.binds.in_force.since.isoformat()


def _assumed(answer: Determination, language: Language) -> Iterator[str]:
    yield from dict.fromkeys(translator(language)(line) for _, line in answer.case.assumed.values())


# Two lanes, two days.


def _differing(first: Sequence[Band], second: Sequence[Band]) -> Iterator[tuple[date, date]]:
    """The spans of days on which two lanes have other outcomes, each as long as it goes."""
    spans: list[tuple[date, date]] = []
    for start, end in _shared(first, second):
        here, there = (next(one for one in lane if start in one) for lane in (first, second))
        if here.answer.outcomes == there.answer.outcomes:
            continue
        if spans and spans[-1][1] + timedelta(days=1) == start:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    yield from spans


def _shared(first: Sequence[Band], second: Sequence[Band]) -> Iterator[tuple[date, date]]:
    """The spans between the edges of either lane."""
    starts = sorted({one.first for one in (*first, *second)})
    ends = [*(day - timedelta(days=1) for day in starts[1:]), max(first[-1].last, second[-1].last)]
    yield from zip(starts, ends, strict=True)


def _compared(asked: LineAsked, other_day: date, found: _Found, language: Language) -> ComparedDays:
    lane = found.lanes[0]
    days = tuple(sorted((asked.day, other_day)))
    transaction = transaction_of(dict(asked.case.cells))
    before, after = (lane.checker.check(replace(transaction, day=day)) for day in days)
    law = law_between(before, after, lane.checker)
    moved = moves(before, after) or before.eccn != after.eccn
    mover = Movers().of(before, after, law) if moved else None
    views = tuple(
        replace(_band_view(next(one for one in lane.bands if day in one), False, language), moved_by=None)
        for day in days
    )
    told = None if mover is None else moved_by(mover, days[1], language)
    return ComparedDays((days[0], days[1]), (views[0], views[1]), told, len(law.changes) + len(law.groups))
