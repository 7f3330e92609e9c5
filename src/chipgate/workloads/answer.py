"""An answer worked out: the question as numbers, foreseen like a measured row of software that nobody named."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from chipgate.errors import ChipgateError
from chipgate.workloads.deliver import NOT_SAID, Delivery
from chipgate.workloads.device import Device, device_of
from chipgate.workloads.fitted import bundled_rows, shipped
from chipgate.workloads.foresee import foreseen_phase
from chipgate.workloads.layout import Layout
from chipgate.workloads.measured import Measured
from chipgate.workloads.numbers import Numbers, numbers_of, stacked
from chipgate.workloads.phases import out_of_memory
from chipgate.workloads.shape import Shape


def answered(
    device: Device,
    shape: Shape,
    layout: Layout,
    phase: str,
    batch: float,
    context: float,
    parallel: str,
    precision: str,
) -> Delivery:
    """The answer to a question that was checked."""
    fitted = "serving" if phase == "decode" and layout.ep == 1 and layout.attention_dp == 1 else phase
    layout = replace(layout, ep=max(layout.ep, layout.attention_dp)) if phase != "training" else layout
    chips = layout.tp * layout.pp * layout.cp * (max(layout.dp, 1) if phase == "training" else layout.attention_dp)
    numbers = _numbers(device, shape, layout, phase, precision, chips, batch, context)
    row = _row(device, shape, fitted, precision, chips, batch, context, parallel)
    many = stacked([numbers])
    found = foreseen_phase(shipped(fitted), [row], many)[0]
    rates = (found.predicted, found.low80, found.high80)
    if row.unit.startswith("ms"):
        rates = tuple(1e3 * batch / (one * chips) for one in (found.predicted, found.high80, found.low80))
    total = sum(found.parts.values())
    return Delivery(
        chip=device.name,
        model=shape.name,
        phase=phase,
        precision=precision,
        layout=parallel or "one chip",
        batch=batch,
        context=context,
        chips=chips,
        tokens_per_s_chip=rates[0],
        low80=rates[1],
        high80=rates[2],
        ms_per_token=1e3 * batch * layout.attention_dp / (rates[0] * chips) if phase == "decode" else 1e3 / rates[0],
        joule_per_token=device.power_w / rates[0],
        fits=not bool(np.any(out_of_memory(many))) if phase != "training" else _training_fits(device, shape, chips),
        binding=found.binding,
        parts={name: part / total for name, part in found.parts.items()},
        anchor=nearest(device, shape, fitted, batch, context),
        assumed=device.assumed,
    )


def _training_fits(device: Device, shape: Shape, chips: int) -> bool:
    """Weights, gradients and states of the optimiser, 16 bytes a weight, spread over all chips."""
    return shape.params_total * 16.0 <= 0.9e9 * device.memory_gb * chips


def _numbers(
    device: Device, shape: Shape, layout: Layout, phase: str, precision: str, chips: int, batch: float, context: float
) -> Numbers:
    copies = max(layout.dp, 1) if phase == "training" else layout.attention_dp
    return numbers_of(
        shape,
        device,
        replace(layout, dp=copies),
        precision=precision,
        chips=chips,
        batch=batch * copies,
        in_len=context,
        out_len=1.0,
        micro_batches=batch,
    )


def chip_label(device: Device) -> str:
    """The name by which measured rows call a chip; a design of its own has none."""
    for row in bundled_rows():
        if device.chip_id and _chip_id(row.chip) == device.chip_id:
            return row.chip
    return f"{NOT_SAID} {device.name}"


def _chip_id(name: str) -> str:
    try:
        return device_of(name).chip_id
    except ChipgateError:
        return ""


def _row(
    device: Device, shape: Shape, fitted: str, precision: str, chips: int, batch: float, context: float, parallel: str
) -> Measured:
    label = chip_label(device)
    family = next((row.family for row in bundled_rows() if row.chip == label), NOT_SAID)
    return Measured(
        id="asked",
        phase=fitted,
        model=shape.name,
        chip=label,
        chips=chips,
        precision=precision,
        in_len=context,
        out_len=1.0,
        layout=parallel,
        batch=batch,
        micro_batch=1.0,
        accumulation=0.0,
        value=0.0,
        unit="ms/output token" if fitted == "serving" else "tokens/s/chip",
        stack=NOT_SAID,
        vintage=NOT_SAID,
        team=NOT_SAID,
        family=family,
        source="",
        note="",
    )


def nearest(device: Device, shape: Shape, fitted: str, batch: float, context: float) -> dict[str, str]:
    """The measured row most like the question: the same phase, then chip and model, then load."""
    label = chip_label(device)

    def apart(row: Measured) -> float:
        far = 3.0 * (row.chip != label) + 3.0 * (row.model != shape.name)
        load = abs(math.log2(max(row.in_len, 1.0) / context))
        return far + load + (abs(math.log2(row.batch / batch)) if row.batch and fitted != "training" else 0.0) / 4

    best = min((row for row in bundled_rows() if row.phase == fitted), key=apart)
    text = f"{best.value:g} {best.unit}"
    return {"id": best.id, "chip": best.chip, "model": best.model, "measured": text, "source": best.source}
