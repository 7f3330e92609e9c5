"""Helpers that build real order files."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from chipgate.cases.order_files import OrderRow, open_orders
from chipgate.errors import UnreadableFile

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Read = tuple[list[OrderRow], tuple[str, ...], tuple[str, ...]]


def read(path: Path) -> Read:
    """The rows, the header and the notes of a file read to its end."""
    with open_orders(path) as orders:
        rows = list(orders.rows())
        return rows, orders.header, orders.notes


def cells_of(path: Path) -> list[dict[str, str]]:
    rows, _, _ = read(path)
    assert not [row.fault for row in rows if row.fault]
    return [dict(row.cells) for row in rows]


def refusal(path: Path) -> str:
    """The message with which a file is refused; it always names the file."""
    with pytest.raises(UnreadableFile) as refused, open_orders(path) as orders:
        list(orders.rows())
    assert str(path) in str(refused.value)
    return str(refused.value)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write bytes or UTF-8 text to a file of the given name."""

    def written(content: bytes | str, name: str = "orders.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written


@pytest.fixture
def hand_made_xlsx(tmp_path: Path) -> Callable[..., Path]:
    """A workbook from the XML of its sheet, for what no library would write."""

    def made(sheet_data: str, *, before: str = "", doctype: str = "", extra: Sequence[tuple[str, str]] = ()) -> Path:
        path = tmp_path / "hand-made.xlsx"
        sheet = f'{HEAD}{doctype}<worksheet xmlns="{MAIN}">{before}<sheetData>{sheet_data}</sheetData></worksheet>'
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(
                "xl/workbook.xml",
                f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
                '<sheet name="one" sheetId="1" r:id="rId1"/></sheets></workbook>',
            )
            archive.writestr(
                "xl/_rels/workbook.xml.rels",
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            )
            archive.writestr("xl/worksheets/sheet1.xml", sheet)
            for name, text in extra:
                archive.writestr(name, text)
        return path

    return made
