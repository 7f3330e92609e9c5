"""Several results of one run: all take their names together, or each keeps its part."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from chipgate.cases.order_files.results import KeptPart, ResultWriter

if TYPE_CHECKING:
    import polars as pl


class Together:
    """The results of one run, each added when it is opened; a context manager that discards what has no name yet.

    ``finish`` writes every file out before the first takes its name, so that a disk which is full at the last moment
    leaves no result beside the rejects of another run. ``keep_parts`` is for a run that ends early.
    """

    def __init__(self) -> None:
        self._open: list[ResultWriter] = []

    def add(self, writer: ResultWriter) -> ResultWriter:
        """Take WRITER, just opened, into the run."""
        self._open.append(writer)
        return writer

    def finish(self) -> None:
        """Put every result in its place.

        Raises:
            UnwritableFile: one of them cannot be written out; those without a name are still open.
        """
        for writer in self._open:
            writer.end()
        while self._open:
            self._open[0].finish()
            del self._open[0]

    def keep_parts(self) -> dict[Path, KeptPart | None]:
        """End every file where it stands; gives what was kept of the result at each path, None where nothing was."""
        kept = {}
        while self._open:
            writer = self._open.pop(0)
            kept[writer.path] = writer.keep_part()
        return kept

    def __enter__(self) -> Together:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for writer in self._open:
            writer.discard()


class Several:
    """Writes each row to several results."""

    def __init__(self, writers: list[ResultWriter]) -> None:
        self._writers = writers

    @property
    def takes_frames(self) -> bool:
        """Whether rows may be added by the frame to every one of them."""
        return all(writer.takes_frames for writer in self._writers)

    def write_frame(self, frame: pl.DataFrame) -> None:
        """Take the rows of FRAME."""
        for writer in self._writers:
            writer.write_frame(frame)

    def write_table(self, table: Any) -> None:
        """Take the rows of a table of PyArrow."""
        for writer in self._writers:
            writer.write_table(table)

    def write(self, cells: Mapping[str, str]) -> None:
        """Take one row."""
        for writer in self._writers:
            writer.write(cells)
