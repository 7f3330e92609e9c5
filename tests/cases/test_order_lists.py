"""Lists of orders that come one after the other: each order has the answer that it has by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from threading import Thread

import pytest

from chipgate.cases.check import Checker
from chipgate.cases.result_columns import result_of
from chipgate.cases.tables import order_lists
from chipgate.cases.tables.order_lists import OrderLists
from chipgate.errors import ChipgateError

from .frame_rows import CARRIED, CHECKER, HEADINGS, Row, at_random, worked

Cells = Mapping[str, str]
ROWS = {"worked cases": worked, "random rows": lambda: at_random(500)}


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order_lists, "WORTH_A_TABLE", 0)


def _cells(rows: Sequence[Row]) -> list[Cells]:
    return [
        {HEADINGS.get(name, name): text for name, text in row.items() if text and name not in CARRIED} for row in rows
    ]


def _alone(cells: Cells, checker: Checker = CHECKER) -> dict[str, str] | None:
    try:
        return result_of(checker.check_cells(cells), "en")
    except ChipgateError:
        return None


@pytest.mark.parametrize("rows", ROWS.values(), ids=ROWS)
@pytest.mark.parametrize("length", [8, 37, 200])
def test_each_order_has_the_answer_that_it_has_by_itself(rows: Callable[[], list[Row]], length: int) -> None:
    cells, lists = _cells(rows()), OrderLists(CHECKER)
    Random(length).shuffle(cells)
    for start in range(0, len(cells) - length + 1, length):
        some = cells[start : start + length]
        assert lists.results(some) == [_alone(one) for one in some]


def test_the_answers_stay_the_same_when_tables_are_begun_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order_lists, "MOST_FORMULAS", 100)
    cells, lists = _cells(worked()), OrderLists(CHECKER, "en")
    for start in range(0, len(cells), 40):
        assert lists.results(cells[start : start + 40]) == [_alone(one) for one in cells[start : start + 40]]


def test_a_table_that_does_not_pay_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order_lists, "TRIAL_ROWS", 50)
    monkeypatch.setattr(order_lists, "pays", lambda *_: False)
    monkeypatch.setattr(order_lists, "REST_ROWS", 100)
    cells, lists = _cells(worked())[:60], OrderLists(CHECKER)
    found = [None not in lists.results(cells) for _ in range(4)]
    assert found == [True, False, True, False]


H20 = {"chip": "H20", "destination_iso2": "CN", "as_of": "2024-06-01"}


@pytest.mark.parametrize(
    "odd",
    [
        {**H20, "colour": "red"},
        {**H20, "colour": ""},
        {**H20, "chip": "no such chip"},
        {**H20, "facts": "tpp"},
        {**H20, "known_end_use": "\ud800"},
    ],
)
def test_an_order_that_must_be_read_with_care_is_left_alone_and_no_other(odd: Cells) -> None:
    results = OrderLists(CHECKER).results([*[H20] * 10, odd])
    assert results == [*[_alone(H20)] * 10, None]


def test_what_could_not_be_read_keeps_its_place() -> None:
    results = OrderLists(CHECKER).results([None, *[H20] * 10, None])
    assert results == [None, *[_alone(H20)] * 10, None]


@pytest.mark.parametrize("blank", ["", " ", "unknown"])
def test_a_blank_cell_says_as_much_as_none(blank: str) -> None:
    """No cell of a list that says nothing may clear an order, nor attest its figures."""
    names = ("attested_tpp", "attested_pd", "end_user_hq", "known_end_use")
    order = {**H20, "chip": "H100 SXM5 80GB", **dict.fromkeys(names, blank)}
    results = OrderLists(CHECKER).results([order] * 10)
    assert results == [_alone(order)] * 10
    assert "figures_attested" not in CHECKER.check_cells(order).case.facts


def test_short_lists_and_first_lists_are_left_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    assert OrderLists(CHECKER).results([H20] * (OrderLists.FEWEST - 1)) == [None] * (OrderLists.FEWEST - 1)
    monkeypatch.setattr(order_lists, "WORTH_A_TABLE", 25)
    lists = OrderLists(CHECKER)
    assert [lists.results([H20] * 10)[0] is None for _ in range(4)] == [True, True, False, False]


def test_several_threads_may_ask() -> None:
    cells, lists = _cells(worked()), OrderLists(CHECKER)
    found: dict[int, list[dict[str, str] | None]] = {}

    def ask(number: int) -> None:
        found[number] = lists.results(cells[number * 20 : number * 20 + 20])

    threads = [Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one for number in range(8) for one in found[number]] == [_alone(one) for one in cells]
