"""`python -m bench.differential --rows 1000000 --engine polars --engine table`: ends with 1 if any answer differs."""

from __future__ import annotations

import argparse
import sys
from time import perf_counter

from bench.differential.compared import EXPLAINED, Compared, Job, compared
from bench.differential.engines import ENGINES


def main() -> None:
    """Compare, say how far it is from batch to batch, and print how often each column differed."""
    asked = _arguments()
    found, start = Compared(), perf_counter()
    job = Job(tuple(dict.fromkeys(asked.engine or ENGINES)), asked.seed, asked.on_limits)
    for one in compared(job, asked.rows, asked.workers):
        found += one
        print(
            f"\r{found.rows:,} rows, {perf_counter() - start:.0f} s, {sum(found.differing.values())} differ",
            end="",
            flush=True,
        )
    print(f"\n{found.open_rows:,} rows are open, {found.unreadable:,} cannot be read")
    for engine in job.engines:
        counts = {name: found.differing[engine, name] for name in (*EXPLAINED, "readable")}
        told = ", ".join(f"{name} {count:,}" for name, count in counts.items() if count)
        print(f"{engine:<10} {sum(counts.values()):>10,} differ  {told}".rstrip())
    if found.first:
        print(f"the first: {found.first}")
    sys.exit(1 if found.differing else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.differential", description="Hold an engine against explain.")
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows to judge (default one million)")
    parser.add_argument("--engine", choices=[*ENGINES], action="append", help="may be given again (default all)")
    parser.add_argument("--on-limits", action="store_true", help="figures on and beside the limits of the law alone")
    parser.add_argument("--seed", type=int, default=20221021, help="another seed gives other rows")
    parser.add_argument("--workers", type=int, default=1, help="processes that share the batches (default 1)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
