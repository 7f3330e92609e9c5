"""Which answer holds where on a plane: every cell between two gates is judged once, as any shipment is judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import log
from typing import NamedTuple

from chipgate.cases.determination import Determination
from chipgate.cases.questions import EXCEPTION, LICENCE, questions_on
from chipgate.law.provision import Clock
from chipgate.studies.gate_map.gates import Gates, gates_of, stepped
from chipgate.studies.gate_map.plane import Axis, Spread
from chipgate.units import Exact, whole


class Told(NamedTuple):
    """What tells one region from another: the answer, without its reasons."""

    outcome: str
    eccn: str
    exception: str
    reviews: tuple[str, ...]


def told_of(answer: Determination) -> Told:
    """The part of ANSWER that a map shows. ``reviews`` are all policies that are possible where a licence is needed."""
    reviews = answer.decision.reviews if answer.decision is not None and answer.outcome == LICENCE else ()
    exception = answer.exception if answer.outcome == EXCEPTION else ""
    return Told(answer.outcome, answer.eccn, exception, tuple(sorted(reviews)))


@dataclass(frozen=True)
class Block:
    """A rectangle of one answer. Its edges are gates, or the ends of the map."""

    told: Told
    left: Exact
    right: Exact
    bottom: Exact
    top: Exact

    @property
    def size(self) -> float:
        """Its area as it is drawn, on two logarithmic scales."""
        return log(self.right / self.left) * log(self.top / self.bottom)

    def holds(self, x: Exact, y: Exact) -> bool:
        """Whether a place lies inside, edges left out: to which side they belong is the text's to say."""
        return self.left < x < self.right and self.bottom < y < self.top


class Edge(NamedTuple):
    """A piece of a line between two answers."""

    left: Exact
    bottom: Exact
    right: Exact
    top: Exact


@dataclass(frozen=True)
class GateMap:
    """The plane divided by the answers. ``is_exact`` is False where an edge is a curve, drawn in steps."""

    spread: Spread
    gates: Gates
    blocks: tuple[Block, ...]
    edges: tuple[Edge, ...]

    @property
    def is_exact(self) -> bool:
        """Whether every edge lies where the law puts it."""
        return not self.gates.curved


def gate_map(spread: Spread) -> GateMap:
    """The answers over the plane of SPREAD.

    Raises:
        UnknownChip: the shipment names a chip that is not in the catalogue.
    """
    day = spread.transaction.day
    assert day is not None
    questions = questions_on(spread.checker.corpus, day)
    gates = gates_of(spread, tuple(questions.law(clock) for clock in Clock))
    columns, rows = _cuts(spread.plane.x, gates, 0), _cuts(spread.plane.y, gates, 1)
    cells = [[told_of(_judged(spread, across, up)) for across in pairwise(columns)] for up in pairwise(rows)]
    blocks = tuple(_blocks(cells, columns, rows))
    return GateMap(spread, gates, blocks, tuple(_edges(cells, columns, rows)))


def _cuts(axis: Axis, gates: Gates, number: int) -> tuple[Exact, ...]:
    values = {axis.low, axis.high, *(one.value for one in (gates.x, gates.y)[number])}
    return tuple(sorted(values | set(stepped(axis) if gates.curved else ())))


def _judged(spread: Spread, across: tuple[Exact, Exact], up: tuple[Exact, Exact]) -> Determination:
    """The answer in the middle of a cell: no comparison turns inside, so it is the answer of the whole cell."""
    x, y = (whole(Fraction(low + high) / 2) for low, high in (across, up))
    return spread.checker.determine(spread.case_at(x, y))


# From cells to what is drawn.

Cells = Sequence[Sequence[Told]]


def _blocks(cells: Cells, columns: Sequence[Exact], rows: Sequence[Exact]) -> Iterator[Block]:
    """CELLS put together into few rectangles, as far right and then as far up as one answer goes."""
    taken = set[tuple[int, int]]()
    for row, line in enumerate(cells):
        for column, told in enumerate(line):
            if (row, column) in taken:
                continue
            end = _end_right(line, column, {one for there, one in taken if there == row})
            top = _end_up(cells, row, column, end, taken)
            taken |= {(there, one) for there in range(row, top) for one in range(column, end)}
            yield Block(told, columns[column], columns[end], rows[row], rows[top])


def _end_right(line: Sequence[Told], column: int, taken: set[int]) -> int:
    end = column + 1
    while end < len(line) and line[end] == line[column] and end not in taken:
        end += 1
    return end


def _end_up(cells: Cells, row: int, column: int, end: int, taken: set[tuple[int, int]]) -> int:
    top = row + 1
    while top < len(cells) and all(
        cells[top][one] == cells[row][column] and (top, one) not in taken for one in range(column, end)
    ):
        top += 1
    return top


def _edges(cells: Cells, columns: Sequence[Exact], rows: Sequence[Exact]) -> Iterator[Edge]:
    """The lines between cells that are answered differently, pieces in a row put together."""
    for row, (lower, upper) in enumerate(pairwise(cells), 1):
        differ = [one != other for one, other in zip(lower, upper, strict=True)]
        yield from (Edge(columns[a], rows[row], columns[b], rows[row]) for a, b in _runs(differ))
    for column in range(1, len(columns) - 1):
        differ = [line[column - 1] != line[column] for line in cells]
        yield from (Edge(columns[column], rows[a], columns[column], rows[b]) for a, b in _runs(differ))


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for place, flag in enumerate((*flags, False)):
        if flag and start is None:
            start = place
        elif not flag and start is not None:
            yield start, place
            start = None
