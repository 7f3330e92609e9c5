"""A file that is written to while it is read: what stood there when it was opened is read, or the change is said."""

from __future__ import annotations

import json
import os

import polars as pl
import pytest

from chipgate.cases.order_files import open_orders, open_results
from chipgate.errors import UnreadableFile


@pytest.fixture(params=[".csv", ".xlsx", ".parquet", ".jsonl"])
def orders(request, tmp_path):
    """A book of every format, larger than what is read at once."""
    path = tmp_path / f"orders{request.param}"
    with open_results(path, ["order", "note"]) as written:
        for number in range(45_000):
            written.write({"order": str(number), "note": f"{number * number:x}" * 4})
    return path


def read_while(path, change):
    """The numbers of the rows, CHANGE being made after the first, and the notes."""
    with open_orders(path) as opened:
        rows = opened.rows()
        first = next(rows)
        change(path)
        return [first, *rows], opened.notes


def append(path, data=b'{"order": "9"}\n9,9\n'):
    with path.open("ab") as file:
        file.write(data)


def replace(path):
    other = path.with_name("other")
    other.write_bytes(b"something else")
    other.replace(path)


def cut(path):
    os.truncate(path, path.stat().st_size // 2)


def write_over(path):
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] + b"z" * (len(data) - len(data) // 2))


def write_another_that_is_longer(path):
    path.write_bytes(b"z" * (path.stat().st_size + 1000))


CHANGED = "was written to while it was read, so that old and new orders may be mixed"


def test_what_is_added_is_not_read(orders):
    if orders.suffix == ".parquet":  # its table of contents stands at its end
        with pytest.raises(UnreadableFile, match=CHANGED):
            read_while(orders, append)
        return
    rows, notes = read_while(orders, append)
    assert [row.cells["order"] for row in rows] == [str(number) for number in range(45_000)]
    assert not any(row.faults for row in rows)
    (note,) = notes
    assert f"{orders.name} grew while it was read, from " in note
    assert f"up to row {rows[-1].number:,}. Check it again for what was added." in note


def test_a_file_that_takes_its_place_is_not_read(orders):
    if orders.suffix == ".parquet":
        with pytest.raises(UnreadableFile, match=CHANGED):
            read_while(orders, replace)
        return
    rows, notes = read_while(orders, replace)
    assert len(rows) == 45_000
    assert notes == (f"{orders.name} was replaced while it was read; the file that was opened was read to its end.",)


@pytest.mark.parametrize("change", [cut, write_over, write_another_that_is_longer])
def test_a_file_that_does_not_stand_still_is_refused(orders, change):
    with pytest.raises(UnreadableFile, match=rf"{CHANGED}|was cut from|is damaged or cut short"):
        read_while(orders, change)


def test_a_small_file_written_over_in_place_is_refused(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text("order,chip\n1,H20\n2,H20\n")
    with pytest.raises(UnreadableFile, match=CHANGED):
        read_while(path, lambda path: path.write_text("order,chip\n1,H20\n2,A80\n") or os.utime(path, (1, 1)))


def test_half_a_row_is_never_taken_for_a_whole_one(tmp_path):
    """The writer has written ``units 5`` of ``units 500`` when the file is opened."""
    path = tmp_path / "orders.csv"
    path.write_text("chip,units\nH20,8\nH20,5")
    rows, notes = read_while(path, lambda path: append(path, b"00\nA800,7\n"))
    assert [dict(row.cells) for row in rows] == [{"chip": "H20", "units": "8"}, {}]
    assert rows[1].fault.wrong == "the row was still being written when the file was opened"
    assert rows[1].raw == "H20,5"
    assert "up to row 3" in notes[0]


def test_half_a_line_of_json_is_a_fault(tmp_path):
    path = tmp_path / "orders.jsonl"
    path.write_text('{"chip": "H20"}\n{"chip": "H2')
    rows, _ = read_while(path, lambda path: append(path, b'0"}\n'))
    assert "is not JSON" in rows[1].fault.wrong


def test_a_last_line_without_an_end_is_a_row_and_a_short_one_is_said(tmp_path):
    path = tmp_path / "orders.csv"
    for text, notes in (("chip,units\nH20,5", 0), ("chip,units\nH20", 1), ("chip,units\nH20\n", 0)):
        path.write_text(text)
        rows, said = read_while(path, lambda path: None)
        assert rows[0].cells["chip"] == "H20"
        assert len(said) == notes
    path.write_text("chip,units\nH20")
    _, said = read_while(path, lambda path: None)
    assert said == (
        "row 2, the last, has 1 cells under 2 headings and no line break at its end; the file may be cut short.",
    )


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_file_that_grows_from_its_last_line_on(tmp_path, codec):
    path = tmp_path / "orders.csv"
    path.write_bytes("chip,买方\nH20,上海\nH20,深".encode(codec))
    rows, notes = read_while(path, lambda path: append(path, b"\n\0"))
    assert rows[0].cells["买方"] == "上海"
    assert rows[1].fault
    assert any("grew" in note for note in notes)


def test_json_array(tmp_path):
    path = tmp_path / "orders.json"
    path.write_text(json.dumps([{"a": "1"}, {"a": "2"}]))
    rows, notes = read_while(path, append)
    assert len(rows) == 2
    assert "grew" in notes[-1]


def test_parquet_written_anew_between_two_slices(tmp_path):
    """The same rows in the same place: still another file than the one that was opened."""
    path = tmp_path / "orders.parquet"
    frame = pl.DataFrame({"a": [str(number) for number in range(45_000)]})
    frame.write_parquet(path)
    with pytest.raises(UnreadableFile, match=CHANGED):
        read_while(path, lambda path: frame.write_parquet(path))
