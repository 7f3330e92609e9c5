"""Rows of a JSON Lines file: one flat object a line; and of a small JSON array of such objects."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from chipgate.cases.order_files.decoding import encoding_of
from chipgate.cases.order_files.headings import MOST_COLUMNS
from chipgate.cases.order_files.lines import BrokenLine, Lines
from chipgate.cases.order_files.rows import OrderRow, RowFault, has_surrogate, is_blank, shortened, unread
from chipgate.errors import UnreadableFile
from chipgate.translation.fault_text import fault
from chipgate.translation.json_reasons import reason_of
from chipgate.translation.language import marked

KEY_ROWS = 10_000  # rows in which every key must be seen once: the columns of the results are known before the end
LARGEST_ARRAY = 32 << 20

_FLAT = marked("write one text or number for each key")


class JsonLines:
    """A JSON Lines file, read line by line.

    The header is every key of the first 10,000 rows, in the order of their first use. A key that turns up later is
    read, and its row is faulted, because the results have no column for it.
    """

    def __init__(self, path: Path, file: BinaryIO) -> None:
        encoding = encoding_of(file)
        self._file = file
        self.encoding: str | None = encoding.shown
        self.notes = [encoding.note] if encoding.note else []
        self.blank_rows = 0
        self._lines = Lines(file, encoding)
        self.header = _keys(path, self._parsed())
        self._lines = Lines(file, encoding)
        self.blank_rows = 0

    @property
    def bytes_read(self) -> int:
        return self._lines.bytes_read

    def close(self) -> None:
        self._file.close()

    def rows(self) -> Iterator[OrderRow]:
        """Every line that says anything; blank lines and objects without a value are counted."""
        known = frozenset(self.header)
        for row, _ in self._parsed():
            if row.cells or row.faults:
                yield _with_known_keys(row, known)
            else:
                self.blank_rows += 1

    def _parsed(self) -> Iterator[tuple[OrderRow, Iterable[str]]]:
        lines = self._lines
        while True:
            lines.begin_row()
            try:
                text = next(lines, None)
            except BrokenLine as broken:
                yield unread(lines.number, broken.wrong, broken.right, lines.take_back()), ()
                continue
            if text is None:
                return
            if is_blank(text):
                self.blank_rows += 1
            else:
                yield _order_row(lines.number, text)


class JsonArray:
    """A file that is one JSON array: read whole, so only up to 32 MiB; row numbers count its elements."""

    encoding: str | None = "UTF-8"

    def __init__(self, path: Path, file: BinaryIO, size_bytes: int) -> None:
        self._path = path
        self.blank_rows = 0
        self._text = _array_text(path, file, size_bytes)
        self.bytes_read = size_bytes
        self.notes: list[str] = [fault("the file is one JSON array; row numbers count its elements from 1.")]
        self.header = _keys(path, self._parsed())

    def close(self) -> None:
        self._text = ""

    def rows(self) -> Iterator[OrderRow]:
        """Every element that says anything; objects without a value are counted."""
        known = frozenset(self.header)
        for row, _ in self._parsed():
            if row.cells or row.faults:
                yield _with_known_keys(row, known)
            else:
                self.blank_rows += 1

    def _parsed(self) -> Iterator[tuple[OrderRow, Iterable[str]]]:
        elements = enumerate(_elements(self._path, self._text), 1)
        return (_order_row(number, text) for number, text in elements)


def _order_row(number: int, text: str) -> tuple[OrderRow, Iterable[str]]:
    """The row that one JSON object says, and its keys; whatever it says twice, nested or not at all is a fault."""
    try:
        pairs = _DECODER.decode(text)
    except (ValueError, RecursionError) as broken:
        return unread(number, _broken(broken), fault("write one whole JSON object on the line"), text.strip("\r\n")), ()
    if not isinstance(pairs, _Pairs):
        wrong = fault("the line holds {kind}", kind=_kind(pairs))
        right = fault('write an object: {{"chip": "H20", …}}')
        return unread(number, wrong, right, text.strip()), ()
    cells: dict[str, str] = {}
    faults: list[RowFault] = []
    seen: dict[str, None] = {}
    for key, value in pairs:
        if type(value) is str and key not in seen and _is_good_key(key) and not has_surrogate(value):
            seen[key] = None
            if value and not value.isspace():
                cells[key] = value
        else:
            _read_pair(key, value, seen, cells, faults)
    return OrderRow(number, cells, tuple(faults), shortened(text.strip()) if faults else ""), seen


def _read_pair(key: str, value: object, seen: dict[str, None], cells: dict[str, str], faults: list[RowFault]) -> None:
    if not _is_good_key(key):
        faults.append(
            RowFault(
                None,
                fault("a key of the object is blank or damaged ({key})", key=repr(shortened(key))),
                fault("name the column"),
            )
        )
        return
    if key in seen:
        cells.pop(key, None)
        faults.append(
            RowFault(key, fault("the key {key} stands twice in the object", key=repr(key)), fault("keep one of them"))
        )
    elif isinstance(value, bool):
        cells[key] = "true" if value else "false"  # "no" would be Norway
    elif isinstance(value, str):
        faults.append(
            RowFault(
                key,
                fault("{key} holds half a character (a lone surrogate)", key=repr(key)),
                fault("write the text again"),
            )
        )
    elif value is not None:
        faults.append(RowFault(key, fault("{key} holds {kind}", key=repr(key), kind=_kind(value)), fault(_FLAT)))
    seen[key] = None


class _Pairs(list[tuple[str, object]]):
    """The members of an object in their order, those with the same key too."""


class _Infinite:
    """What ``Infinity`` and ``-Infinity`` become; ``NaN`` is how some programs write a missing number."""


_INFINITE = _Infinite()
_DECODER = json.JSONDecoder(
    object_pairs_hook=_Pairs,
    parse_float=str,
    parse_int=str,
    parse_constant=lambda name: None if name == "NaN" else _INFINITE,
    strict=False,
)


def _kind(value: object) -> str:
    if isinstance(value, _Pairs):
        return fault("an object")
    if isinstance(value, list):
        return fault("a list")
    return fault("an infinite number" if value is _INFINITE else "a single value")


@lru_cache(maxsize=1 << 15)
def _is_good_key(key: str) -> bool:
    return not is_blank(key) and not has_surrogate(key)


def _broken(broken: ValueError | RecursionError) -> str:
    if isinstance(broken, json.JSONDecodeError):
        template = marked("the line is not JSON at character {place} ({reason})")
        return fault(template, place=broken.pos + 1, reason=reason_of(broken))
    return fault("the line is not JSON that can be read (it nests too deep)")


def _keys(path: Path, rows: Iterable[tuple[OrderRow, Iterable[str]]]) -> tuple[str, ...]:
    keys: dict[str, None] = {}
    for count, (_, used) in enumerate(rows, 1):
        keys.update(dict.fromkeys(used))
        if count >= KEY_ROWS:
            break
    if len(keys) > MOST_COLUMNS:
        raise UnreadableFile(
            fault(
                "{file} has {count} different keys; at most {most} are read as columns.",
                file=path,
                count=f"{len(keys):,}",
                most=f"{MOST_COLUMNS:,}",
            )
        )
    return tuple(keys)


def _with_known_keys(row: OrderRow, known: frozenset[str]) -> OrderRow:
    if row.cells.keys() <= known:
        return row
    new = sorted(row.cells.keys() - known)
    late = RowFault(
        new[0],
        fault("the key {key} is used here for the first time, after row {row}", key=repr(new[0]), row=f"{KEY_ROWS:,}"),
        fault('name every key on the first line, with "" where it has no value'),
    )
    return OrderRow(row.number, row.cells, (*row.faults, late), row.raw or shortened(json.dumps(dict(row.cells))))


def _array_text(path: Path, file: BinaryIO, size_bytes: int) -> str:
    if size_bytes > LARGEST_ARRAY:
        raise UnreadableFile(
            fault(
                "{file} is one JSON array of {size} bytes; arrays are read up to {most}. Write one object on "
                "each line (JSON Lines), for instance with `jq -c '.[]'`.",
                file=path,
                size=f"{size_bytes:,}",
                most=f"{LARGEST_ARRAY:,}",
            )
        )
    data = file.read()
    codec = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(codec)
    except UnicodeDecodeError as bad:
        raise UnreadableFile(
            fault(
                "{file}: byte {byte} is not {codec}; save the file as UTF-8.",
                file=path,
                byte=f"{bad.start + 1:,}",
                codec=codec,
            )
        ) from bad


def _elements(path: Path, text: str) -> Iterator[str]:
    """The text of each element of the array."""
    at = _skip_blank(text, text.index("[") + 1)
    if text[at : at + 1] == "]":
        return
    while True:
        start = at
        try:
            _, at = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError) as broken:
            raise _broken_array(path, text, start) from broken
        yield text[start:at]
        at = _skip_blank(text, at)
        if text[at : at + 1] == "]" and not text[at + 1 :].strip():
            return
        if text[at : at + 1] != ",":
            raise _broken_array(path, text, at)
        at = _skip_blank(text, at + 1)


def _skip_blank(text: str, at: int) -> int:
    while text[at : at + 1] in (" ", "\t", "\r", "\n"):
        at += 1
    return at


def _broken_array(path: Path, text: str, at: int) -> UnreadableFile:
    line = text.count("\n", 0, at) + 1
    return UnreadableFile(
        fault(
            "{file}, line {line}: the JSON array is broken in the element or separator that begins there "
            "({given}); mend it, or write one object on each line.",
            file=path,
            line=line,
            given=repr(text[at : at + 30]),
        )
    )
