"""Order files that are not what they should be: one message with the file and the remedy, code 2, no result."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from .conftest import Chipgate
from .tables import read, write

ROW = {"chip": "H100", "to": "CN", "on": "2024-06-01", "end_user": "上海某某科技有限公司"}


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def repacked(change: Callable[[str, bytes], bytes]) -> bytes:
    """A small workbook whose parts went through CHANGE."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook([list(ROW), list(ROW.values())]))) as source,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return held.getvalue()


def bomb() -> bytes:
    """A sheet of 300 million spaces in a file of some hundred kilobytes."""
    return repacked(lambda name, data: data + b" " * 300_000_000 if name == "xl/worksheets/sheet1.xml" else data)


def entities() -> bytes:
    """The billion laughs, in the sheet of a workbook."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE worksheet [<!ENTITY l0 "lol">{laughs}]>'.encode()
    return repacked(lambda name, data: doctype + data if name == "xl/worksheets/sheet1.xml" else data)


FILES = [
    ("orders.csv", b"", "is empty (0 bytes); save the orders again"),
    ("orders.csv", b"\n\n \n", "holds only blank lines; write headings in the first row"),
    ("orders.csv", b"\x01\x02\x03\x04" * 5000, "is a binary file, not a table of orders; name a CSV, XLSX"),
    (
        "orders.csv",
        "a,b\n1,2\n".encode("utf-16-le"),
        "the line holds a NUL character; delete it; the file may be damaged or binary",
    ),
    ("orders.csv", b"<!doctype html><table>", "is a web page (HTML)"),
    ("orders.csv", b"%PDF-1.7", "is a PDF, not a table of orders; export the table"),
    ("orders.csv.gz", b"\x1f\x8b\x08\x00", "is compressed with gzip, not a table of orders; unpack it"),
    ("orders.json", b'[{"chip": "H20"}, {"chip"', "the JSON array is broken"),
    ("orders.xlsx", b"PK\x03\x04 and no more", "is damaged or cut short"),
    ("orders.xlsx", workbook([[*ROW], [*ROW.values()]])[:3000], "is damaged or cut short"),
    ("orders.xlsx", bomb(), "like a ZIP bomb and was not opened. If the file is genuine, save it as CSV"),
    ("orders.xlsx", entities(), "declares XML entities, which no spreadsheet program writes; it was not read"),
    ("orders.parquet", b"PAR1 and no more PAR1", "orders.parquet"),
]


@pytest.mark.parametrize(("name", "content", "message"), FILES, ids=[message[:30] for *_, message in FILES])
def test_one_message_and_no_result(chipgate: Chipgate, tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    ran = chipgate("check", name)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"chipgate: {name}")
    assert message in ran.err
    assert "Traceback" not in ran.err
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_headings_and_no_orders(chipgate: Chipgate, tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("chip,to,on\n")
    ran = chipgate("check", "orders.csv")
    assert ran.code == 0
    assert "orders.csv has headings but no orders under them." in ran.out
    assert read(tmp_path / "orders.results.csv") == []


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_of_excel(chipgate: Chipgate, tmp_path: Path, codec: str, delimiter: str) -> None:
    lines = [delimiter.join(ROW), delimiter.join(ROW.values())]
    (tmp_path / "orders.csv").write_bytes("\r\n".join(lines).encode(codec))
    assert chipgate("check", "orders.csv", "--assume", "ordinary").code == 0
    (row,) = read(tmp_path / "orders.results.csv")
    assert row["end_user"] == ROW["end_user"]
    assert row["outcome"] == "licence_required"


def test_latin_1_is_refused_row_by_row_and_never_guessed(chipgate: Chipgate, tmp_path: Path) -> None:
    lines = ["chip,to,on,end_user", "H100,CN,2024-06-01,Soci\xe9t\xe9 G\xe9n\xe9rale", "H100,CN,2024-06-01,Acme"]
    (tmp_path / "orders.csv").write_bytes("\n".join(lines).encode("latin-1"))
    ran = chipgate("check", "orders.csv")
    assert ran.code == 3
    (reject,) = read(tmp_path / "orders.rejects.csv")
    assert (reject["row"], reject["right"]) == ("2", "save the whole file in one encoding, best UTF-8")
    assert "Soci\\xe9t\\xe9" in reject["text"]
    assert [row["end_user"] for row in read(tmp_path / "orders.results.csv")] == ["Acme"]


def test_a_workbook_with_dates_numbers_and_formulas(chipgate: Chipgate, tmp_path: Path) -> None:
    """Excel keeps what a formula came to beside it; a workbook that never was calculated has no value to read."""
    head: list[object] = ["chip", "to", "on", "units", "tpp", "datacenter"]
    (tmp_path / "orders.xlsx").write_bytes(
        workbook(
            [head, ["H100", "CN", datetime(2024, 6, 1), 8, None, True], [None, "CN", "2024-06-01", 8, "=1+1", False]]
        )
    )
    ran = chipgate("check", "orders.xlsx", "--assume", "ordinary", "-o", "out.csv")
    rows = read(tmp_path / "out.csv")
    assert ran.code == 3
    assert (rows[0]["on"], rows[0]["units"], rows[0]["datacenter"]) == ("2024-06-01", "8", "true")
    assert rows[0]["outcome"] == "licence_required"
    rejected = read(tmp_path / "out.rejects.csv")
    assert [reject["row"] for reject in rejected] == ["3"]
    assert "formula" in rejected[0]["wrong"]


def test_a_missing_file_and_a_folder(chipgate: Chipgate, tmp_path: Path) -> None:
    write(tmp_path / "orders.csv", [ROW])
    missing = chipgate("check", "ordres.csv")
    assert (missing.code, missing.out) == (2, "")
    assert "there is no file ordres.csv. Did you mean 'orders.csv'? Check the name and the folder." in missing.err
    folder = chipgate("check", tmp_path)
    assert folder.code == 2
    assert f"{tmp_path} is a folder; name one file in it." in folder.err


def test_a_chip_where_a_file_should_be(chipgate: Chipgate) -> None:
    ran = chipgate("check", "RTX 4090")
    assert ran.code == 2
    assert "For one shipment write: chipgate check --chip 'RTX 4090' --to COUNTRY --on DAY" in ran.err


# Places to write.


PLACES = [
    (["-o", "none/out.csv"], "there is no folder none to write out.csv in; make it first."),
    (["-o", "none/out.html"], "there is no folder none"),
    (["-o", "out.html", "-o", "none/page.html"], "there is no folder none"),
    (["-o", "out.pdf"], "out.pdf cannot be written: name it .csv, .xlsx, .parquet or .jsonl"),
    (["-o", "out"], "out cannot be written: name it .csv"),
    (["-o", "orders.csv"], "orders.csv is the file of orders itself"),
    (["-o", "../{here}/orders.csv"], "is the file of orders itself"),
    (["-o", "link.csv"], "is the file of orders itself"),
    (["--rejects", "orders.csv"], "orders.csv is the file of orders itself"),
    (["-o", "out.csv", "--rejects", "out.csv"], "named twice among the results and the rejects"),
    (["-o", "out.csv", "-o", "./out.csv"], "named twice among the results and the rejects"),
    (["--rejects", "rejects.html"], "rejects.html cannot be written: name it .csv"),
    (["--rejects", "rejects.txt"], "rejects.txt cannot be written: name it .csv"),
    (["--rejects", "none/rejects.csv"], "there is no folder none"),
]


@pytest.mark.parametrize(("options", "message"), PLACES, ids=[" ".join(options) for options, _ in PLACES])
def test_places_that_cannot_be_written(chipgate: Chipgate, tmp_path: Path, options: list[str], message: str) -> None:
    write(tmp_path / "orders.csv", [ROW])
    (tmp_path / "link.csv").symlink_to("orders.csv")
    before = (tmp_path / "orders.csv").read_bytes()
    ran = chipgate("check", "orders.csv", *(option.format(here=tmp_path.name) for option in options))
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert (tmp_path / "orders.csv").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.csv", "orders.csv"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".html"])
def test_a_folder_without_permission(chipgate: Chipgate, tmp_path: Path, suffix: str) -> None:
    orders = write(tmp_path / "orders.csv", [ROW])
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    ran = chipgate("check", orders, "-o", closed / f"out{suffix}")
    assert ran.code == 2
    assert "may not be written. Close it in other programs, or choose another folder." in ran.err


def test_damage_below_the_first_rows_leaves_a_part_and_no_result(chipgate: Chipgate, tmp_path: Path) -> None:
    rows = [list(ROW), *([*ROW.values()] for _ in range(3_000))]
    whole = workbook([*rows])
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        sheet = archive.getinfo("xl/worksheets/sheet1.xml")
    at = sheet.header_offset + sheet.compress_size // 2
    (tmp_path / "orders.xlsx").write_bytes(whole[:at] + b"\0" * 64 + whole[at + 64 :])
    (tmp_path / "orders.results.xlsx").write_text("before")
    ran = chipgate("check", "orders.xlsx", "-o", "orders.results.xlsx", "-o", "page.html")
    assert (ran.code, ran.out) == (2, "")
    assert "orders.xlsx is damaged or cut short" in ran.err
    assert (tmp_path / "orders.results.xlsx").read_text() == "before"
    left = ["orders.results.partial.txt", "orders.results.partial.xlsx", "orders.results.xlsx", "orders.xlsx"]
    assert sorted(path.name for path in tmp_path.iterdir()) == left
