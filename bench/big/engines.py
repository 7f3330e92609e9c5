"""Where chipgate's own engines are plugged in, each imported when it runs."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pyarrow.parquet as pq

from chipgate.cases.book_results import BookRun, ResultFiles
from chipgate.cases.check import Checker
from chipgate.cases.order_book import OrderBook
from chipgate.cases.order_files import open_orders
from chipgate.cases.tables.dictionary_tables import tables_in
from chipgate.cases.tables.frame_judge import FrameJudge
from chipgate.cases.tables.parquet_to_parquet import judge_parquet, tally_parquet
from chipgate.cases.tables.plan_judge import PlanJudge
from chipgate.law.reform import Reform, SetLimit, reformed
from chipgate.law.us.corpus import us_corpus
from chipgate.readings.columns.made_ahead import ahead, begun

_TOLD = ("outcome", "deciding_provision")
_REASONED = (*_TOLD, "missing", "reason")
_SLICE = 250_000
_SLICE_TO_WRITE = 1_000_000
"""A plan costs much for each batch, and little for each row."""

_WAITING = 3
"""Tables that are read while the law of the first is planned: with 16 the peak was above 1 GB, and no run quicker."""

REFORM = Reform("bench", (SetLimit("us/ear/3A090.b.1#tpp", 2000), SetLimit("us/ear/3A090.a.1#tpp", 4000)))
"""Two other limits: the run of a reform may cost no more than that of the law."""


def table(path: Path, out: Path | None, checker: Checker | None = None) -> object:
    """The table engine: look-ups in a diagram of the law; with the missing facts and reasons where OUT is given."""
    checker = checker or Checker(assume="ordinary")
    if out is None:
        return [(*told, rows) for told, rows in tally_parquet(path, checker).items()]
    judge_parquet(path, out, checker, _REASONED, {"deciding_provision": "provision"})
    return None


def reform(path: Path, out: Path | None) -> object:
    """The table engine under a reform of the law."""
    return table(path, out, Checker(corpus=reformed(us_corpus(), REFORM), assume="ordinary"))


def command(path: Path, out: Path | None) -> object:
    """What ``chipgate check PATH --assume ordinary`` does: every result column, rejects, and the summary."""
    with TemporaryDirectory() as folder, open_orders(path) as file:
        results = Path(folder) / "results.parquet" if out is None else out.with_suffix(".results.parquet")
        files = ResultFiles((results,), results.with_suffix(".rejects.csv"))
        summary = BookRun(OrderBook.of(file), Checker(assume="ordinary"), files).judge()
    if out is None:
        return [(outcome, provision, rows) for (provision, outcome), rows in summary.deciding.items()]
    told = pl.read_parquet(results, columns=list(_TOLD), n_rows=_SLICE).rename({"deciding_provision": "provision"})
    pl.read_parquet(path, n_rows=_SLICE).hstack(told.fill_null("")).write_parquet(out)  # for the comparison of answers
    return None


def plan(engine: str, path: Path, out: Path | None) -> object:
    """Expressions of an engine for tables; with the missing facts where OUT is given."""
    names = FrameJudge(pq.read_schema(path).names).names
    wanted = _TOLD if out is None else (*_TOLD, "missing")
    rows = _SLICE if out is None else _SLICE_TO_WRITE
    tables = begun(ahead(tables_in(path, list(names), rows), _WAITING))
    judge = PlanJudge(Checker(assume="ordinary"), tuple(names.values()), _as_text, engine, wanted, keeps=True)
    headers = {name: header for header, name in names.items()}
    if out is None:
        counted = judge.tally(table.renamed(headers) for table in tables)
        judge.keep()
        return [(*told, rows) for told, rows in counted.items()]
    writer = None
    for table in tables:
        judged = judge.judge(table.renamed(headers)).rename({"deciding_provision": "provision"})
        told = table.frame().hstack(judged).to_arrow(compat_level=pl.CompatLevel.oldest())
        writer = writer or pq.ParquetWriter(out, told.schema, compression="zstd")
        writer.write_table(told)
    if writer is not None:
        writer.close()
    judge.keep()
    return None


polars_plan = partial(plan, "polars")
duckdb_plan = partial(plan, "duckdb")


def _as_text(column: pl.Series) -> pl.Series:
    return column.cast(pl.String)
