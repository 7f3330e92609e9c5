"""Merged cells of a sheet: what stands in a block that goes down over several rows stands in each of them.

A workbook keeps the value in the first cell of the block alone, and the list of blocks behind the last row. A reader
sees "Huawei" beside each of five orders; so must whoever judges them.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final
from zipfile import BadZipFile

from chipgate.cases.order_files.reading_ended import end_if_asked
from chipgate.cases.order_files.rows import RawRow
from chipgate.cases.order_files.xlsx_package import LARGEST_SHEET, Package, fed, local, xml_parser
from chipgate.errors import UnreadableFile
from chipgate.translation.fault_text import fault

MOST_BLOCKS: Final = 1_000_000

_NAMES: Final = (b"mergeCell", "mergeCell".encode("utf-16-le"))  # the latter stands in UTF-16 of either order
_AT_ONCE: Final = 1 << 18
_BLOCK: Final = re.compile(r"([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})")

Blocks = Mapping[int, tuple[tuple[int, int], ...]]
"""First row of a block to its column and its last row."""


def blocks_going_down(package: Package, part: str) -> Blocks:
    """The blocks of PART that have several rows, by their first row.

    Raises:
        UnreadableFile: the sheet is damaged, or has more blocks than anybody makes.
    """
    if not _names_any(package, part):
        return {}
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for count, where in enumerate(_places(package, part), 1):
        block = _BLOCK.fullmatch(where.upper())
        if block is not None and int(block[3]) > int(block[2]):
            found[int(block[2])].append((_column(block[1]), int(block[3])))
        if count > MOST_BLOCKS:
            raise UnreadableFile(
                fault("{file} has more than {most} merged cells.", file=package.path, most=f"{MOST_BLOCKS:,}")
            )
    return {row: tuple(blocks) for row, blocks in found.items()}


def filled(rows: Iterator[RawRow], blocks: Blocks) -> Iterator[RawRow]:
    """ROWS with the value of each of BLOCKS in all its rows that say anything else."""
    open_blocks: dict[int, tuple[int, RawRow]] = {}
    for row in rows:
        if row.texts or row.faults:
            for column, (last, first) in tuple(open_blocks.items()):
                if row.number > last:
                    del open_blocks[column]
                elif column not in row.texts and column not in row.faults:
                    _copy(first, row, column)
        open_blocks.update({column: (last, row) for column, last in blocks.get(row.number, ())})
        yield row


def _copy(first: RawRow, row: RawRow, column: int) -> None:
    if column in first.texts:
        row.texts[column] = first.texts[column]
    if column in first.faults:
        row.faults[column] = first.faults[column]


def _names_any(package: Package, part: str) -> bool:
    """Whether the bytes of PART name merged cells; most sheets have none, and are not parsed twice.

    A sheet that breaks off says so when its rows are read; those above are judged as they stand.
    """
    before = b""
    try:
        with package.open(part, LARGEST_SHEET) as stream:
            while piece := stream.read(_AT_ONCE):
                end_if_asked()
                if any(name in before + piece for name in _NAMES):
                    return True
                before = piece[-32:]
    except (BadZipFile, EOFError, OSError, ValueError, zlib.error):
        return False
    return False


def _places(package: Package, part: str) -> Iterator[str]:
    found: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "mergeCell":
            found.append(attributes.get("ref", ""))

    parser = xml_parser(package.path)
    parser.StartElementHandler = start
    for _ in fed(parser, package.open(part, LARGEST_SHEET), package.path, part):
        yield from found
        found.clear()


def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place
