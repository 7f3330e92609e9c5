"""Shapes of reasons: which lines a reason has, found by asking only those verdicts that decide it.

A trace looks at the lines of a provision one after the other, and what it looks at next follows from what it has seen.
So its shape is found in a tree: each node asks for the verdict on one line, and a leaf of the tree is a shape. A path
is added when a row first takes it, by making the trace itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from chipgate.cases.reasons import leaf_words, telling_leaves
from chipgate.cases.tables.shape_nodes import KeptTree, Line, Node, Shape, Tree, kept_tree, opened_tree
from chipgate.law.corpus import LawOnDay
from chipgate.law.language import Condition, Leaf
from chipgate.law.provision import Provision
from chipgate.readings.trace import Tracing
from chipgate.readings.trace_lines import TraceLine, denials_of
from chipgate.readings.verdict import Facts, Verdict, Weighing
from chipgate.translation.language import Language

if TYPE_CHECKING:
    from chipgate.readings.columns.formulas import Formula


Asked = Callable[[int, "Formula"], int]
"""The verdict number of a leaf of a level."""


class ShapeTree:
    """The shapes of the reasons of one provision under one law.

    LEVEL_OF gives the level of a leaf, below zero where its facts are the same in every row; FORMULA_OF its formula.
    """

    def __init__(
        self,
        provision: Provision,
        law: LawOnDay,
        language: Language,
        level_of: Callable[[Leaf], int],
        formula_of: Callable[[Leaf, LawOnDay], Formula],
    ) -> None:
        self._provision, self._law, self._language = provision, law, language
        self._level_of, self._formula_of = level_of, formula_of
        self._root: Tree | None = None
        self._kept: KeptTree | None = None  # the tree, as long as nobody goes into it
        self._shapes: dict[Shape, Shape] = {}  # so that each is there once

    def __getstate__(self) -> dict[str, Any]:
        """What is kept: of the tree, its numbers."""
        kept = self._kept if self._root is None else kept_tree(self._root)
        return self.__dict__ | {"_root": None, "_kept": kept, "_shapes": {}}

    def shape(self, asked: Asked, facts: Callable[[], Facts]) -> Shape:
        """The shape of the reason where ASKED gives the verdicts on FACTS."""
        node = self._opened()
        while isinstance(node, Node):
            node = node.after.get(asked(node.level, node.formula))
        return self._traced(facts()) if node is None else node

    def _opened(self) -> Tree | None:
        if self._kept is not None:
            self._shapes = {one: one for one in self._kept.shapes}
            self._root, self._kept = opened_tree(self._kept), None
        return self._root

    def _traced(self, facts: Facts) -> Shape:
        weighing = _Recording(facts, self._law)
        verdict = weighing.weigh_provision(self._provision)
        why = Tracing(weighing).provision(self._provision)
        shape = Shape(verdict, tuple(map(self._line, telling_leaves(why))))
        shape = self._shapes.setdefault(shape, shape)
        self._add(weighing.asked, shape)
        return shape

    def _line(self, line: TraceLine) -> Line:
        if line.leaf is None:
            return Line(leaf_words(line, self._language))
        denials = denials_of(line)
        verdict = line.verdict.negated if denials % 2 else line.verdict
        return Line(leaf=line.leaf, verdict=verdict, denials=denials, level=self._level_of(line.leaf))

    def _add(self, asked: Sequence[tuple[Leaf, Verdict]], shape: Shape) -> None:
        """Add the path of the lines that were ASKED, in their order."""
        steps = [(leaf, verdict) for leaf, verdict in asked if self._level_of(leaf) >= 0]
        if not steps:
            self._root = shape
            return
        nodes = [Node(self._formula_of(leaf, self._law), self._level_of(leaf)) for leaf, _ in steps]
        self._root = self._root or nodes[0]
        here = self._root
        for place, (_, verdict) in enumerate(steps):
            assert isinstance(here, Node)
            last = place + 1 == len(steps)
            following: Tree = shape if last else nodes[place + 1]
            here = here.after.setdefault(int(verdict), following)


@dataclass
class ShapesOfProvision:
    """What is known of the reasons of one deciding provision under one law."""

    provision: Provision
    tree: ShapeTree
    leaves: tuple[int, ...]  # for each level, the leaves of the provision as bits
    classes: list[list[int]]
    class_numbers: list[dict[object, int]]


class ReasonShape(NamedTuple):
    """What the reason of a row is made of: fixed words, or the lines on a provision in one reading of the facts."""

    structure: int
    shape: Shape | None = None
    reading: int = 0

    @property
    def levels(self) -> frozenset[int]:
        """The levels whose facts the lines show."""
        return frozenset() if self.shape is None else frozenset(line.level for line in self.shape.lines)


class _Recording(Weighing):
    """Keeps which lines without parts were weighed, in the order in which they were first looked at."""

    def __init__(self, facts: Facts, law: LawOnDay) -> None:
        super().__init__(facts, law)
        self.asked: list[tuple[Leaf, Verdict]] = []

    def _weigh(self, condition: Condition) -> Verdict:
        verdict = super()._weigh(condition)
        if isinstance(condition, Leaf):
            self.asked.append((condition, verdict))
        return verdict
