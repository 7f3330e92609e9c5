"""An order book judged into its result files: every output at once, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import chain, islice
from pathlib import Path

from chipgate.cases.book_summary import Summary
from chipgate.cases.check import Checker
from chipgate.cases.determination import Determination
from chipgate.cases.duties.duty_columns import WithDuties, asks_for_duties
from chipgate.cases.ended_early import names_of_parts, parts_are_kept, remove_earlier_parts, text_beside_parts
from chipgate.cases.order_book import OrderBook, judge_book
from chipgate.cases.order_files import (
    OrderRow,
    Several,
    SheetLook,
    Together,
    open_page,
    open_results,
    refuse_same_file,
    refuse_unwritable,
)
from chipgate.cases.questions import EXCEPTION, LICENCE, NO_LICENCE, OPEN
from chipgate.cases.rejects import RejectsFile
from chipgate.cases.report import Report
from chipgate.cases.result_columns import DUTY_COLUMNS, RESULT_COLUMNS
from chipgate.errors import UnwritableFile
from chipgate.translation.fault_text import fault
from chipgate.translation.language import Language

_NUMBERS = ("tpp", "performance_density")
_COLOURS = {
    "outcome": {NO_LICENCE: "DDF2E3", EXCEPTION: "DCE9F7", LICENCE: "F9DEDC", OPEN: "FCEBCB"},
}
_WRITABLE = (".csv", ".xlsx", ".parquet", ".jsonl", ".ndjson")

Progress = Callable[[int, int], None]
"""Hears how many rows and bytes were read."""


@dataclass(frozen=True)
class ResultFiles:
    """Where the results of one run go: tables and pages, told apart by their suffix, and the rows rejected."""

    outputs: tuple[Path, ...]
    rejects: Path

    @classmethod
    def of(cls, orders: Path, outputs: Sequence[str | Path] = (), rejects: str | Path | None = None) -> ResultFiles:
        """The files named, or else files beside ORDERS."""
        named = tuple(map(Path, outputs)) or (beside(orders, ".results"),)
        return cls(named, Path(rejects or beside(named[0], ".rejects", ".csv")))

    @property
    def all(self) -> tuple[Path, ...]:
        """Every name that the run may give."""
        return (*self.outputs, self.rejects)

    def written(self, summary: Summary) -> tuple[Path, ...]:
        """What was written of the run that came to SUMMARY: rejects only where there were any."""
        return self.all if summary.rejected_rows else self.outputs

    def refuse_places(self, orders: Path) -> None:
        """Refuse before the first row of ORDERS what could only fail after the last.

        Raises:
            UnwritableFile: a name is taken by the orders, used twice, of no known format, or in no folder.
        """
        reserved = names_of_parts(self.all)
        for place in (*self.all, *reserved):
            refuse_same_file(place, orders)
        real = [os.path.realpath(place) for place in self.all]
        for part in reserved:
            if os.path.realpath(part) in real:
                raise UnwritableFile(
                    fault("{file} is the name for the part of a run that ends early; choose another name.", file=part)
                )
        for place, path in zip(self.all, real, strict=True):
            if real.count(path) > 1:
                raise UnwritableFile(
                    fault(
                        "{file} is named twice among the results and the rejects; give each its own name.", file=place
                    )
                )
        for output in self.outputs:
            refuse_unwritable(output, page=_is_page(output))
        refuse_unwritable(self.rejects)


def beside(path: Path, mark: str, suffix: str | None = None) -> Path:
    """A path beside PATH: the same name with MARK before a suffix that can be written."""
    kept = path.suffix if path.suffix.lower() in _WRITABLE else ".csv"
    stem = path.stem.removesuffix(".results") if mark == ".rejects" else path.stem
    return path.with_name(f"{stem}{mark}{suffix or kept}")


def _is_page(output: Path) -> bool:
    return output.suffix.lower() in (".html", ".htm")


@dataclass(frozen=True)
class BookRun:
    """One run through a book: who judges, where the results go, in which language reasons are written.

    Where it ends early, KEEPS_PARTS leaves what was judged under the names of parts; LEARNS keeps the tables of the law
    that it makes for the next run.
    """

    book: OrderBook
    checker: Checker
    files: ResultFiles
    language: Language = "en"
    keeps_parts: bool = True
    learns: bool = True

    def judge(self, progress: Progress = lambda rows, bytes_read: None) -> Summary:
        """Judge every row into every output: tables through one writer each, pages from the answers that they keep.

        They take their names together after the last row. PROGRESS may end the run by an exception.

        Raises:
            UnreadableFile: the book turns out damaged below the rows judged so far.
            UnwritableFile: the disk is full or gone.
        """
        given = self.book.kept_columns().values()
        has_duties = asks_for_duties(self.book)
        ours = (*RESULT_COLUMNS, *DUTY_COLUMNS) if has_duties else RESULT_COLUMNS
        columns, look = (*given, *ours), SheetLook(frozenset((*given, *_NUMBERS)), _COLOURS)
        report = Report(self.book.file.path.name, self.language)
        with Together() as together:
            writers = [
                together.add(open_results(table, columns, self.book.from_excel, look))
                for table in self.files.outputs
                if not _is_page(table)
            ]
            pages = [together.add(open_page(page)) for page in self.files.outputs if _is_page(page)]

            def keep(row: OrderRow, answer: Determination) -> bool:
                report.add(row.number, self.book.label_of(row), answer)
                return not report.is_full

            with self._ending_early(together):
                refused = RejectsFile(self.files.rejects, self.book.from_excel, together, self.language)
                results = Several(writers)
                told = WithDuties(results, self.book, self.checker, self.language) if has_duties else results
                summary = self._judged_rows(told, refused, progress, keep if pages else None)
                summary.notes += told.of_book.lines(self.language) if isinstance(told, WithDuties) else ()
                for page in pages:
                    page.write({"page": report.html(summary, self.checker)})
                together.finish()
        summary.notes += [
            fault("{where}: {faults}", where=each.path.name, faults=note) for each in writers for note in each.notes
        ]
        removed = remove_earlier_parts(self.files.all)
        summary.notes += [fault("{file}, of an earlier run, was removed.", file=part) for part in removed]
        return summary

    def _ending_early(self, together: Together) -> AbstractContextManager[None]:
        if not self.keeps_parts:
            return nullcontext()
        text = text_beside_parts(self.files.outputs[0])
        return parts_are_kept(self.book.file, together, text, self.language)

    def _judged_rows(
        self, results: Several | WithDuties, rejects: RejectsFile, progress: Progress, keep: _Keep | None
    ) -> Summary:
        """Row by row; from a few hundred rows on by a table, where polars and NumPy are there."""
        book, checker, language = self.book, self.checker, self.language
        has_table = bool(find_spec("polars") and find_spec("numpy"))
        source = book.file.frames if has_table and keep is None and results.takes_frames else None
        if source is not None and source.row_count > WORTH_A_TABLE:
            from chipgate.cases.tables.book_by_table import BookByTable

            by_table = BookByTable(book, checker, results, rejects, language, progress, learns=self.learns)
            return by_table.judge_slices(source)
        rows = book.file.rows()
        first = islice(rows, WORTH_A_TABLE if has_table else None)
        unseen: _Keep = lambda row, answer: False  # noqa: E731
        summary = judge_book(book, checker, results, rejects, language, progress, keep or unseen, first)
        following = next(rows, None)
        if following is None:
            return summary
        from chipgate.cases.tables.book_by_table import BookByTable

        by_table = BookByTable(book, checker, results, rejects, language, progress, keep, summary, self.learns)
        return by_table.judge(chain((following,), rows))


WORTH_A_TABLE = 400
"""Orders from which on the time to make a table of the law is won back."""

_Keep = Callable[[OrderRow, Determination], bool]
