"""Measures over stored columns: exact amounts as one whole number over another, and limits as whole bounds.

An amount is null where it is unknown and below zero where it does not exist. Products are worked out in 128 bits where
64 could overflow; what 128 bits cannot hold is refused before a row is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from math import ceil, floor, lcm
from typing import Final, assert_never

from chipgate.errors import BadNumber
from chipgate.law.facts import Fact
from chipgate.law.language import Compared, HighestOf, Measure, Quotient, Relation, Stated, SumOf, Times
from chipgate.readings.columns.stored import ABSENT_NUMBER, Everywhere, Layout, NumberColumn
from chipgate.readings.columns.terms import Sign, Term, Terms, Type

_NARROW, _WIDE = 2**63, 2**127


@dataclass(frozen=True, slots=True)
class Amount:
    """``top`` over ``scale``, or over the term ``over`` where there is one; neither is larger than said."""

    top: Term
    most: int
    scale: int = 1
    over: Term | None = None
    most_over: int = 1

    @property
    def largest_over(self) -> int:
        """No denominator is larger."""
        return self.scale if self.over is None else self.most_over


class Amounts:
    """Writes measures as amounts, and comparisons with a limit as flags."""

    def __init__(self, terms: Terms, layout: Layout) -> None:
        self.terms = terms
        self.layout = layout
        self._known: dict[Measure, Amount] = {}

    def amount(self, measure: Measure) -> Amount:
        """MEASURE over the stored columns, as ``verdict.measured`` works it out."""
        if measure not in self._known:
            self._known[measure] = self._written(measure)
        return self._known[measure]

    def _written(self, measure: Measure) -> Amount:
        match measure:
            case Fact(name):
                return self._stored(name)
            case SumOf(parts):
                return reduce(self._sum, map(self.amount, parts))
            case HighestOf(parts):
                return reduce(self._higher, map(self._if_any, map(self.amount, parts)))
            case Times(inner, factor):
                return self._multiplied(self.amount(inner), Fraction(factor.value))
            case Quotient(dividend, divisor):
                return self._quotient(self.amount(dividend), self.amount(divisor))
            case Stated(fact, formula):
                known = self.is_known(fact)
                return self._either(known, self.amount(fact), self.amount(formula))
            case _ as never:
                assert_never(never)

    def is_known(self, measure: Measure) -> Term:
        """Whether the value of MEASURE is known, or known not to exist."""
        return self.terms.is_known(self.amount(measure).top)

    def _stored(self, name: str) -> Amount:
        match self.layout.get(name):
            case None:
                return Amount(self.terms.number(None), 1)
            case NumberColumn(column, scale, most, over, most_over) as stored:
                top = self.terms.column(column, Type.NUMBER)
                top = self.terms.widened(top) if stored.is_wide else top
                return Amount(top, most, scale, self.terms.column(over, Type.NUMBER) if over else None, most_over)
            case Everywhere(value):
                exists = isinstance(value, int | Fraction)
                given = Fraction(value) if exists else Fraction(ABSENT_NUMBER)  # type: ignore[arg-type]
                return Amount(self.terms.number(given.numerator), max(1, given.numerator), given.denominator)
            case other:
                raise BadNumber(f"{name} is a number, and stored as {other}")

    # Arithmetic.

    def _times(self, one: Term, most: int, other: Term, most_other: int) -> Term:
        """A product, in 128 bits where 64 could overflow."""
        if most * most_other >= _WIDE:
            raise BadNumber("the columns have numbers whose products no whole number of 128 bits can hold")
        if most * most_other >= _NARROW:
            one, other = self.terms.widened(one), self.terms.widened(other)
        return self.terms.times(one, other)

    def _scaled(self, amount: Amount, factor: int) -> Term:
        return self._times(amount.top, amount.most, self.terms.number(factor), factor)

    def over(self, amount: Amount) -> Term:
        """The denominator of AMOUNT as a term."""
        return self.terms.number(amount.scale) if amount.over is None else amount.over

    def exists(self, amount: Amount) -> Term:
        """Whether AMOUNT exists; null where it is unknown."""
        return self.terms.compared(amount.top, Sign.AT_LEAST, self.terms.number(0))

    def _alike(self, one: Amount, other: Amount) -> tuple[Amount, Amount]:
        """Both over the same denominator."""
        if one.over is None and other.over is None:
            scale = lcm(one.scale, other.scale)
            first, second = (
                replace(a, top=self._scaled(a, scale // a.scale), most=a.most * (scale // a.scale), scale=scale)
                for a in (one, other)
            )
            return first, second
        over = self._times(self.over(one), one.largest_over, self.over(other), other.largest_over)
        largest = one.largest_over * other.largest_over
        first, second = (
            Amount(self._times(a.top, a.most, self.over(b), b.largest_over), a.most * b.largest_over, 1, over, largest)
            for a, b in ((one, other), (other, one))
        )
        return first, second

    def _sum(self, one: Amount, other: Amount) -> Amount:
        """Unknown where a part is unknown, else not existing where a part does not exist."""
        terms, tops = self.terms, (one.top, other.top)
        first, second = self._alike(one, other)
        most = first.most + second.most
        if most >= _WIDE:
            raise BadNumber("the columns have numbers whose sums no whole number of 128 bits can hold")
        addends = (first.top, second.top) if most < _NARROW else map(terms.widened, (first.top, second.top))
        absent = terms.any_of(terms.is_not(terms.not_failed(self.exists(part))) for part in (one, other))
        known = terms.all_of(map(terms.is_known, tops))
        both = terms.all_of((known, absent))
        total = terms.choose([(both, terms.number(ABSENT_NUMBER))], terms.plus(*addends))
        return replace(first, top=total, most=most)

    def _if_any(self, amount: Amount) -> Amount:
        """AMOUNT, unknown where it does not exist."""
        has = self.terms.is_met(self.exists(amount))
        return replace(amount, top=self.terms.choose([(has, amount.top)], self.terms.number(None)))

    def _higher(self, one: Amount, other: Amount) -> Amount:
        """The higher of the two that are known."""
        terms = self.terms
        first, second = self._alike(one, other)
        second_is_more = terms.is_met(terms.compared(second.top, Sign.ABOVE, first.top))
        second_alone = terms.all_of((terms.is_known(other.top), terms.is_open(one.top)))
        return self._either(terms.is_not(terms.any_of((second_is_more, second_alone))), one, other)

    def _either(self, condition: Term, one: Amount, other: Amount) -> Amount:
        """ONE where CONDITION is true, else OTHER."""
        terms = self.terms
        if one.over is None and other.over is None:
            one, other = self._alike(one, other)
            return replace(one, top=terms.choose([(condition, one.top)], other.top), most=max(one.most, other.most))
        top = terms.choose([(condition, one.top)], other.top)
        over = terms.choose([(condition, self.over(one))], self.over(other))
        return Amount(top, max(one.most, other.most), 1, over, max(one.largest_over, other.largest_over))

    def _multiplied(self, amount: Amount, factor: Fraction) -> Amount:
        if factor < 0:
            raise BadNumber(f"a rule multiplies by {factor}, which is below zero")
        top = self._scaled(amount, factor.numerator)
        if factor == 0:  # what does not exist must not become a zero
            absent = self.terms.is_not(self.terms.not_failed(self.exists(amount)))
            top = self.terms.choose([(absent, self.terms.number(ABSENT_NUMBER))], top)
        grown = replace(amount, top=top, most=max(1, amount.most * factor.numerator))
        if amount.over is None:
            return replace(grown, scale=amount.scale * factor.denominator)
        divisor = self.terms.number(factor.denominator)
        over = self._times(amount.over, amount.most_over, divisor, factor.denominator)
        return replace(grown, over=over, most_over=amount.most_over * factor.denominator)

    def _quotient(self, dividend: Amount, divisor: Amount) -> Amount:
        """Not existing where a part does not; unknown where a part is, and where the divisor is zero."""
        terms = self.terms
        absent = terms.any_of(terms.is_not(terms.not_failed(self.exists(part))) for part in (dividend, divisor))
        above = terms.is_met(terms.compared(divisor.top, Sign.ABOVE, terms.number(0)))
        top = self._times(dividend.top, dividend.most, self.over(divisor), divisor.largest_over)
        over = self._times(self.over(dividend), dividend.largest_over, divisor.top, divisor.most)
        chosen = terms.choose([(absent, terms.number(ABSENT_NUMBER)), (above, top)], terms.number(None))
        return Amount(chosen, dividend.most * divisor.largest_over, 1, over, dividend.largest_over * divisor.most)

    # Comparisons.

    def compared(self, condition: Compared) -> Term:
        """Whether a measure stands as said to its limit; what does not exist stands in no relation."""
        amount, limit = self.amount(condition.measure), Fraction(condition.limit.value)
        if amount.over is None:
            return self._against_bound(amount, condition.relation, limit * amount.scale)
        left = self._scaled(amount, limit.denominator)
        right = self._times(
            amount.over, amount.most_over, self.terms.number(limit.numerator), abs(limit.numerator) or 1
        )
        return self.terms.all_of((self.exists(amount), self.terms.compared(left, _SIGNS[condition.relation], right)))

    def _against_bound(self, amount: Amount, relation: Relation, limit: Fraction) -> Term:
        """TOP against the whole number that is next to LIMIT on the side that counts."""
        sign, rounded = _BOUNDS[relation]
        bound = min(rounded(limit), amount.most + 1)  # no number lies above, and every engine can hold it
        if sign is Sign.AT_LEAST:
            return self.terms.compared(amount.top, sign, self.terms.number(max(bound, 0)))
        below = self.terms.compared(amount.top, sign, self.terms.number(max(bound, ABSENT_NUMBER)))
        return self.terms.all_of((self.exists(amount), below))


_SIGNS: Final[Mapping[Relation, Sign]] = {
    Relation.AT_LEAST: Sign.AT_LEAST,
    Relation.MORE_THAN: Sign.ABOVE,
    Relation.AT_MOST: Sign.AT_MOST,
    Relation.LESS_THAN: Sign.BELOW,
}
_BOUNDS: Final[Mapping[Relation, tuple[Sign, Callable[[Fraction], int]]]] = {
    Relation.AT_LEAST: (Sign.AT_LEAST, ceil),
    Relation.MORE_THAN: (Sign.AT_LEAST, lambda limit: floor(limit) + 1),
    Relation.AT_MOST: (Sign.AT_MOST, floor),
    Relation.LESS_THAN: (Sign.AT_MOST, lambda limit: ceil(limit) - 1),
}
