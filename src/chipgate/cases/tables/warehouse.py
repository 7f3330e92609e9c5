"""The law of one period as SQL, for a table of facts in a warehouse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, assert_never

from chipgate.cases.not_modelled import NOT_LEGAL_ADVICE
from chipgate.cases.outcome_words import CLOCK_WORDS
from chipgate.cases.questions import questions_on
from chipgate.cases.tables.answer_plan import AnswerPlan, OfOneReading, missing_words
from chipgate.law.corpus import Corpus
from chipgate.law.facts import Fact, FactKind
from chipgate.law.language import Compared
from chipgate.law.provision import Clock
from chipgate.law.walking import facts_of_measure, walk
from chipgate.readings.columns.sql_text import TYPES, query
from chipgate.readings.columns.stored import (
    LARGEST_WIDE,
    OVER,
    FlagColumn,
    Layout,
    NumberColumn,
    Stored,
    TextColumn,
)
from chipgate.readings.columns.terms import Term, Type
from chipgate.readings.columns.writing import Layers, layers
from chipgate.readings.phrase import Phrase, Word, phrase
from chipgate.translation.language import Language, translator

SCALE: Final = 1_000_000
"""Numbers are kept in millionths, so that every decimal of a datasheet is whole."""

MOST_OF_A_RATIO: Final = 10**15
"""Neither part of a ratio is larger, so that products with a limit fit into 64 bits."""

_LARGE: Final = 10**12
"""A fact with a limit above this is a count: it is kept as it is, in 38 digits."""

_RATIOS: Final = ("performance_density",)
"""Numbers that no scale holds exactly, kept as one whole number over another."""


@dataclass(frozen=True)
class WarehouseSql:
    """The query for one day by one clock, over TABLE; the result has the columns KEYS first."""

    corpus: Corpus
    day: date
    clock: Clock = Clock.AS_ENFORCED
    table: str = "facts"
    keys: Sequence[str] = ()

    @cached_property
    def layout(self) -> Layout:
        """How each fact is stored."""
        large = _large_facts(self.corpus)
        return {name: _stored(fact, name in large) for name, fact in self.corpus.facts.items()}

    @cached_property
    def _plan(self) -> AnswerPlan:
        return AnswerPlan(questions_on(self.corpus, self.day), self.clock, self._verdicts)

    @cached_property
    def _verdicts(self) -> OfOneReading:
        return OfOneReading(self.layout)

    @cached_property
    def _asks(self) -> Mapping[str, Term]:
        return missing_words(self._plan, self._verdicts.low)

    @cached_property
    def _missing(self) -> Mapping[str, str]:
        return {f"cg_asks_{word}": word for word in self._asks}

    @cached_property
    def _layers(self) -> Layers:
        asks = self._asks
        flags = {name: asks[word] for name, word in self._missing.items()}
        return layers(self._plan.terms, {**self._plan.columns(), **flags})

    @property
    def text(self) -> str:
        """The query."""
        return query(self._layers, self.table, self.keys, lists={"missing": self._missing})

    def columns(self) -> dict[str, tuple[str, Fact]]:
        """The columns of the table that the query reads, with their types and the facts in them."""
        found = {}
        for name, fact in self.corpus.facts.items():
            for column in (name, name + OVER):
                if column in self._layers.columns():
                    found[column] = (_type_of(self.layout[name]), fact)
        return found

    def span(self) -> tuple[date, date | None]:
        """The first day on which the query holds, and the first after it on which the law may be another."""
        period, days = self.corpus.period(self.day), self.corpus.change_days
        return days[period - 1] if period else self.day, days[period] if period < len(days) else None

    def commented(self, language: Language = "en") -> str:
        """The query under comments that say what it reads and gives, in one language."""
        say = translator(language)
        lines = [one.text(language) for one in self._about()]
        for column, (kind, fact) in self.columns().items():
            lines.append(f"  {column} {kind}: {say(fact.question)}")
        return "".join(f"-- {line}\n" for line in (*lines, say(NOT_LEGAL_ADVICE))) + self.text + "\n"

    def _about(self) -> Iterator[Phrase]:
        since, until = self.span()
        clock = Word(CLOCK_WORDS[self.clock])
        yield phrase("The rules {clock}, on every day from {since} on.", clock=clock, since=str(since))
        if until is not None:
            yield phrase("On {day} they may be others: ask for the query of that day then.", day=str(until))
        yield phrase("An answer is for one set of facts. Completions are not tried: a few rows stay undetermined.")
        yield phrase(
            "NULL is unknown and nothing else. What does not exist is '-' in a text, FALSE, or -1 in a number."
        )
        yield phrase("Numbers of the type BIGINT are in millionths: a TPP of 2467.2 is 2467200000.")
        yield phrase("Where a column has one that ends in _over beside it, the number is the first over the second.")


def _large_facts(corpus: Corpus) -> frozenset[str]:
    conditions = [one for p in corpus.provisions for one in p.conditions]
    nodes = (node for condition in conditions for node in walk(condition))
    large = (n.measure for n in nodes if isinstance(n, Compared) and n.limit.value > _LARGE)
    return frozenset(fact.name for measure in large for fact in facts_of_measure(measure))


def _stored(fact: Fact, is_large: bool) -> Stored:
    match fact.kind:
        case FactKind.FLAG:
            return FlagColumn(fact.name)
        case FactKind.CHOICE | FactKind.COUNTRY | FactKind.CODE:
            return TextColumn(fact.name)
        case FactKind.NUMBER:
            if is_large:
                return NumberColumn(fact.name, 1, LARGEST_WIDE)
            if fact.name in _RATIOS:
                return NumberColumn(fact.name, 1, MOST_OF_A_RATIO, fact.name + OVER, MOST_OF_A_RATIO)
            return NumberColumn(fact.name, SCALE)
        case _ as never:
            assert_never(never)


def _type_of(stored: Stored) -> str:
    match stored:
        case FlagColumn():
            return TYPES[Type.FLAG]
        case NumberColumn():
            return TYPES[Type.WIDE if stored.is_wide else Type.NUMBER]
        case _:
            return TYPES[Type.TEXT]
