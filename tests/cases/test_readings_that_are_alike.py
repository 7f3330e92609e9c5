"""Readings of disputed figures that are alike on every line are weighed once, and the whole answer stays the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product

import pytest

from chipgate.cases.as_json import determination_json
from chipgate.cases.check import _WORTH_COMPILING, Checker
from chipgate.cases.determination import Determination

DISPUTED = ("TPU v4i", "TPU v5p", "MTT S4000", "BR100", "Ascend 910B", "H20", "RTX 4090")
MORE: tuple[Mapping[str, str], ...] = (
    {},
    {"performance_density": "2400"},
    {"tpp": "4799.5", "die_area_mm2": "814"},
    {"end_user_parent_hq": "CN", "known_end_use": "ordinary"},
)


def answers() -> Iterator[Determination]:
    """Orders of chips whose figures are printed in several ways, on both sides of changes of the law."""
    checkers = [Checker(assume=assume, clock=clock) for assume in (None, "ordinary") for clock in ("as_enforced",)]
    orders = [
        {"chip": chip, "destination_iso2": to, "as_of": on, "units": "1000", **more}
        for chip, to, on, more in product(DISPUTED, ("CN", "KH"), ("2023-06-01", "2024-06-01", "2026-03-01"), MORE)
    ]
    for checker in checkers:
        for cells in orders[:: len(orders) // (4 * _WORTH_COMPILING)]:
            checker.check_cells(cells)
        yield from map(checker.check_cells, orders)


@pytest.fixture(scope="module")
def judged() -> list[Determination]:
    return list(answers())


def test_the_answer_is_that_of_all_readings(judged: list[Determination]) -> None:
    for answer in judged:
        assert determination_json(answer) == determination_json(replace(answer, apart=None, alike={}))


def test_some_readings_are_alike_and_some_are_not(judged: list[Determination]) -> None:
    """Else the test above would hold whatever was left out."""
    counts = [(len(one.case.readings), len(one.weighings)) for one in judged]
    assert sum(weighed < readings for readings, weighed in counts) > 20
    assert sum(1 < weighed <= readings for readings, weighed in counts) > 20
