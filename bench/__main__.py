"""`make bench`, or `python -m bench --json FILE`: measure, print a table, and assert nothing."""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Iterable
from pathlib import Path

from bench.backwards import backwards
from bench.checks import checks
from bench.decisions import decisions, generated_code
from bench.genz import lacks
from bench.measured import Measured
from bench.reasons import reasons
from bench.shell import forbidden_modules, shell
from bench.workloads import workloads

_ROW = "{:<52} {:>9} {:>19} {:>9}  {:<5} {}"


def main() -> None:
    """Measure everything in turn and print each line as it is known."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the speed of chipgate.")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers to FILE as well")
    asked = parser.parse_args()
    print(f"{_machine()}; median of many, a tenth of the timings lies outside each end of the range")
    print(_ROW.format("", "median", "p10 - p90", "goal", "", "against a simple rival").rstrip())
    parts = (decisions, reasons, checks, generated_code, backwards, workloads, shell)
    found = [_shown(one) for part in parts for one in part()]
    if lacks():
        print(lacks())
    heavy = forbidden_modules()
    print(f"`import chipgate` loads of the heavy libraries: {', '.join(heavy) or 'none'}")
    if asked.json is not None:
        asked.json.write_text(json.dumps(_plain(found, heavy), indent=2) + "\n", encoding="utf-8")


def _shown(one: Measured) -> Measured:
    low, high = one.spread
    goal = "" if one.goal is None else f"{one.goal:g} {one.unit}"
    met = "" if one.goal is None else "met" if one.median <= one.goal else "not"
    ratio = one.times_rival
    rival = "" if ratio is None else f"{_times(ratio)} {one.rival}"
    spread = f"{low:.1f} - {high:.1f} {one.unit}"
    print(_ROW.format(one.name, f"{one.median:.1f} {one.unit}", spread, goal, met, rival).rstrip(), flush=True)
    return one


def _times(ratio: float) -> str:
    """A ratio as it is said: how many times as long, or what part of a million."""
    return f"{ratio:.2g} x" if ratio > 1e-3 else f"1/{1 / ratio:,.0f} of"


def _machine() -> str:
    return f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores"


def _plain(found: Iterable[Measured], heavy: list[str]) -> dict[str, object]:
    return {"machine": _machine(), "measured": [one.plain() for one in found], "heavy_modules": heavy}


if __name__ == "__main__":
    main()
