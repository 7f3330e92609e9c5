"""The outcomes of the rows of a large law, of which hardly two leave the same behind: all rows of a day side by side.

A table of what is left of the law pays where rows share what they leave. The more lines a law has, and the more
versions, the fewer do. Here each part of the law is looked at once for all rows of a period, and nothing is learned but
the answers of the kinds of rows that have come.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from chipgate.cases.answer_formulas import Part
from chipgate.cases.tables.asked_side_by_side import AskedSideBySide, AskingRows
from chipgate.cases.tables.disputes_side_by_side import DisputedRows
from chipgate.cases.tables.levels import NO_DAY
from chipgate.cases.tables.rows_of_a_period import Facts, Kinds, KindsOfPeriod, OneReading
from chipgate.cases.tables.ways_side_by_side import WaysSideBySide
from chipgate.readings.columns.formulas import EMPTY, MET, NOT_MET, Formula
from chipgate.readings.columns.missing_side_by_side import MissingSideBySide, SomeMissing
from chipgate.readings.columns.rows_side_by_side import Deciding, RowsSideBySide, SomeRows, agreed, flags_of, least

if TYPE_CHECKING:
    import numpy.typing as npt

    from chipgate.cases.tables.judged_rows import RowValues
    from chipgate.cases.tables.table_judge import TableJudge
    from chipgate.readings.columns.codes import Coded
    from chipgate.readings.columns.diagram import Vector
    from chipgate.readings.columns.missing_side_by_side import Asked
    from chipgate.readings.columns.side_by_side import Verdicts

    Flags = npt.NDArray[np.bool_]
    Numbers = npt.NDArray[np.int32]
    Rows = npt.NDArray[np.intp]

MOST_LINES = 300
"""Where the outcome hangs on more lines of the law of a day, hardly two rows leave the same behind."""

FEWEST_ROWS = 200
"""Fewer rows are looked up, or learned, in a table: all of the law would be looked at for them."""

AT_ONCE: Final = 1 << 15
"""So many rows are judged side by side: their verdicts on all parts of the law are in memory together."""


class _Law(NamedTuple):
    """What the law of a period asks: what the outcome is made of, and what completions say of open rows."""

    outcome: Vector
    ways: Vector
    kinds: KindsOfPeriod


class OutcomesSideBySide:
    """Numbers of answers for the rows of JUDGE."""

    def __init__(self, judge: TableJudge) -> None:
        self._judge = judge
        self._arena = judge.compiler.arena
        self._facts = Facts(judge)
        self._ways = WaysSideBySide(judge, self._facts)
        self._asked = AskedSideBySide(judge, self._facts)
        self._laws: dict[int, _Law] = {}
        self.lines: dict[int, int] = {}
        """On how many lines of the law of a period the outcome hangs; it is kept with what a table has learned, which
        can be looked up without a formula of the law."""

    def serves(self, days: Coded) -> bool:
        """Whether rows with the cells DAYS are judged side by side: they are many, and the law of some is large."""
        if len(days) < FEWEST_ROWS:
            return False
        level = self._judge.day_level
        large = [period for period in set(level.periods.tolist()) - {NO_DAY} if self._lines_of(period) > MOST_LINES]
        return bool(large) and bool(np.isin(large, level.periods_of(days)).any())

    def _lines_of(self, period: int) -> int:
        if period not in self.lines:
            diagram = self._judge.diagrams[Part.OUTCOME]
            self.lines[period] = diagram.support_of(self._judge.asked(diagram, period)).bit_count()
        return self.lines[period]

    def _law(self, period: int) -> _Law:
        if period not in self._laws:
            first, second = self._judge.diagrams[Part.OUTCOME], self._judge.open_outcomes.ways
            self._judge.start(second, period)  # so that completions expect the lines of this law together
            outcome, ways = self._judge.asked(first, period), self._judge.asked(second, period)
            kinds = KindsOfPeriod(self._facts, first.support_of(outcome) | second.support_of(ways))
            self._laws[period] = _Law(outcome, ways, kinds)
        return self._laws[period]

    def look_at_new(self) -> None:
        """Look at the facts that are new, before rows that have them are judged."""
        self._facts.look_at_new()

    def numbers(self, period: int, values: RowValues) -> Numbers:
        """The number of the answer of each row of PERIOD."""
        law, outcomes, judge = self._law(period), self._judge.open_outcomes, self._judge
        found = np.zeros(len(values[0]), dtype=np.int32)
        disputed = judge.disputes.several(values) if judge.asks else np.zeros(len(found), dtype=bool)
        every = [
            _Judged(kinds, self._disputed_in(kinds, disputed, values, period)) for kinds in law.kinds.kinds(values)
        ]
        self._judge_kinds(law.outcome, every)
        for one in every:
            one.answers, is_open = outcomes.of_closed(one.finals)
            one.open = np.flatnonzero(is_open)
        opened = [[world.taken(one.open) for world in one.kinds.readings] for one in every]
        for one, left in zip(every, self._ways.left(law.ways, opened), strict=True):
            if judge.asks:
                left = outcomes.that_say(left, one.asked.take(one.open), self._asked.facts)
            told = np.flatnonzero(one.plain[one.open])  # an answer that no row has would never be put into words
            one.answers[one.open[told]] = outcomes.of_open(one.finals.take(one.open[told]), left[told])
            found[one.kinds.rows] = one.answers.take(one.kinds.kind_of_rows)
            if judge.asks:
                found[one.kinds.rows[disputed[one.kinds.rows]]] = self._disputed(one, left)
        return found

    def _disputed_in(self, kinds: Kinds, disputed: Flags, values: RowValues, period: int) -> DisputedRows:
        """The rows of KINDS that are DISPUTED."""
        which = np.flatnonzero(disputed[kinds.rows])
        places = self._judge.disputes.places if len(which) else (0,)
        items, orders = (values[places[at]].take(kinds.rows[which]) for at in (0, -1))
        return DisputedRows(kinds.kind_of_rows[which], items, orders, period)

    def _disputed(self, judged: _Judged, left: Numbers) -> Numbers:
        """The answers of rows with disputed figures: each open kind has LEFT what it has."""
        outcomes, of_rows = self._judge.open_outcomes, judged.disputed.places
        found = judged.answers.take(of_rows)
        places = np.full(len(judged.finals), -1, dtype=np.intp)
        places[judged.open] = np.arange(len(judged.open))
        rows = np.flatnonzero(places.take(of_rows) >= 0)
        narrowings = left.take(places.take(of_rows[rows]))
        narrowings = outcomes.that_say(narrowings, judged.told[rows], self._asked.disputes.told)
        found[rows] = outcomes.of_open(judged.finals.take(of_rows[rows]), narrowings)
        return found

    def _judge_kinds(self, vector: Vector, kinds: Sequence[_Judged]) -> None:
        """Find the final state of each of KINDS, as the diagram of the outcome has it, and what each asks for."""
        for pack in _packed([one.kinds.readings for one in kinds]):
            world = OneReading.joined(world for part in pack for world in part.worlds)
            sides = RowsSideBySide(self._arena, world.height, partial(self._verdicts_of, world))
            asked = MissingSideBySide(sides, partial(self._asked_by, world), self._judge.checker.corpus.facts)
            start = 0
            for part in pack:
                count, one, starts = len(part.rows), kinds[part.of], range(len(part.worlds))
                several = [SomeRows(sides, start + count * number, count) for number in starts]
                one.finals[part.rows] = self._some_finals(vector, several, count)
                if self._judge.asks:
                    missing = [SomeMissing(asked, start + count * number, count).of for number in starts]
                    rows = AskingRows([side.of for side in several], missing, count)
                    which, disputed = one.disputed_among(part.rows)
                    one.asked[part.rows], one.told[which] = self._asked.of(vector, rows, disputed)
                start += count * len(part.worlds)

    def _some_finals(self, vector: Vector, sides: Sequence[SomeRows], count: int) -> Numbers:
        licence = agreed([side.of(vector[0]) for side in sides])
        verdicts = np.zeros(count, dtype=np.int64)
        verdicts[flags_of(licence.not_failed, count)] = _OPEN
        verdicts[flags_of(licence.met, count)] = _MET
        lists = [Deciding(lines, count) for lines in self._lists(vector, sides)]
        keys = verdicts
        for one in lists:
            keys = keys * (2 * len(one.labels) + 2) + one.of_rows
        _, places, which = np.unique(keys, return_index=True, return_inverse=True)
        found = [self._final(int(verdicts[row]), [one.line(int(one.of_rows[row])) for one in lists]) for row in places]
        return np.array(found, dtype=np.int32).take(which)

    def _asked_by(self, world: OneReading, leaf: Formula) -> Asked:
        return world.lacking(leaf, self._facts)

    def _verdicts_of(self, world: OneReading, leaf: Formula) -> Verdicts:
        return world.verdicts_of(leaf, self._facts)

    def _lists(
        self, vector: Vector, sides: Sequence[SomeRows]
    ) -> Iterator[Iterator[tuple[Hashable, Callable[[], Verdicts]]]]:
        """Lines of the requirements, of the exceptions, and of why no licence is needed; as ``Agreed`` joins them."""
        nodes: Any = self._arena.nodes
        for place in (1, 2):
            yield ((label, partial(_joined, sides, agreed, one)) for _, label, one in nodes[vector[place]][1])
        why = sorted(nodes[vector[4]][1], key=lambda line: abs(line[0]))
        yield ((label, partial(_joined, sides if at < 0 else sides[:1], least, one)) for at, label, one in why)

    def _final(self, verdict: int, lines: Sequence[tuple[Hashable, bool] | None]) -> int:
        """The number of the final state with a VERDICT on the licence and the LINES that decide."""
        arena, is_open = self._arena, self._arena.open(0)
        required, exceptions, why = (
            EMPTY if line is None else arena.listed(((line[0], MET if line[1] else is_open),)) for line in lines
        )
        if verdict == _MET and lines[1] is not None and lines[1][1]:
            required = EMPTY
        vector: tuple[Formula, ...] = (
            {_MET: MET, _OPEN: is_open}.get(verdict, NOT_MET),
            required,
            exceptions if verdict else EMPTY,
            EMPTY,
            EMPTY if verdict == _MET else why,
        )
        return self._judge.diagrams[Part.OUTCOME].final(vector)


class _Judged:
    """What is found of kinds of rows: their final states, what they ask for, and their answers."""

    def __init__(self, kinds: Kinds, disputed: DisputedRows) -> None:
        self.kinds, self.disputed = kinds, disputed
        count = kinds.readings[0].height
        self.finals = np.zeros(count, dtype=np.int32)
        self.asked = np.zeros(count, dtype=np.int32)
        self.told = np.zeros(len(disputed.places), dtype=np.int32)
        """Of each row with disputed figures, the disputes that bear on what is open."""
        every, some = (np.bincount(of, minlength=count) for of in (kinds.kind_of_rows, disputed.places))
        self.plain = every > some
        """Which kinds have rows without disputed figures."""
        self.answers, self.open = self.finals, np.zeros(0, dtype=np.intp)

    def disputed_among(self, kinds: Rows) -> tuple[Rows, DisputedRows | None]:
        """Which of the disputed rows are of KINDS, and these rows, with their places there."""
        places = np.full(len(self.finals), -1, dtype=np.intp)
        places[kinds] = np.arange(len(kinds))
        of_rows = places.take(self.disputed.places)
        which = np.flatnonzero(of_rows >= 0)
        found = self.disputed._replace(
            places=of_rows[which], items=self.disputed.items[which], orders=self.disputed.orders[which]
        )
        return which, found if len(which) else None


class _Part(NamedTuple):
    """Some of the kinds of rows with equally many readings: whose they are, which of them, and their readings."""

    of: int
    rows: Rows
    worlds: Sequence[OneReading]


def _packed(kinds: Sequence[Sequence[OneReading]]) -> Iterator[list[_Part]]:
    """Parts of KINDS that are judged side by side."""
    found, size = list[_Part](), 0
    for part in _parts(kinds):
        if found and size + len(part.rows) * len(part.worlds) > AT_ONCE:
            yield found
            found, size = [], 0
        found.append(part)
        size += len(part.rows) * len(part.worlds)
    if found:
        yield found


def _parts(kinds: Sequence[Sequence[OneReading]]) -> Iterator[_Part]:
    for of, worlds in enumerate(kinds):
        step = max(1, AT_ONCE // len(worlds))
        for start in range(0, worlds[0].height, step):
            rows = np.arange(start, min(start + step, worlds[0].height))
            yield _Part(of, rows, [one.taken(rows) for one in worlds])


def _joined(sides: Sequence[SomeRows], join: Callable[[Sequence[Verdicts]], Verdicts], formula: Formula) -> Verdicts:
    return join([side.of(formula) for side in sides])


_OPEN, _MET = 1, 2
