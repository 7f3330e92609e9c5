"""Reasons in one line, row for row those of ``reason``, made of parts that many rows share.

Which lines a reason has follows from the verdicts on the lines of the deciding provision alone: rows on which these are
the same have reasons of one shape. The words of a line follow from its facts. So a trace is made once for each shape,
the words once for each line and set of facts, and a row only puts them together.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import polars as pl

from chipgate.cases.answer_formulas import Part
from chipgate.cases.reasons import NO_DAY_GIVEN, NO_PROVISION, leaf_words, reason_line
from chipgate.cases.tables.judged_rows import JudgedRows
from chipgate.cases.tables.levels import Level
from chipgate.cases.tables.order_values import OrderLevel
from chipgate.cases.tables.shape_nodes import Line
from chipgate.cases.tables.shapes import ReasonShape, ShapesOfProvision, ShapeTree
from chipgate.cases.tables.steps import Steps
from chipgate.cases.tables.table_judge import TableJudge
from chipgate.cases.tables.texts import Texts
from chipgate.law.corpus import LawOnDay
from chipgate.law.language import Leaf
from chipgate.law.provision import Provision
from chipgate.law.walking import facts_of
from chipgate.readings.columns.codes import taken
from chipgate.readings.columns.diagram import Group
from chipgate.readings.columns.formulas import MET, NOT_MET
from chipgate.readings.columns.growing import GrowingNumbers
from chipgate.readings.columns.pairs import Pairs
from chipgate.readings.columns.replaced import Replaced
from chipgate.readings.leaves import leaves_of, reached_from
from chipgate.readings.trace_lines import line_of
from chipgate.readings.verdict import Facts
from chipgate.translation.language import Language, translator

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.readings.columns.formulas import Formula

    Numbers = npt.NDArray[np.int32]
    Rows = npt.NDArray[np.intp]

T = TypeVar("T")


_LEARNED = (
    *("_deciding", "_deciding_numbers", "_of_finals", "_dated", "_of_dated", "_structures", "_structure_numbers"),
    *("_steps", "_structure_of", "_shapes", "_shape_of_last"),
)
"""What is kept from run to run: all but texts, and numbers of what they are made of, which speak of orders."""


class Reasons:
    """The reason of every row."""

    def __init__(self, judge: TableJudge, language: Language) -> None:
        self._judge = judge
        self._language = language
        self.texts = Texts()
        self._deciding: list[Provision | str] = []  # or fixed words
        self._deciding_numbers: dict[str, int] = {}
        self._of_finals = GrowingNumbers()
        self._dated = Pairs()
        self._of_dated = GrowingNumbers()
        self._structures: list[ShapesOfProvision | str] = []
        self._structure_numbers: dict[Hashable, int] = {}
        levels = range(len(judge.levels))
        self._steps = [Steps() for _ in levels]
        self._structure_of: list[list[int]] = [[] for _ in levels]
        self._shapes: list[ReasonShape] = []
        self._shape_numbers: dict[ReasonShape, int] = {}
        self._shape_of_last = GrowingNumbers()
        self._shows = np.zeros((len(levels), 0), dtype=np.int32)
        self._forget_texts()
        self._words: dict[tuple[int, int], str] = {}
        self._line_numbers: dict[Line, int] = {}
        self._lines_of: list[tuple[int, ...]] = []
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
        return self._texts_of(self._shapes_of(judged), judged)

    def _shapes_of(self, judged: JudgedRows) -> Numbers:
        """The number of the shape of each row, by what becomes of the leaves of the provision that decides it."""
        states, before = self._structures_of(judged), list(range(len(self._structures)))
        for level, steps in enumerate(self._steps):
            states = steps.after(states, judged.values[level], partial(self._told_apart, level, before))
            found = self._structure_of[level]
            found += [before[state] for state in steps.before[len(found) :]]
            before = found
        for row in _new(states, len(self._shape_of_last)):
            self._shape_of_last.append(self._number_of(self._shape(before[int(states[row])], judged, row)))
        return taken(self._shape_of_last, states)

    def _number_of(self, shape: ReasonShape) -> int:
        if len(self._shape_numbers) < len(self._shapes):  # shapes that were kept: few runs need to tell them
            self._shape_numbers = {one: number for number, one in enumerate(self._shapes)}
        number = self._shape_numbers.setdefault(shape, len(self._shapes))
        if number == len(self._shapes):
            self._shapes.append(shape)
        return number

    def _told_apart(self, level: int, structures: Sequence[int], state: int) -> Numbers:
        """For each value of a level, the number of what it makes of the leaves of a provision."""
        group, known = self._judge.levels[level].group, self._structures[structures[state]]
        if isinstance(known, str) or not known.leaves[level]:
            return np.zeros(len(group.values), dtype=np.int32)
        classes, numbers, bits = known.classes[level], known.class_numbers[level], known.leaves[level]
        for value in group.values[len(classes) :]:
            told = tuple(self._becomes(group, facts).verdicts_on(bits) for facts in value.readings)
            classes.append(numbers.setdefault(told, len(numbers)))
        return np.array(classes, dtype=np.int32)

    def _structures_of(self, judged: JudgedRows) -> Numbers:
        """For each row, what its reason is made of: the provision that decides, and all that it refers to."""
        deciding = taken(self._of_finals, judged.finals[Part.OUTCOME])
        periods = self._judge.day_level.periods_of(judged.cells[0])
        dated = self._dated.encode(deciding, periods + 1)
        for pair in range(len(self._of_dated), len(self._dated)):
            self._of_dated.append(self._structure(self._dated.first[pair], self._dated.second[pair] - 1))
        return taken(self._of_dated, dated)

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

    def _leaves_by_level(self, provision: Provision, law: LawOnDay) -> tuple[int, ...]:
        compiler, levels = self._judge.compiler, self._judge.levels
        found = [0 for _ in levels]
        for leaf in leaves_of((provision,), law):
            level = self._level_of(leaf)  # type: ignore[arg-type]  # leaves, or references
            if level >= 0:
                found[level] |= compiler.arena.support[compiler.leaf(leaf, law)]  # type: ignore[arg-type]
        return tuple(found)

    def _begun(self, provision: Provision, law: LawOnDay, leaves: tuple[int, ...]) -> ShapesOfProvision:
        tree = ShapeTree(provision, law, self._language, self._level_of, self._judge.compiler.leaf)
        return ShapesOfProvision(provision, tree, leaves, [[] for _ in leaves], [{} for _ in leaves])

    def _level_of(self, leaf: Leaf) -> int:
        if id(leaf) not in self._levels:
            names = {fact.name for fact in facts_of(leaf)}
            levels = enumerate(self._judge.levels)
            self._levels[id(leaf)] = next((place for place, level in levels if names & level.group.names), -1)
        return self._levels[id(leaf)]

    def _shape(self, structure: int, judged: JudgedRows, row: int) -> ReasonShape:
        """The shape of the reason of one row, and the reading of the facts that it speaks of.

        Of several readings, an answer explains the first that has the verdict of the last.
        """
        known = self._structures[structure]
        if isinstance(known, str):
            return ReasonShape(structure)
        levels = [level.group for level in self._judge.levels]
        values = [group.values[numbers[row]].readings for group, numbers in zip(levels, judged.values, strict=True)]
        count = max(map(len, values))
        shapes = []
        for reading in range(count):
            becomes = [self._becomes(group, _of(facts, reading)) for group, facts in zip(levels, values, strict=True)]
            shapes.append(known.tree.shape(partial(_verdict, becomes), partial(self._facts, judged, row, reading)))
        chosen = next(n for n, shape in enumerate(shapes) if shape.verdict is shapes[-1].verdict)
        return ReasonShape(structure, shapes[chosen], chosen)

    def _becomes(self, group: Group, facts: int) -> Replaced:
        return self._judge.diagrams[Part.OUTCOME].becomes(group, facts)

    def _facts(self, judged: JudgedRows, row: int, reading: int) -> Facts:
        return self._judge.case_of(judged, row).readings[reading]

    def _texts_of(self, shapes: Numbers, judged: JudgedRows) -> Numbers:
        """The number of the text of each row: its shape, with the facts that the shape shows."""
        keys, shape_of = shapes, np.arange(len(self._shapes), dtype=np.int32)
        self._look_at_new_shapes()
        orders = [n for n, level in enumerate(self._judge.levels) if isinstance(level, OrderLevel)]
        for level, shown in enumerate(self._shown):
            if level not in orders and self._shows[level].any():
                facts = (judged.values[level] + 1) * _taken_by(self._shows[level], shape_of, keys)
                keys, known = shown.encode(keys, facts), self._shape_of_shown[level]
                if len(known) < len(shown):
                    fresh = shown.first.array[len(known) :]
                    known = self._shape_of_shown[level] = np.concatenate((known, shape_of.take(fresh)))
                shape_of = known
        return self._texts_with(orders, keys, shape_of, judged)

    def _look_at_new_shapes(self) -> None:
        """For each level and shape, 1 where the shape shows facts of the level."""
        fresh, were_shown = self._shapes[self._shows.shape[1] :], self._shows.any(axis=1)
        if fresh:
            shown = [one.levels for one in fresh]
            shows = [[int(level in levels) for levels in shown] for level in range(len(self._shows))]
            self._shows = np.concatenate((self._shows, np.array(shows, dtype=np.int32)), axis=1)
        if (self._shows.any(axis=1) != were_shown).any():
            self._forget_texts()  # they are numbered by the levels that are shown

    def _forget_texts(self) -> None:
        levels = self._judge.levels
        self._shown = [Pairs() for _ in levels]
        self._shape_of_shown = [np.zeros(0, dtype=np.int32) for _ in levels]
        self._with_order, self._texts_with_order = Pairs(), GrowingNumbers()
        self._texts_without = GrowingNumbers()

    def _texts_with(self, orders: Sequence[int], keys: Numbers, shape_of: Numbers, judged: JudgedRows) -> Numbers:
        """Texts that show no order, one for each key; and those that do, which are as many as orders."""
        shows = self._shows[orders].sum(axis=0)
        for row in _new(keys, len(self._texts_without)):
            shape = int(shape_of[keys[row]])
            self._texts_without.append(-1 if shows[shape] else self._text(shape, judged, row))
        found = taken(self._texts_without, keys)
        rows = np.flatnonzero(found < 0)
        if len(rows):
            found[rows] = self._texts_with_order_of(rows, keys, shape_of, judged, orders[0])
        return found

    def _texts_with_order_of(
        self, rows: Rows, keys: Numbers, shape_of: Numbers, judged: JudgedRows, level: int
    ) -> Numbers:
        pairs = self._with_order.encode(self._telling(level, rows, judged), keys.take(rows))
        for place in _new(pairs, len(self._texts_with_order)):
            row = int(rows[place])
            self._texts_with_order.append(self._text(int(shape_of[keys[row]]), judged, row))
        return taken(self._texts_with_order, pairs)

    def _telling(self, level: int, rows: Rows, judged: JudgedRows) -> Numbers:
        """Numbers of the cells of orders and their items, since the spans keep no quantity apart."""
        one = self._judge.levels[level]
        assert isinstance(one, OrderLevel)
        cells = judged.cells[level].numbers.take(rows)
        items = np.zeros_like(cells) if one.item is None else judged.values[self._place_of(one.item)].take(rows)
        return self._orders.encode(cells, items)

    def _place_of(self, level: Level) -> int:
        return self._judge.levels.index(level)

    def _text(self, shape: int, judged: JudgedRows, row: int) -> int:
        """The number of one more text."""
        found = self._shapes[shape]
        known = self._structures[found.structure]
        if isinstance(known, str) or found.shape is None:
            return self.texts.add(str(known))
        self._number_lines()
        numbers, reading = self._lines_of[shape], found.reading
        lines = zip(found.shape.lines, numbers, strict=True)
        words = (line.words or self._words_of(line, number, reading, judged, row) for line, number in lines)
        return self.texts.add(reason_line(known.provision, words))

    def _number_lines(self) -> None:
        """Number the lines of shapes: a line is long to compare."""
        for one in self._shapes[len(self._lines_of) :]:
            lines = () if one.shape is None else one.shape.lines
            self._lines_of.append(tuple(self._line_numbers.setdefault(n, len(self._line_numbers)) for n in lines))

    def _words_of(self, line: Line, number: int, reading: int, judged: JudgedRows, row: int) -> str:
        """The words of a leaf: by the number of its facts, or for an order by the exact facts of the row."""
        if line.level < 0:
            return self._said(line, self._judge.facts_everywhere)
        level = self._judge.levels[line.level]
        if isinstance(level, OrderLevel):
            return self._said(line, _of(self._judge.facts_at(line.level, judged, row), reading))
        facts = _of(level.group.values[judged.values[line.level][row]].readings, reading)
        key = (number, facts)
        if key not in self._words:
            self._words[key] = self._said(line, level.group.facts[facts])
        return self._words[key]

    def _said(self, line: Line, facts: Facts) -> str:
        assert line.leaf is not None
        return leaf_words(line_of(line.leaf, facts, line.verdict, line.denials), self._language)


def _of(readings: Sequence[T], reading: int) -> T:
    """What holds in one reading; a group with a single one says the same in all."""
    return readings[reading] if len(readings) > 1 else readings[0]


_VERDICT_NUMBERS = {MET: 3, NOT_MET: 0}


def _verdict(becomes: Sequence[Replaced], level: int, leaf: Formula) -> int:
    """The verdict number of a leaf: what is neither met nor failed is unknown."""
    return _VERDICT_NUMBERS.get(becomes[level][leaf], 1)


def _taken_by(entries: Numbers, numbers: Numbers, keys: Numbers) -> Numbers:
    """The entry for the number of each key; looked up first by number or first by key, of whichever there are fewer."""
    return entries.take(numbers).take(keys) if len(numbers) < len(keys) else entries.take(numbers.take(keys))


def _new(numbers: Numbers, known: int) -> list[int]:
    """A place for each of the NUMBERS from KNOWN on, in the order of the numbers."""
    fresh = np.flatnonzero(numbers >= known)
    _, first = np.unique(numbers[fresh], return_index=True)
    return [int(place) for place in fresh[first]]
