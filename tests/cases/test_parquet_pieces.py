"""Which Parquet files PyArrow may read in the place of Spark, and how their row groups are shared out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from chipgate.cases.tables import parquet_pieces
from chipgate.cases.tables.parquet_pieces import plain_files
from chipgate.errors import UnreadableFile

MOMENT = datetime(2024, 6, 1, 12, tzinfo=UTC)


def table(rows: int = 3, **more: Any) -> Any:
    return pa.table({"chip": pa.array(["H20"] * rows, pa.string()), "units": pa.array(range(rows), pa.int64()), **more})


def write(path: Path, given: Any, **how: Any) -> Path:
    path.parent.mkdir(exist_ok=True)
    pq.write_table(given, path, **how)
    return path


PLAIN = {
    "large text": pa.array(["a"] * 3, pa.large_string()),
    "categories": pa.array(["a"] * 3).dictionary_encode(),
    "days": pa.array([date(2024, 6, 1)] * 3),
    "decimals": pa.array([Decimal("1.50")] * 3),
    "moments without a zone": pa.array([datetime(2024, 6, 1, 12)] * 3, pa.timestamp("us")),
}
STRANGE = {
    "moments with a zone": pa.array([MOMENT] * 3, pa.timestamp("us", "UTC")),
    "moments to the nanosecond": pa.array([datetime(2024, 6, 1, 12)] * 3, pa.timestamp("ns")),
    "lists": pa.array([[1]] * 3),
    "bytes": pa.array([b"a"] * 3),
    "numbers without a sign": pa.array([1] * 3, pa.uint32()),
    "spans of time": pa.array([1] * 3, pa.duration("us")),
}


@pytest.mark.parametrize("column", PLAIN.values(), ids=PLAIN)
def test_columns_that_both_read_alike(tmp_path: Path, column: Any) -> None:
    found = plain_files(write(tmp_path / "a.parquet", table(more=column)))
    assert found is not None
    assert found.header == ("chip", "units", "more")


@pytest.mark.parametrize("column", STRANGE.values(), ids=STRANGE)
def test_columns_that_spark_reads_in_its_own_way(tmp_path: Path, column: Any) -> None:
    assert plain_files(write(tmp_path / "a.parquet", table(more=column))) is None


def test_files_that_only_spark_can_be_asked_about(tmp_path: Path) -> None:
    assert plain_files(tmp_path / "nowhere.parquet") is None
    (tmp_path / "text.parquet").write_text("chip,to\nH20,CN\n")
    assert plain_files(tmp_path / "text.parquet") is None
    twice = pa.table({"Chip": ["H20"], "chip": ["A800"]})
    assert plain_files(write(tmp_path / "twice.parquet", twice)) is None
    julian = table().replace_schema_metadata({"org.apache.spark.legacyDateTime": ""})
    assert plain_files(write(tmp_path / "julian.parquet", julian)) is None


def test_a_folder_is_read_as_spark_reads_it(tmp_path: Path) -> None:
    folder = tmp_path / "orders"
    for name in ("b.parquet", "a.parquet"):
        write(folder / name, table())
    for hidden in ("_SUCCESS", ".a.parquet.crc"):
        (folder / hidden).write_text("")
    found = plain_files(folder)
    assert found is not None
    assert [Path(one.path).name for one in found.files] == ["a.parquet", "b.parquet"]
    write(folder / "c.parquet", table(more=pa.array([1.5] * 3)))
    assert plain_files(folder) is None  # other columns
    (folder / "c.parquet").unlink()
    write(folder / "day=2024-06-01" / "d.parquet", table())
    assert plain_files(folder) is None  # a column in the names of folders


@pytest.mark.parametrize("workers", [1, 2, 3, 16])
@pytest.mark.parametrize("most", [10, 1_000])
def test_every_row_group_is_in_one_piece(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int, most: int
) -> None:
    monkeypatch.setattr(parquet_pieces, "MOST_ROWS", most)
    write(tmp_path / "a" / "1.parquet", table(95), row_group_size=10)
    write(tmp_path / "a" / "2.parquet", table(0))
    write(tmp_path / "a" / "3.parquet", table(40), row_group_size=40)  # one that is larger than a piece
    found = plain_files(tmp_path / "a")
    assert found is not None
    pieces = found.pieces(workers)
    assert [one.number for one in pieces] == list(range(len(pieces)))
    given = [(Path(part.path).stem, group) for one in pieces for part in one.parts for group in part.row_groups]
    without_rows = [("2", group) for group in range(pq.read_metadata(tmp_path / "a" / "2.parquet").num_row_groups)]
    assert given == [*(("1", group) for group in range(10)), *without_rows, ("3", 0)]
    assert len(pieces) >= min(workers, 8) or most == 1_000
    assert len(pieces) <= 12


def test_a_file_without_rows_is_one_piece(tmp_path: Path) -> None:
    found = plain_files(write(tmp_path / "a.parquet", table(0)))
    assert found is not None
    (piece,) = found.pieces(4)
    assert [part.row_groups for part in piece.parts] in ([()], [(0,)])


def test_a_piece_of_a_changed_file_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.parquet", table())
    found = plain_files(path)
    assert found is not None
    (piece,) = found.pieces(2)
    piece.refuse_changes()
    write(path, table(4))
    with pytest.raises(UnreadableFile, match="changed while it was read"):
        piece.refuse_changes()
