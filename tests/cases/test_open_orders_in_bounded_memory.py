"""Books of orders that lie on the limits, most of them open: what is kept of them is bounded, and nothing else changes.

Counts of what is kept are held against the bound, not the bytes of a process.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from bench.differential.shipments import batch

from chipgate.cases import outcome_completions
from chipgate.cases.check import Checker
from chipgate.cases.order_book import OrderBook
from chipgate.cases.order_files import open_orders
from chipgate.cases.rejects import RejectsFile
from chipgate.cases.result_columns import result_of
from chipgate.cases.tables import book_by_table, where_it_pays
from chipgate.cases.tables.book_by_table import BookByTable
from chipgate.cases.tables.book_slices import TakesSlices
from chipgate.cases.tables.where_it_pays import Worth
from chipgate.readings.columns.compiling import Compiler
from chipgate.readings.columns.formulas import Arena
from chipgate.readings.completions import Completions
from tests.cases.test_parquet_to_parquet import orders

ROWS, TRIAL = 160, 60
ONE_DAY = pl.lit("2025-02-01")


def open_rows(rows: int = ROWS) -> pl.DataFrame:
    """Rows on the limits of the law, each with figures of its own."""
    return batch(22, rows, 20261127, on_limits=True)


def cells_of(frame: pl.DataFrame) -> list[dict[str, str]]:
    return [{name: text for name, text in row.items() if text} for row in frame.iter_rows(named=True)]


def arena_of(checker: Checker) -> Any:
    """What the checker keeps of formulas, whatever the period of the law."""
    return checker._completions._arena


def test_the_formulas_of_all_periods_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of forty periods once had a bound of its own: together they filled gigabytes."""
    cells = cells_of(open_rows(60))
    freely = Checker()
    wanted = [result_of(freely.check_cells(one), "en") for one in cells]
    most = len(arena_of(freely).compiler.arena.nodes) // 2
    monkeypatch.setattr(outcome_completions, "MOST_KEPT", most)
    bounded, arenas = Checker(), []
    for one, result in zip(cells, wanted, strict=True):
        assert result_of(bounded.check_cells(one), "en") == result
        arenas += [arena_of(bounded)] if arena_of(bounded) not in arenas else []
    assert len(arenas) > 1


def test_what_is_left_of_cases_is_bounded_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cases of few formulas have facts without end."""
    checker, cells = Checker(), cells_of(open_rows(20))
    for one in cells:
        checker.check_cells(one)
    begun = arena_of(checker)
    remainders = begun._completions.remainders
    assert begun.size >= len(remainders._after) + len(remainders._asks) + len(remainders._on_facts) > 0
    monkeypatch.setattr(outcome_completions, "MOST_KEPT", len(begun.compiler.arena.nodes))
    monkeypatch.setattr(type(begun._completions), "kept", len(begun.compiler.arena.nodes) + 1)
    for one in cells:
        checker.check_cells(one)
    assert arena_of(checker) is not begun


class Taken(TakesSlices):
    """Rows of a result that are kept."""

    takes_frames = True

    def __init__(self) -> None:
        self.rows: list[dict[str, str]] = []

    def write(self, cells: dict[str, str]) -> None:
        self.rows.append(dict(cells))

    def write_frame(self, frame: pl.DataFrame) -> None:
        self.rows += frame.select(pl.all().fill_null("")).to_dicts()

    def write_table(self, table: object) -> None:
        self.write_frame(pl.DataFrame(pl.from_arrow(table)))  # type: ignore[arg-type]


def judged(path: Path, assume: str | None = None) -> tuple[BookByTable, list[dict[str, str]]]:
    """The book at PATH by a table, and what it wrote."""
    taken = Taken()
    with open_orders(path) as file:
        rejects = RejectsFile(path.with_suffix(".rejects.csv"), False, None, "en")  # type: ignore[arg-type]
        book = BookByTable(OrderBook.of(file), Checker(assume=assume), taken, rejects)  # type: ignore[arg-type]
        if path.suffix == ".parquet":
            assert file.frames is not None
            book.judge_slices(file.frames)
        else:
            book.judge()
    return book, taken.rows


@pytest.fixture
def _short_trial(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(where_it_pays, "TRIAL_ROWS", TRIAL)
    monkeypatch.setattr(book_by_table, "TRIAL_ROWS", TRIAL)
    monkeypatch.setenv("CHIPGATE_CACHE", str(tmp_path / "cache"))


@pytest.mark.usefixtures("_short_trial")
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_table_that_learns_from_every_row_is_given_up(form: str, tmp_path: Path) -> None:
    """It went on learning: a million formulas in fifteen thousand rows, none of which served another row."""
    given, path = open_rows().with_columns(as_of=ONE_DAY), tmp_path / f"given.{form}"
    given.write_csv(path) if form == "csv" else given.write_parquet(path)
    book, rows = judged(path)
    assert book._answers is None
    assert book._worth.rests
    checker = Checker()
    for row, cells in zip(rows, cells_of(given), strict=True):
        assert {**row, **result_of(checker.check_cells(cells), "en")} == row
    assert book.summary.judged == ROWS
    again, _ = judged(path)
    assert again._worth.rests  # nothing of the trial was kept that would make the next one pass


@pytest.mark.usefixtures("_short_trial")
def test_orders_of_chips_stay_with_their_table(tmp_path: Path) -> None:
    pl.concat([orders(20, 3)] * 8).write_csv(tmp_path / "given.csv")
    book, _ = judged(tmp_path / "given.csv", "ordinary")
    assert book._answers is not None
    assert not book._worth.rests


@pytest.mark.usefixtures("_short_trial")
def test_rows_that_repeat_after_those_that_did_not_have_a_table_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(where_it_pays, "REST_ROWS", 90)
    monkeypatch.setattr(book_by_table, "BATCH_ROWS", 30)
    given = pl.concat([open_rows(150), *[open_rows(6)] * 20]).with_columns(as_of=ONE_DAY)
    given.write_csv(tmp_path / "given.csv")
    book, rows = judged(tmp_path / "given.csv")
    assert book._answers is not None
    assert book._worth.is_known
    assert [row["outcome"] for row in rows[150:156]] == [row["outcome"] for row in rows[-6:]]


def test_each_trial_that_fails_is_followed_by_twice_as_many_rows_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(where_it_pays, "pays", lambda *_: False)
    worth, rests = Worth(), list[int]()
    for _ in range(3):
        worth.note(None, where_it_pays.TRIAL_ROWS, where_it_pays.NOTHING_LEARNED)  # type: ignore[arg-type]
        alone = 0
        while worth.rests:
            worth.note_alone(10_000)
            alone += 10_000
        rests.append(alone)
    assert rests == [50_000, 100_000, 200_000]


def test_verdicts_and_sets_of_outcomes_are_kept_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a hundred thousand verdicts of all ways some hundred differ, and of what is left possible seven sets."""
    made: list[Completions] = []
    begin = Completions.__init__

    def noted(self: Completions, compiler: Compiler, told: object) -> None:
        begin(self, compiler, told)  # type: ignore[arg-type]
        made.append(self)

    monkeypatch.setattr(Completions, "__init__", noted)
    checker = Checker()
    for one in cells_of(open_rows(30)):
        checker.check_cells(one)
    tables = [table for one in made for table in one._ways._tables.values()]
    assert tables
    assert all(_each_once(list(one._known.values())[2:]) for one in tables)
    assert all(_each_once(list(one._possible.values())) for one in made)
    assert isinstance(made[0]._arena, Arena)


def _each_once(values: Sequence[object]) -> bool:
    return len(set(map(id, values))) == len(set(values))
