"""Where chipgate's own engines are plugged in, each imported when it runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from chipgate.cases.book_results import BookRun, ResultFiles
from chipgate.cases.check import Checker
from chipgate.cases.order_book import OrderBook
from chipgate.cases.order_files import open_orders
from chipgate.cases.tables.frame_judge import FrameJudge
from chipgate.cases.tables.parquet_to_parquet import judge_parquet, tally_parquet
from chipgate.cases.tables.plan_judge import PlanJudge
from chipgate.law.reform import Reform, SetLimit, reformed
from chipgate.law.us.corpus import us_corpus

_TOLD = ("outcome", "deciding_provision")
_REASONED = (*_TOLD, "missing", "reason")
_SLICE = 250_000

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
    """Expressions of an engine for tables, with the missing facts."""
    judged = _planned(engine, path)
    if out is not None:
        pl.concat(list(judged)).write_parquet(out)
        return None
    counted: Counter[tuple[str, str]] = Counter()
    for frame in judged:
        counts = frame.group_by(_TOLD).len()
        counted.update({(outcome, provision): rows for outcome, provision, rows in counts.iter_rows()})
    return [(*told, rows) for told, rows in counted.items()]


polars_plan = partial(plan, "polars")
duckdb_plan = partial(plan, "duckdb")


def _planned(engine: str, path: Path) -> Iterator[pl.DataFrame]:
    scanned = pl.scan_parquet(path)
    names = FrameJudge(scanned.collect_schema().names()).names
    judge = PlanJudge(Checker(assume="ordinary"), tuple(names.values()), lambda column: column.cast(pl.String), engine)
    rows = int(scanned.select(pl.len()).collect().item())
    for start in range(0, rows, _SLICE):
        given = scanned.slice(start, _SLICE).collect()
        judged = judge.judge(given.rename(names)).select("outcome", "deciding_provision", "missing")
        yield given.hstack(judged.with_columns(provision="deciding_provision"))
