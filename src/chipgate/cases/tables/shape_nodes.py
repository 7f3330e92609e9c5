"""Shapes of reasons and the trees that they are found in; of a tree, what is kept from run to run is a few numbers.

A tree has a hundred thousand nodes, which take as long to read as all else that was learned, and few runs go into it:
only a row whose shape is not known yet does. So a tree is kept as a table of numbers, and opened when it is gone into.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import numpy as np

from chipgate.law.language import Leaf
from chipgate.readings.verdict import Verdict

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.readings.columns.formulas import Formula


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a reason: words that are always the same, or a leaf whose words follow from facts of a level."""

    words: str = ""
    leaf: Leaf | None = None
    verdict: Verdict = Verdict.UNKNOWN
    denials: int = 0
    level: int = -1


@dataclass(frozen=True, slots=True)
class Shape:
    """The verdict on a provision, and the lines that say why."""

    verdict: Verdict
    lines: tuple[Line, ...]
    levels: frozenset[int] = field(init=False, compare=False)
    """The levels whose facts the lines speak of."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "levels", frozenset(line.level for line in self.lines))


@dataclass(slots=True)
class Node:
    """The line whose verdict is asked for, its level, and what follows from each verdict."""

    formula: Formula
    level: int
    after: dict[int, Tree] = field(default_factory=dict)


Tree: TypeAlias = Node | Shape

_NO_NODE: Final = -1


class KeptTree(NamedTuple):
    """A tree in numbers: for each node that before it, the verdict that leads there, its level and its formula.

    A shape has no level, and its number in the place of the formula.
    """

    shapes: tuple[Shape, ...]
    nodes: npt.NDArray[np.int64]


def kept_tree(root: Tree) -> KeptTree:
    """ROOT in numbers, each node after the one that leads to it."""
    numbers: dict[Shape, int] = {}
    nodes: list[tuple[int, int, int, int]] = []
    waiting: list[tuple[int, int, Tree]] = [(_NO_NODE, 0, root)]
    while waiting:
        before, verdict, one = waiting.pop()
        if isinstance(one, Shape):
            nodes.append((before, verdict, _NO_NODE, numbers.setdefault(one, len(numbers))))
            continue
        waiting += [(len(nodes), told, following) for told, following in one.after.items()]
        nodes.append((before, verdict, one.level, one.formula))
    return KeptTree(tuple(numbers), np.array(nodes, dtype=np.int64))


def opened_tree(kept: KeptTree) -> Tree:
    """The tree that was KEPT."""
    made: list[Tree] = []
    for before, verdict, level, number in kept.nodes.tolist():
        one = kept.shapes[number] if level == _NO_NODE else Node(number, level)
        made.append(one)
        if before != _NO_NODE:
            made[before].after[verdict] = one
    return made[0]
