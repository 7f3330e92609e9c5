"""The best layout: every legal one on so many chips, held against memory and latency, the fastest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from chipgate.chips.catalogue import Catalogue
from chipgate.translation.language import Language
from chipgate.workloads import assumed as words
from chipgate.workloads.asked import Asked, asked_of, batch_faults
from chipgate.workloads.assumed import Assumed
from chipgate.workloads.deliver import hourly_usd
from chipgate.workloads.delivery import Delivery
from chipgate.workloads.device import Device, device_of
from chipgate.workloads.faults import BadWorkload, MissingExtra
from chipgate.workloads.models import model_of
from chipgate.workloads.shape import Shape

if TYPE_CHECKING:
    from chipgate.workloads.candidates import Grid
    from chipgate.workloads.evaluated import Evaluated

TOKENS_OF_A_STEP: Final = float(1 << 24)
"""Tokens of a training step where nobody says: what Llama 3 405B ended with (arXiv:2407.21783, section 3.4.1)."""

KEPT: Final = 768
"""So many layouts, the fastest by the roofline alone, are looked at with effects and intervals."""


@dataclass(frozen=True, slots=True)
class Faster:
    """A layout that would be faster, with its load and its rate."""

    layout: str
    batch: float
    tokens_per_s_chip: float

    def json(self) -> dict[str, Any]:
        """The layout as plain values."""
        return {"layout": self.layout, "batch": self.batch, "tokens_per_s_chip": self.tokens_per_s_chip}


@dataclass(frozen=True, slots=True)
class BestParallelism:
    """The best layout, the next one, and what keeps a faster one away.

    ``layouts`` were legal, ``fitting`` of them fit, ``in_time`` of those keep the limit; loads that were tried count
    each. ``slower_in`` is what the runner-up needs more than the best, in chip seconds a token by resource (less where
    negative). ``held_back_by`` names memory or latency with what would be faster without it.
    """

    best: Delivery
    runner_up: Delivery | None
    layouts: int
    fitting: int
    in_time: int
    slower_in: dict[str, float]
    held_back_by: dict[str, Faster]

    @property
    def apart(self) -> bool:
        """Whether best and runner-up differ by more than the interval of the best."""
        return self.runner_up is None or self.runner_up.rate.value < self.best.rate.low80

    def json(self, language: Language = "en") -> dict[str, Any]:
        """The search as plain values."""
        return {
            "best": self.best.json(language),
            "runner_up": self.runner_up.json(language) if self.runner_up else None,
            "apart": self.apart,
            "layouts": self.layouts,
            "fitting": self.fitting,
            "in_time": self.in_time,
            "slower_in": self.slower_in,
            "held_back_by": {name: one.json() for name, one in self.held_back_by.items()},
        }


def best_parallelism(
    chip: str | Device,
    model: str | Path | Shape,
    phase: str = "decode",
    *,
    chips: int = 8,
    sequences: float | None = None,
    context: float = 4096,
    output: float = 0,
    precision: str = "",
    kv_precision: str = "",
    mtp: int = 0,
    accepted: float | None = None,
    lora: bool = False,
    recompute: str = "",
    software: str = "",
    max_wait_ms: float | None = None,
    usd_per_chip_hour: float | None = None,
    chip_price_usd: float | None = None,
    years: float | None = None,
    catalogue: Catalogue | None = None,
) -> BestParallelism:
    """The layout with the most tokens per second on CHIPS that fits and keeps the limit.

    SEQUENCES are at once on all chips (in training: of a step); where nobody says, loads are searched too, or a step
    has 16 Mi tokens. MAX_WAIT_MS is how long a user waits for a token at most; in prefill, for the prompt.

    Raises:
        UnknownChip, UnknownModel: no such name; the message has the nearest.
        BadWorkload: what cannot be meant; no layout fits, or none keeps the limit: how far the nearest is.
        MissingExtra: NumPy or SciPy is not installed.
    """
    device = chip if isinstance(chip, Device) else device_of(chip, catalogue)
    shape = model if isinstance(model, Shape) else model_of(model)
    _refuse(chips, sequences, max_wait_ms, phase)
    asked = asked_of(
        device,
        shape,
        phase,
        "",
        batch=1,
        context=context,
        output=output,
        precision=precision,
        kv_precision=kv_precision,
        drafts=mtp,
        acceptance=accepted,
        lora=lora,
        recompute=recompute,
        software=software,
    )
    hourly, priced = hourly_usd(device, usd_per_chip_hour, chip_price_usd, years)
    if phase == "training" and sequences is None:
        sequences = max(round(TOKENS_OF_A_STEP / context), 1)
        priced = (*priced, Assumed("batch", float(sequences), words.BATCH))
    try:
        from chipgate.workloads.candidates import grids
    except ModuleNotFoundError as fault:
        raise MissingExtra(str(fault.name), "workloads") from fault
    found = grids(asked, chips, sequences)
    if not found:
        raise BadWorkload(shape.name, [f"{sequences:g} sequences are fewer than any layout of {chips} chips needs"])
    return _best(found, asked, max_wait_ms, hourly, priced, sequences)


def _refuse(chips: int, sequences: float | None, limit: float | None, phase: str) -> None:
    faults = []
    if chips < 1:
        faults.append(f"chips is {chips}; give 1 or more")
    if chips > MOST_CHIPS:
        faults.append(f"chips is {chips}; layouts are searched up to {MOST_CHIPS}: give one with --parallel")
    faults += batch_faults(sequences) if sequences is not None else []
    if limit is not None and not limit > 0:
        faults.append(f"the limit is {limit:g} ms; give more than 0")
    if limit is not None and phase == "training":
        faults.append("nobody waits for a token in training; leave the limit out")
    if faults:
        raise BadWorkload("best layout", faults)


MOST_CHIPS: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class _One:
    """One candidate: its place in a grid, and what it comes to."""

    grid: Grid
    place: int
    found: Evaluated
    kept: int  # its place among those worked out
    seconds: float
    wait_ms: float
    fits: bool

    @property
    def asked(self) -> Asked:
        return self.grid.asked[self.place]

    @property
    def faster(self) -> Faster:
        return Faster(self.asked.parallel, self.asked.batch, 1.0 / self.seconds)


def _best(
    found: Sequence[Grid],
    base: Asked,
    limit: float | None,
    hourly: float | None,
    priced: tuple[Assumed, ...],
    sequences: float | None,
) -> BestParallelism:
    every = sorted((one for grid in found for one in _worked_out(grid, limit)), key=lambda one: one.seconds)
    fit = [one for one in every if one.fits]
    in_time = [one for one in fit if _keeps(one, limit)]
    if not in_time:
        raise BadWorkload("best layout", [_why_none(found, every, fit, limit)])
    first = in_time[0]
    second = next((one for one in in_time if one.asked.layout != first.asked.layout), None)
    said = (*priced, Assumed("layout", first.asked.parallel, words.LAYOUT))
    if not first.asked.trains and sequences is None and first.asked.phase != "prefill":
        said = (*said, Assumed("batch", first.asked.batch, words.LOAD))
    if first.asked.trains and not base.recompute:
        said = (*said, Assumed("recompute", first.asked.recompute, words.RECOMPUTE))
    return BestParallelism(
        best=_delivery(first, hourly, said),
        runner_up=_delivery(second, hourly, priced) if second else None,
        layouts=sum(len(grid) for grid in found),
        fitting=sum(int(grid.fits.sum()) for grid in found),
        in_time=len(in_time),
        slower_in=_slower(first, second) if second else {},
        held_back_by=_held_back(every, fit, first, limit),
    )


def _worked_out(grid: Grid, limit: float | None) -> list[_One]:
    """The fastest of a grid, with effects and intervals: those that fit, and those that would be faster."""
    import numpy as np

    from chipgate.workloads.evaluated import evaluated, parts_of
    from chipgate.workloads.fitted import shipped
    from chipgate.workloads.numbers import NAMES, Numbers

    parts = parts_of(grid.asked[0].phase, grid.numbers, shipped(grid.asked[0].fitted).constants)
    quick = np.sum(list(parts.values()), axis=0)
    order = np.argsort(quick, kind="stable")
    fit = [one for one in order if grid.fits[one]]
    by_wait = sorted(fit, key=lambda one: _wait_ms(grid.asked[one], float(quick[one]))) if limit else []
    kept = [int(one) for one in dict.fromkeys((*fit[:KEPT], *by_wait[:KEPT], *order[: KEPT // 8]))]
    numbers = Numbers(**{name: getattr(grid.numbers, name)[kept] for name in NAMES})
    found = evaluated([grid.asked[one] for one in kept], numbers)
    return [
        _One(
            grid, one, found, at, float(found.seconds[at]),
            _wait_ms(grid.asked[one], float(found.seconds[at])), bool(grid.fits[one]),
        )
        for at, one in enumerate(kept)
    ]  # fmt: skip


def _wait_ms(asked: Asked, chip_seconds: float) -> float:
    """Milliseconds that a user waits: for a token, in prefill for the prompt, which meets the stages one by one."""
    alone = asked.context * asked.layout.pp if asked.phase == "prefill" else asked.batch
    return 1e3 * chip_seconds * alone * asked.copies / asked.chips


def _keeps(one: _One, limit: float | None) -> bool:
    return limit is None or one.wait_ms <= limit


def _delivery(one: _One, hourly: float | None, said: tuple[Assumed, ...]) -> Delivery:
    from chipgate.workloads.answer import delivery_of
    from chipgate.workloads.evaluated import numbers_asked
    from chipgate.workloads.numbers import stacked

    asked = one.asked
    alone = _alone(one.found, one.kept)
    return delivery_of(asked, stacked([numbers_asked(asked)]), alone, 0, hourly, said)


def _alone(found: Evaluated, at: int) -> Evaluated:
    cut: Callable[[Any], Any] = lambda values: values[at : at + 1]  # noqa: E731
    return replace(
        found,
        seconds=cut(found.seconds),
        fast=cut(found.fast),
        slow=cut(found.slow),
        parts={name: cut(part) for name, part in found.parts.items()},
    )


def _slower(first: _One, second: _One) -> dict[str, float]:
    """Chip seconds a token by resource that the second needs more than the first, effects shared out evenly."""

    def scaled(one: _One) -> dict[str, float]:
        parts = {name: float(part[one.kept]) for name, part in one.found.parts.items()}
        return {name: part * one.seconds / sum(parts.values()) for name, part in parts.items()}

    mine, other = scaled(first), scaled(second)
    return {name: other.get(name, 0.0) - mine.get(name, 0.0) for name in dict.fromkeys((*mine, *other))}


def _held_back(every: list[_One], fit: list[_One], best: _One, limit: float | None) -> dict[str, Faster]:
    """What a faster layout fails at."""
    held = {}
    room = next((one for one in every if not one.fits and _keeps(one, limit)), None)
    if room and room.seconds < best.seconds:
        held["memory"] = room.faster
    if fit[0].seconds < best.seconds:
        held["latency"] = fit[0].faster
    return held


def _why_none(found: Sequence[Grid], every: list[_One], fit: list[_One], limit: float | None) -> str:
    from chipgate.workloads.answer import memory_of

    one = every[0].asked
    if fit:
        fastest = min(fit, key=lambda other: other.wait_ms)
        return (
            f"no layout of {one.shape.name} on {one.device.name} keeps {limit:g} ms: the fastest, "
            f"{fastest.asked.parallel}, needs {fastest.wait_ms:.3g} ms; allow more, or give more chips"
        )
    memories = [
        (memory_of(grid.asked[at], grid.numbers, at), grid.asked[at]) for grid in found for at in range(len(grid))
    ]
    least, asked = min(memories, key=lambda pair: sum(pair[0].held_gb.values()))
    return (
        f"{one.shape.name} does not fit on the chips that are given: each {one.device.name} would hold "
        f"{sum(least.held_gb.values()):.4g} GB under {asked.parallel}, and {least.usable_gb:.4g} GB can be filled; "
        "give more chips, fewer bits or a smaller load"
    )
