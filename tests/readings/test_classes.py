"""Classes of values are the same, whether they are made of the values or of the classes by more leaves."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from chipgate.readings.columns.classes import Classes

FACTS = 12
_VALUES = st.lists(st.lists(st.integers(0, FACTS - 1), min_size=1, max_size=3).map(tuple), min_size=1, max_size=40)
_TOLD = st.lists(st.integers(0, 7), min_size=FACTS, max_size=FACTS)


@given(_VALUES, _VALUES, _TOLD, _TOLD)
def test_classes_of_classes_are_those_of_values(
    values: list[tuple[int, ...]], more: list[tuple[int, ...]], whole_told: list[int], told: list[int]
) -> None:
    """The leaves of the law tell all that those of a state tell; values come in two lots."""
    whole, of_classes, directly = Classes(), Classes(), Classes()
    for lot in (values, more):
        whole.add(lot, lambda facts: (told[facts], whole_told[facts]))
        of_classes.add_classes_of(whole, told.__getitem__)
        directly.add(lot, told.__getitem__)
    assert _parts(of_classes) == _parts(directly)
    assert len(of_classes.of_values) == len(values) + len(more)
    assert _answers(of_classes, told) == _answers(directly, told)


@given(_VALUES, _TOLD, _TOLD)
def test_a_law_that_gets_more_leaves_keeps_the_classes(
    values: list[tuple[int, ...]], whole_told: list[int], told: list[int]
) -> None:
    first, second, classes = Classes(), Classes(), Classes()
    first.add(values, told.__getitem__)
    classes.add_classes_of(first, told.__getitem__)
    before = classes.of_values.tolist()
    second.add([*values, *values], lambda facts: (told[facts], whole_told[facts]))
    classes.add_classes_of(second, told.__getitem__)
    assert classes.of_values.tolist() == [*before, *before]


def _parts(classes: Classes) -> set[frozenset[int]]:
    """Which values are in one class."""
    numbers = classes.of_values.tolist()
    return {frozenset(place for place, one in enumerate(numbers) if one == number) for number in numbers}


def _answers(classes: Classes, told: Sequence[int]) -> list[list[int]]:
    """For each value, what is told of the readings that stand for its class."""
    return [[told[one] for one in classes.readings[number]] for number in classes.of_values.tolist()]
