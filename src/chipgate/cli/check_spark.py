"""A file of orders judged by Spark: a Parquet folder of results, and the summary counted by Spark."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chipgate.cases.book_summary import Counted, Summary
from chipgate.cases.check import Checker
from chipgate.cases.columns import DAY
from chipgate.cases.result_columns import COUNTED_COLUMNS
from chipgate.cases.summary_text import summary_json, summary_text
from chipgate.cases.tables.frame_kinds import require_libraries
from chipgate.cases.tables.spark_places import is_elsewhere, orders_in_spark, write_from_spark
from chipgate.cli.main import EXIT_FAILED_ON, EXIT_REJECTS
from chipgate.cli.options import catalogue_with, echo_json
from chipgate.cli.spark_session import spark_context, spark_session
from chipgate.errors import UnreadableFile, UnwritableFile
from chipgate.translation.fault_text import fault
from chipgate.translation.language import Language

if TYPE_CHECKING:
    from chipgate.cases.tables.frames import HowToJudge

DEFAULT_MASTER = "local[*]"
_READ = (".parquet", ".csv")


def check_with_spark(
    orders: str, form: str, language: Language, own_chips: tuple[str, ...], options: Mapping[str, Any]
) -> int:
    """Judge the file or folder at ORDERS by Spark; returns the exit code."""
    _refuse_options(options)
    output = _output(orders, options["outputs"])
    _refuse_places(orders, output)
    checker = Checker(catalogue=catalogue_with(own_chips), assume=options["assume"], clock=options["clock"])
    summary = _summary(_judged(orders, output, checker, language, options), checker)
    if form == "json":
        echo_json(summary_json(summary, [Path(output)], checker, language))
    else:
        click.echo(summary_text(summary, [Path(output)], checker, language))
    if any(summary.outcomes[one] for one in options["fail_on"]):
        return EXIT_FAILED_ON
    return _code_of_rejects(summary.rejected_rows, options["fail_on"])


def _judged(
    orders: str, output: str, checker: Checker, language: Language, options: Mapping[str, Any]
) -> Mapping[tuple[str | None, ...], int]:
    """The results at OUTPUT, and how many rows have which answer."""
    require_libraries("pyspark")
    from chipgate.cases.tables.frames import HowToJudge
    from chipgate.cases.tables.parquet_pieces import plain_files

    how = HowToJudge.of(checker, options[DAY], options["columns"], language)
    master = options["master"] or DEFAULT_MASTER
    files = None if is_elsewhere(orders) or is_elsewhere(output) else plain_files(Path(orders))
    if files is None:
        with spark_session(master) as spark:
            return _judged_by_frames(spark, orders, how, output)
    with spark_context(master) as context:
        from chipgate.cases.tables.spark_files import judge_files

        return judge_files(context, files, how, Path(output))


def _judged_by_frames(spark: Any, orders: str, how: HowToJudge, output: str) -> Mapping[tuple[str | None, ...], int]:
    """The same where rows must go through Spark's own frames."""
    from chipgate.cases.tables.frames import check_frame

    write_from_spark(check_frame(orders_in_spark(spark, orders), how), output)
    rows = spark.read.parquet(output).groupBy(*COUNTED_COLUMNS).count().collect()
    return {tuple(row[name] for name in COUNTED_COLUMNS): row["count"] for row in rows}


def _code_of_rejects(rows: int, fail_on: tuple[str, ...]) -> int:
    return 0 if not rows else EXIT_FAILED_ON if "rejected" in fail_on else EXIT_REJECTS


def _refuse_options(options: Mapping[str, Any]) -> None:
    """Refuse an option that would be passed over in silence."""
    if options["sheet"]:
        raise click.UsageError("--sheet: Spark reads Parquet and CSV; leave out --engine spark to judge a workbook")
    if options["dry_run"]:
        raise click.UsageError("--dry-run: leave out --engine spark to see how the columns are understood")
    if options["rejects"]:
        raise click.UsageError(
            "--rejects: with --engine spark, rows stay where they are, and `faults` says what is wrong"
        )
    if options.get("questions"):
        raise click.UsageError("--questions: leave out --engine spark; the column `missing` names the facts")
    if len(options["outputs"]) > 1:
        raise click.UsageError("--output: with --engine spark there is one, a Parquet folder")


def _output(orders: str, outputs: tuple[str, ...]) -> str:
    """Where the results go: beside the orders, like those of a file."""
    if outputs and Path(outputs[0]).suffix.lower() not in ("", ".parquet"):
        raise click.UsageError(f"--output {outputs[0]}: Spark writes a Parquet folder; name it like results.parquet")
    stem = orders.rstrip("/")
    named = stem[: -len(suffix)] if (suffix := Path(stem).suffix) else stem
    return outputs[0] if outputs else f"{named}.results.parquet"


def _refuse_places(orders: str, output: str) -> None:
    """Refuse before Spark starts what could only fail after it."""
    if not is_elsewhere(orders):
        path = Path(orders)
        if not path.exists():
            raise UnreadableFile(f"there is no file {orders}")
        if path.is_file() and path.suffix.lower() not in _READ:
            raise UnreadableFile(
                f"{orders}: Spark reads Parquet and CSV here; leave out --engine spark for other files."
            )
        if not is_elsewhere(output) and path.resolve() in (Path(output).resolve(), *Path(output).resolve().parents):
            raise UnwritableFile(f"{output} is, or lies in, the orders themselves; choose another name.")
    if not is_elsewhere(output) and Path(output).exists() and not _is_earlier_result(Path(output)):
        raise UnwritableFile(f"{output} is there and is no result that Spark wrote; choose another name with --output.")


def _is_earlier_result(folder: Path) -> bool:
    """Whether FOLDER holds what an earlier run wrote, and nothing else."""
    if not (folder / "_SUCCESS").is_file():
        return False
    parts = [one for one in folder.iterdir() if not one.name.startswith((".", "_SUCCESS"))]
    if not parts or not all(one.name.startswith("part-") and one.suffix == ".parquet" for one in parts):
        return False
    import pyarrow.parquet

    return {*COUNTED_COLUMNS, "faults"} <= set(pyarrow.parquet.read_schema(parts[0]).names)


def _summary(counts: Mapping[tuple[str | None, ...], int], checker: Checker) -> Summary:
    """The summary of rows, counted by their COUNTED_COLUMNS."""
    summary = Summary()
    titles = {provision.id: provision.title for provision in checker.corpus.provisions}
    for (outcome, other, provision, missing), rows in sorted(counts.items(), key=lambda one: -one[1]):
        if outcome is None:
            summary.rejected_rows += rows
            continue
        told = (outcome, other or "", provision or "", titles.get(provision or "", ""))
        summary.count(Counted(*told, tuple(filter(None, (missing or "").split(";")))), rows)
    if summary.rejected_rows:
        summary.notes.append(fault("Rows that could not be judged are in the results; their column `faults` says why."))
    return summary
