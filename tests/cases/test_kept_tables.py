"""Tables kept from run to run: the same answers without learning anything, and nothing of the orders in the file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random

import polars as pl
import pytest

from chipgate.cases.check import Checker
from chipgate.cases.result_columns import result_of
from chipgate.cases.tables import order_lists, where_it_pays
from chipgate.cases.tables.frame_judge import FrameJudge
from chipgate.cases.tables.kept_tables import MOST_FILES
from chipgate.cases.tables.order_lists import OrderLists
from tests.cases.test_tables import random_orders

CHECKER = Checker(assume="ordinary")
ORDERS = random_orders(300, 5).with_columns(end_user=pl.lit("Nobody Knows Them Ltd"), remark=pl.lit("secret remark"))

MORE = random_orders(60, 11).with_columns(end_user=pl.lit(None, pl.String), remark=pl.lit(None, pl.String))


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CHIPGATE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def learned(checker: Checker | None = None) -> FrameJudge:
    judge = FrameJudge(ORDERS.columns, checker or Checker(assume="ordinary"))
    judge.results(ORDERS)
    judge.keep()
    return judge


def test_the_next_judge_knows_all_that_the_last_one_learned(cache: Path) -> None:
    first = learned()
    second = FrameJudge(ORDERS.columns, Checker(assume="ordinary"))
    assert second.results(ORDERS).equals(first.results(ORDERS))
    assert second.learned_size == first.learned_size
    more = random_orders(300, 6).with_columns(end_user=pl.lit(None, pl.String), remark=pl.lit(None, pl.String))
    assert second.results(more).equals(FrameJudge(more.columns, Checker(assume="ordinary")).results(more))


def test_verdicts_that_are_known_need_no_formula_of_a_law(cache: Path) -> None:
    """To put together what forty laws ask takes longer than to look up a million rows."""
    judges = [FrameJudge(ORDERS.columns, Checker(assume="ordinary"), wanted=("outcome",), always=True) for _ in "12"]
    for judge in judges:
        judge.results(ORDERS)
        judge.keep()
    first, second = (len(judge.table_judge()._formulas) for judge in judges)
    assert first > 0
    assert second == 0


def test_what_a_later_run_learns_beside_it_is_kept_as_well(cache: Path) -> None:
    """Two workers learn from different orders, and the last to end writes; what it lacks is kept by the next run."""
    learned()
    (file,) = cache.glob("*.table")
    before = file.read_bytes()
    for orders, is_new in ((ORDERS, False), (MORE, True), (MORE, False)):
        judge = FrameJudge(ORDERS.columns, Checker(assume="ordinary"))
        judge.results(orders)
        judge.keep()
        assert (file.read_bytes() != before) is is_new
        before = file.read_bytes()


def test_a_table_that_was_kept_pays_however_much_it_had_to_learn(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an earlier run has worked out once counted as work for the first rows of the next, and left the table."""
    many = pl.concat([ORDERS] * 4)
    first = FrameJudge(many.columns, Checker(assume="ordinary"))
    first.results(many)
    first.keep()
    monkeypatch.setattr(where_it_pays, "MOST_FILLED", 0)
    for rows in (many, pl.concat([many, many])):
        judge = FrameJudge(many.columns, Checker(assume="ordinary"))
        judge.results(rows)
        assert judge._pays
        assert judge._answers is not None
        assert judge._answers.judge.filled == 0


def test_another_process_takes_it_too(cache: Path, tmp_path: Path) -> None:
    first = learned()
    ORDERS.write_parquet(tmp_path / "orders.parquet")
    code = (
        "import sys, polars as pl; from chipgate.cases.check import Checker\n"
        "from chipgate.cases.tables.frame_judge import FrameJudge\n"
        "orders = pl.read_parquet(sys.argv[1]); judge = FrameJudge(orders.columns, Checker(assume='ordinary'))\n"
        "judge.results(orders).write_parquet(sys.argv[2]); print(judge.learned_size)"
    )
    words = [sys.executable, "-c", code, str(tmp_path / "orders.parquet"), str(tmp_path / "out.parquet")]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert int(said) == first.learned_size
    assert pl.read_parquet(tmp_path / "out.parquet").equals(first.results(ORDERS))


def test_nothing_of_the_orders_is_in_the_file(cache: Path) -> None:
    learned()
    (file,) = cache.iterdir()
    kept = file.read_bytes()
    assert b"3A090" in kept
    for text in (b"Nobody Knows", b"secret", b"H100 SXM5"):
        assert text not in kept
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("damage", ["cut", "other", "empty"])
def test_a_damaged_file_is_passed_over_and_written_anew(cache: Path, damage: str) -> None:
    wanted = learned().results(ORDERS)
    (file,) = cache.iterdir()
    whole = file.read_bytes()
    file.write_bytes({"cut": whole[: len(whole) // 2], "other": b"\x80\x05N.", "empty": b""}[damage])
    again = learned()
    assert again.results(ORDERS).equals(wanted)
    assert len(file.read_bytes()) == pytest.approx(len(whole), rel=0.2)


def test_a_file_that_others_can_write_is_not_read(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    learned()
    (file,) = cache.iterdir()
    file.chmod(0o666)
    monkeypatch.setattr("chipgate.cases.tables.kept_tables._Unpickler", lambda *_: pytest.fail("it was read"))
    assert FrameJudge(ORDERS.columns, Checker(assume="ordinary")).results(ORDERS).height == ORDERS.height


def test_another_clock_assumption_or_column_is_another_file(cache: Path) -> None:
    learned()
    learned(Checker(assume="ordinary", clock="on_the_books"))
    learned(Checker())
    FrameJudge([*ORDERS.columns, "tpp"]).results(ORDERS.with_columns(tpp=pl.lit("4800")))
    assert len(list(cache.iterdir())) == 3


def test_no_more_files_are_kept_than_are_used(cache: Path) -> None:
    cache.mkdir()
    for number in range(MOST_FILES + 5):
        (cache / f"{number}.table").write_bytes(b"old")
    learned()
    assert len(list(cache.iterdir())) == MOST_FILES


def test_nothing_is_kept_where_nobody_wants_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHIPGATE_CACHE", "off")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    learned()
    assert list(tmp_path.iterdir()) == []


CELLS = [
    {
        "chip": dice.choice(("H100 SXM5 80GB", "H20", "A800 PCIe 80GB", "MI300X")),
        "destination_iso2": dice.choice(("CN", "SG", "DE", "AE")),
        "as_of": f"202{dice.randint(3, 6)}-0{dice.randint(1, 9)}-15",
        "end_user": dice.choice(("", "Nobody Knows Them Ltd")),
        "units": str(dice.randint(1, 2000)),
    }
    for dice in [Random(3)]
    for _ in range(300)
]


def lists(checker: Checker, **more: str) -> OrderLists:
    lists = OrderLists(checker)
    lists.begin_with_kept()
    lists.results([{**one, **more} for one in CELLS])
    lists.keep()
    return lists


@pytest.fixture
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order_lists, "WORTH_A_TABLE", 0)


@pytest.mark.usefixtures("_at_once")
def test_lists_of_orders_begin_with_what_was_learned_whatever_their_columns(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = lists(CHECKER).results(CELLS)
    assert wanted == [result_of(CHECKER.check_cells(one), "en") for one in CELLS]
    (file,) = cache.iterdir()
    assert b"Nobody Knows" not in file.read_bytes()
    monkeypatch.setattr(order_lists, "WORTH_A_TABLE", 10_000)
    second = OrderLists(Checker(assume="ordinary"))
    second.begin_with_kept()
    assert not second.takes_long(CELLS)
    assert second.takes_long([{**one, "known_end_use": "none"} for one in CELLS])
    assert second.results(CELLS) == wanted
    assert OrderLists(CHECKER, "zh").results(CELLS) == [None] * len(CELLS)


@pytest.mark.usefixtures("_at_once")
def test_a_damaged_file_of_lists_is_passed_over(cache: Path) -> None:
    wanted = lists(CHECKER).results(CELLS)
    (file,) = cache.iterdir()
    file.write_bytes(file.read_bytes()[:3000])
    assert lists(CHECKER).results(CELLS) == wanted


@pytest.mark.usefixtures("_at_once")
def test_a_large_table_of_lists_is_not_kept(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order_lists, "MOST_KEPT", 10)
    lists(CHECKER)
    assert not cache.exists()
