"""Where the names of chips go on a map: beside their marks, none over another, the ones that tell most first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import NamedTuple

LETTER_PX, HEIGHT_PX, GAP_PX, MARK_PX = 5.9, 12, 7, 9


class Box(NamedTuple):
    """A rectangle in pixels, its origin at the top left."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(frozen=True)
class Label:
    """A name beside the mark at (x, y), moved by (dx, dy) from it; ``align`` says which end of it lies there."""

    name: str
    x: float
    y: float
    dx: float
    dy: float
    align: str


def labels(
    marks: Sequence[tuple[str, float, float]], width: float, height: float, taken: Iterable[Box] = ()
) -> Iterator[Label]:
    """A label for each of MARKS (a name and its place in pixels) that has room, in their order."""
    full = [*taken, *(_around(x, y) for _, x, y in marks)]
    for name, x, y in marks:
        for dx, dy, align in ((GAP_PX, 0, "left"), (-GAP_PX, 0, "right"), (0, -12, "center"), (0, 13, "center")):
            box = _box(name, x + dx, y + dy, align)
            inside = box.left >= 0 and box.right <= width and box.top >= 0 and box.bottom <= height
            own = _around(x, y)
            if inside and not any(box.meets(other) for other in full if other != own):
                full.append(box)
                yield Label(name, x, y, dx, dy, align)
                break


def _around(x: float, y: float) -> Box:
    return Box(x - MARK_PX / 2, y - MARK_PX / 2, x + MARK_PX / 2, y + MARK_PX / 2)


def _box(name: str, x: float, y: float, align: str) -> Box:
    wide = sum(LETTER_PX if one.isascii() else 2 * LETTER_PX for one in name)
    left = {"left": x, "right": x - wide, "center": x - wide / 2}[align]
    return Box(left, y - HEIGHT_PX / 2, left + wide, y + HEIGHT_PX / 2)


def wrapped(text: str, letters: int) -> list[str]:
    """TEXT in lines of LETTERS, cut between words; Chinese in lines of half as many."""
    if text.isascii():
        return wrap(text, letters)
    return [text[start : start + letters // 2] for start in range(0, len(text), letters // 2)]


def crowded(box: Box, marks: Sequence[tuple[float, float]], numbers: Sequence[Box]) -> int:
    """How much lies under a text in BOX; a number of a gate weighs more than a mark."""
    return sum(_is_in(x, y, box) for x, y in marks) + 4 * sum(box.meets(one) for one in numbers)


def _is_in(x: float, y: float, box: Box) -> bool:
    return box.left - 6 <= x <= box.right + 6 and box.top - 6 <= y <= box.bottom + 6
