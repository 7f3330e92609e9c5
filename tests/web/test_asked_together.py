"""Single orders that come at the same time: gathered into one list, and each answered as it is by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from threading import Thread

import pytest

from chipgate.cases.check import Checker
from chipgate.cases.result_columns import result_of
from chipgate.cases.tables import order_lists
from chipgate.cases.tables.order_lists import OrderLists
from chipgate.errors import ChipgateError
from chipgate.web.api.asked_together import MOST_AT_ONCE, AskedTogether
from tests.cases.frame_rows import CARRIED, HEADINGS, at_random, worked

Cells = Mapping[str, str]
Result = dict[str, str] | None
CHECKER = Checker(assume="ordinary")
CASES: Sequence[Cells] = [
    {HEADINGS.get(name, name): text for name, text in row.items() if text and name not in CARRIED}
    for row in [*worked(), *at_random(200)]
]
H20 = {"chip": "H20", "destination_iso2": "CN", "as_of": "2024-06-01"}


class Counting(OrderLists):
    """Keeps the lengths of the lists that it was asked about."""

    def __init__(self) -> None:
        super().__init__(CHECKER)
        self.lengths: list[int] = []

    def results_unless_busy(self, orders: Sequence[Cells | None]) -> list[Result]:
        self.lengths.append(len(orders))
        return super().results_unless_busy(orders)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order_lists, "WORTH_A_TABLE", 0)
    monkeypatch.setattr(order_lists, "OUT_OF", 1)


def _alone(cells: Cells) -> Result:
    try:
        return result_of(CHECKER.check_cells(cells), "en")
    except ChipgateError:
        return None


def _asked(lists: OrderLists, orders: Sequence[Cells]) -> list[Result]:
    async def ask() -> list[Result]:
        together = AskedTogether(lists)
        return list(await asyncio.gather(*map(together.result, orders)))

    return asyncio.run(ask())


@pytest.mark.parametrize("learns_for", [0, 100, 10_000], ids=["in the loop", "both", "in a thread"])
def test_each_order_is_answered_as_by_itself(monkeypatch: pytest.MonkeyPatch, learns_for: int) -> None:
    monkeypatch.setattr(order_lists, "LEARNS_FOR", learns_for)
    lists = Counting()
    for start in range(0, len(CASES), 40):
        some = CASES[start : start + 40]
        assert _asked(lists, some) == [_alone(one) for one in some]
    assert max(lists.lengths) == min(40, len(CASES))


def test_faults_and_strangers_are_left_to_who_asked_and_hinder_no_other() -> None:
    odd = [{**H20, "chip": "no such chip"}, {**H20, "colour": "red"}, {**H20, "as_of": "yesterday"}]
    assert _asked(Counting(), [*odd, *[H20] * 10]) == [None, None, None, *[_alone(H20)] * 10]


def test_one_alone_is_left_to_who_asked() -> None:
    assert _asked(OrderLists(CHECKER), [H20]) == [None]


def test_no_more_are_gathered_than_are_soon_answered() -> None:
    lists = Counting()
    assert _asked(lists, [H20] * (MOST_AT_ONCE * 3)) == [_alone(H20)] * (MOST_AT_ONCE * 3)
    assert sum(lists.lengths) == MOST_AT_ONCE * 3


def test_nobody_waits_for_another_thread() -> None:
    lists = OrderLists(CHECKER)
    lists.results([H20] * 10)
    with lists._lock:
        assert _asked(lists, [H20] * 10) == [None] * 10
    assert _asked(lists, [H20] * 10) == [_alone(H20)] * 10


def test_single_orders_are_looked_up_once_lists_have_shown_the_law(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until then most of them are left to who asked, who explains them sooner than the law is learned."""
    monkeypatch.setattr(order_lists, "TEACH", 10)
    monkeypatch.setattr(order_lists, "OUT_OF", 30)
    monkeypatch.setattr(order_lists, "LAST_ROWS", 40)
    lists = OrderLists(CHECKER)
    found = [_asked(lists, [H20] * 10) for _ in range(6)]
    assert found == [[_alone(H20)] * 10, [None] * 10, [None] * 10] * 2
    lists.results([H20] * 40)
    lists.results([H20] * 40)
    assert [_asked(lists, [H20] * 10) for _ in range(4)] == [[_alone(H20)] * 10] * 4


@pytest.mark.parametrize("takes_long", [True, False])
def test_what_goes_wrong_is_told_to_all(monkeypatch: pytest.MonkeyPatch, takes_long: bool) -> None:
    def fail(*_: object) -> list[Result]:
        raise ZeroDivisionError

    lists = OrderLists(CHECKER)
    monkeypatch.setattr(lists, "results_unless_busy", fail)
    monkeypatch.setattr(lists, "takes_long", lambda _: takes_long)

    async def ask() -> list[object]:
        together = AskedTogether(lists)
        return list(await asyncio.gather(*map(together.result, [H20] * 5), return_exceptions=True))

    assert [type(one) for one in asyncio.run(asyncio.wait_for(ask(), 20))] == [ZeroDivisionError] * 5


def test_servers_in_several_threads_may_share_a_table() -> None:
    lists, found = OrderLists(CHECKER), dict[int, list[Result]]()
    together = AskedTogether(lists)

    def serve(number: int) -> None:
        async def ask() -> list[Result]:
            return list(await asyncio.gather(*map(together.result, CASES[number * 10 : number * 10 + 10])))

        found[number] = asyncio.run(ask())

    threads = [Thread(target=serve, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, results in found.items():
        for cells, one in zip(CASES[number * 10 :], results, strict=False):
            assert one in (None, _alone(cells))
