"""One plane of the gate map as a frame of pixels: what lies where, and its two logarithmic axes."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Any, Final

import altair as alt

from chipgate.studies.gate_map.plane import Axis
from chipgate.web.gate_map.view import PlaneView

TICKS: Final = tuple(one * 10**power for power in range(-1, 6) for one in (1, 2, 5))


class Frame:
    """The plane with its size in pixels."""

    def __init__(self, plane: PlaneView, vendors: Sequence[str], width: int, height: int) -> None:
        self.plane, self.vendors, self.width, self.height = plane, vendors, width, height
        self.across, self.up = plane.found.spread.plane.x, plane.found.spread.plane.y

    def pixel(self, x: Any, y: Any) -> tuple[float, float]:
        """Where a place of the plane lies, from the top left."""
        return _share(self.across, x) * self.width, (1 - _share(self.up, y)) * self.height

    def place(self, across: float, down: float) -> tuple[float, float]:
        """What lies at a pixel."""
        return _at(self.across, across / self.width), _at(self.up, 1 - down / self.height)

    def x(self, field: str = "x") -> alt.X:
        return alt.X(field, type="quantitative", scale=_scale(self.across), axis=_axis(self.across, self.plane.x))

    def y(self, field: str = "y") -> alt.Y:
        return alt.Y(field, type="quantitative", scale=_scale(self.up), axis=_axis(self.up, self.plane.y))


def _share(axis: Axis, value: Any) -> float:
    return log(float(value) / float(axis.low)) / log(float(axis.high) / float(axis.low))


def _at(axis: Axis, share: float) -> float:
    return float(axis.low) * float((float(axis.high) / float(axis.low)) ** share)


def _scale(axis: Axis) -> alt.Scale:
    return alt.Scale(type="log", domain=[float(axis.low), float(axis.high)], nice=False)


def _axis(axis: Axis, title: str) -> alt.Axis:
    values = [one for one in TICKS if axis.low <= one <= axis.high]
    return alt.Axis(
        title=title, values=values, format="~g" if axis.high <= 1000 else ",", grid=False, labelOverlap=True
    )
