"""Terms: what an engine for tables works out, as interned nodes over typed columns, which each engine writes its way.

Flags are Kleene's: a null is unknown, and nothing else is null. Where two values are needed, ``is_met``,
``not_failed`` and ``is_known`` give them; only such a term may choose between others, since a choice would pass over a
null in silence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from math import prod
from typing import Final

Term = int
"""The number of a node among its terms."""

Plain = bool | int | str | None


class Type(StrEnum):
    """What the values of a term are."""

    FLAG = "flag"
    NUMBER = "number"  # whole, in 64 bits
    WIDE = "wide"  # whole, in 128 bits
    TEXT = "text"


class Op(StrEnum):
    """What a node does with its parts."""

    COLUMN = "column"
    CONSTANT = "constant"
    ALL_OF = "all of"
    ANY_OF = "any of"
    IS_NOT = "is not"
    IS_KNOWN = "is known"
    IS_MET = "is met"
    NOT_FAILED = "not failed"
    AMONG = "among"
    HEAD = "head"
    COMPARED = "compared"
    PLUS = "plus"
    TIMES = "times"
    WIDENED = "widened"
    CHOOSE = "choose"


class Sign(StrEnum):
    """How two numbers are compared."""

    AT_LEAST = ">="
    ABOVE = ">"
    AT_MOST = "<="
    BELOW = "<"


_HOLDS: Final = {
    Sign.AT_LEAST: int.__ge__,
    Sign.ABOVE: int.__gt__,
    Sign.AT_MOST: int.__le__,
    Sign.BELOW: int.__lt__,
}
_TWO_VALUED = frozenset((Op.IS_KNOWN, Op.IS_MET, Op.NOT_FAILED))
_JOINS = frozenset((Op.ALL_OF, Op.ANY_OF, Op.IS_NOT))


class Terms:
    """Interned nodes: an op, its parts (terms), and what else it needs; constants are folded as nodes are made."""

    def __init__(self) -> None:
        self.ops: list[Op] = []
        self.parts: list[tuple[Term, ...]] = []
        self.extras: list[object] = []
        self.types: list[Type] = []
        self.two_valued: list[bool] = []
        self._numbers: dict[tuple[object, ...], Term] = {}
        self.false = self.flag(False)
        self.true = self.flag(True)
        self.unknown = self.flag(None)

    def _intern(self, op: Op, parts: tuple[Term, ...], extra: object, kind: Type) -> Term:
        key = (op, parts, type(extra), extra, kind)
        number = self._numbers.setdefault(key, len(self.ops))
        if number == len(self.ops):
            self.ops.append(op)
            self.parts.append(parts)
            self.extras.append(extra)
            self.types.append(kind)
            settled = op in _TWO_VALUED or (op is Op.CONSTANT and extra is not None)
            self.two_valued.append(settled or (op in _JOINS and all(self.two_valued[part] for part in parts)))
        return number

    def column(self, name: str, kind: Type) -> Term:
        """A column of the table."""
        return self._intern(Op.COLUMN, (), name, kind)

    def flag(self, value: bool | None) -> Term:
        """A flag that is the same in every row; None is unknown."""
        return self._intern(Op.CONSTANT, (), value, Type.FLAG)

    def number(self, value: int | None) -> Term:
        """A whole number that is the same in every row."""
        wide = value is not None and not -(2**63) <= value < 2**63
        return self._intern(Op.CONSTANT, (), value, Type.WIDE if wide else Type.NUMBER)

    def text(self, value: str | None) -> Term:
        """A text that is the same in every row."""
        return self._intern(Op.CONSTANT, (), value, Type.TEXT)

    def constant(self, term: Term) -> tuple[Plain] | None:
        """The value of a constant, in a tuple so that an unknown one is told from no constant."""
        return (self.extras[term],) if self.ops[term] is Op.CONSTANT else None  # type: ignore[return-value]

    def all_of(self, parts: Iterable[Term]) -> Term:
        """The least of PARTS."""
        return self._joined(Op.ALL_OF, parts, self.true, self.false)

    def any_of(self, parts: Iterable[Term]) -> Term:
        """The greatest of PARTS."""
        return self._joined(Op.ANY_OF, parts, self.false, self.true)

    def _joined(self, op: Op, parts: Iterable[Term], neutral: Term, ending: Term) -> Term:
        kept = dict.fromkeys(part for part in parts if part != neutral)
        if ending in kept:
            return ending
        if len(kept) < 2:
            return next(iter(kept), neutral)
        return self._intern(op, tuple(kept), None, Type.FLAG)

    def is_not(self, part: Term) -> Term:
        """The opposite of PART."""
        if (known := self.constant(part)) is not None:
            return self.flag(None if known[0] is None else not known[0])
        if self.ops[part] is Op.IS_NOT:
            return self.parts[part][0]
        return self._intern(Op.IS_NOT, (part,), None, Type.FLAG)

    def is_known(self, part: Term) -> Term:
        """Whether PART is not null."""
        if (known := self.constant(part)) is not None:
            return self.flag(known[0] is not None)
        if self.two_valued[part]:
            return self.true
        if self.ops[part] in (Op.IS_NOT, Op.WIDENED):
            return self.is_known(self.parts[part][0])
        return self._intern(Op.IS_KNOWN, (part,), None, Type.FLAG)

    def is_open(self, part: Term) -> Term:
        """Whether PART is null."""
        return self.is_not(self.is_known(part))

    def is_met(self, part: Term) -> Term:
        """PART, false where it is unknown."""
        return self._settled(Op.IS_MET, part, self.false)

    def not_failed(self, part: Term) -> Term:
        """PART, true where it is unknown."""
        return self._settled(Op.NOT_FAILED, part, self.true)

    def _settled(self, op: Op, part: Term, unknown: Term) -> Term:
        if self.two_valued[part]:
            return part
        return unknown if part == self.unknown else self._intern(op, (part,), None, Type.FLAG)

    def among(self, part: Term, values: Collection[str]) -> Term:
        """Whether a text is one of VALUES."""
        if (known := self.constant(part)) is not None:
            return self.flag(None if known[0] is None else known[0] in values)
        return self._intern(Op.AMONG, (part,), tuple(sorted(values)), Type.FLAG)

    def head(self, part: Term, length: int) -> Term:
        """The first LENGTH letters of a text."""
        if (known := self.constant(part)) is not None:
            return self.text(None if known[0] is None else str(known[0])[:length])
        return self._intern(Op.HEAD, (part,), length, Type.TEXT)

    def compared(self, one: Term, sign: Sign, other: Term) -> Term:
        """Whether the number ONE stands so to OTHER."""
        values = self._whole_numbers(one, other)
        if values is not None:
            return self.flag(None if None in values else bool(_HOLDS[sign](*values)))  # type: ignore[arg-type]
        return self._intern(Op.COMPARED, self._alike(one, other), sign, Type.FLAG)

    def plus(self, one: Term, other: Term) -> Term:
        """The sum of two numbers."""
        values = self._whole_numbers(one, other)
        if values is not None:
            return self.number(None if None in values else sum(values))  # type: ignore[arg-type]
        one, other = self._alike(one, other)
        return self._intern(Op.PLUS, (one, other), None, self.types[one])

    def times(self, one: Term, other: Term) -> Term:
        """The product of two numbers."""
        values = self._whole_numbers(one, other)
        if values is not None:
            return self.number(None if None in values else prod(values))  # type: ignore[arg-type]
        for factor, rest in ((one, other), (other, one)):
            if self.constant(factor) == (1,):
                return rest
        one, other = self._alike(one, other)
        return self._intern(Op.TIMES, (one, other), None, self.types[one])

    def _whole_numbers(self, *parts: Term) -> tuple[int | None, ...] | None:
        found = [self.constant(part) for part in parts]
        return None if None in found else tuple(one[0] for one in found if one)  # type: ignore[misc]

    def _alike(self, *parts: Term) -> tuple[Term, ...]:
        """PARTS, all of them wide where any is."""
        wide = any(self.types[part] is Type.WIDE for part in parts)
        return tuple(map(self.widened, parts)) if wide else parts

    def widened(self, part: Term) -> Term:
        """A number in 128 bits."""
        return part if self.types[part] is Type.WIDE else self._intern(Op.WIDENED, (part,), None, Type.WIDE)

    def choose(self, cases: Iterable[tuple[Term, Term]], otherwise: Term) -> Term:
        """The value beside the first condition that is true; the conditions are two-valued."""
        kept: list[tuple[Term, Term]] = []
        for condition, value in cases:
            assert self.two_valued[condition], "a choice passes over what is unknown"
            if condition == self.true:
                otherwise = value
                break
            if condition != self.false:
                kept.append((condition, value))
        while kept and kept[-1][1] == otherwise:
            kept.pop()
        if not kept:
            return otherwise
        values = self._alike(*(value for _, value in kept), otherwise)
        conditions = tuple(condition for condition, _ in kept)
        return self._intern(Op.CHOOSE, (*conditions, *values), len(conditions), self.types[values[0]])

    def cases_of(self, term: Term) -> tuple[Sequence[tuple[Term, Term]], Term]:
        """The conditions of a choice with their values, and the value where none holds."""
        count, parts = self.extras[term], self.parts[term]
        assert isinstance(count, int)
        return list(zip(parts[:count], parts[count:-1], strict=True)), parts[-1]
