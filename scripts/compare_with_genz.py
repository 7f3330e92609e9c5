"""The measured rows through GenZ, beside chipgate's foresight of the same rows left out: docs/workloads-genz.md.

    python scripts/compare_with_genz.py

GenZ (genz-llm) runs in .venv-bench; `make bench-big` makes it. It is told the same model, chip, layout and load as
chipgate reads from a row. It knows steps of decoding and prefills; they are put together as chipgate puts them: a token
of a served request is a step and its part of the prefills that come between.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

ROOT: Final = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # `bench` lies beside `src`

from bench.genz import asked, lacks, question  # noqa: E402

from chipgate.workloads.calibration import Rows, rows_of, seconds_of  # noqa: E402
from chipgate.workloads.cross_validation import folds, left_out  # noqa: E402
from chipgate.workloads.fitted import shipped  # noqa: E402
from chipgate.workloads.measured import Measured, read_measured  # noqa: E402
from chipgate.workloads.models import model_of  # noqa: E402
from chipgate.workloads.numbers import NAMES, Numbers  # noqa: E402
from chipgate.workloads.phases import CONSTANTS, ENGINE_LIMIT  # noqa: E402
from chipgate.workloads.serving import sequences_that_fit  # noqa: E402

DOCUMENT: Final = ROOT / "docs" / "workloads-genz.md"
KINDS: Final = {
    "serving": ("decode", "prefill"),
    "offline": ("decode", "prefill"),
    "prefill": ("prefill",),
    "decode": ("decode",),
    "first_token": ("prefill",),
}
"""What GenZ is asked for a row of each phase; it has no training."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A phase: ``errors`` are logarithms of foreseen over measured time, GenZ's and chipgate's of the same rows."""

    phase: str
    rows: int
    genz: np.ndarray[Any, np.dtype[np.float64]]
    chipgate: np.ndarray[Any, np.dtype[np.float64]]
    faults: Counter[str]


def main() -> None:
    """Ask, compare and write the document."""
    given = argparse.ArgumentParser(description="Measured rows through GenZ.")
    given.add_argument("-o", "--output", type=Path, default=DOCUMENT)
    output = given.parse_args().output
    if lacks():
        raise SystemExit(lacks())
    rows = read_measured()
    found = [compared(phase, rows_of(phase, rows)) for phase in CONSTANTS]
    output.write_text(document(found, genz_version()), encoding="utf-8")
    print(f"written: {output}")


def compared(phase: str, data: Rows) -> Compared:
    """The rows of one phase by both."""
    size = len(data.rows)
    if phase not in KINDS:
        return Compared(phase, size, np.empty(0), np.empty(0), Counter({"GenZ has no training": size}))
    numbers = [each(data.numbers, at) for at in range(size)]
    kinds = KINDS[phase]
    questions = [_question(kind, phase, row, n) for row, n in zip(data.rows, numbers, strict=True) for kind in kinds]
    answers = asked(questions)
    faults: Counter[str] = Counter()
    kept, errors = [], []
    for at, (row, n) in enumerate(zip(data.rows, numbers, strict=True)):
        own = answers[at * len(kinds) : (at + 1) * len(kinds)]
        fault = next((one["fault"] for one in own if "fault" in one), "")
        if fault:
            faults[_reason(fault)] += 1
            continue
        kept.append(at)
        errors.append(np.log(_seconds(phase, n, [one["ms"] / 1e3 for one in own]) / seconds_of(row)))
    ours = left_out(data, folds(size, min(10, size)), shipped(phase)).errors
    return Compared(phase, size, np.array(errors), ours[kept], faults)


def each(numbers: Numbers, at: int) -> Numbers:
    """The numbers of one row."""
    return Numbers(**{name: float(getattr(numbers, name)[at]) for name in NAMES})


def _question(kind: str, phase: str, row: Measured, n: Numbers) -> dict[str, Any]:
    """A step at the mean context with the sequences of one copy of the attention, or a prefill of one prompt."""
    tokens = n.in_len + n.out_len / 2.0 if kind == "decode" else n.in_len
    batch = _batch(phase, n) / n.copies if kind == "decode" else 1.0
    return question(kind, model_of(row.model), n, batch, tokens)


def _batch(phase: str, n: Numbers) -> float:
    """Sequences at once, as chipgate has them: those asked, or as many as memory, engine and queue allow."""
    if phase != "offline":
        return float(n.batch)
    fits = max(float(sequences_that_fit(n, n.in_len + n.out_len)), 1.0)
    return float(min(fits, ENGINE_LIMIT * n.copies, max(float(n.queued), 1.0)))


def _seconds(phase: str, n: Numbers, seconds: Sequence[float]) -> float:
    """The time in the phase's own unit."""
    batch = _batch(phase, n)
    if phase == "serving":
        return float(seconds[0] / n.accepted + seconds[1] * batch / n.out_len)
    if phase == "offline":
        return float(n.chips * (seconds[0] / (n.accepted * batch) + seconds[1] / n.out_len / n.pp))
    if phase == "decode":
        return float(seconds[0] * n.chips / (batch * n.accepted))
    if phase == "prefill":
        return float(seconds[0] * n.chips / (n.in_len * n.copies * n.pp))
    return seconds[0]


def _reason(fault: str) -> str:
    """A fault without its numbers, so that alike ones are counted together."""
    if "would not fit" in fault:
        return "the model would not fit by its count of memory"
    if "divisible by expert parallelism" in fault:
        return "experts that the parallelism does not divide"
    return fault.partition(":")[0]


def document(found: Sequence[Compared], version: str) -> str:
    """The page; VERSION is that of GenZ."""
    lines = [
        "# Measured rows through GenZ",
        "",
        "Made by `make genz`; do not edit. Rows are those of `src/chipgate/workloads/data/measurements.csv`;",
        "errors are absolute and relative, of the time per token. chipgate's are of rows left out ten folds at a",
        "time, of the very rows that GenZ could run.",
        "",
        f"GenZ is genz-llm {version} as it ships, at its efficiency of 1. Beside it, its times are multiplied by",
        "one number a phase, the one that makes its median error smallest on these very rows: what one fitted",
        "efficiency would do for it. It knows neither latent attention (its own DeepSeek-V3 has two key heads",
        "instead) nor what software costs.",
        "",
        "| phase | rows | run | GenZ median | p90 | times | median | p90 | chipgate left out, median | p90 |",
        "|---|---|---|---|---|---|---|---|---|---|",
        *(_line(one) for one in found),
        "",
        "What could not be run:",
        "",
    ]
    lines += [f"- {one.phase}: {count} rows, {reason}" for one in found for reason, count in one.faults.most_common()]
    return "\n".join(lines) + "\n"


def _line(one: Compared) -> str:
    if not len(one.genz):
        return f"| {one.phase} | {one.rows} | 0 | | | | | | | |"
    scale = best_scale(one.genz)
    cells = [*_errors(one.genz), f"{np.exp(scale):.2f}", *_errors(one.genz + scale), *_errors(one.chipgate)]
    return f"| {one.phase} | {one.rows} | {len(one.genz)} | {' | '.join(cells)} |"


def best_scale(errors: np.ndarray[Any, np.dtype[np.float64]]) -> float:
    """The logarithm that, added to ERRORS, makes the median of the absolute relative error smallest."""
    tried = np.linspace(-errors.max(), -errors.min(), 2001)
    return float(tried[np.argmin([np.median(np.abs(np.expm1(errors + one))) for one in tried])])


def _errors(errors: np.ndarray[Any, np.dtype[np.float64]]) -> tuple[str, str]:
    relative = np.abs(np.expm1(errors))
    return f"{np.median(relative):.1%}", f"{np.quantile(relative, 0.9):.1%}"


def genz_version() -> str:
    """The version that is installed beside."""
    import subprocess

    from bench.big.rivals import BESIDE

    told = "from importlib.metadata import version; print(version('genz-llm'))"
    return subprocess.run([BESIDE, "-c", told], capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    main()
