"""What hangs on verdicts alone is worked out once for determinations that are alike; no answer is another for that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from chipgate.cases.as_json import determination_json
from chipgate.cases.check import _WORTH_COMPILING, Checker
from chipgate.cases.determination import Determination
from chipgate.law.provision import Clock
from chipgate.translation.language import Language

CHIPS = ("H20", "H200", "H800", "RTX 4090", "Ascend 910B")
DAYS = ("2023-03-01", "2025-03-01", "2026-02-20")
NAMES = ("Acme GmbH", "Huawei Cloud", "Initech", "unknown")


def _figures(dice: Random) -> dict[str, str]:
    """A chip of the catalogue, or an item of which some figures are given, mostly on the same side of all limits."""
    if dice.random() < 0.6:
        return {"chip": dice.choice(CHIPS)}
    figures = {
        "tpp": f"{dice.choice((1000, 2000, 5000)) + dice.randint(0, 300)}.5",
        "die_area_mm2": f"{dice.randint(600, 800)}.5",
        "dram_bandwidth_gb_s": f"{dice.choice((900, 2000, 5000)) + dice.randint(0, 90)}.5",
        "io_gb_s": f"{dice.choice((300, 500, 700)) + dice.randint(0, 90)}.5",
    }
    return {name: text for name, text in figures.items() if dice.random() < 0.85}


def orders(seed: int, count: int) -> Iterator[dict[str, str]]:
    """Orders of few kinds and many values."""
    dice = Random(seed)
    for _ in range(count):
        place = dice.choice(("CN", "VN", "IN"))
        cells = {"destination_iso2": place, "as_of": dice.choice(DAYS), "units": str(dice.randint(1, 3000))}
        cells |= _figures(dice)
        beside = {
            "item_kind": dice.choice(("ic", "computer")),
            "end_user_hq": dice.choice((place, "CN", "US")),
            "end_user_parent_hq": dice.choice((place, "CN")),
            "known_end_use": dice.choice(("ordinary", "military")),
            "end_user": dice.choice(NAMES),
            "order_tpp": str(dice.choice((9_000_000, 80_000_000))),
            "nveu_cumulative_tpp": str(dice.choice((1_000_000, 780_000_000))),
        }
        yield cells | {name: text for name, text in beside.items() if dice.random() < 0.2}


@pytest.mark.parametrize("assume", [None, "ordinary"])
@pytest.mark.parametrize("clock", list(Clock))
def test_the_answer_is_that_of_an_order_by_itself(assume: str | None, clock: Clock) -> None:
    checker = Checker(assume=assume, clock=clock)
    for number, answer in enumerate(map(checker.check_cells, orders(29, 600))):
        by_itself = replace(answer, alike={})
        language: Language = "zh" if number % 2 else "en"
        assert determination_json(answer, language) == determination_json(by_itself, language)
        assert answer.bearing_facts == by_itself.bearing_facts


def test_many_orders_are_alike() -> None:
    """Else the test above would hold of anything."""
    checker = Checker(assume="ordinary")
    kinds: dict[int, list[Determination]] = {}
    for answer in map(checker.check_cells, orders(29, 600)):
        determination_json(answer)
        kinds.setdefault(id(answer.alike), []).append(answer)
    alike = [found for found in kinds.values() if len(found) > 1]
    assert sum(map(len, alike)) > 150
    assert any(len({one.tpp for one in found}) > 1 for found in alike), "none that have other figures"
    assert any(len({one.outcome for one in found} - {"undetermined"}) == 0 for found in alike), "none that are open"


def test_of_a_sum_it_counts_which_part_is_missing() -> None:
    """LPP (740.29) adds up what a consignee had in the calendar year and what this order brings."""
    checker = Checker(assume="ordinary")
    order = {"destination_iso2": "IN", "as_of": "2025-03-01", "item_kind": "ic", "tpp": "15000.5"}
    order |= {"die_area_mm2": "814.5", "end_user_hq": "IN", "end_user_parent_hq": "IN"}
    for _ in range(_WORTH_COMPILING):
        checker.check_cells(order | {"units": "3"})
    assert {"consignee_calendar_year_tpp", "order_tpp"} <= set(_asked_for_lpp(checker, order))
    shipped = _asked_for_lpp(checker, order | {"consignee_calendar_year_tpp": "700000"})
    assert "order_tpp" in shipped
    assert "consignee_calendar_year_tpp" not in shipped


def _asked_for_lpp(checker: Checker, cells: dict[str, str]) -> tuple[str, ...]:
    return checker.check_cells(cells).exceptions_once_met["LPP"]
