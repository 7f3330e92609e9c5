"""The law of several periods as plans: what is worked out of each reading, and then what all readings come to."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from chipgate.cases.disputes import leaves_that_name
from chipgate.cases.questions import Questions
from chipgate.cases.tables.answer_plan import AnswerPlan
from chipgate.cases.tables.lines_of_levels import flags, verdicts_of
from chipgate.law.corpus import LawOnDay
from chipgate.law.language import Condition
from chipgate.law.provision import Clock, Provision
from chipgate.readings.columns.compiling import Compiler
from chipgate.readings.columns.formulas import MET, Formula
from chipgate.readings.columns.masks import words
from chipgate.readings.columns.ordered import OneLeft, possible_formulas
from chipgate.readings.columns.terms import Term, Terms, Type
from chipgate.readings.columns.writing import Layers, layers

if TYPE_CHECKING:
    from chipgate.cases.tables.lines_of_levels import LinesOfLevels
    from chipgate.cases.tables.readings_of_kinds import Readings
    from chipgate.readings.columns.engines import Engine

DECIDES: Final = "decides_"
"""What the names of columns begin with that say which provision decides where one outcome is left."""

_ASKS: Final = "asks_"


class _AgreedVerdicts:
    """Verdicts as columns: what all readings agree on, and what the first says; numbered as they are asked for.

    So laws that ask the same of other lines, such as one and the same text under other country groups, have one plan.
    """

    def __init__(self, compiler: Compiler) -> None:
        self.compiler, self.terms = compiler, Terms()
        self.formulas: dict[tuple[str, Formula], str] = {}

    def agreed(self, formula: Formula) -> Term:
        return self._column("agreed", formula)

    def first(self, formula: Formula) -> Term:
        return self._column("first", formula)

    def _column(self, how: str, formula: Formula) -> Term:
        if formula <= MET:
            return self.terms.flag(formula == MET)
        name = self.formulas.setdefault((how, formula), f"{how}_{len(self.formulas)}")
        return self.terms.column(name, Type.FLAG)

    def one_left(self, lines: Sequence[tuple[str, Formula]], otherwise: str) -> OneLeft:
        """An answer is possible where it is in any reading."""
        possible = possible_formulas(self.compiler.arena, lines, otherwise)
        return OneLeft(self.terms, {one: self.terms.not_failed(self.agreed(f)) for one, f in possible.items()})


@dataclass(frozen=True)
class PeriodPlan:
    """The answers of one period: formulas of which verdicts are wanted, by column; and a plan over these columns."""

    formulas: Mapping[tuple[str, Formula], str]
    answers: Layers
    key: Hashable
    """Periods with one key have one plan."""
    asked: Sequence[tuple[Provision, Formula]]
    """The provisions that may keep the outcome open: those that do are told in columns of their own."""
    lines: Mapping[int, Sequence[int]]
    """For each level, the lines on which anything of a row can hang."""
    law: LawOnDay

    def verdicts(self, found: pl.DataFrame, readings: Readings) -> pl.DataFrame:
        """The columns that the plan reads, for kinds with READINGS of which FOUND has the verdicts of each reading."""
        if not self.formulas:  # a law that asks for nothing
            return pl.DataFrame({"no_facts": np.zeros(len(readings.counts), dtype=np.int8)})
        each = found.select(**{name: pl.col(f"v_{formula}") for (_, formula), name in self.formulas.items()})
        if len(readings.counts) == found.height:
            return each
        told = verdicts_of(each)
        is_agreed = np.array([how == "agreed" for how, _ in self.formulas])
        return flags(np.where(is_agreed, readings.agreed(told), told[readings.firsts]), each.columns)

    def asks(self, number: int) -> str:
        """The column that says where a provision of ``asked`` keeps the outcome open."""
        return f"{_ASKS}{number}"


class LawPlan:
    """The plans of all periods that rows have asked for so far, by one clock, over LINES.

    Facts that are DISPUTABLE may have several readings. Of an answer, the WANTED columns are planned.
    """

    def __init__(self, lines: LinesOfLevels, clock: Clock, disputable: frozenset[str], wanted: Sequence[str]) -> None:
        self.lines = lines
        self.clock = clock
        self._wanted, self._asks = {"outcome", "outcomes", "deciding_provision", *wanted}, "missing" in wanted
        self.periods: dict[int, PeriodPlan] = {}
        self._disputable = disputable
        self._answers: dict[Hashable, Layers] = {}
        self._verdicts: Layers | None = None
        self._missing: tuple[Layers, Sequence[str]] | None = None

    def add(self, period: int, questions: Questions) -> None:
        """Plan one more period."""
        verdicts = _AgreedVerdicts(self.lines.compiler)
        plan = AnswerPlan(questions, self.clock, verdicts)
        terms = verdicts.terms
        wanted = {name: term for name, term in plan.columns().items() if name in self._wanted}
        wanted |= {f"{DECIDES}{one}": term for one, term in plan.deciding_of_outcomes.items()}
        asked = plan.asked() if self._asks else []
        for number, (_, formula, guard) in enumerate(asked):
            wanted[f"{_ASKS}{number}"] = terms.all_of((guard, terms.is_open(verdicts.agreed(formula))))
        key = (tuple(terms.ops), tuple(terms.parts), tuple(map(repr, terms.extras)), tuple(wanted.items()))
        answers = self._answers.setdefault(key, layers(terms, wanted))
        provisions = [(provision, formula) for provision, formula, _ in asked]
        read = answers.columns()
        formulas = {asking: name for asking, name in verdicts.formulas.items() if name in read}
        found = self._lines([formula for _, formula in formulas], provisions, questions)
        self.periods[period] = PeriodPlan(formulas, answers, key, provisions, found, plan.law)
        self._verdicts = self._missing = None

    def _lines(
        self, formulas: Sequence[Formula], asked: Sequence[tuple[Provision, Formula]], questions: Questions
    ) -> dict[int, list[int]]:
        compiler, law = self.lines.compiler, questions.law(self.clock)
        support = reduce(or_, (compiler.arena.support[one] for one in (*formulas, *(f for _, f in asked))), 0)
        leaves = dict.fromkeys(compiler.arena.leaves_in(support))
        for provision, _ in asked:
            for condition, _ in leaves_that_name(self._disputable, provision, law):
                leaves[compiler.condition(condition, law)] = None
        found: dict[int, set[int]] = {}
        for leaf in leaves:
            for level, place in self.lines.places_of(leaf):
                found.setdefault(level, set()).add(place)
        return {level: sorted(places) for level, places in found.items()}

    def lines_on_figures(self, provision: Provision, plan: PeriodPlan) -> Sequence[tuple[Condition, frozenset[str]]]:
        """The lines of a provision that figures bear on which may be disputed, each with these."""
        return leaves_that_name(self._disputable, provision, plan.law)

    @property
    def verdicts(self) -> Layers:
        """The verdicts on one reading, of all periods: a column for each formula."""
        if self._verdicts is None:
            formulas = dict.fromkeys(f for plan in self.periods.values() for _, f in plan.formulas)
            wanted = {f"v_{formula}": self.lines.term(formula) for formula in formulas}
            self._verdicts = layers(self.lines.terms, wanted)
        return self._verdicts

    @property
    def missing(self) -> tuple[Layers, Sequence[str]]:
        """The facts that are missing in one reading, as bits of names; read off where formulas are asked for."""
        if self._missing is None:
            terms = self.lines.terms
            formulas = dict.fromkeys(f for plan in self.periods.values() for _, f in plan.asked)
            roots = [(f, terms.is_met(terms.column(root_of(f), Type.FLAG))) for f in formulas]
            asked = self.lines.missing(roots)
            names = sorted(asked)
            self._missing = layers(terms, words(terms, asked, names)), names
        return self._missing


def root_of(formula: Formula) -> str:
    """The column that says whether the open parts of a formula are asked for."""
    return f"root_{formula}"


def worked_out(
    engine: Engine, lines: LinesOfLevels, plan: Layers, readings: Readings, more: pl.DataFrame
) -> pl.DataFrame:
    """What PLAN comes to on READINGS, over the lines that it reads and the columns MORE."""
    if not plan.wanted:  # of a law that asks for nothing
        return pl.DataFrame()
    columns, wanted = dict(more.to_dict()), plan.columns()
    for level, table in enumerate(lines.tables):
        facts = pl.Series(readings.facts[level])
        for name, place in table.names(level).items():
            if name in wanted:
                columns[name] = table.column(place).gather(facts)
    if not columns:
        columns = {"no_facts": pl.repeat(0, int(readings.counts.sum()), eager=True)}
    return engine(pl.DataFrame(columns), plan)
