"""The parts of an XLSX file: a ZIP archive of XML, opened with limits on what it may unpack to."""

from __future__ import annotations

import posixpath
import re
import zipfile
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO
from xml.parsers import expat

from chipgate.cases.order_files.reading_ended import end_if_asked
from chipgate.errors import UnreadableFile
from chipgate.translation.fault_text import fault

LARGEST_SMALL_PART = 16 << 20  # workbook, styles, relations
LARGEST_STRINGS = 512 << 20  # the table of texts is held in memory
LARGEST_SHEET = 8 << 30  # a sheet is streamed
STEEPEST_RATIO = 400  # a sheet of a million like rows unpacks about 200-fold, a bomb 1,000-fold
_HARMLESS_BYTES = 32 << 20
LONGEST_TOKEN = 4 << 20
_CHUNK = 1 << 16

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NOT_IN_DATE_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet: its name, its part in the archive, and whether the user sees it."""

    name: str
    part: str
    visible: bool


@dataclass(frozen=True, slots=True)
class Workbook:
    """What stands above the cells: the sheets, where its day count starts, and which styles show days."""

    sheets: tuple[Sheet, ...]
    starts_1904: bool
    date_styles: frozenset[int]


class Package:
    """The archive behind an XLSX file; every part is checked before it is unpacked."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.path = path
        try:
            self._archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as broken:
            raise damaged(path, str(broken)) from broken
        self._names = {name.lstrip("/").lower(): name for name in self._archive.namelist()}
        self._refuse_other_archives()

    def close(self) -> None:
        self._archive.close()

    def has(self, part: str) -> bool:
        return part.lower() in self._names

    def size(self, part: str) -> int:
        """How many bytes PART says that it unpacks to; no more are ever unpacked."""
        return self._archive.getinfo(self._names[part.lower()]).file_size

    def open(self, part: str, at_most: int) -> IO[bytes]:
        """PART unpacked as a stream.

        Raises:
            UnreadableFile: PART is missing, encrypted, or unpacks to more than AT_MOST bytes.
        """
        if not self.has(part):
            raise damaged(self.path, fault("its part {part} is missing", part=part))
        info = self._archive.getinfo(self._names[part.lower()])
        if info.flag_bits & 1:
            raise UnreadableFile(
                fault("{file} is protected with a password; remove it and save the file again.", file=self.path)
            )
        steep = info.file_size > _HARMLESS_BYTES and info.file_size > STEEPEST_RATIO * max(info.compress_size, 1)
        if info.file_size > at_most or steep:
            raise UnreadableFile(
                fault(
                    "{file}: {part} would unpack from {packed} to {unpacked} bytes, like a ZIP bomb and was not "
                    "opened. If the file is genuine, save it as CSV.",
                    file=self.path,
                    part=part,
                    packed=f"{info.compress_size:,}",
                    unpacked=f"{info.file_size:,}",
                )
            )
        try:
            return self._archive.open(info)
        except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError) as broken:
            raise damaged(self.path, fault("{part}: {broken}", part=part, broken=broken)) from broken

    def elements(self, part: str) -> Iterator[tuple[str, dict[str, str]]]:
        """The start of every element of a small PART: its local name and attributes."""
        found: list[tuple[str, dict[str, str]]] = []
        parser = xml_parser(self.path)
        parser.StartElementHandler = lambda tag, attributes: found.append((local(tag), attributes))
        for _ in fed(parser, self.open(part, LARGEST_SMALL_PART), self.path, part):
            yield from found
            found.clear()

    def _refuse_other_archives(self) -> None:
        if self.has("xl/workbook.xml"):
            return
        if self.has("xl/workbook.bin"):
            raise UnreadableFile(fault("{file} is a binary workbook (.xlsb); save it as XLSX or CSV.", file=self.path))
        if self.has("mimetype") and self.has("content.xml"):
            raise UnreadableFile(fault("{file} is an OpenDocument file; save it as XLSX or CSV.", file=self.path))
        if self.has("word/document.xml") or self.has("ppt/presentation.xml"):
            raise UnreadableFile(
                fault("{file} is a document, not a workbook; put the orders in a table as XLSX or CSV.", file=self.path)
            )
        raise UnreadableFile(
            fault("{file} is a ZIP archive, not a workbook; unpack it and name the order file in it.", file=self.path)
        )


def read_workbook(package: Package) -> Workbook:
    """The list of worksheets in the order of their tabs, and what is needed to read days."""
    targets = _targets(package)
    sheets, starts_1904 = [], False
    for tag, attributes in package.elements("xl/workbook.xml"):
        if tag == "workbookPr":
            starts_1904 = attributes.get("date1904", "0").lower() in ("1", "true", "on")
        elif tag == "sheet":
            part = targets.get(next((value for key, value in attributes.items() if local(key) == "id"), ""))
            if part:
                visible = attributes.get("state", "visible") == "visible"
                sheets.append(Sheet(attributes.get("name", "?"), part, visible))
    if not sheets:
        raise UnreadableFile(
            fault("{path} has no worksheet; put the orders on a sheet and save it again.", path=package.path)
        )
    return Workbook(tuple(sheets), starts_1904, _date_styles(package))


def _targets(package: Package) -> Mapping[str, str]:
    targets = {}
    for tag, attributes in package.elements("xl/_rels/workbook.xml.rels"):
        if tag == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = posixpath.normpath(posixpath.join("xl", attributes.get("Target", "").replace("\\", "/")))
            targets[attributes.get("Id", "")] = target.lstrip("/")
    return targets


def _date_styles(package: Package) -> frozenset[int]:
    """The styles that show a number as a day or a time; a cell names its style by position."""
    if not package.has("xl/styles.xml"):
        return frozenset()
    formats, styles, in_cells = {}, [], False
    for tag, attributes in package.elements("xl/styles.xml"):
        if tag == "numFmt":
            formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag in ("cellXfs", "cellStyles", "cellStyleXfs", "dxfs"):
            in_cells = tag == "cellXfs"
        elif tag == "xf" and in_cells:
            styles.append(attributes.get("numFmtId", "0"))
    return frozenset(place for place, number in enumerate(styles) if _shows_day(number, formats.get(number)))


def _shows_day(number: str, code: str | None) -> bool:
    if code is None:
        return number.isdigit() and int(number[:6]) in _BUILT_IN_DATES
    bare = _NOT_IN_DATE_FORMAT.sub("", code.split(";")[0]).lower()
    return any(letter in bare for letter in "ymdhs") and "general" not in bare


class SharedTexts:
    """The table of texts that cells point into, packed as UTF-8 so that a million texts stay small."""

    def __init__(self, package: Package) -> None:
        self._packed = bytearray()
        self._ends = array("Q", [0])
        self._pieces: list[str] | None = None
        self._inside = False
        self._phonetic = 0
        if package.has("xl/sharedStrings.xml"):
            self._read(package)

    def __getitem__(self, place: int) -> str:
        if not 0 <= place < len(self._ends) - 1:
            raise IndexError(place)
        return unescaped(self._packed[self._ends[place] : self._ends[place + 1]].decode())

    def _read(self, package: Package) -> None:
        part = "xl/sharedStrings.xml"
        parser = xml_parser(package.path)
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        for _ in fed(parser, package.open(part, LARGEST_STRINGS), package.path, part):
            pass

    def _start(self, tag: str, _: dict[str, str]) -> None:
        name = local(tag)
        self._phonetic += name == "rPh"  # how Chinese or Japanese text is pronounced: not part of it
        self._inside = name == "t" and not self._phonetic

    def _text(self, text: str) -> None:
        if self._inside:
            self._packed += text.encode()

    def _end(self, tag: str) -> None:
        name = local(tag)
        self._phonetic -= name == "rPh"
        self._inside = False
        if name == "si":
            self._ends.append(len(self._packed))


def xml_parser(path: Path) -> Any:
    """A parser that refuses every document type, and with it every entity that could grow or reach outside."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = lambda *_: _refuse_entities(path)
    parser.EntityDeclHandler = lambda *_: _refuse_entities(path)
    return parser


def fed(parser: Any, stream: IO[bytes], path: Path, part: str) -> Iterator[int]:
    """Feed STREAM to PARSER piece by piece, giving the bytes fed so far after each.

    Raises:
        UnreadableFile: the XML or the archive is damaged, or holds a tag of absurd length.
    """
    count = 0
    try:
        with stream:
            while piece := stream.read(_CHUNK):
                end_if_asked()
                parser.Parse(piece, False)
                count += len(piece)
                if count - parser.CurrentByteIndex > LONGEST_TOKEN:
                    raise damaged(
                        path,
                        fault("{part} holds a tag of more than {most} bytes", part=part, most=f"{LONGEST_TOKEN:,}"),
                    )
                yield count
            parser.Parse(b"", True)
            yield count
    except expat.ExpatError as broken:
        raise damaged(path, fault("{part}: {broken}", part=part, broken=broken)) from broken
    except (zipfile.BadZipFile, EOFError, OSError, ValueError) as broken:
        raise damaged(path, fault("{part}: {broken}", part=part, broken=broken)) from broken
    except Exception as broken:
        if type(broken).__name__ == "error":  # zlib.error, lzma and bz2 have their own
            raise damaged(path, fault("{part}: {broken}", part=part, broken=broken)) from broken
        raise


def local(tag: str) -> str:
    """A tag without its namespace prefix."""
    return tag.rpartition(":")[2] if ":" in tag else tag


def unescaped(text: str) -> str:
    """TEXT with ``_x000D_`` and the like turned back into the characters that XML cannot hold."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def damaged(path: Path, what: str) -> UnreadableFile:
    """The error for an archive or a part that is not what a spreadsheet program writes."""
    return UnreadableFile(
        fault(
            "{file} is damaged or cut short ({what}); copy or download it again, or open it in Excel and save it anew.",
            file=path,
            what=what,
        )
    )


def _refuse_entities(path: Path) -> None:
    raise UnreadableFile(
        fault("{file} declares XML entities, which no spreadsheet program writes; it was not read.", file=path)
    )
