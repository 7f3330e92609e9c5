"""The names by which measured rows call chips: what a question about a chip shares with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Final

from chipgate.errors import ChipgateError
from chipgate.workloads.device import Device, device_of
from chipgate.workloads.fitted import bundled_rows

NOT_SAID: Final = "not said"


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


@cache
def family_label(label: str) -> str:
    """The family of the chip that rows call LABEL."""
    return next((row.family for row in bundled_rows() if row.chip == label), NOT_SAID)
