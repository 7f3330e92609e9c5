"""Writing results beside the orders: whole or not at all, and never over the orders themselves."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol

from chipgate.cases.order_files.sheet_look import PLAIN, SheetLook
from chipgate.cases.order_files.text_results import CsvSheet, JsonLinesSheet, Page
from chipgate.errors import UnwritableFile
from chipgate.translation.fault_text import fault

if TYPE_CHECKING:
    import polars as pl


class ResultSheet(Protocol):
    """A file of one format that takes rows one by one and holds few of them."""

    notes: list[str]

    def write(self, cells: Sequence[str]) -> None: ...

    def finish(self) -> None:
        """End the file below its last row."""

    def salvage(self) -> int:
        """End the file where it stands, a write that failed included; gives the rows that it holds whole."""

    def close(self) -> None:
        """Give the file up."""


@dataclass(frozen=True, slots=True)
class KeptPart:
    """What an unfinished result left: a whole file with its first ROWS, at PATH."""

    path: Path
    rows: int


class ResultWriter:
    """A result file being written, opened by ``open_results``.

    The rows go to a hidden file beside the target. ``finish`` gives it the target's name; ``keep_part`` ends it below
    the last row and gives it the name of a part; ``discard`` removes it. A half-written result is never seen. As a
    context manager it is finished when the block ends without an error, and discarded otherwise.
    """

    def __init__(self, path: Path, columns: Sequence[str], sheet: Callable[[Path, Sequence[str]], ResultSheet]) -> None:
        self.path = path
        self.columns = tuple(columns)
        self.rows_written = 0
        self._known = frozenset(columns)
        self._is_whole = False
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
        if not self._known.issuperset(cells):
            raise ValueError(f"{self.path} has no column {min(cells.keys() - self._known)!r}")
        try:
            self._sheet.write(list(map(cells.get, self.columns, _BLANKS)))
        except OSError as refused:
            raise self._refusal(refused) from refused
        self.rows_written += 1

    @property
    def takes_frames(self) -> bool:
        """Whether rows may be added by the frame."""
        return hasattr(self._sheet, "write_frame")

    def write_frame(self, frame: pl.DataFrame) -> None:
        """Add the rows of FRAME, whose columns are those of the file, all of them text.

        Raises:
            UnwritableFile: the disk is full or gone.
        """
        if tuple(frame.columns) != self.columns:
            raise ValueError(f"{self.path} has other columns than the frame: {frame.columns}")
        with self._refusing():
            self._sheet.write_frame(frame)  # type: ignore[attr-defined]  # asked by takes_frames
        self.rows_written += frame.height

    def write_table(self, table: Any) -> None:
        """As ``write_frame``, for a table of PyArrow with texts or dictionaries of them.

        Raises:
            UnwritableFile: the disk is full or gone; it may be told of the table that was written before.
        """
        if tuple(table.column_names) != self.columns:
            raise ValueError(f"{self.path} has other columns than the table: {table.column_names}")
        with self._refusing():
            self._sheet.write_table(table)  # type: ignore[attr-defined]  # asked by takes_frames
        self.rows_written += table.num_rows

    def end(self) -> None:
        """Write out what waits, so that ``finish`` has only the name left to give; no row comes after it.

        Raises:
            UnwritableFile: the disk is full or gone.
        """
        if not self._is_whole:
            with self._refusing():
                self._sheet.finish()
                _to_disk(self._part)
            self._is_whole = True

    def finish(self) -> None:
        """End the file and put it in its place.

        Raises:
            UnwritableFile: the disk is full or gone; ``keep_part`` and ``discard`` are still open.
        """
        self.end()
        with self._refusing():
            self._part.replace(self.path)

    def keep_part(self) -> KeptPart | None:
        """End the file where it stands and name it as a part; None, and no file, where no row can be kept whole.

        Parquet that has no room to be joined is kept as a folder of whole files.
        """
        kept = partial_path(self.path)
        with self._removing_part(always=True), contextlib.suppress(OSError):
            rows = self.rows_written if self._is_whole else self._sheet.salvage()
            if rows:
                if self._part.is_file():
                    _to_disk(self._part)
                remove_part(kept)
                self._part.replace(kept)
                return KeptPart(kept, rows)
        return None

    def discard(self) -> None:
        """Give the file up and remove what was written of it."""
        sheet = getattr(self, "_sheet", None)
        with contextlib.suppress(OSError, ValueError):
            if sheet is not None:
                sheet.close()
        with contextlib.suppress(OSError):
            self._part.unlink(missing_ok=True)

    def __enter__(self) -> ResultWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._removing_part(always=error is not None):
            if error is None:
                self.finish()

    @contextmanager
    def _removing_part(self, always: bool = False) -> Iterator[None]:
        try:
            yield
        except BaseException:
            always = True
            raise
        finally:
            if always:
                self.discard()

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except OSError as refused:
            raise self._refusal(refused) from refused

    def _refusal(self, refused: OSError) -> UnwritableFile:
        return UnwritableFile(fault("{file} {refused}", file=self.path, refused=_why(refused)))


_BLANKS = repeat("")


def partial_path(path: Path) -> Path:
    """Where the part of an unfinished result at PATH is kept: ``orders.results.partial.csv``."""
    return path.with_name(f"{path.stem}.partial{path.suffix}")


def remove_part(kept: Path) -> bool:
    """Remove the part that an earlier run KEPT, and say whether there was one; a folder of anything else stays."""
    with contextlib.suppress(OSError):
        if kept.is_dir() and not kept.is_symlink():
            if all(file.suffix == ".parquet" for file in kept.iterdir()):
                shutil.rmtree(kept)
                return True
        elif os.path.lexists(kept):
            kept.unlink()
            return True
    return False


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
        raise UnwritableFile(
            fault(
                "{file} is a folder; name a file in it, for instance {example}.",
                file=path,
                example=path / "results.csv",
            )
        )
    if not path.parent.is_dir():
        raise UnwritableFile(
            fault("there is no folder {folder} to write {name} in; make it first.", folder=path.parent, name=path.name)
        )
    if path.exists() and not path.is_file():
        raise UnwritableFile(fault("{file} is not a regular file; name a file of its own for the results.", file=path))
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise UnwritableFile(
            fault("{file} may not be written. Close it in other programs, or choose another folder.", file=path)
        )


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
            raise UnwritableFile(
                fault(
                    "{result} is the file of orders itself ({given}); give the results another name.",
                    result=result,
                    given=given,
                )
            )


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
    raise UnwritableFile(
        fault(
            "{file} cannot be written: name it .csv, .xlsx, .parquet or .jsonl, not {suffix}.",
            file=path,
            suffix=repr(path.suffix),
        )
    )


def _refuse_columns(path: Path, columns: Collection[str]) -> None:
    if not columns or len(set(columns)) != len(columns):
        raise ValueError(f"{path} needs columns, each with a name of its own; it was given {list(columns)[:20]}")


def _to_disk(part: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def _why(refused: OSError) -> str:
    if refused.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return fault(
            "was not written: the disk is full, or a limit on file sizes was reached. Free space, or write elsewhere."
        )
    if isinstance(refused, PermissionError):
        return fault("may not be written. Close it in other programs, or choose another folder.")
    return fault("was not written: {reason}. Choose another place.", reason=refused.strerror or refused)
