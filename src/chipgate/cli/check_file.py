"""A file of orders: progress, results beside it, a summary by deciding paragraph, and the orders for a person."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import chain, islice
from pathlib import Path
from typing import Any

import click

from chipgate.cases.check import Checker
from chipgate.cases.columns import DAY, canonical
from chipgate.cases.days import day_of
from chipgate.cases.determination import Determination
from chipgate.cases.duties.duty_columns import WithDuties, asks_for_duties
from chipgate.cases.order_book import DUTY_COLUMNS, RESULT_COLUMNS, OrderBook, Summary, judge_book
from chipgate.cases.order_files import (
    OrderRow,
    Several,
    SheetLook,
    Together,
    open_orders,
    open_page,
    open_results,
    refuse_same_file,
    refuse_unwritable,
)
from chipgate.cases.questions import EXCEPTION, LICENCE, NO_LICENCE, OPEN
from chipgate.cases.rejects import RejectsFile
from chipgate.cases.report import Report
from chipgate.cli.ended_early import names_of_parts, parts_are_kept, remove_earlier_parts, text_beside_parts
from chipgate.cli.interruption import ending_between_rows
from chipgate.cli.main import EXIT_FAILED_ON, EXIT_REJECTS
from chipgate.cli.options import catalogue_with, echo_json
from chipgate.cli.summary_text import plan_json, plan_text, summary_json, summary_text
from chipgate.errors import UnwritableFile
from chipgate.translation.language import Language

_NUMBERS = ("tpp", "performance_density")
_COLOURS = {
    "outcome": {NO_LICENCE: "DDF2E3", EXCEPTION: "DCE9F7", LICENCE: "F9DEDC", OPEN: "FCEBCB"},
}
_WRITABLE = (".csv", ".xlsx", ".parquet", ".jsonl", ".ndjson")


def check_file(path: Path, form: str, language: Language, own_chips: tuple[str, ...], options: dict[str, Any]) -> int:
    """Judge the file at PATH; returns the exit code."""
    if options[DAY]:
        day_of(options[DAY])  # a day that is wrong is said once, not for each row
    columns = options.get("columns", {})
    with open_orders(path, _known_headings(columns), options.get("sheet")) as file:
        strange = sorted(columns.keys() - set(file.header))
        if strange:
            raise click.UsageError(f"--column: {path.name} has no heading {', '.join(map(repr, strange))}")
        book = OrderBook.of(file, options[DAY], columns)
        if options["dry_run"]:
            echo_json(plan_json(book)) if form == "json" else click.echo(plan_text(book, language))
            return 0
        book.require_known_columns()
        checker = Checker(catalogue=catalogue_with(own_chips), assume=options["assume"], clock=options["clock"])
        outputs = [Path(one) for one in options["outputs"]] or [beside(path, ".results")]
        rejects = Path(options["rejects"] or beside(outputs[0], ".rejects", ".csv"))
        _refuse_places(path, outputs, rejects)
        summary = _judged(book, checker, outputs, rejects, language)
    written = [*outputs, *([rejects] if summary.rejected_rows else [])]
    if not summary.rejected_rows and rejects.exists():
        summary.notes.append(f"{rejects} is of an earlier run; this time no row was rejected.")
    if form == "json":
        echo_json(summary_json(summary, written, checker))
    else:
        click.echo(summary_text(summary, written, checker, language))
    return _code(summary, options["fail_on"])


def _known_headings(mapping: Mapping[str, str]) -> Callable[[str], bool]:
    """What tells a heading: a column that is known, or one that the user says the meaning of."""
    return lambda text: text in mapping or canonical(text) is not None


def _refuse_places(orders: Path, outputs: list[Path], rejects: Path) -> None:
    """Refuse before the first row what could only fail after the last."""
    places = [*outputs, rejects]
    reserved = names_of_parts(places)
    for place in (*places, *reserved):
        refuse_same_file(place, orders)
    real = [os.path.realpath(place) for place in places]
    for part in reserved:
        if os.path.realpath(part) in real:
            raise UnwritableFile(f"{part} is the name for the part of a run that ends early; choose another name.")
    for place, path in zip(places, real, strict=True):
        if real.count(path) > 1:
            raise UnwritableFile(f"{place} is named twice among the results and the rejects; give each its own name.")
    for output in outputs:
        refuse_unwritable(output, page=_is_page(output))
    refuse_unwritable(rejects)


def _is_page(output: Path) -> bool:
    return output.suffix.lower() in (".html", ".htm")


def beside(path: Path, mark: str, suffix: str | None = None) -> Path:
    """A path beside PATH: the same name with MARK before a suffix that can be written."""
    kept = path.suffix if path.suffix.lower() in _WRITABLE else ".csv"
    stem = path.stem.removesuffix(".results") if mark == ".rejects" else path.stem
    return path.with_name(f"{stem}{mark}{suffix or kept}")


def _code(summary: Summary, fail_on: tuple[str, ...]) -> int:
    if any(summary.outcomes[outcome] for outcome in fail_on) or ("rejected" in fail_on and summary.rejected_rows):
        return EXIT_FAILED_ON
    return EXIT_REJECTS if summary.rejected_rows else 0


def _judged(book: OrderBook, checker: Checker, outputs: list[Path], rejects: Path, language: Language) -> Summary:
    """Every output at once: tables through one writer each, reports from the answers that they keep.

    They take their names together after the last row; a run that ends early keeps its parts under other names.
    """
    given = book.kept_columns().values()
    has_duties = asks_for_duties(book)
    ours = (*RESULT_COLUMNS, *DUTY_COLUMNS) if has_duties else RESULT_COLUMNS
    columns, look = (*given, *ours), SheetLook(frozenset((*given, *_NUMBERS)), _COLOURS)
    tables = [output for output in outputs if not _is_page(output)]
    report = Report(book.file.path.name, language)
    with ending_between_rows() as end_if_asked, Together() as together:
        writers = [together.add(open_results(table, columns, book.from_excel, look)) for table in tables]
        pages = [together.add(open_page(output)) for output in outputs if _is_page(output)]

        def keep(row: OrderRow, answer: Determination) -> None:
            report.add(row.number, book.label_of(row), answer)

        def advance(rows: int, bytes_read: int) -> None:
            show(rows, bytes_read)
            end_if_asked()

        with parts_are_kept(book.file, together, text_beside_parts(outputs[0]), language):
            refused = RejectsFile(rejects, book.from_excel, together)
            with _progress(book) as show:
                results = Several(writers)
                told = WithDuties(results, book, checker, language) if has_duties else results
                summary = _judged_rows(book, checker, told, refused, language, advance, keep if pages else None)
            summary.notes += told.of_book.lines(language) if isinstance(told, WithDuties) else ()
            for page in pages:
                page.write({"page": report.html(summary, checker)})
            together.finish()
    summary.notes += [f"{writer.path.name}: {note}" for writer in writers for note in writer.notes]
    summary.notes += [f"{part}, of an earlier run, was removed." for part in remove_earlier_parts((*outputs, rejects))]
    return summary


WORTH_A_TABLE = 400
"""Orders from which on the time to make a table of the law is won back."""

_Keep = Callable[[OrderRow, Determination], None]


def _judged_rows(
    book: OrderBook,
    checker: Checker,
    results: Several | WithDuties,
    rejects: RejectsFile,
    language: Language,
    progress: Callable[[int, int], None],
    keep: _Keep | None,
) -> Summary:
    """Row by row; from a few hundred rows on by a table, where polars and NumPy are there."""
    has_table = bool(find_spec("polars") and find_spec("numpy"))
    source = book.file.frames if has_table and keep is None and results.takes_frames else None
    if source is not None and source.row_count > WORTH_A_TABLE:
        from chipgate.cases.tables.book_by_table import BookByTable

        return BookByTable(book, checker, results, rejects, language, progress).judge_slices(source)
    rows = book.file.rows()
    first = islice(rows, WORTH_A_TABLE if has_table else None)
    unseen: _Keep = lambda row, answer: None  # noqa: E731
    summary = judge_book(book, checker, results, rejects, language, progress, keep or unseen, first)
    following = next(rows, None)
    if following is None:
        return summary
    from chipgate.cases.tables.book_by_table import BookByTable

    by_table = BookByTable(book, checker, results, rejects, language, progress, keep, summary)
    return by_table.judge(chain((following,), rows))


_WORTH_SHOWING = 2_000_000  # bytes; a smaller file is done before a bar is drawn


@contextmanager
def _progress(book: OrderBook) -> Iterator[Any]:
    """A progress bar on the error channel for long files, or nothing."""
    if book.file.size_bytes < _WORTH_SHOWING or not sys.stderr.isatty():
        yield lambda rows, bytes_read: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.fields[rows]:>12,} rows"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=book.file.size_bytes, rows=0)

        def advance(rows: int, bytes_read: int) -> None:
            if rows % 200 == 0:
                bar.update(task, completed=bytes_read, rows=rows)

        yield advance
