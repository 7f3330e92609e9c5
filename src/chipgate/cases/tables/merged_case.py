"""One case put together from what groups of its columns say: the same case as if all its cells were read together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from chipgate.cases.case import Case
from chipgate.cases.transaction import Transaction

if TYPE_CHECKING:
    from chipgate.cases.assumptions import Assumed
    from chipgate.readings.verdict import Facts

T = TypeVar("T")


def merged_case(cases: Sequence[Case], facts: Iterable[Sequence[Facts]], assumptions: Mapping[str, Assumed]) -> Case:
    """The case that CASES make together; FACTS has the facts of each, one set for each reading.

    Only groups that are in step have several readings, and then as many.
    """
    assumed = {name for case in cases for name in case.assumed}
    return Case(
        transaction=_merged_transaction([case.transaction for case in cases]),
        day=next((case.day for case in cases if case.day is not None), None),
        readings=_merged_readings(list(facts)),
        figures={name: found for case in cases for name, found in case.figures.items()},
        sheet=next((case.sheet for case in cases if case.sheet is not None), None),
        assumed={name: line for name, line in assumptions.items() if name in assumed},
        read_as=next((case.read_as for case in cases if case.read_as), ""),
        like_listed={name: alike for case in cases for name, alike in case.like_listed.items()},
    )


def _merged_readings(facts: Sequence[Sequence[Facts]]) -> tuple[Facts, ...]:
    count = max(map(len, facts))
    every = [one if len(one) == count else [one[0]] * count for one in facts]
    return tuple({name: value for part in parts for name, value in part.items()} for parts in zip(*every, strict=True))


def _merged_transaction(parts: Sequence[Transaction]) -> Transaction:
    """What the parts state; each states what no other does, save for the day."""
    return replace(
        _first_that_says(parts),
        day=next((one.day for one in parts if one.day is not None), None),
        units=next((one.units for one in parts if one.units is not None), None),
        ics_per_unit=next((one.ics_per_unit for one in parts if one.ics_per_unit is not None), None),
        facts={name: value for one in parts for name, value in one.facts.items()},
        doubted=frozenset[str]().union(*(one.doubted for one in parts)),
        given={name: text for one in parts for name, text in one.given.items()},
    )


def _first_that_says(parts: Sequence[Transaction]) -> Transaction:
    """The part with the item, or the first."""
    return next((one for one in parts if one.chip or one.rates), parts[0])
