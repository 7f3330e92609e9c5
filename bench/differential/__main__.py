"""`python -m bench.differential --rows 1000000 --engine polars`: every row judged twice; 1 if any answer differs."""

from __future__ import annotations

import argparse
import sys
from time import perf_counter

from bench.differential.compared import EXPLAINED, Compared, compared
from bench.differential.engines import ENGINES


def main() -> None:
    """Compare, say how far it is from batch to batch, and print how often each column differed."""
    asked = _arguments()
    found, start = Compared(), perf_counter()
    for one in compared(asked.engine, asked.rows, asked.seed, asked.workers):
        found += one
        print(f"\r{found.rows:,} rows, {perf_counter() - start:.0f} s, {sum(found.differing.values())} differ", end="")
    print(f"\n{found.open_rows:,} rows are open, {found.unreadable:,} cannot be read")
    for name in (*EXPLAINED, "readable"):
        print(f"{name:<20} {found.differing[name]:>10,}")
    if found.first:
        print(f"the first: {found.first}")
    sys.exit(1 if found.differing else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.differential", description="Hold an engine against explain.")
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows to judge (default one million)")
    parser.add_argument("--engine", choices=[*ENGINES], default="polars", help="the engine (default polars)")
    parser.add_argument("--seed", type=int, default=20221021, help="another seed gives other rows")
    parser.add_argument("--workers", type=int, default=1, help="processes that share the batches (default 1)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
