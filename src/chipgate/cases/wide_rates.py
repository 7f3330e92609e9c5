"""Rates of wide formats alone: what they make of TPP is the least that it can be, so it catches and never clears."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

from chipgate.cases.figure import OR_MORE, Figure
from chipgate.cases.rates import totals_of
from chipgate.cases.transaction import Transaction
from chipgate.law.corpus import Corpus
from chipgate.law.facts import NOT_APPLICABLE, Fact, NotApplicable, Value
from chipgate.law.language import Compared, Measure, Relation, Stated
from chipgate.law.us.facts import ORDER_TPP, PERFORMANCE_DENSITY, TPP
from chipgate.law.walking import facts_of_measure, walk
from chipgate.units import Exact, whole

Laws = Callable[[], tuple[Corpus, ...]]
"""The laws that are asked about a case; called where its rates are those of wide formats alone."""

_REACHED_FIRST: Final = "us/ear/3A090.b.1#tpp"
"""The limit from which on the least TPP is worth telling: below it hardly anything is known of an item by it."""

_A_LITTLE_MORE: Final = Fraction(1, 1000)


def wide_figures(transaction: Transaction, printed: tuple[Figure, ...], laws: Laws) -> tuple[Figure, ...]:
    """What the rates of wide formats alone say of TPP: the least that it can be, and more as often as LAWS tell apart.

    An H100 has 2176 at FP64 in its vector units, and 15832. A TPP that is stated stands alone, one that is PRINTED too
    unless it is less. Where LAWS cannot be told apart by few values, or ask for more from the beginning, nothing is
    known of TPP.
    """
    totals = totals_of(transaction.rates)
    least = min(totals, key=lambda total: Fraction(total.tpp))
    stated = transaction.facts.get("tpp")
    if isinstance(stated, int | Fraction):
        return () if stated >= least.tpp else tuple(Figure(total.tpp, total.steps) for total in totals)
    if printed and all(isinstance(one.value, int | Fraction) and one.value >= least.tpp for one in printed):
        return ()
    lines = lines_on_tpp(laws())
    if lines.reached_first is None or least.tpp < lines.reached_first:
        return ()
    more = (Figure(value, OR_MORE) for value in lines.above(least.tpp, transaction.facts))
    return (Figure(least.tpp, least.steps), *more)


@dataclass(frozen=True, slots=True)
class LinesOnTpp:
    """Where the lines of some laws on TPP and performance density change, and a TPP that is above all of them.

    ``reached_first`` is the least TPP that says anything; None where a line works something else out of TPP.
    """

    reached_first: Exact | None
    of_tpp: tuple[Fraction, ...]
    of_density: tuple[Fraction, ...]
    above_all: Fraction

    def above(self, least: Exact, facts: Mapping[str, Value]) -> Iterator[Exact]:
        """A TPP for each way in which more than LEAST can stand to the lines, FACTS having the area of the dies."""
        area = facts.get(_AREA)
        of_area = (line * area for line in self.of_density) if isinstance(area, int | Fraction) else ()
        found = sorted({*self.of_tpp, *of_area})
        highest = max(self.above_all, Fraction(least), *found) + 1
        yield from (whole(value) for value in (*found, highest) if value > least)


_AREA: Final = "die_area_mm2"


def lines_on_tpp(laws: tuple[Corpus, ...]) -> LinesOnTpp:
    """The lines of LAWS on TPP; worked out once for laws that are kept."""
    key = tuple(map(id, laws))
    if key not in _KNOWN:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[key] = laws, _lines(laws)
    return _KNOWN[key][1]


_KNOWN: Final[dict[tuple[int, ...], tuple[tuple[Corpus, ...], LinesOnTpp]]] = {}
"""By identity, with the laws, so that no others take their place."""

_MOST_KNOWN: Final = 64


def _lines(laws: tuple[Corpus, ...]) -> LinesOnTpp:
    compared = [one for law in laws for one in _compared(law)]
    on_it = [one for one in compared if not _WORKED_OUT.isdisjoint(facts_of_measure(one.measure))]
    of_orders = (one for one in compared if ORDER_TPP in facts_of_measure(one.measure))
    first = next((law.limits[_REACHED_FIRST].value for law in laws if _REACHED_FIRST in law.limits), None)
    return LinesOnTpp(
        first if all(_told_by(one.measure) in _WORKED_OUT for one in on_it) else None,
        _changes(on_it, TPP),
        _changes(on_it, PERFORMANCE_DENSITY),
        max((Fraction(one.limit.value) for one in of_orders), default=Fraction(0)),
    )


_WORKED_OUT: Final = frozenset((TPP, PERFORMANCE_DENSITY))


def _compared(law: Corpus) -> Iterator[Compared]:
    nodes = (node for one in law.provisions for condition in one.conditions for node in walk(condition))
    return (node for node in nodes if isinstance(node, Compared))


def _told_by(measure: Measure) -> Measure:
    """The fact that MEASURE is, where it is one; stated, or worked out where it is not."""
    return measure.fact if isinstance(measure, Stated) else measure


def _changes(compared: list[Compared], fact: Fact) -> tuple[Fraction, ...]:
    """The values from which on some line on FACT is answered otherwise than below."""
    mine = (one for one in compared if _told_by(one.measure) == fact)
    return tuple(sorted({Fraction(one.limit.value) + _beyond(one.relation) for one in mine}))


def _beyond(relation: Relation) -> Fraction:
    return _A_LITTLE_MORE if relation in (Relation.MORE_THAN, Relation.AT_MOST) else Fraction(0)


@lru_cache(maxsize=4096)
def density_of(tpp: Value | None, area: Value | None) -> Exact | NotApplicable | None:
    """TPP over the applicable die area (3A090 Technical Note 4)."""
    if isinstance(tpp, NotApplicable) or isinstance(area, NotApplicable):
        return NOT_APPLICABLE
    if not isinstance(tpp, int | Fraction) or not isinstance(area, int | Fraction) or area == 0:
        return None
    return whole(Fraction(tpp) / area)
