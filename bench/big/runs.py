"""Processes: the file of shipments is made in one, and every run of a rival is one, with its own peak memory.

The process that starts them stays small. What a process holds when it starts another would count as the other's peak.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from bench.big.rivals import ROOT, Rival

CACHE = ROOT / "build" / "bench" / "cache"
"""Where engines keep their tables from run to run; nobody else's."""

_MB = 1024  # ru_maxrss is in kibibytes


class Run(NamedTuple):
    """What one run took, and its histogram where it made one."""

    seconds: float
    processor_s: float  # of all threads, but not of processes that the rival starts
    prepare_s: float
    peak_mb: float
    histogram: list[tuple[str, str, int]] | None


def run_once(name: str, rival: Rival, path: Path, out: Path | None) -> Run:
    """Run RIVAL over PATH.

    Raises:
        RuntimeError: it failed; carries the end of what it said.
    """
    words = ["-m", "bench.big.one_run", name, str(path), *([] if out is None else [str(out)])]
    said, peak_mb = waited(rival.python, words)
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    counts = found["histogram"]
    histogram = None if counts is None else [(str(a), str(b), int(count)) for a, b, count in counts]
    peak_mb += found["children_peak_mb"]
    return Run(found["seconds"], found["processor_s"], found["prepare_s"], peak_mb, histogram)


def make_transactions(folder: Path, rows: int, seed: int | None = None) -> Path:
    """The file of ROWS shipments, made where it is not there yet."""
    path = folder / f"transactions-{rows}{'' if seed is None else f'-{seed}'}.parquet"
    if not path.exists():
        making = path.with_suffix(".making")
        words = [str(making), str(rows), *([] if seed is None else [str(seed)])]
        waited(Path(sys.executable), ["-m", "bench.big.transactions", *words])
        making.rename(path)
    return path


def waited(python: Path, words: list[str]) -> tuple[str, float]:
    """What PYTHON printed, and its peak memory in MB."""
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(
            [python, *words], cwd=ROOT, env=_environment(), stdout=said, stderr=subprocess.STDOUT
        )
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read()
    if process.returncode:
        raise RuntimeError(f"{' '.join(words)} ended with exit code {process.returncode}:\n{text[-2000:]}")
    return text, usage.ru_maxrss / _MB


def _environment() -> dict[str, str]:
    """Ours, with the sources for an environment in which chipgate is not installed, and a cache for tables."""
    return {**os.environ, "PYTHONPATH": str(ROOT / "src"), "CHIPGATE_CACHE": str(CACHE)}
