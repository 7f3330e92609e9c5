"""Made-up laws without sense: random trees over the facts of the real one, held against its own numbers.

They have what a law can have and the real one has little of: several paragraphs for one item, references across each
other, texts that are stayed, not enforced or only proposed, measures of several facts, denials of denials. A law
follows from its seed and number alone. None of it is law.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from random import Random

from bench.differential.shipments import limits_of, values_of
from chipgate.law.corpus import Corpus
from chipgate.law.facts import Fact, FactKind
from chipgate.law.language import (
    Compared,
    Condition,
    HighestOf,
    Limit,
    Measure,
    Quotient,
    Relation,
    Satisfies,
    Stated,
    SumOf,
    Times,
    Under,
    all_of,
    any_of,
    is_not,
    is_true,
    one_of,
    para,
    unless,
    within,
)
from chipgate.law.provision import (
    Binds,
    Consequence,
    Days,
    Defines,
    Describes,
    OpensException,
    Provision,
    RaisesFlag,
    RequiresLicence,
    SetsReview,
    Standing,
)
from chipgate.law.us import facts as f
from chipgate.law.us.corpus import CHECKED_UNTIL, FIRST_DAY, us_corpus
from chipgate.units import exact

SIZES = (6, 12, 25, 50)
"""Sentences of a law; some of them in two versions."""

_IDS = ("us/ear/3A090.a", "us/ear/3A090 Note 2", "us/ear/3A090.b", "us/ear/4A090.a", "us/ear/3A991.p")
"""Paragraphs that reasons look for by name; the others have names of their own."""

_GROUPS = ("A:1", "A:5", "A:6", "D:1", "D:4", "D:5", "E:1", "E:2")
_NUMBERS = (f.TPP, f.PERFORMANCE_DENSITY, f.IO_GB_S, f.DRAM_BANDWIDTH_GB_S, f.ORDER_TPP)
_GIVES: tuple[Callable[[int], Consequence], ...] = (
    lambda _number: Defines(),
    lambda number: Describes(f"R{number % 7}"),
    lambda number: Describes(f"R{number % 7}"),
    lambda _number: RequiresLicence(),
    lambda _number: RequiresLicence(),
    lambda _number: RequiresLicence(),
    lambda number: OpensException(f"R{number % 4}"),
    lambda number: OpensException(f"R{number % 4}"),
    lambda number: SetsReview(("presumption_of_denial", "presumption_of_approval", "case_by_case")[number % 3]),
    lambda _number: RaisesFlag(),
)


@lru_cache(maxsize=4)
def random_corpus(number: int, seed: int) -> Corpus:
    """Law NUMBER of the endless row of laws of SEED."""
    dice = Random(f"law {seed} {number}")
    writer = _Writer(dice)
    for place in range(dice.choice(SIZES)):
        writer.write(place)
    return Corpus(tuple(writer.written), us_corpus().groups)


@dataclass
class _Writer:
    """Writes one sentence after the other; each may refer to those before it."""

    dice: Random
    written: list[Provision] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    limits: int = 0

    def write(self, place: int) -> None:
        """One more sentence, in one version or two, which say different things."""
        is_known = place < len(_IDS)
        name = _IDS[place] if is_known else f"random/{place}{self.dice.choice(('', ' items'))}"
        gives = Describes(f"R{place}") if is_known and place != 1 else self.dice.choice(_GIVES)(place)
        for span in self._spans():
            self.written.append(
                Provision(
                    id=name,
                    title=f"Random {place}",
                    cite=f"random {place}",
                    binds=self._binds(span),
                    when=self.condition(3),
                    gives=gives,
                    subject=self.condition(1) if self.dice.random() < 0.4 else None,
                    standing=self.dice.choices(tuple(Standing), (20, 1, 1, 1))[0],
                )
            )
        self.names.append(name)

    def _spans(self) -> Sequence[Days]:
        first, later = sorted((self._day(), self._day()))
        if self.dice.random() < 0.5 or first == later:
            return (Days(FIRST_DAY),)
        return self.dice.choice(((Days(first),), (Days(first, later),), (Days(first, later), Days(later))))

    def _day(self) -> date:
        return FIRST_DAY + timedelta(days=self.dice.randrange((CHECKED_UNTIL - FIRST_DAY).days))

    def _binds(self, span: Days) -> Binds:
        from_, until = sorted((self._day(), self._day()))
        return Binds(
            span,
            compliance_from=from_ if self.dice.random() < 0.1 else None,
            not_enforced_from=until if self.dice.random() < 0.1 else None,
            stayed=(Days(from_, until),) if from_ < until and self.dice.random() < 0.1 else (),
        )

    # Conditions.

    def condition(self, depth: int) -> Condition:
        """A tree of at most DEPTH levels above its lines."""
        if depth == 0 or self.dice.random() < 0.15:
            return self._end()
        kind = self.dice.choice(("all", "all", "any", "any", "not", "unless", "para"))
        if kind in ("all", "any"):
            parts = [self.condition(depth - 1) for _ in range(self.dice.randint(2, 4))]
            return all_of(*parts) if kind == "all" else any_of(*parts)
        if kind == "unless":
            return unless(self.condition(depth - 1), self.condition(depth - 1))
        part = self.condition(depth - 1)
        return is_not(part) if kind == "not" else para(self.dice.choice(("a", "a.1", "b", "c.2")), part)

    def _end(self) -> Condition:
        if self.names and self.dice.random() < 0.3:
            return self.dice.choice((Under, Satisfies))(self.dice.choice(self.names))
        if self.dice.random() < 0.45:
            return Compared(self._measure(), self.dice.choice(tuple(Relation)), self._limit(f.TPP))
        return self._line(self.dice.choice(_asked_for()))

    def _line(self, fact: Fact) -> Condition:
        match fact.kind:
            case FactKind.NUMBER:
                return Compared(fact, self.dice.choice(tuple(Relation)), self._limit(fact))
            case FactKind.FLAG:
                return is_true(fact)
            case FactKind.COUNTRY if self.dice.random() < 0.7:
                return within(fact, *self.dice.sample(_GROUPS, self.dice.randint(1, 2)))
        values = values_of(fact)
        return one_of(fact, *self.dice.sample(values, min(len(values), self.dice.randint(1, 3))))

    def _measure(self) -> Measure:
        one, other = self.dice.sample(_NUMBERS, 2)
        worked_out = Quotient(f.TPP, f.DIE_AREA_MM2)
        made: tuple[Measure, ...] = (
            one,
            other,
            SumOf((one, other)),
            HighestOf((one, other)),
            Times(one, self._limit(other)),
            Stated(one, other),
            worked_out,
            Stated(f.PERFORMANCE_DENSITY, worked_out),
        )
        return self.dice.choice(made)

    def _limit(self, fact: Fact) -> Limit:
        """A number that the real law holds FACT against, or one beside it, on which shipments lie."""
        self.limits += 1
        return Limit(f"random {self.limits}", exact(self.dice.choice(limits_of(fact.name))))


@lru_cache(maxsize=1)
def _asked_for() -> tuple[Fact, ...]:
    """The facts that a shipment can be given, whose values a line can hold."""
    kinds = (FactKind.NUMBER, FactKind.FLAG, FactKind.CHOICE, FactKind.COUNTRY)
    return tuple(fact for fact in us_corpus().facts.values() if fact.kind in kinds)
