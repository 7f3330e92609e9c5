"""Reasons in one line, row for row those of ``reason``, made of parts that many rows share.

Which lines a reason has follows from the verdicts on the lines of the deciding provision alone: rows on which these are
the same have reasons of one shape. The words of a line follow from its facts. So a trace is made once for each shape,
the words once for each line and set of facts, and a row only puts them together.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import polars as pl

from chipgate.cases.answer_formulas import Part
from chipgate.cases.reasons import NO_DAY_GIVEN, NO_PROVISION, leaf_words, reason_line
from chipgate.cases.tables.levels import Level
from chipgate.cases.tables.order_values import OrderLevel
from chipgate.cases.tables.shapes import Line, Shape, ShapeTree
from chipgate.cases.tables.table_judge import JudgedRows, TableJudge
from chipgate.cases.tables.texts import Texts
from chipgate.law.corpus import LawOnDay
from chipgate.law.language import Leaf
from chipgate.law.provision import Provision
from chipgate.law.walking import facts_of
from chipgate.readings.columns.codes import Pairs, taken
from chipgate.readings.columns.diagram import Group
from chipgate.readings.columns.formulas import MET, NOT_MET
from chipgate.readings.leaves import leaves_of, reached_from
from chipgate.readings.trace import line_of
from chipgate.readings.verdict import Facts
from chipgate.translation.language import Language, translator

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.readings.columns.formulas import Formula

    Numbers = npt.NDArray[np.int32]
    Rows = npt.NDArray[np.intp]

T = TypeVar("T")


@dataclass
class _Provision:
    """What is known of the reasons of one deciding provision under one law."""

    provision: Provision
    tree: ShapeTree
    leaves: tuple[tuple[Formula, ...], ...]
    classes: list[list[int]] = field(default_factory=list)
    class_numbers: list[dict[object, int]] = field(default_factory=list)
    keys: list[Pairs] = field(default_factory=list)
    shapes: list[tuple[Shape, int]] = field(default_factory=list)
    shape_numbers: dict[tuple[Shape, int], int] = field(default_factory=dict)
    shape_of_key: list[int] = field(default_factory=list)
    shown: list[Pairs] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)

    def __getstate__(self) -> dict[str, object]:
        """All but the texts, which speak of orders."""
        return {**self.__dict__, "shown": [Pairs() for _ in self.shown], "texts": []}


_LEARNED = (
    *("_deciding", "_deciding_numbers", "_of_finals", "_dated", "_of_dated", "_structures", "_structure_numbers"),
)


class Reasons:
    """The reason of every row."""

    def __init__(self, judge: TableJudge, language: Language) -> None:
        self._judge = judge
        self._language = language
        self.texts = Texts()
        self._deciding: list[Provision | str] = []  # or fixed words
        self._deciding_numbers: dict[str, int] = {}
        self._of_finals: list[int] = []
        self._dated = Pairs()
        self._of_dated: list[int] = []
        self._structures: list[_Provision | str] = []
        self._structure_numbers: dict[Hashable, int] = {}
        self._fixed_numbers: dict[str, int] = {}
        self._words: dict[tuple[Line, int], str] = {}
        self._orders = Pairs()
        self._levels: dict[int, int] = {}  # by identity: the corpus keeps its leaves as long as there are reasons

    def keep(self, deciding: Provision | None, day: date | None) -> None:
        """Keep what decides the next answer: a provision, or fixed words."""
        words = NO_DAY_GIVEN if day is None else NO_PROVISION
        key = words if deciding is None else deciding.key
        number = self._deciding_numbers.setdefault(key, len(self._deciding))
        if number == len(self._deciding):
            self._deciding.append(translator(self._language)(words) if deciding is None else deciding)
        self._of_finals.append(number)

    def _fixed(self, words: str) -> int:
        if words not in self._fixed_numbers:
            self._fixed_numbers[words] = self.texts.add(words)
        return self._fixed_numbers[words]

    def learned(self) -> dict[str, Any]:
        """What was learned from rows, without the texts of any."""
        return {name: getattr(self, name) for name in _LEARNED}

    def take_learned(self, learned: Mapping[str, Any]) -> None:
        """Begin with what reasons of the same kind have learned."""
        for name in _LEARNED:
            setattr(self, name, learned[name])

    def column(self, judged: JudgedRows) -> pl.Series:
        """The reason of every row of JUDGED."""
        return self.texts.taken(self.numbers(judged))

    def numbers(self, judged: JudgedRows) -> Numbers:
        """The number of the reason of every row of JUDGED, among ``texts``."""
        numbers = np.empty(judged.height, dtype=np.int32)
        for structure, rows in _rows_by(self._structures_of(judged)):
            known = self._structures[structure]
            numbers[rows] = self._fixed(known) if isinstance(known, str) else self._numbers(known, rows, judged)
        return numbers

    def _structures_of(self, judged: JudgedRows) -> Numbers:
        """For each row, what its reason is made of: the provision that decides, and all that it refers to."""
        deciding = taken(self._of_finals, judged.finals[Part.OUTCOME])
        periods = self._judge.day_level.periods_of(judged.cells[0])
        dated = self._dated.encode(deciding, periods + 1)
        for pair in range(len(self._of_dated), len(self._dated)):
            self._of_dated.append(self._structure(self._dated.first[pair], self._dated.second[pair] - 1))
        return taken(self._of_dated, dated)

    def _numbers(self, known: _Provision, rows: Rows, judged: JudgedRows) -> Numbers:
        return self._texts_of(known, self._shapes(known, rows, judged), rows, judged)

    def _structure(self, deciding: int, period: int) -> int:
        """The number of what is known of a provision in a period; the same where all that it refers to is the same."""
        provision, day = self._deciding[deciding], self._judge.day_level.day_in(period)
        key: Hashable = provision
        if not isinstance(provision, str):
            assert day is not None
            law = self._judge.checker.corpus.on(day, self._judge.checker.clock)
            leaves = self._leaves_by_level(provision, law)
            key = (tuple(one.key for one in reached_from((provision,), law)), leaves)
        number = self._structure_numbers.setdefault(key, len(self._structures))
        if number == len(self._structures):
            self._structures.append(provision if isinstance(provision, str) else self._begun(provision, law, leaves))
        return number

    def _leaves_by_level(self, provision: Provision, law: LawOnDay) -> tuple[tuple[Formula, ...], ...]:
        compiler, levels = self._judge.compiler, self._judge.levels
        found: list[list[Formula]] = [[] for _ in levels]
        for leaf in leaves_of((provision,), law):
            level = self._level_of(leaf)  # type: ignore[arg-type]  # leaves, or references
            if level >= 0:
                found[level].append(compiler.leaf(leaf, law))  # type: ignore[arg-type]
        return tuple(tuple(dict.fromkeys(one)) for one in found)

    def _begun(self, provision: Provision, law: LawOnDay, leaves: tuple[tuple[Formula, ...], ...]) -> _Provision:
        tree = ShapeTree(provision, law, self._language, self._level_of, self._judge.compiler.leaf)
        known, levels = _Provision(provision, tree, leaves), self._judge.levels
        known.classes, known.class_numbers = [[] for _ in levels], [{} for _ in levels]
        known.keys, known.shown = [Pairs() for _ in levels], [Pairs() for _ in levels]
        return known

    def _level_of(self, leaf: Leaf) -> int:
        if id(leaf) not in self._levels:
            names = {fact.name for fact in facts_of(leaf)}
            levels = enumerate(self._judge.levels)
            self._levels[id(leaf)] = next((place for place, level in levels if names & level.group.names), -1)
        return self._levels[id(leaf)]

    def _shapes(self, known: _Provision, rows: Rows, judged: JudgedRows) -> Numbers:
        """The number of the shape of each row, by what becomes of the leaves of the provision."""
        keys: Numbers = np.zeros(len(rows), dtype=np.int32)
        for level, leaves in enumerate(known.leaves):
            if leaves:
                values = judged.values[level].take(rows)
                keys = known.keys[level].encode(keys, taken(self._classes(known, level), values))
        for place in _new(keys, len(known.shape_of_key)):
            shape = self._shape(known, judged, int(rows[place]))
            number = known.shape_numbers.setdefault(shape, len(known.shapes))
            if number == len(known.shapes):
                known.shapes.append(shape)
            known.shape_of_key.append(number)
        return taken(known.shape_of_key, keys)

    def _classes(self, known: _Provision, level: int) -> Sequence[int]:
        """For each value of a level, the number of what it makes of the leaves of the provision."""
        group, leaves = self._judge.levels[level].group, known.leaves[level]
        classes, numbers = known.classes[level], known.class_numbers[level]
        for value in group.values[len(classes) :]:
            becomes = (self._becomes(group, facts) for facts in value.readings)
            told = tuple(tuple(min(one[leaf], 2) for leaf in leaves) for one in becomes)
            classes.append(numbers.setdefault(told, len(numbers)))
        return classes

    def _shape(self, known: _Provision, judged: JudgedRows, row: int) -> tuple[Shape, int]:
        """The shape of the reason of one row, and the reading of the facts that it speaks of.

        Of several readings, an answer explains the first that has the verdict of the last.
        """
        levels = [level.group for level in self._judge.levels]
        values = [group.values[numbers[row]].readings for group, numbers in zip(levels, judged.values, strict=True)]
        count = max(map(len, values))
        shapes = []
        for reading in range(count):
            becomes = [self._becomes(group, _of(facts, reading)) for group, facts in zip(levels, values, strict=True)]
            shapes.append(known.tree.shape(partial(_verdict, becomes), partial(self._facts, judged, row, reading)))
        chosen = next(n for n, shape in enumerate(shapes) if shape.verdict is shapes[-1].verdict)
        return shapes[chosen], chosen

    def _becomes(self, group: Group, facts: int) -> Mapping[Formula, Formula]:
        return self._judge.diagrams[Part.OUTCOME].becomes(group, facts)

    def _facts(self, judged: JudgedRows, row: int, reading: int) -> Facts:
        return self._judge.case_of(judged, row).readings[reading]

    def _texts_of(self, known: _Provision, shapes: Numbers, rows: Rows, judged: JudgedRows) -> Numbers:
        """The number of the text of each row: its shape, with the facts that the shape shows."""
        keys = shapes
        for level, leaves in enumerate(known.leaves):
            if leaves:
                shows = taken([level in shape.levels for shape, _ in known.shapes], shapes).astype(bool)
                facts = np.where(shows, self._telling(level, judged).take(rows) + 1, 0).astype(np.int32)
                keys = known.shown[level].encode(keys, facts)
        for place in _new(keys, len(known.texts)):
            text = self._text(known.provision, known.shapes[shapes[place]], judged, int(rows[place]))
            known.texts.append(self.texts.add(text))
        return taken(known.texts, keys)

    def _telling(self, level: int, judged: JudgedRows) -> Numbers:
        """Numbers of facts; of an order its cells and its item, since the spans keep no quantity apart."""
        one = self._judge.levels[level]
        if not isinstance(one, OrderLevel):
            return judged.values[level]
        items = np.zeros_like(judged.cells[level]) if one.item is None else judged.values[self._place_of(one.item)]
        return self._orders.encode(judged.cells[level], items)

    def _place_of(self, level: Level) -> int:
        return self._judge.levels.index(level)

    def _text(self, provision: Provision, found: tuple[Shape, int], judged: JudgedRows, row: int) -> str:
        shape, reading = found
        words = (line.words or self._words_of(line, reading, judged, row) for line in shape.lines)
        return reason_line(provision, words)

    def _words_of(self, line: Line, reading: int, judged: JudgedRows, row: int) -> str:
        """The words of a leaf: by the number of its facts, or for an order by the exact facts of the row."""
        level = self._judge.levels[line.level]
        if isinstance(level, OrderLevel):
            return self._said(line, _of(self._judge.facts_at(line.level, judged, row), reading))
        number = _of(level.group.values[judged.values[line.level][row]].readings, reading)
        key = (line, number)
        if key not in self._words:
            self._words[key] = self._said(line, level.group.facts[number])
        return self._words[key]

    def _said(self, line: Line, facts: Facts) -> str:
        assert line.leaf is not None
        return leaf_words(line_of(line.leaf, facts, line.verdict, line.denials), self._language)


def _of(readings: Sequence[T], reading: int) -> T:
    """What holds in one reading; a group with a single one says the same in all."""
    return readings[reading] if len(readings) > 1 else readings[0]


_VERDICT_NUMBERS = {MET: 3, NOT_MET: 0}


def _verdict(becomes: Sequence[Mapping[Formula, Formula]], level: int, leaf: Formula) -> int:
    """The verdict number of a leaf: what is neither met nor failed is unknown."""
    return _VERDICT_NUMBERS.get(becomes[level][leaf], 1)


def _new(numbers: Numbers, known: int) -> list[int]:
    """A place for each of the NUMBERS from KNOWN on, in the order of the numbers."""
    fresh = np.flatnonzero(numbers >= known)
    _, first = np.unique(numbers[fresh], return_index=True)
    return [int(place) for place in fresh[first]]


def _rows_by(numbers: Numbers) -> Iterator[tuple[int, Rows]]:
    """The rows of each number."""
    order = np.argsort(numbers.astype(np.int16) if numbers.max(initial=0) < 2**15 else numbers, kind="stable")
    bounds = np.flatnonzero(np.diff(numbers[order])) + 1
    for rows in np.split(order, bounds) if len(order) else ():
        yield int(numbers[rows[0]]), rows
