"""A Parquet book as dictionaries of texts: the results, rejects and summary that its frames of text give."""

from __future__ import annotations

import errno
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from chipgate.cases.book_results import BookRun, ResultFiles
from chipgate.cases.book_summary import Summary
from chipgate.cases.check import Checker
from chipgate.cases.order_book import OrderBook
from chipgate.cases.order_files import OrderRow, open_orders, repeated_rows
from chipgate.cases.order_files import parquet as parquet_rows
from chipgate.cases.order_files.parquet_joined import JoinedFile
from chipgate.cases.order_files.parquet_results import ParquetParts
from chipgate.cases.tables import dictionary_texts
from chipgate.cases.tables.row_hashes import dictionary_hashes, row_hashes
from chipgate.errors import UnreadableFile
from chipgate.readings.columns import made_ahead
from tests.cases.test_parquet_to_parquet import orders

ROWS = 1_600


@pytest.fixture(autouse=True)
def _small_slices(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(parquet_rows, "_SLICE_ROWS", 400)
    monkeypatch.setattr(parquet_rows, "_LARGEST_SLICE", 400)
    monkeypatch.setenv("CHIPGATE_CACHE", str(tmp_path / "cache"))


def run(given: Path, out: Path) -> Summary:
    with open_orders(given) as file:
        files = ResultFiles((out,), out.with_suffix(".rejects.csv"))
        return BookRun(OrderBook.of(file), Checker(assume="ordinary"), files).judge()


def both_ways(given: Path, tmp_path: Path, patch: pytest.MonkeyPatch) -> list[tuple[Summary, pl.DataFrame]]:
    """The summary and the results, by dictionaries and by frames of text."""
    found = []
    for name in ("dictionaries", "frames"):
        summary = run(given, tmp_path / f"{name}.parquet")
        found.append((summary, pl.read_parquet(tmp_path / f"{name}.parquet")))
        patch.setattr(dictionary_texts, "can_be_read", lambda _: False)
    return found


ODD: dict[str, list[Any]] = {
    "sparse": [None, *range(5), None, 2**40, *range(8, ROWS)],
    "unsigned": [2**64 - 1 - n for n in range(ROWS)],
    "price": [None if n % 7 == 0 else n / 4 for n in range(ROWS)],
    "rush": [(True, False, None)[n % 3] for n in range(ROWS)],
    "entered": [datetime(2026, 1, 1, n % 24, n % 60) for n in range(ROWS)],
    "nothing": [None] * ROWS,
    "wanted_on": [None if n % 5 == 0 else date(1970 + n % 90, 1, 1) for n in range(ROWS)],
    "order": [f"PO {n}" for n in range(ROWS)],
}


def odd_orders(tmp_path: Path, by: str) -> Path:
    given, path = orders(ROWS, 11), tmp_path / "given.parquet"
    dtypes = {"unsigned": pl.UInt64, "nothing": pl.Int32}
    given = given.hstack([pl.Series(name, values, dtype=dtypes.get(name)) for name, values in ODD.items()])
    if by == "polars":
        given.write_parquet(path, row_group_size=900)
    else:
        pq.write_table(given.to_arrow(), path, row_group_size=900, use_dictionary=["chip", "destination"])
    return path


@pytest.mark.parametrize("by", ["polars", "pyarrow"])
def test_columns_of_every_kind_give_the_same_results(tmp_path: Path, by: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given = odd_orders(tmp_path, by)
    with open_orders(given) as file:
        assert file.frames is not None
        assert dictionary_texts.can_be_read(file.frames)
    (one, by_dictionaries), (two, by_frames) = both_ways(given, tmp_path, monkeypatch)
    assert by_dictionaries.height == ROWS
    assert by_dictionaries.equals(by_frames)
    assert one == two
    assert set(by_dictionaries.dtypes) == {pl.String}


@pytest.mark.parametrize(
    ("column", "cell"),
    [("destination", " "), ("destination", "Atlantis"), ("units", 0), ("price", float("inf")), ("date", date(1, 1, 1))],
)
def test_a_row_that_must_be_read_alone_is_told_as_in_frames(
    tmp_path: Path, column: str, cell: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = orders(ROWS, 12).with_columns(price=pl.Series([float(n) for n in range(ROWS)]))
    values = given[column].to_list()
    values[1_450] = cell
    given = given.with_columns(pl.Series(column, values, dtype=given.schema[column]))
    given.write_parquet(tmp_path / "given.parquet")
    (one, by_dictionaries), (two, by_frames) = both_ways(tmp_path / "given.parquet", tmp_path, monkeypatch)
    assert by_dictionaries.equals(by_frames)
    assert one == two


def test_blank_rows_are_passed_over_and_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = orders(ROWS, 13)
    blank = pl.DataFrame({name: [None] for name in given.columns}, schema=given.schema)
    pl.concat([given.head(1_300), blank, given.slice(1_300)]).write_parquet(tmp_path / "given.parquet")
    (one, by_dictionaries), (two, by_frames) = both_ways(tmp_path / "given.parquet", tmp_path, monkeypatch)
    assert by_dictionaries.height == ROWS
    assert by_dictionaries.equals(by_frames)
    assert one == two
    assert "1 blank rows were passed over." in one.notes


def test_a_column_that_arrow_may_read_otherwise_stays_text(tmp_path: Path) -> None:
    given = orders(ROWS, 14).with_columns(price=pl.Series(["1.50"] * ROWS).cast(pl.Decimal(10, 2)))
    given.write_parquet(tmp_path / "given.parquet")
    with open_orders(tmp_path / "given.parquet") as file:
        assert file.frames is not None
        assert not dictionary_texts.can_be_read(file.frames)
    assert run(tmp_path / "given.parquet", tmp_path / "out.parquet").judged == ROWS


def test_a_file_that_is_replaced_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = tmp_path / "given.parquet"
    orders(ROWS, 15).write_parquet(given, row_group_size=400)

    def replaced(items: Any, most: int = 1) -> Any:
        for number, item in enumerate(made_ahead.ahead(items, most)):
            yield item
            if number == 1:
                given.unlink()
                orders(ROWS, 16).write_parquet(given)

    monkeypatch.setattr(dictionary_texts, "ahead", replaced)
    with pytest.raises(UnreadableFile, match="was written to while it was read"):
        run(given, tmp_path / "out.parquet")
    assert not (tmp_path / "out.parquet").exists()
    assert pl.read_parquet(tmp_path / "out.partial.parquet").height >= 400


def test_a_damaged_file_keeps_what_was_judged(tmp_path: Path) -> None:
    given = tmp_path / "given.parquet"
    orders(9_000, 17).write_parquet(given, row_group_size=700, compression="zstd")
    data = bytearray(given.read_bytes())
    middle = len(data) * 3 // 4
    data[middle : middle + 400] = bytes(400)
    given.write_bytes(data)
    with pytest.raises(UnreadableFile, match=r"is damaged in or after row [\d,]+"):
        run(given, tmp_path / "out.parquet")
    kept = pl.read_parquet(tmp_path / "out.partial.parquet")
    assert kept.height >= 400
    assert kept["outcome"].null_count() == 0


def test_where_the_disk_has_no_room_for_both_the_parts_are_joined_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = ["order", "outcome"]
    tables = [pa.table({"order": [f"{n}-{m}" for m in range(50)], "outcome": ["undetermined"] * 50}) for n in range(6)]
    whole, added = JoinedFile.add_table, []

    def full(joined: JoinedFile, table: Any) -> None:
        added.append(table)
        if len(added) > 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        whole(joined, table)

    monkeypatch.setattr(JoinedFile, "add_table", full)
    parts = ParquetParts(tmp_path / "out.part", columns)
    for table in tables:
        parts.write_table(table)
    parts.finish()
    found = pl.read_parquet(tmp_path / "out.part")
    assert found["order"].to_list() == [f"{n}-{m}" for n in range(6) for m in range(50)]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["out.part"]
    assert len(added) == 3  # it is not tried again and again


def test_rows_and_tables_stand_in_the_order_in_which_they_came(tmp_path: Path) -> None:
    parts = ParquetParts(tmp_path / "out.part", ["order", "outcome"])
    wanted = []
    for n in range(4):
        parts.write_table(pa.table({"order": [f"t{n}", None], "outcome": ["undetermined", ""]}))
        parts.write([f"r{n}", ""])
        parts.write_frame(pl.DataFrame({"order": [f"f{n}"], "outcome": ["licence required"]}))
        wanted += [f"t{n}", None, f"r{n}", f"f{n}"]
    parts.finish()
    found = pl.read_parquet(tmp_path / "out.part")
    assert found["order"].to_list() == wanted
    assert found["outcome"].to_list()[2:4] == [None, "licence required"]


def test_what_was_written_is_salvaged_though_the_joined_file_cannot_be_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: JoinedFile) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    parts = ParquetParts(tmp_path / "out.part", ["order"])
    for n in range(3):
        parts.write_table(pa.table({"order": [str(n)] * 10}))
    monkeypatch.setattr(JoinedFile, "close", full)
    assert parts.salvage() == 30
    assert (tmp_path / "out.part").is_dir()
    assert pl.read_parquet(tmp_path / "out.part")["order"].to_list() == ["0"] * 10 + ["1"] * 10 + ["2"] * 10


TOTALS_AND_DOUBLES = {
    "order": [*(f"PO {n}" for n in range(1, ROWS - 3)), "Grand total", "PO 5", "合计", ""],
    "notes": [*("Sum of all" for _ in range(ROWS - 4)), None, "Sum of all", None, None],
}


def orders_with_totals(path: Path) -> Path:
    """Orders of which the last but one is the fifth again, among rows of totals without an item."""
    given = orders(ROWS, 11).with_columns(pl.col("chip").fill_null("H20"), pl.col("destination").fill_null("CN"))
    given = given.hstack([pl.Series(name, texts) for name, texts in TOTALS_AND_DOUBLES.items()])
    lacking = [pl.when(pl.col("notes").is_null()).then(None).otherwise(pl.col(n)).alias(n) for n in given.columns[:-2]]
    rows = given.with_columns(lacking).to_dicts()
    rows[-3] = rows[4]
    rows[-1]["units"] = 15
    pl.DataFrame(rows, schema=given.schema).write_parquet(path)
    return path


def test_rows_of_totals_and_doubles_are_told_in_slices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = orders_with_totals(tmp_path / "given.parquet")
    pl.read_parquet(given).with_columns(pl.col("units").cast(pl.String)).write_csv(tmp_path / "given.csv")
    for summary, results in both_ways(given, tmp_path, monkeypatch):
        assert summary.rejected_rows == 3
        assert {one.wrong for one in summary.rejects} == {
            "'Grand total' begins a row of totals, which is no order",
            "'合计' begins a row of totals, which is no order",
            "the row has sums and no order",
        }
        assert f": 1 (row {ROWS - 2} as row 5)" in " ".join(summary.notes)
        assert results.height == ROWS - 3
    told = run(tmp_path / "given.csv", tmp_path / "rows.csv")
    assert (told.rejected_rows, told.outcomes) == (summary.rejected_rows, summary.outcomes)


@pytest.mark.parametrize("most", [20, 60, 10_000])
@pytest.mark.parametrize("columns", ["texts", "dictionaries"])
def test_doubles_are_counted_alike_by_rows_and_by_slices(
    most: int, columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blank cells and blank rows too, and no further than so many different rows."""
    monkeypatch.setattr(repeated_rows, "MOST_REMEMBERED", most)
    draw = Random(most)
    rows = [[draw.choice(["a", "b", "c", "", " ", None]) for _ in range(3)] for _ in range(300)]
    by_rows, by_slices = repeated_rows.RepeatedRows(), repeated_rows.RepeatedRows()
    frame = pl.DataFrame(rows, schema=dict.fromkeys("xyz", pl.String), orient="row")
    for number, row in enumerate(rows, 1):
        by_rows.see(
            OrderRow(number, {name: text for name, text in zip("xyz", row, strict=True) if (text or "").strip()})
        )
    for start in range(0, 300, 70):
        part = frame.slice(start, 70)
        batch = pa.RecordBatch.from_arrays(
            [pa.array(one.to_list()).dictionary_encode() for one in part], names=list("xyz")
        )
        hashes = row_hashes(part, part.height) if columns == "texts" else dictionary_hashes(batch, part.height)
        if not by_slices.is_full:
            by_slices.see_many(start, hashes)
    assert by_slices.notes == by_rows.notes
    assert by_rows.notes
