"""Writing results beside the orders: whole or not at all, and never over the orders themselves."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Protocol

from chipgate.cases.order_files.sheet_look import PLAIN, SheetLook
from chipgate.cases.order_files.text_results import CsvSheet, JsonLinesSheet, Page
from chipgate.errors import UnwritableFile


class ResultSheet(Protocol):
    """A file of one format that takes rows one by one and holds few of them."""

    notes: list[str]

    def write(self, cells: Sequence[str]) -> None: ...

    def finish(self) -> None: ...

    def close(self) -> None: ...


class ResultWriter:
    """A result file being written, opened by ``open_results``; a context manager.

    The rows go to a hidden file beside the target, which takes the target's name when the block ends without an error
    and is removed otherwise: a half-written result is never seen.
    """

    def __init__(self, path: Path, columns: Sequence[str], sheet: Callable[[Path, Sequence[str]], ResultSheet]) -> None:
        self.path = path
        self.columns = tuple(columns)
        self.rows_written = 0
        self._known = frozenset(columns)
        self._part = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")
        with self._refusing(), self._removing_part():
            self._sheet = sheet(self._part, self.columns)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know about the file: a second sheet, cells that were cut."""
        return tuple(self._sheet.notes)

    def write(self, cells: Mapping[str, str]) -> None:
        """Add a row; a column that CELLS leaves out stays blank.

        Raises:
            UnwritableFile: the disk is full or gone.
            ValueError: CELLS names a column that the file does not have.
        """
        if not cells.keys() <= self._known:
            raise ValueError(f"{self.path} has no column {min(cells.keys() - self._known)!r}")
        with self._refusing():
            self._sheet.write([cells.get(column, "") for column in self.columns])
        self.rows_written += 1

    def __enter__(self) -> ResultWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._removing_part(always=error is not None), self._refusing():
            if error is None:
                self._sheet.finish()
                _to_disk(self._part)
                self._part.replace(self.path)

    @contextmanager
    def _removing_part(self, always: bool = False) -> Iterator[None]:
        try:
            yield
        except BaseException:
            always = True
            raise
        finally:
            if always:
                self._discard()

    def _discard(self) -> None:
        sheet = getattr(self, "_sheet", None)
        with contextlib.suppress(OSError, ValueError):
            if sheet is not None:
                sheet.close()
        with contextlib.suppress(OSError):
            self._part.unlink(missing_ok=True)

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except OSError as refused:
            raise UnwritableFile(f"{self.path} {_why(refused, self.path)}") from refused


def open_results(
    path: Path | str, columns: Sequence[str], byte_order_mark: bool = False, look: SheetLook = PLAIN
) -> ResultWriter:
    """Start a result file with COLUMNS; its format follows its suffix: .csv, .xlsx, .parquet or .jsonl.

    BYTE_ORDER_MARK begins a CSV file with the mark that Excel needs to read UTF-8; other programs trip over it.
    LOOK says which cells of an XLSX file are numbers and days, and how they are coloured; the other formats are text.

    Raises:
        UnwritableFile: the suffix is another, the folder is missing, or it may not be written there.
    """
    path = Path(path)
    _refuse_columns(path, columns)
    _refuse_place(path)
    return ResultWriter(path, columns, _sheet_for(path, byte_order_mark, look))


def open_page(path: Path | str) -> ResultWriter:
    """Start a page of text with the one column ``page``; written as the cells come, whole or not at all.

    Raises:
        UnwritableFile: the folder is missing, or it may not be written there.
    """
    _refuse_place(Path(path))
    return ResultWriter(Path(path), ("page",), Page)


def refuse_unwritable(path: Path | str, page: bool = False) -> None:
    """Refuse at once what ``open_results``, or ``open_page`` for a PAGE, would refuse later.

    Raises:
        UnwritableFile: the suffix is no table's, or there is no such folder.
    """
    _refuse_place(Path(path))
    if not page:
        _sheet_for(Path(path), byte_order_mark=False, look=PLAIN)


def _refuse_place(path: Path) -> None:
    if path.is_dir():
        raise UnwritableFile(f"{path} is a folder; name a file in it, for instance {path / 'results.csv'}.")
    if not path.parent.is_dir():
        raise UnwritableFile(f"there is no folder {path.parent} to write {path.name} in; make it first.")
    if path.exists() and not path.is_file():
        raise UnwritableFile(f"{path} is not a regular file; name a file of its own for the results.")


def refuse_same_file(result: Path | str, *inputs: Path | str) -> None:
    """Refuse to write RESULT over one of the INPUTS, by whatever name or link it is reached.

    Raises:
        UnwritableFile: they are the same file.
    """
    result = Path(result)
    for given in map(Path, inputs):
        same = os.path.realpath(result) == os.path.realpath(given)
        with contextlib.suppress(OSError, ValueError):
            same = same or result.samefile(given)
        if same:
            raise UnwritableFile(f"{result} is the file of orders itself ({given}); give the results another name.")


def _sheet_for(path: Path, byte_order_mark: bool, look: SheetLook) -> Callable[[Path, Sequence[str]], ResultSheet]:
    match path.suffix.lower():
        case ".csv":
            return partial(CsvSheet, byte_order_mark=byte_order_mark)
        case ".jsonl" | ".ndjson":
            return JsonLinesSheet
        case ".xlsx":
            from chipgate.cases.order_files.xlsx_results import XlsxBook

            return partial(XlsxBook, look=look)
        case ".parquet":
            from chipgate.cases.order_files.parquet_results import ParquetParts

            return ParquetParts
    raise UnwritableFile(f"{path} cannot be written: name it .csv, .xlsx, .parquet or .jsonl, not {path.suffix!r}.")


def _refuse_columns(path: Path, columns: Collection[str]) -> None:
    if not columns or len(set(columns)) != len(columns):
        raise ValueError(f"{path} needs columns, each with a name of its own; it was given {list(columns)[:20]}")


def _to_disk(part: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def _why(refused: OSError, path: Path) -> str:
    if refused.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return (
            "was not written: the disk is full, or a limit on file sizes was reached. Free space, or write elsewhere."
        )
    if isinstance(refused, PermissionError):
        return "may not be written. Close it in other programs, or choose another folder."
    return f"was not written: {refused.strerror or refused}. Choose another place."
