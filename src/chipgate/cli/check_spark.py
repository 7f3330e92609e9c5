"""A file of orders judged by Spark: a Parquet folder of results, and the summary counted by Spark."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from chipgate.cases.check import Checker
from chipgate.cases.columns import DAY
from chipgate.cases.order_book import Counted, Summary
from chipgate.cases.summary_text import summary_json, summary_text
from chipgate.cli.main import EXIT_FAILED_ON, EXIT_REJECTS
from chipgate.cli.options import catalogue_with, echo_json
from chipgate.cli.spark_session import spark_session
from chipgate.errors import UnreadableFile, UnwritableFile
from chipgate.translation.language import Language

DEFAULT_MASTER = "local[*]"
_READ = (".parquet", ".csv")
_COUNTED = ("outcome", "other_clock_outcome", "deciding_provision", "missing")


def check_with_spark(
    orders: str, form: str, language: Language, own_chips: tuple[str, ...], options: Mapping[str, Any]
) -> int:
    """Judge the file or folder at ORDERS by Spark; returns the exit code."""
    _refuse_options(options)
    output = _output(orders, options["outputs"])
    _refuse_places(orders, output)
    checker = Checker(catalogue=catalogue_with(own_chips), assume=options["assume"], clock=options["clock"])
    with spark_session(options["master"] or DEFAULT_MASTER) as spark:
        from chipgate.cases.tables.frames import HowToJudge, check_frame

        how = HowToJudge.of(checker, options[DAY], options["columns"], language)
        _write(check_frame(_read(spark, orders), how), output)
        summary = _counted(spark.read.parquet(output), checker)
    if form == "json":
        echo_json(summary_json(summary, [Path(output)], checker))
    else:
        click.echo(summary_text(summary, [Path(output)], checker, language))
    if any(summary.outcomes[one] for one in options["fail_on"]):
        return EXIT_FAILED_ON
    return _code_of_rejects(summary.rejected_rows, options["fail_on"])


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
    if len(options["outputs"]) > 1:
        raise click.UsageError("--output: with --engine spark there is one, a Parquet folder")


def _output(orders: str, outputs: tuple[str, ...]) -> str:
    """Where the results go: beside the orders, like those of a file."""
    if outputs and Path(outputs[0]).suffix.lower() not in ("", ".parquet"):
        raise click.UsageError(f"--output {outputs[0]}: Spark writes a Parquet folder; name it like results.parquet")
    stem = orders.rstrip("/")
    named = stem[: -len(suffix)] if (suffix := Path(stem).suffix) else stem
    return outputs[0] if outputs else f"{named}.results.parquet"


def _is_elsewhere(place: str) -> bool:
    """Whether PLACE is one that only Spark can reach (s3a://..., hdfs://...)."""
    return "://" in place


def _refuse_places(orders: str, output: str) -> None:
    """Refuse before Spark starts what could only fail after it."""
    if not _is_elsewhere(orders):
        path = Path(orders)
        if not path.exists():
            raise UnreadableFile(f"there is no file {orders}")
        if path.is_file() and path.suffix.lower() not in _READ:
            raise UnreadableFile(
                f"{orders}: Spark reads Parquet and CSV here; leave out --engine spark for other files."
            )
        if not _is_elsewhere(output) and path.resolve() in (Path(output).resolve(), *Path(output).resolve().parents):
            raise UnwritableFile(f"{output} is, or lies in, the orders themselves; choose another name.")
    if not _is_elsewhere(output) and Path(output).exists() and not _is_earlier_result(Path(output)):
        raise UnwritableFile(f"{output} is there and is no result that Spark wrote; choose another name with --output.")


def _is_earlier_result(folder: Path) -> bool:
    """Whether FOLDER holds what an earlier run wrote, and nothing else."""
    if not (folder / "_SUCCESS").is_file():
        return False
    parts = [one for one in folder.iterdir() if not one.name.startswith((".", "_SUCCESS"))]
    if not parts or not all(one.name.startswith("part-") and one.suffix == ".parquet" for one in parts):
        return False
    import pyarrow.parquet

    return {*_COUNTED, "faults"} <= set(pyarrow.parquet.read_schema(parts[0]).names)


def _read(spark: Any, orders: str) -> Any:
    """The orders as Spark has them; text from CSV stays text, and a row that does not fit the header ends the run."""
    if Path(orders).suffix.lower() == ".csv":
        csv = spark.read.option("header", True).option("escape", '"').option("multiLine", True)
        return csv.option("mode", "FAILFAST").csv(orders)
    return spark.read.parquet(orders)


def _write(judged: Any, output: str) -> None:
    """All results, or none: they take their name when the last of them is written."""
    if _is_elsewhere(output):
        judged.write.parquet(output)
        return
    place, part = Path(output), Path(f"{output.rstrip('/')}.partial")
    shutil.rmtree(part, ignore_errors=True)
    try:
        judged.write.parquet(str(part.resolve()))
        shutil.rmtree(place, ignore_errors=True)
        part.rename(place)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _counted(results: Any, checker: Checker) -> Summary:
    """The summary of RESULTS, counted by Spark in one pass over four of their columns."""
    summary = Summary()
    titles = {provision.id: provision.title for provision in checker.corpus.provisions}
    for row in results.groupBy(*_COUNTED).count().orderBy("count", ascending=False).collect():
        if row["outcome"] is None:
            summary.rejected_rows += row["count"]
            continue
        provision, missing = row["deciding_provision"], tuple(filter(None, row["missing"].split(";")))
        title = titles.get(provision, "")
        counted = Counted(row["outcome"], row["other_clock_outcome"], provision, title, missing)
        summary.count(counted, row["count"])
    if summary.rejected_rows:
        summary.notes.append("Rows that could not be judged are in the results; their column `faults` says why.")
    return summary
