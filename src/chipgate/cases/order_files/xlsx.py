"""Rows of an XLSX workbook: one sheet, streamed cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from chipgate.cases.order_files.heading_search import SEARCHED_ROWS, IsHeading, are_headings, found_note
from chipgate.cases.order_files.headings import column_letters, headings
from chipgate.cases.order_files.rows import OrderRow, RawRow, RowFault, shortened
from chipgate.cases.order_files.xlsx_merged import blocks_going_down, filled
from chipgate.cases.order_files.xlsx_package import (
    LARGEST_SHEET,
    Package,
    SharedTexts,
    Sheet,
    fed,
    read_workbook,
    xml_parser,
)
from chipgate.cases.order_files.xlsx_sheet import SheetReader
from chipgate.errors import UnreadableFile
from chipgate.translation.fault_text import fault, listed
from chipgate.translation.language import marked


class XlsxRows:
    """A workbook. Formulas are never worked out: a cell with a formula is a fault of its row."""

    encoding: str | None = None

    def __init__(
        self, path: Path, file: BinaryIO, is_heading: IsHeading | None = None, sheet: str | None = None
    ) -> None:
        self._path, self._file = path, file
        self._package = Package(path, file)
        self._workbook = read_workbook(self._package)
        self._texts = SharedTexts(self._package)
        self.blank_rows = 0
        self.bytes_read = 0
        self.notes: list[str] = []
        self._said_where = False
        self._open = self._sheet_with_headings(_candidates(path, self._workbook.sheets, sheet), is_heading)
        self._note_other_sheets()
        self.header, self._columns = self._headings()

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of the sheets that hold cells."""
        return tuple(sheet.name for sheet in self._workbook.sheets)

    def close(self) -> None:
        self._package.close()
        self._file.close()

    def rows(self) -> Iterator[OrderRow]:
        """Every row below the headings that holds anything."""
        for raw in filled(self._open.rows, blocks_going_down(self._package, self._open.sheet.part)):
            row = self._order_row(raw)
            if row.cells or row.faults:
                yield row
            else:
                self.blank_rows += 1
        if self._open.reader.merged:
            self.notes.append(_merged(self._open.reader.merged, self._open.reader.merged_count))

    def _sheet_with_headings(self, sheets: Sequence[Sheet], is_heading: IsHeading | None) -> _OpenSheet:
        """The first of SHEETS in which headings are found, at them; or the first sheet, at its start."""
        first = self._begin(sheets[0])
        if is_heading is None:
            return first
        for opened in chain((first,), map(self._begin, sheets[1:])):
            if opened.go_to_headings(is_heading):
                self._say_where(opened, opened is not first)
                return opened
        return first

    def _say_where(self, opened: _OpenSheet, on_a_later_sheet: bool) -> None:
        if on_a_later_sheet or opened.anything_above:
            place = fault("sheet {sheet}, row {row}", sheet=repr(opened.sheet.name), row=opened.headings_row)
            self.notes.append(found_note(place, "rows", opened.anything_above))
            self._said_where = True

    def _begin(self, sheet: Sheet) -> _OpenSheet:
        reader = SheetReader(self._path, self._workbook, self._texts)
        return _OpenSheet(sheet, reader, self._read(sheet.part, reader))

    def _read(self, part: str, reader: SheetReader) -> Iterator[RawRow]:
        parser = xml_parser(self._path)
        parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
        parser.CharacterDataHandler = reader.text
        stream = self._package.open(part, LARGEST_SHEET)
        whole, size = max(self._package.size(part), 1), self._path.stat().st_size
        for fed_bytes in fed(parser, stream, self._path, part):
            self.bytes_read = size * fed_bytes // whole
            while reader.ready:
                yield reader.ready.popleft()

    def _note_other_sheets(self) -> None:
        others = [other for other in self._workbook.sheets if other != self._open.sheet]
        if others:
            names = [
                repr(other.name) if other.visible else fault("{name} (hidden)", name=repr(other.name))
                for other in others
            ]
            self.notes.append(_only_one(self._open.sheet.name, names))

    def _headings(self) -> tuple[tuple[str, ...], dict[int, str]]:
        sheet = self._open.sheet.name
        first = next((row for row in self._open.rows if row.texts or row.faults), None)
        if first is None:
            raise UnreadableFile(
                fault(
                    "{file}: sheet {sheet} is empty; put the orders there, or name another with --sheet.",
                    file=self._path,
                    sheet=repr(sheet),
                )
            )
        for column, (wrong, right) in first.faults.items():
            where = f"{column_letters(column)}{first.number}"
            raise UnreadableFile(
                fault(
                    "{file}: the heading in {where} cannot be read: {wrong}; {right}.",
                    file=self._path,
                    where=where,
                    wrong=wrong,
                    right=right,
                )
            )
        named = headings(str(self._path), [first.texts.get(place, "") for place in range(1, max(first.texts) + 1)])
        self.notes.extend(named.notes)
        if first.number > 1 and not self._said_where:
            self.notes.append(
                fault("the headings were taken from row {row}, the first that is not blank.", row=first.number)
            )
        return named.names, dict(enumerate(named.names, 1))

    def _order_row(self, raw: RawRow) -> OrderRow:
        columns = self._columns
        cells = {columns[place]: text for place, text in raw.texts.items() if place in columns}
        if not raw.faults and len(cells) == len(raw.texts):
            return OrderRow(raw.number, cells)
        faults = [RowFault(columns.get(place), *fault) for place, fault in sorted(raw.faults.items())]
        faults.extend(self._beyond(raw))
        shown = "\t".join(raw.texts.get(place, "") for place in range(1, min(len(columns), 200) + 1))
        return OrderRow(raw.number, cells, tuple(faults), shortened(shown))

    def _beyond(self, raw: RawRow) -> Iterator[RowFault]:
        beyond = sorted(place for place in raw.texts if place not in self._columns)
        if beyond:
            where = f"{column_letters(beyond[0])}{raw.number}"
            yield RowFault(
                None,
                fault(
                    "{where} holds {given} in a column without a heading",
                    where=where,
                    given=repr(raw.texts[beyond[0]][:40]),
                ),
                fault("write a heading above it, or delete it"),
            )


class _OpenSheet:
    """A sheet being read: its rows from the headings on, where they were found, or from its start."""

    def __init__(self, sheet: Sheet, reader: SheetReader, rows: Iterator[RawRow]) -> None:
        self.sheet, self.reader, self.rows = sheet, reader, rows
        self.headings_row = 0
        self.anything_above = False

    def go_to_headings(self, is_heading: IsHeading) -> bool:
        """Pass over the rows above the headings; False where the first rows hold none, and nothing is passed over."""
        above: list[RawRow] = []
        for row in islice(self.rows, SEARCHED_ROWS):
            if row.number <= SEARCHED_ROWS and are_headings(row.texts.values(), is_heading):
                self.rows, self.headings_row = chain((row,), self.rows), row.number
                self.anything_above = any(one.texts or one.faults for one in above)
                return True
            above.append(row)
        self.rows = chain(above, self.rows)
        return False


def _candidates(path: Path, sheets: Sequence[Sheet], named: str | None) -> Sequence[Sheet]:
    """The sheets in which headings may stand: the one that is NAMED, or every one that the user sees."""
    if named is None:
        return [sheet for sheet in sheets if sheet.visible] or sheets[:1]
    found = [sheet for sheet in sheets if sheet.name.strip().casefold() == named.strip().casefold()]
    if not found:
        has = ", ".join(repr(sheet.name) for sheet in sheets[:20]) + (", ..." if len(sheets) > 20 else "")
        raise UnreadableFile(
            fault("{file} has no sheet {named}; it has {sheets}.", file=path, named=repr(named), sheets=has)
        )
    return found


def _only_one(name: str, others: list[str]) -> str:
    template = marked("only sheet {name} was read; not read: {others}. Read another with --sheet NAME.")
    return fault(template, name=repr(name), others=_and_more(others[:10], len(others)))


def _merged(places: list[str], count: int) -> str:
    template = marked(
        "cells are merged ({places}); what stands in a merged block is read in each of its rows, in its first column."
    )
    return fault(template, places=_and_more(places, count))


def _and_more(names: Sequence[str], count: int) -> object:
    """NAMES, the first of COUNT."""
    return (
        fault("{names} and {count} more", names=listed(names), count=count - len(names))
        if count > len(names)
        else listed(names)
    )
