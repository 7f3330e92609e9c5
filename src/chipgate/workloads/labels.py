"""The names by which measured rows call chips: what a question about a chip shares with them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Final

from chipgate.errors import ChipgateError
from chipgate.workloads.device import Device, device_of, family_of
from chipgate.workloads.fitted import bundled_rows
from chipgate.workloads.measured import NOT_SAID as NOT_SAID
from chipgate.workloads.measured import Measured
from chipgate.workloads.models import bundled_model, model_of
from chipgate.workloads.shape import Shape


def chip_label(device: Device) -> str:
    """The name by which measured rows call a chip; a design of its own has none."""
    return _labels().get(device.chip_id, f"{NOT_SAID} {device.name}") if device.chip_id else f"{NOT_SAID} {device.name}"


@cache
def _labels() -> Mapping[str, str]:
    """The most frequent name in measured rows of each chip of the catalogue."""
    counted = Counter(row.chip for row in bundled_rows())
    found: dict[str, str] = {}
    for name, _ in counted.most_common():
        try:
            found.setdefault(device_of(name).chip_id, name)
        except ChipgateError:
            continue  # a row of a chip that is not in the catalogue
    return found


def labelled(row: Measured) -> Measured:
    """ROW with its chip and model called as measured rows call them, however it spells them; other names stay."""
    chip, model = _chip_called(row.chip), _model_called(row.model)
    if (chip, model) == (row.chip, row.model):
        return row
    return replace(row, chip=chip, model=model, family=family_of(chip))


@cache
def _chip_called(name: str) -> str:
    device = None if any(row.chip == name for row in bundled_rows()) else _device(name)
    label = chip_label(device) if device else NOT_SAID
    return name if label.startswith(NOT_SAID) else label


@cache
def _model_called(name: str) -> str:
    shape = bundled_model(name)
    return shape.name if shape else name


@cache
def family_label(label: str) -> str:
    """The family of the chip that rows call LABEL."""
    return next((row.family for row in bundled_rows() if row.chip == label), NOT_SAID)


UNLIKE: Final = 4.0
"""How far apart a chip or a model is of which nothing is known."""


def chips_apart(device: Device, label: str) -> float:
    """How unlike a chip is to the one that rows call LABEL: 0 for the same, else by its rates and its memory."""
    if chip_label(device) == label:
        return 0.0
    other = _device(label)
    if other is None:
        return UNLIKE
    rates = (
        device.peak_tops["bf16"] / other.peak_tops["bf16"],
        device.memory_bandwidth_gb_s / other.memory_bandwidth_gb_s,
    )
    return 1.0 + sum(abs(math.log2(one)) for one in rates)


def models_apart(shape: Shape, name: str) -> float:
    """How unlike a model is to the one that rows call NAME: 0 for the same shape, else by size and kind."""
    other = _shape(name)
    if other is None:
        return UNLIKE
    if other == shape:
        return 0.0
    kind = 0.5 * (other.attention != shape.attention) + (bool(other.experts_total) != bool(shape.experts_total))
    return 1.0 + kind + abs(math.log2(shape.params_active / other.params_active))


@cache
def _device(label: str) -> Device | None:
    try:
        return device_of(label)
    except ChipgateError:
        return None


@cache
def _shape(name: str) -> Shape | None:
    try:
        return model_of(name)
    except ChipgateError:
        return None
