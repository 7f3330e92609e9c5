"""The roofline of the workloads: what one evaluation takes, flat and over a broadcast grid, and GenZ's time beside it.

A flat evaluation has every number of the question for itself. A broadcast evaluation is one cell of a grid of chips x
models x layouts x batches x contexts, in which they share them. Both are in float64 and on two cores, and give what
the time functions give (tests/workloads/test_grid_plan.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import product
from time import perf_counter

import numpy as np

from bench.genz import asked, lacks, question
from bench.measured import MILLISECONDS, NANOSECONDS, Measured
from chipgate.workloads.device import device_of
from chipgate.workloads.fitted import shipped
from chipgate.workloads.grid_numbers import laid_out
from chipgate.workloads.grid_plan import largest, planned, total, written
from chipgate.workloads.layout import layout_of
from chipgate.workloads.models import model_of
from chipgate.workloads.numbers import NAMES, Numbers, numbers_of, stacked
from chipgate.workloads.phases import PHASE_TIMES

FLAT_GOAL_NS, BROADCAST_GOAL_NS = 200.0, 10.0
"""5 and 100 million evaluations a second."""

FLAT = 1 << 20
BATCHES, CONTEXTS = 256, 512
TURNS = 9

CHIPS = ("H100", "H20", "A100-80", "B200", "MI300X", "910C", "Gaudi2", "H800")
MODELS = ("DeepSeek-V3", "Llama-3.1-70B", "Qwen3-8B", "Llama-3.1-405B")
LAYOUTS = ("tp8", "ep16", "tp4 pp2", "tp2")


def workloads() -> Iterator[Measured]:
    """Flat arrays, then grids, by phase; the last lines are with what binds, and GenZ."""
    rival = genz_seconds()
    for phase in ("training", "prefill", "decode", "serving", "offline", "first_token"):
        seconds = _each(lambda phase=phase: seconds_of(phase, flat(), (FLAT,)), FLAT)  # type: ignore[misc]
        yield _line(f"{phase}, flat, an evaluation", seconds, FLAT_GOAL_NS, rival)
    shape = (len(CHIPS), len(MODELS), len(LAYOUTS), BATCHES, CONTEXTS)
    cells = int(np.prod(shape))
    for phase in ("training", "prefill", "decode", "serving", "offline", "first_token"):
        seconds = _each(lambda phase=phase: seconds_of(phase, broadcast(), shape), cells)  # type: ignore[misc]
        yield _line(f"{phase}, grid of {cells / 1e6:.0f} million, a cell", seconds, BROADCAST_GOAL_NS, rival)
    seconds = _each(lambda: seconds_of("decode", broadcast(), shape, binding=True), cells, turns=3)
    yield _line("decode, the same with what binds", seconds, None, rival)
    if rival:
        yield Measured("GenZ, a step of decoding or a prefill", MILLISECONDS, rival)


def _line(name: str, seconds: Sequence[float], goal: float | None, rival: Sequence[float]) -> Measured:
    return Measured(name, NANOSECONDS, seconds, goal, "GenZ" if rival else "", rival)


def seconds_of(phase: str, n: Numbers, shape: tuple[int, ...], *, binding: bool = False) -> object:
    """The time of each cell, from the formulas on: what is prepared is timed with it."""
    parts = written(PHASE_TIMES[phase], n, shipped(phase).constants)
    return planned([total(parts), *([largest(parts)] if binding else [])], shape).run(cores=2)


def _each(job: Callable[[], object], evaluations: int, turns: int = TURNS) -> list[float]:
    """Seconds for one of the EVALUATIONS of JOB, TURNS times."""
    job()
    taken = []
    for _ in range(turns):
        started = perf_counter()
        job()
        taken.append((perf_counter() - started) / evaluations)
    return taken


@cache
def _questions() -> tuple[Numbers, ...]:
    told = {"precision": "bf16", "chips": 16, "batch": 32, "in_len": 4096, "out_len": 512}
    return tuple(
        numbers_of(model_of(model), device_of(chip), layout_of(layout, 16), **told)  # type: ignore[arg-type]
        for chip, model, layout in product(CHIPS, MODELS, LAYOUTS)
    )


@cache
def flat() -> Numbers:
    """Questions drawn at random, each with a batch and a context of its own."""
    random = np.random.default_rng(1)
    rows = random.integers(0, len(_questions()), FLAT)
    columns = {name: getattr(stacked(_questions()), name)[rows] for name in NAMES}
    columns["batch"] = random.integers(1, 512, FLAT).astype(float)
    columns["in_len"] = random.integers(128, 32_768, FLAT).astype(float)
    return Numbers(**columns)


@cache
def broadcast() -> Numbers:
    """Every chip, model and layout with every batch and context."""
    outer = (len(CHIPS), len(MODELS), len(LAYOUTS))
    numbers = laid_out(_questions(), outer, 2)
    columns = {name: getattr(numbers, name) for name in NAMES}
    columns["batch"] = np.linspace(1, 512, BATCHES).round()[:, None]
    columns["in_len"] = np.linspace(128, 32_768, CONTEXTS).round()
    return Numbers(**columns)


def genz_seconds() -> list[float]:
    """What GenZ takes for one answer; nothing where it is not installed."""
    if lacks():
        return []
    shape, n = model_of("Llama-3.1-70B"), _questions()[len(LAYOUTS)]  # H100, tp8
    kinds = ("decode", "prefill") * TURNS
    found = asked([question(kind, shape, n, 32 if kind == "decode" else 1, 4096) for kind in kinds])
    return [one["seconds"] for one in found[2:]]  # the first of each kind loads what the others use
