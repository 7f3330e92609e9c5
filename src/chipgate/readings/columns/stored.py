"""Facts in typed columns: how a value that a rule asks about is kept in a table, exactly and without loss.

Texts are kept as they are, flags as flags, numbers as whole numbers over a scale that suits all of a column; where no
scale does, a second column has a denominator for each row. Null is only ever unknown: what is known not to exist is a
text of its own, a number below zero, or a flag that is false.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Final, assert_never

from chipgate.errors import BadNumber
from chipgate.law.facts import NOT_APPLICABLE, Fact, FactKind, Value

ABSENT_TEXT: Final = "-"
ABSENT_NUMBER: Final = -1
OVER: Final = "_over"
"""What the name of a column of denominators ends in."""

LARGEST: Final = 2**62
"""No number of a column of 64 bits is as large: a sum of two still fits."""

LARGEST_WIDE: Final = 10**37
"""No number of a column of 128 bits is as large; as a decimal it has 38 digits at most."""


@dataclass(frozen=True, slots=True)
class TextColumn:
    """A column of texts; only those in ``values`` occur, where that is known."""

    name: str
    values: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class FlagColumn:
    """A column of flags."""

    name: str


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """A column of whole numbers, to be divided by ``scale``, or by what stands in the column ``over``.

    No number is larger than ``most``, no denominator than ``most_over``. Where ``most`` does not fit into 64 bits, the
    column is one of 128.
    """

    name: str
    scale: int = 1
    most: int = LARGEST - 1
    over: str = ""
    most_over: int = LARGEST - 1

    @property
    def is_wide(self) -> bool:
        """Whether the column has numbers of 128 bits."""
        return self.most >= LARGEST


@dataclass(frozen=True, slots=True)
class Everywhere:
    """A value that is the same in every row, and stands in no column."""

    value: Value


Stored = TextColumn | FlagColumn | NumberColumn | Everywhere
Layout = Mapping[str, Stored]
"""How each fact is stored, by name; a fact that is not in it is unknown in every row."""

Cells = Sequence[str | bool | int | None]


def stored(fact: Fact, values: Iterable[Value | None]) -> tuple[Stored, dict[str, Cells]]:
    """How VALUES of FACT are stored, None for an unknown one, and the cells of the columns that hold them.

    Raises:
        BadNumber: a number is below zero, or too long for a whole number of 128 bits.
    """
    match fact.kind:
        case FactKind.FLAG:
            flags = [None if value is None else value is True for value in values]
            return FlagColumn(fact.name), {fact.name: flags}
        case FactKind.CHOICE | FactKind.COUNTRY | FactKind.CODE:
            texts = [None if v is None else ABSENT_TEXT if v is NOT_APPLICABLE else str(v) for v in values]
            return TextColumn(fact.name, frozenset(filter(None, texts))), {fact.name: texts}
        case FactKind.NUMBER:
            return _stored_numbers(fact.name, [_number(fact.name, value) for value in values])
        case _ as never:
            assert_never(never)


def _number(name: str, value: Value | None) -> Fraction | None:
    if value is None or value is NOT_APPLICABLE:
        return None if value is None else Fraction(ABSENT_NUMBER)
    assert isinstance(value, int | Fraction), f"{name} must be a number"
    if value < 0:
        raise BadNumber(f"{name} is {value}; no number that a rule asks about is below zero")
    return Fraction(value)


def _stored_numbers(name: str, values: Sequence[Fraction | None]) -> tuple[Stored, dict[str, Cells]]:
    known = [value for value in values if value is not None]
    most, scale = max(known, default=Fraction(0)), _common_scale(known)
    if scale is not None and most * scale < LARGEST:
        numbers = [_scaled(value, scale) for value in values]
        return NumberColumn(name, scale, max(int(most * scale), 1)), {name: numbers}
    if scale is not None and LARGEST <= most < LARGEST_WIDE // scale:
        return NumberColumn(name, scale, int(most * scale)), {name: [_scaled(value, scale) for value in values]}
    tops = [_scaled(value, 1 if value is None else value.denominator) for value in values]
    overs = [None if value is None else value.denominator for value in values]
    column = NumberColumn(name, 1, _most(tops), name + OVER, _most(overs))
    if column.most >= LARGEST_WIDE or column.most_over >= LARGEST:
        raise BadNumber(f"the column {name} has a number with more digits than a column can hold exactly")
    return column, {name: tops, name + OVER: overs}


def _scaled(value: Fraction | None, scale: int) -> int | None:
    """VALUE in units of one over SCALE; the mark of what does not exist is never scaled."""
    if value is None or value == ABSENT_NUMBER:
        return None if value is None else ABSENT_NUMBER
    return value.numerator * (scale // value.denominator)


def _common_scale(values: Iterable[Fraction]) -> int | None:
    """The smallest scale on which all of VALUES are whole; None where it is too large to be of use."""
    scale = 1
    for value in values:
        scale = lcm(scale, value.denominator)
        if scale >= LARGEST:
            return None
    return scale


def _most(numbers: Iterable[int | None]) -> int:
    return max((number for number in numbers if number is not None), default=1)
