"""What chips deliver over batch and context: curves with intervals and what binds along them, never one number.

A ``Grid`` has five axes, in this order: chips, models, layouts, batches, contexts. Every array has all five.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from chipgate.chips.catalogue import Catalogue
from chipgate.workloads.asked import Asked, asked_of
from chipgate.workloads.device import Device, device_of
from chipgate.workloads.effects import Array
from chipgate.workloads.effects_over_grid import effects_over
from chipgate.workloads.evaluated import TIMES, numbers_asked
from chipgate.workloads.faults import BadWorkload
from chipgate.workloads.fitted import shipped
from chipgate.workloads.foresee import IDEAL
from chipgate.workloads.grid_numbers import laid_out
from chipgate.workloads.grid_plan import largest, planned, total, written
from chipgate.workloads.layout import ONE_CHIP
from chipgate.workloads.memory_fit import fits, least_recompute
from chipgate.workloads.models import model_of
from chipgate.workloads.numbers import Numbers, stacked
from chipgate.workloads.shape import Shape

AXES: Final = ("chip", "model", "layout", "batch", "context")
CELLS: Final = 100_000_000
"""The most cells of one grid: 800 MB for each of its arrays of numbers."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Rates over chips, models, layouts, batches and contexts: arrays of shape (C, M, P, B, T).

    ``seconds`` is chip time for one token, ``fast`` and ``slow`` the ends of its 80 % interval (equal to it without
    effects). ``binding`` counts into ``resources``. ``fits`` says where the memory holds it; where it does not, the
    rate stands as if it did. ``asked`` has the question of each chip, model and layout, (C, M, P) in turn.
    """

    phase: str
    chips: tuple[str, ...]
    models: tuple[str, ...]
    layouts: tuple[str, ...]
    batches: Array
    contexts: Array
    resources: tuple[str, ...]
    seconds: Array
    fast: Array
    slow: Array
    binding: NDArray[np.int8]
    fits: NDArray[np.bool_]
    asked: tuple[Asked, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """Places along each of the axes."""
        return self.seconds.shape

    @property
    def tokens_per_s_chip(self) -> Array:
        """The expected rate."""
        return 1.0 / self.seconds

    @property
    def low80(self) -> Array:
        """The low end of its 80 % interval."""
        return 1.0 / self.slow

    @property
    def high80(self) -> Array:
        """The high end of its 80 % interval."""
        return 1.0 / self.fast

    def resource(self, *place: int) -> str:
        """What binds at a PLACE of the grid."""
        return self.resources[int(self.binding[place])]

    def question(self, chip: int, model: int, layout: int) -> Asked:
        """What was asked there, with what was assumed."""
        return self.asked[(chip * len(self.models) + model) * len(self.layouts) + layout]


def grid(
    chips: Sequence[str | Device],
    models: Sequence[str | Shape] | str | Shape,
    phase: str = "decode",
    *,
    batch: Sequence[float] = (32,),
    context: Sequence[float] = (4096,),
    parallel: Sequence[str] = ("",),
    effects: bool = True,
    catalogue: Catalogue | None = None,
    cores: int = 1,
    **options: Any,
) -> Grid:
    """Rates over the product of all axes; OPTIONS (precision, output, mtp ...) are those of one question.

    BATCH counts sequences on each copy of the attention, CONTEXT tokens of each. Without EFFECTS the calibrated
    roofline stands alone, a hundred million cells a second: what a search over designs wants. With them, each cell is
    what ``deliver`` answers there.

    Raises:
        UnknownChip, UnknownModel: no such name.
        BadWorkload: an axis without a place, a question that cannot be meant, more cells than memory holds.
    """
    devices = [one if isinstance(one, Device) else device_of(one, catalogue) for one in chips]
    named = [models] if isinstance(models, str | Shape) else list(models)
    shapes = [one if isinstance(one, Shape) else model_of(one) for one in named]
    loads = np.asarray(batch, dtype=float), np.asarray(context, dtype=float)
    _refuse_sizes(devices, shapes, parallel, *loads)
    questions = tuple(
        _checked(device, shape, phase, layout, *loads, options)
        for device, shape, layout in product(devices, shapes, parallel)
    )
    outer = (len(devices), len(shapes), len(parallel))
    made = _Made(questions, outer, loads, cores)
    made.work_out(effects)
    return Grid(
        phase=phase,
        chips=tuple(one.name for one in devices),
        models=tuple(one.name for one in shapes),
        layouts=tuple(one or ONE_CHIP for one in parallel),
        batches=loads[0],
        contexts=loads[1],
        resources=made.resources,
        seconds=made.seconds,
        fast=made.fast,
        slow=made.slow,
        binding=made.binding,
        fits=made.fits,
        asked=questions,
    )


def _refuse_sizes(devices: Any, shapes: Any, parallel: Any, batch: Array, context: Array) -> None:
    sizes = dict(zip(AXES, map(len, (devices, shapes, parallel, batch, context)), strict=True))
    faults = [f"no {name} is given; give one or more" for name, size in sizes.items() if not size]
    cells = int(np.prod(list(sizes.values())))
    if cells > CELLS:
        faults.append(f"{cells:,} cells are more than the {CELLS:,} of one grid; ask in parts")
    if faults:
        raise BadWorkload("grid", faults)


def _checked(
    device: Device, shape: Shape, phase: str, layout: str, batch: Array, context: Array, options: dict[str, Any]
) -> Asked:
    """The question of one chip, model and layout; both ends of the loads are checked, the larger ones stand in it."""
    renamed = {_OPTION_NAMES.get(name, name): value for name, value in options.items()}
    ends = [
        asked_of(device, shape, phase, layout, batch=float(one.max()), context=float(other.max()), **renamed)
        for one, other in ((batch.min(keepdims=True), context.min(keepdims=True)), (batch, context))
    ]
    return ends[-1]


_OPTION_NAMES: Final = {"mtp": "drafts", "accepted": "acceptance"}


class _Made:
    """A grid that is filled, the layouts of one calibration at a time."""

    def __init__(
        self, questions: tuple[Asked, ...], outer: tuple[int, ...], loads: tuple[Array, Array], cores: int
    ) -> None:
        self.questions, self.outer, self.cores = questions, outer, cores
        self.inner = (loads[0].size, loads[1].size)
        shape = (*outer, *self.inner)
        self.numbers: list[Numbers] = []
        self.fits = np.empty(shape, dtype=bool)
        for at, one in zip(np.ndindex(*outer), questions, strict=True):
            numbers, self.fits[at] = over_loads(one, *loads)
            self.numbers.append(numbers)
        self.seconds = np.empty(shape)
        self.fast, self.slow = self.seconds, self.seconds
        self.binding = np.empty(shape, dtype=np.int8)
        self.resources: tuple[str, ...] = ()

    def work_out(self, effects: bool) -> None:
        """Fill every array."""
        if effects:
            self.fast, self.slow = np.empty_like(self.seconds), np.empty_like(self.seconds)
        layouts = self.questions[: self.outer[2]]
        for fitted in dict.fromkeys(one.fitted for one in layouts):
            self._fill([at for at, one in enumerate(layouts) if one.fitted == fitted], fitted, effects)

    def _fill(self, layouts: list[int], fitted: str, effects: bool) -> None:
        kept = [at for at in range(len(self.questions)) if at % self.outer[2] in layouts]
        asked = [self.questions[at] for at in kept]
        outer = (*self.outer[:2], len(layouts))
        n = laid_out([self.numbers[at] for at in kept], outer, 2)
        shape, time = (*outer, *self.inner), TIMES[asked[0].phase]
        parts = written(time, n, shipped(fitted).constants)
        seconds, binding = planned([total(parts), largest(parts)], shape).run(self.cores)
        self.resources = tuple(parts)
        self.binding[:, :, layouts] = binding
        if not effects:
            self.seconds[:, :, layouts] = seconds
            return
        ideal = replace(n, matmul_share=np.ones_like(n.matmul_share))
        floor = planned([total(written(time, ideal, IDEAL))], shape).run(self.cores)[0]
        mean, wide = effects_over(fitted, asked, n, shape)
        expected = np.maximum(seconds * np.exp(mean), floor)
        self.seconds[:, :, layouts] = expected
        self.fast[:, :, layouts] = np.maximum(expected * np.exp(-wide), floor)
        self.slow[:, :, layouts] = expected * np.exp(wide)


def over_loads(one: Asked, batch: Array, context: Array) -> tuple[Numbers, Any]:
    """The numbers of a question for every BATCH and CONTEXT, of shape (B, 1) and (1, T), and where the memory holds it.

    Training recomputes as little as fits, unless the question says how much; what fits goes by the context alone.
    """
    if not (one.trains and not one.recompute):
        each: Any = replace(one, batch=batch[:, None], context=context[None, :])  # type: ignore[arg-type]
        n = numbers_asked(each)
        return n, fits(each, n)
    kept = [_recomputed(replace(one, context=float(length))) for length in context]
    columns = [over_loads(each, batch, np.array([each.context])) for each in kept]
    passes = {
        name: np.array([[getattr(n, name) for n, _ in columns]]) for name in ("forward_backward", "attention_passes")
    }
    n = replace(columns[0][0], in_len=context[None, :], **passes)
    return n, np.concatenate([np.broadcast_to(fit, (batch.size, 1)) for _, fit in columns], axis=1)


def _recomputed(one: Asked) -> Asked:
    return replace(one, recompute=least_recompute(one, stacked([numbers_asked(one)])))
