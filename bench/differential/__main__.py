"""`python -m bench.differential --rows 1000000 --engine polars --engine table`: ends with 1 if any answer differs."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from time import perf_counter

from bench.differential.compared import EXPLAINED, Compared, Job, Progress, compared
from bench.differential.engines import ENGINES
from chipgate.cases.tables.kept_tables import FOLDER_NAMED_BY


def main() -> None:
    """Compare, say how far it is after each batch, and print how often each column differed."""
    asked = _arguments()
    os.environ.setdefault(FOLDER_NAMED_BY, "off")  # what random rows teach is of no use to anybody
    job = Job(tuple(dict.fromkeys(asked.engine or ENGINES)), asked.seed, asked.on_limits, asked.random_laws)
    progress, start = Progress(asked.go_on, job), perf_counter()
    for number, found in compared(job, asked.rows, asked.workers, progress.done):
        progress.note(number, found)
        total, took = progress.total, perf_counter() - start
        print(f"batch {number}: {_line(total)}; {took:.0f} s", flush=True)
    total = progress.total
    print(f"total: {_line(total)}; {total.open_rows:,} are open, {total.unreadable:,} cannot be read")
    print("processor seconds: " + ", ".join(f"{name} {seconds:.0f}" for name, seconds in total.seconds.items()))
    for engine in job.engines:
        counts = {name: total.differing[engine, name] for name in (*EXPLAINED, "readable")}
        told = ", ".join(f"{name} {count:,}" for name, count in counts.items() if count)
        print(f"{engine:<10} {sum(counts.values()):>10,} differ  {told}".rstrip())
    if total.first:
        print(f"the first: {total.first}")
    sys.exit(1 if total.differing else 0)


def _line(found: Compared) -> str:
    return f"{found.rows:,} rows, {sum(found.differing.values()):,} differ"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.differential", description="Hold an engine against explain.")
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows to judge (default one million)")
    parser.add_argument("--engine", choices=[*ENGINES], action="append", help="may be given again (default all)")
    parser.add_argument("--on-limits", action="store_true", help="figures on and beside the limits of the law alone")
    parser.add_argument("--random-laws", action="store_true", help="each batch by a made-up law of its own")
    parser.add_argument("--seed", type=int, default=20221021, help="another seed gives other rows")
    parser.add_argument("--workers", type=int, default=2, help="processes that share the batches (default 2)")
    parser.add_argument(
        "--go-on",
        type=Path,
        metavar="FILE",
        help="note the batches that are done in FILE; those in it are not done again",
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
