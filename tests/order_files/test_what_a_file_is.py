"""Files are told by their content; one that holds no orders is refused with a remedy."""

from __future__ import annotations

import gzip
import os
import random
import zipfile
from pathlib import Path

import openpyxl
import pytest

from chipgate.cases.order_files import open_orders

from .conftest import cells_of, read, refusal


def test_missing_file_names_its_neighbour(tmp_path, write):
    write("a\n1\n", "orders.csv")
    assert "Did you mean 'orders.csv'?" in refusal(tmp_path / "order.csv")


def test_folder(tmp_path):
    assert "is a folder" in refusal(tmp_path)


def test_device(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    assert "not a regular file" in refusal(tmp_path / "pipe.csv")


def test_empty_file(write):
    assert "is empty (0 bytes)" in refusal(write(""))


def test_only_blank_lines(write):
    assert "only blank lines" in refusal(write("\n\n , ,\n"))


def test_headings_without_orders_is_fine_and_said(write):
    rows, header, notes = read(write("chip,quantity\r\n"))
    assert (rows, header) == ([], ("chip", "quantity"))
    assert notes == ("orders.csv has headings but no orders under them.",)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Excel file (.xls)"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "protected with a password",
        ),
        (gzip.compress(b"a,b\n1,2\n", mtime=0), "compressed with gzip"),
        (b"PK\x05\x06" + bytes(18), "empty ZIP archive"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"PARE" + bytes(30), "encrypted Parquet"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web page (HTML)"),
        (b'<?xml version="1.0"?><Workbook/>', "XML file"),
        ("chip,quantity\nH20,1\n".encode("utf-16-le"), "UTF-16 text without a byte order mark"),
        (random.Random(1).randbytes(5000), "binary file"),
        (b"MZ\x90\x00" + bytes(100), "is a program"),
    ],
)
def test_refused_whatever_the_name_says(write, content, says):
    assert says in refusal(write(content, "orders.csv"))


def test_workbook_named_csv_is_read_and_noted(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["chip"])
    book.active.append(["H20"])
    book.save(tmp_path / "orders.xlsx")
    path = (tmp_path / "orders.xlsx").rename(tmp_path / "orders.csv")
    rows, _, notes = read(path)
    assert [dict(row.cells) for row in rows] == [{"chip": "H20"}]
    assert notes == ("orders.csv is named .csv but holds XLSX; it was read as XLSX.",)


def test_text_named_xlsx_is_read_and_noted(write):
    _, _, notes = read(write("chip,n\nH20,1\n", "orders.xlsx"))
    assert "named .xlsx but holds CSV" in notes[0]


def test_json_lines_named_csv(write):
    path = write('{"chip": "H20"}\n', "orders.csv")
    assert cells_of(path) == [{"chip": "H20"}]


@pytest.mark.parametrize(
    ("member", "says"),
    [
        ("a.txt", "is a ZIP archive, not a workbook"),
        ("xl/workbook.bin", "binary workbook (.xlsb)"),
        ("word/document.xml", "is a document"),
    ],
)
def test_other_archives(tmp_path: Path, member: str, says: str):
    path = tmp_path / "orders.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "x")
    assert says in refusal(path)


def test_opendocument(tmp_path):
    path = tmp_path / "orders.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    assert "OpenDocument" in refusal(path)


def test_rows_are_read_once_and_progress_reaches_the_end(write):
    path = write("a,b\n" + "1,2\n" * 100)
    with open_orders(path) as orders:
        assert len(list(orders.rows())) == orders.rows_read == 100
        assert orders.bytes_read == orders.size_bytes == path.stat().st_size
        with pytest.raises(ValueError, match="read already"):
            orders.rows()


def test_importing_the_folder_is_light():
    import subprocess
    import sys

    code = "import sys, chipgate.cases.order_files; print(sorted({'polars', 'openpyxl', 'zipfile'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"
