"""The front as a chart, a dot a part, as SVG: compute against memory, or training against decode."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from chipgate.studies.design.aims import COMPUTE, LINKS, MEMORY
from chipgate.studies.design.best_part import Part
from chipgate.studies.design.front import speeds_of
from chipgate.units import decimal_text

_WIDE, _HIGH, _EDGE = 640, 400, 60


def as_svg(parts: Sequence[Part], x_label: str, y_label: str) -> str:
    """PARTS as a chart with its labels; axes begin at zero."""
    most_x = max((_place(one)[0] for one in parts), default=1.0) * 1.1 or 1.0
    most_y = max((_place(one)[1] for one in parts), default=1.0) * 1.1 or 1.0
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" font-family="sans-serif" '
            'font-size="12">',
            f'<path d="M{_EDGE} {_EDGE // 3}V{_HIGH - _EDGE}H{_WIDE - _EDGE // 3}" fill="none" stroke="#444"/>',
            f'<text x="{_WIDE // 2}" y="{_HIGH - 20}" text-anchor="middle">{escape(x_label)}</text>',
            f'<text x="16" y="{_HIGH // 2}" text-anchor="middle" transform="rotate(-90 16 {_HIGH // 2})">'
            f"{escape(y_label)}</text>",
            *_dots(parts, most_x, most_y),
            "</svg>\n",
        )
    )


def _dots(parts: Sequence[Part], most_x: float, most_y: float) -> Iterator[str]:
    for one in parts:
        across, up = _place(one)
        x = _EDGE + across / most_x * (_WIDE - 2 * _EDGE)
        y = _HIGH - _EDGE - up / most_y * (_HIGH - 2 * _EDGE)
        told = (decimal_text(one.reached[name]) for name in (COMPUTE, MEMORY, LINKS))
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#1f6feb"/>'
        yield f'<text x="{x + 7:.1f}" y="{y - 7:.1f}">{escape(" / ".join(told))}</text>'


def _place(part: Part) -> tuple[float, float]:
    """Compute and memory; training and decode where the aim is tokens a second."""
    speeds = speeds_of(part)
    across, up = speeds or (part.reached[COMPUTE], part.reached[MEMORY])
    return float(across), float(up)
