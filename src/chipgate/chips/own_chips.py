"""Chips of the user's own, from a TOML or CSV file: every fault of the file in one report."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from chipgate.chips.datasheet import Datasheet
from chipgate.chips.names import fold
from chipgate.chips.raw import RawSheet
from chipgate.chips.rows import ALL_COLUMNS, raw_of_row
from chipgate.chips.toml_form import raw_of_table
from chipgate.chips.validation import sheet_of
from chipgate.errors import BadDatasheet, did_you_mean, near_names

LARGEST_FILE: Final = 8 * 1024 * 1024  # bytes; ten thousand chips fit, and a file of another kind does not hang the run
_NO_TEXT: Final = (b"\xff\xfe", b"\xfe\xff", b"PK\x03\x04")  # UTF-16 and workbooks


def read_chips(path: Path) -> tuple[Datasheet, ...]:
    """The chips of a ``.toml`` or ``.csv`` file. A figure without a source has the name of the file as its source.

    Raises:
        BadDatasheet: the file cannot be read or has faults; the report lists all of them.
    """
    faults: list[str] = []
    raws = _raws(path, faults)
    sheets = [(raw.where, sheet_of(raw, faults)) for raw in raws]
    good = [(where, sheet) for where, sheet in sheets if sheet is not None]
    faults += _twice(raws)
    if not raws and not faults:
        faults.append("holds no chip; write one table [my-chip] or one row a chip")
    if faults:
        raise BadDatasheet(path.name, faults)
    return tuple(sheet for _where, sheet in good)


def _raws(path: Path, faults: list[str]) -> list[RawSheet]:
    forms = {".toml": _of_toml, ".csv": _of_csv}
    form = forms.get(path.suffix.lower())
    if form is None:
        raise BadDatasheet(path.name, [f"has the suffix {path.suffix!r}; chips are read from .toml or .csv"])
    return list(form(_bytes(path), path.name, faults))


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BadDatasheet(path.name, [f"is larger than {LARGEST_FILE >> 20} MB; a chip file holds a row a chip"])
        return path.read_bytes()
    except OSError as fault:
        raise BadDatasheet(path.name, [f"cannot be read: {fault.strerror}"]) from fault


def _decoded(data: bytes, file: str, *encodings: str) -> str:
    """Text in the first of ENCODINGS that fits."""
    if data.startswith(_NO_TEXT) or b"\0" in data:
        raise BadDatasheet(file, ["is not plain text (UTF-16, a workbook or binary); save it as CSV or TOML in UTF-8"])
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as fault:
            line = data[: fault.start].count(b"\n") + 1
    raise BadDatasheet(file, [f"line {line} is not {' or '.join(encodings)} text; save the file as UTF-8"])


def _of_toml(data: bytes, file: str, faults: list[str]) -> Iterator[RawSheet]:
    text = _decoded(data, file, "utf-8-sig")
    try:
        # Floats stay the text that was typed: 151.2 is 1512/10, and no binary fraction near it.
        tables = tomllib.loads(text, parse_float=lambda number: number.replace("_", ""))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as fault:
        raise BadDatasheet(file, [f"is not valid TOML: {fault}"]) from fault
    for chip_id, table in tables.items():
        if isinstance(table, dict):
            yield raw_of_table(chip_id, table, file, faults)
        else:
            faults.append(f"{chip_id} stands outside a chip; begin each chip with a line like [my-chip]")


def _of_csv(data: bytes, file: str, faults: list[str]) -> Iterator[RawSheet]:
    text = _decoded(data, file, "utf-8-sig", "gb18030")
    first_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(header, faults)
        for row in reader:
            if any(cell.strip() for cell in row):
                yield _of_cells(header, row, reader.line_num, file, faults)
    except csv.Error as fault:
        faults.append(f"line {reader.line_num}: {fault}; quote a cell that holds a comma, a quote or a line break")


def _of_cells(header: list[str], row: list[str], line: int, file: str, faults: list[str]) -> RawSheet:
    cells = dict(zip(header, row, strict=False))
    chip_id = cells.get("chip_id", "").strip()
    where = f"line {line} ({chip_id})" if chip_id else f"line {line}"
    if len(row) != len(header):
        faults.append(f"{where}: {len(row)} cells under {len(header)} columns; quote a cell that holds a comma")
    return raw_of_row(cells, where, file, faults)


def _check_header(header: list[str], faults: list[str]) -> None:
    if not header:
        faults.append(f"has no first line with column names, like {','.join(ALL_COLUMNS[:3])}")
    for name in dict.fromkeys(header):
        if name not in ALL_COLUMNS:
            faults.append(f"unknown column {name!r}.{did_you_mean(near_names(name, ALL_COLUMNS))}")
        if header.count(name) > 1:
            faults.append(f"column {name!r} stands {header.count(name)} times; keep one")


def _twice(raws: list[RawSheet]) -> list[str]:
    """Ids and names that two chips of the file share."""
    owners: dict[str, RawSheet] = {}
    faults: dict[str, None] = {}
    for raw in raws:
        for name in filter(None, (raw.texts["chip_id"], raw.texts["name"], *raw.lists["aliases"])):
            owner = owners.setdefault(fold(name), raw)
            if owner is not raw:
                faults[f"{raw.where}: the name {name!r} is also that of {owner.where}; give each chip its own"] = None
    return list(faults)
