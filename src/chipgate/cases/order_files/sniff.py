"""What a file is, by its first bytes and never by its name alone."""

from __future__ import annotations

import codecs
import stat
from pathlib import Path
from typing import BinaryIO, Literal

from chipgate.cases.order_files.file_as_opened import FileAsOpened
from chipgate.errors import UnreadableFile
from chipgate.translation.fault_text import fault
from chipgate.translation.language import marked

Format = Literal["CSV", "XLSX", "Parquet", "JSON Lines", "JSON array"]

SAMPLE_BYTES = 1 << 16
_SUFFIXES: dict[str, tuple[Format, ...]] = {
    ".csv": ("CSV",),
    ".tsv": ("CSV",),
    ".tab": ("CSV",),
    ".txt": ("CSV", "JSON Lines"),
    ".xlsx": ("XLSX",),
    ".xlsm": ("XLSX",),
    ".parquet": ("Parquet",),
    ".pq": ("Parquet",),
    ".jsonl": ("JSON Lines",),
    ".ndjson": ("JSON Lines",),
    ".json": ("JSON Lines", "JSON array"),
}
_SAVE_AS = marked("save it as XLSX or CSV")
_NOT_ORDERS: tuple[tuple[bytes, str, str], ...] = (
    (b"PARE", marked("is an encrypted Parquet file"), marked("write it without encryption")),
    (b"\x1f\x8b", marked("is compressed with gzip"), marked("unpack it")),
    (b"BZh", marked("is compressed with bzip2"), marked("unpack it")),
    (b"\xfd7zXZ\0", marked("is compressed with xz"), marked("unpack it")),
    (b"\x28\xb5\x2f\xfd", marked("is compressed with zstd"), marked("unpack it")),
    (b"7z\xbc\xaf\x27\x1c", marked("is a 7-Zip archive"), marked("unpack it")),
    (b"Rar!", marked("is a RAR archive"), marked("unpack it")),
    (b"PK\x05\x06", marked("is an empty ZIP archive"), _SAVE_AS),
    (b"%PDF", marked("is a PDF"), marked("export the table as XLSX or CSV")),
    (b"{\\rtf", marked("is a rich-text document"), _SAVE_AS),
    (b"\x89PNG", marked("is a picture"), marked("type the orders into a table")),
    (b"\xff\xd8\xff", marked("is a picture"), marked("type the orders into a table")),
    (b"SQLite format 3\0", marked("is an SQLite database"), marked("export the table as CSV")),
    (b"\x7fELF", marked("is a program"), marked("name the order file")),
    (b"MZ", marked("is a program"), marked("name the order file")),
    (b"ARROW1", marked("is an Arrow (Feather) file"), marked("write it as Parquet")),
    (b"Obj\x01", marked("is an Avro file"), marked("write it as Parquet or CSV")),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_CONTROLS = frozenset(b"\t\n\v\f\r\x1a")


def open_regular_file(path: Path) -> FileAsOpened:
    """PATH opened for reading.

    Raises:
        UnreadableFile: it is missing, a folder, a device, empty, or may not be read.
    """
    try:
        if path.is_dir():
            raise UnreadableFile(fault("{file} is a folder; name one file in it.", file=path))
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):
            raise UnreadableFile(
                fault("{file} is not a regular file; save the orders to a file and name that.", file=path)
            )
        file = FileAsOpened(path)
    except FileNotFoundError as missing:
        raise UnreadableFile(
            fault("there is no file {file}.{near} Check the name and the folder.", file=path, near=_near(path))
        ) from missing
    except (OSError, ValueError) as refused:
        raise UnreadableFile(
            fault("{file} cannot be opened: {reason}. Check its permissions.", file=path, reason=_reason(refused))
        ) from refused
    if file.size_bytes == 0:
        file.close()
        raise UnreadableFile(
            fault("{file} is empty (0 bytes); save the orders again, with headings in the first row.", file=path)
        )
    return file


def format_of(file: BinaryIO, path: Path) -> Format:
    """The format of the open FILE, which is left at its start.

    Raises:
        UnreadableFile: it is no table that is read here; the message says what it is and what to do.
    """
    sample = file.read(SAMPLE_BYTES)
    file.seek(0)
    if sample.startswith(b"PK\x03\x04"):
        return "XLSX"  # or another ZIP archive: the reader of XLSX looks inside
    if sample.startswith(b"PAR1"):
        return "Parquet"
    if sample.startswith(_OLE):
        raise _old_or_protected(file, path)
    _refuse_other_formats(sample, path)
    return _text_format(sample, path)


def name_note(path: Path, found: Format) -> tuple[str, ...]:
    """A note where the name of the file promises another format than its content has."""
    suffix = path.suffix.lower()
    if found in _SUFFIXES.get(suffix, (found,)):
        return ()
    template = marked("{file} is named {suffix} but holds {format}; it was read as {format}.")
    return (fault(template, file=path.name, suffix=suffix, format=found),)


def _text_format(sample: bytes, path: Path) -> Format:
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = sample[: SAMPLE_BYTES // 2 * 2].decode("utf-16", "replace").lstrip()
    else:
        if not sample.startswith(codecs.BOM_UTF8):
            _refuse_binary(sample, path)
        start = sample.removeprefix(codecs.BOM_UTF8).decode("latin-1").lstrip(" \t\r\n")
    _refuse_markup(start[:1000].lower(), path)
    if path.suffix.lower() in (".csv", ".tsv", ".tab") and not start.startswith(('{"', "{}", "[{", "[\n", "[\r")):
        return "CSV"
    if start.startswith("["):
        return "JSON array"
    by_name = _SUFFIXES.get(path.suffix.lower()) == ("JSON Lines",)
    return "JSON Lines" if start.startswith("{") or by_name else "CSV"


def _refuse_other_formats(sample: bytes, path: Path) -> None:
    for magic, what, remedy in _NOT_ORDERS:
        # Two letters of text may begin a column name ("MZ", "BZh"): a program or archive also holds NUL bytes.
        if sample.startswith(magic) and (len(magic) > 3 or b"\0" in sample):
            raise UnreadableFile(
                fault(
                    "{file} {what}, not a table of orders; {remedy}.", file=path, what=fault(what), remedy=fault(remedy)
                )
            )


def _refuse_binary(sample: bytes, path: Path) -> None:
    controls = sum(sample.count(code) for code in range(32) if code not in _TEXT_CONTROLS)
    if controls <= 8 or controls * 20 <= len(sample):
        return
    if sample[1:2000:2].count(0) * 3 > len(sample[1:2000:2]) or sample[0:2000:2].count(0) * 3 > len(sample[0:2000:2]):
        raise UnreadableFile(
            fault("{file} looks like UTF-16 text without a byte order mark; save it as UTF-8 CSV.", file=path)
        )
    raise UnreadableFile(
        fault(
            "{file} is a binary file, not a table of orders; name a CSV, XLSX, Parquet or JSON Lines file.", file=path
        )
    )


def _refuse_markup(start: str, path: Path) -> None:
    if start.startswith(("<!doctype html", "<html", "<table", "<head", "<meta")):
        raise UnreadableFile(
            fault(
                "{file} is a web page (HTML), whatever its name says; open it in Excel and {save_as}.",
                file=path,
                save_as=fault(_SAVE_AS),
            )
        )
    if start.startswith(("<?xml", "<workbook")):
        raise UnreadableFile(
            fault("{file} is an XML file; open it in Excel and {save_as}.", file=path, save_as=fault(_SAVE_AS))
        )


def _old_or_protected(file: BinaryIO, path: Path) -> UnreadableFile:
    """An OLE container is an old workbook, or a new one behind a password; its directory names the stream."""
    content = file.read(8 << 20)
    if "EncryptedPackage".encode("utf-16-le") in content:
        return UnreadableFile(
            fault("{file} is protected with a password; remove the password in Excel and save it again.", file=path)
        )
    return UnreadableFile(
        fault(
            "{file} is an old Excel file (.xls) or another OLE document; open it and {save_as}.",
            file=path,
            save_as=fault(_SAVE_AS),
        )
    )


def _near(path: Path) -> str:
    from chipgate.errors import did_you_mean, near_names

    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.is_file()]
    except OSError:
        return ""
    return did_you_mean(near_names(path.name, names[:1000], count=1))


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
