"""`make bench-big`, or `python -m bench.big`: every rival over the same file, turn by turn, each in its own process."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
from pathlib import Path

from bench.big.checked import Verdict, checked
from bench.big.measured import FILE, HISTOGRAM, Runs, table_of
from bench.big.rivals import RIVALS, ROOT, Rival
from bench.big.runs import CACHE, make_transactions, run_once

FOLDER = ROOT / "build" / "bench"


def main() -> None:
    """Check every rival against ``Checker``, then measure them."""
    asked = _arguments()
    FOLDER.mkdir(parents=True, exist_ok=True)
    present = _present(asked.only)
    print(f"{_machine()}; {asked.rows:,} rows, {asked.turns} turns; load average {_load()} at the start")
    verdicts = list(checked(present, asked.check_rows, FOLDER))
    for verdict in verdicts:
        print(verdict.line())
    runs = measured(present, asked.rows, asked.turns)
    print("\n".join(table_of(runs)))
    print(f"load average {_load()} at the end; what else ran on the machine slows some lines more than others")
    if asked.json is not None:
        asked.json.write_text(json.dumps(_plain(asked.rows, verdicts, runs), indent=2) + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.big", description="Judge millions of shipments.")
    parser.add_argument("--rows", type=int, default=10_000_000, help="rows of the table (default 10 million)")
    parser.add_argument("--turns", type=int, default=5, help="timings of each way (default 5)")
    parser.add_argument("--check-rows", type=int, default=130_000, help="rows compared with Checker (130,000)")
    parser.add_argument(
        "--only", action="append", choices=[*RIVALS], metavar="NAME", help="one way only; may be given again"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers to FILE as well")
    return parser.parse_args()


def _present(only: list[str] | None) -> dict[str, Rival]:
    """The rivals that are asked for and can run; a line for each that cannot."""
    present = {}
    for name, rival in RIVALS.items():
        lacks = rival.lacks() if only is None or name in only else "not asked for"
        if not lacks:
            present[name] = rival
        elif only is None or name in only:
            print(f"skipped: {name} ({lacks})")
    return present


def measured(present: dict[str, Rival], rows: int, turns: int) -> list[Runs]:
    """Every rival TURNS times to a histogram and to a file, turn by turn: a slow moment falls on all of them."""
    found = {
        (name, mode): Runs(name, mode, min(rows, rival.most_rows), rival.note)
        for name, rival in present.items()
        for mode in (HISTOGRAM, FILE)
    }
    files = {one.rows: make_transactions(FOLDER, one.rows) for one in found.values()}
    shutil.rmtree(CACHE, ignore_errors=True)
    for one in found.values():
        if RIVALS[one.name].learns:
            one.first = run_once(one.name, RIVALS[one.name], files[one.rows], _out(one.mode))
    for _ in range(turns):
        for one in found.values():
            one.add(run_once(one.name, RIVALS[one.name], files[one.rows], _out(one.mode)))
    return list(found.values())


def _out(mode: str) -> Path | None:
    return FOLDER / "answers.parquet" if mode == FILE else None


def _machine() -> str:
    return f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores"


def _load() -> str:
    return f"{os.getloadavg()[0]:.2f}"


def _plain(rows: int, verdicts: list[Verdict], runs: list[Runs]) -> dict[str, object]:
    return {
        "machine": _machine(),
        "rows": rows,
        "checked": [verdict._asdict() for verdict in verdicts],
        "measured": [one.plain() for one in runs],
    }


if __name__ == "__main__":
    main()
