"""Terms as Polars expressions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from chipgate.readings.columns.stored import FlagColumn, NumberColumn, Stored
from chipgate.readings.columns.terms import Plain, Sign, Type
from chipgate.readings.columns.writing import Layers

TYPES: Final = {Type.FLAG: pl.Boolean, Type.NUMBER: pl.Int64, Type.WIDE: pl.Int128, Type.TEXT: pl.String}

_MOST_PLACES: Final = 256
_MANY_CASES: Final = 4


def type_of(stored: Stored, column: str) -> type[pl.DataType]:
    """The type of a column of stored facts."""
    if isinstance(stored, NumberColumn):
        return pl.Int128 if stored.is_wide and column == stored.name else pl.Int64
    return pl.Boolean if isinstance(stored, FlagColumn) else pl.String


class PolarsWriter:
    """How Polars says each thing; its and, or and not are Kleene's."""

    def column(self, name: str) -> pl.Expr:
        return pl.col(name)

    def constant(self, value: Plain, kind: Type) -> pl.Expr:
        return pl.lit(value, dtype=TYPES[kind])

    def all_of(self, parts: Sequence[pl.Expr]) -> pl.Expr:
        return pl.all_horizontal(*parts)

    def any_of(self, parts: Sequence[pl.Expr]) -> pl.Expr:
        return pl.any_horizontal(*parts)

    def is_not(self, part: pl.Expr) -> pl.Expr:
        return ~part

    def is_known(self, part: pl.Expr) -> pl.Expr:
        return part.is_not_null()

    def or_else(self, part: pl.Expr, value: bool) -> pl.Expr:
        return part.fill_null(value)

    def among(self, part: pl.Expr, values: Sequence[str]) -> pl.Expr:
        return part == values[0] if len(values) == 1 else part.is_in(values)

    def head(self, part: pl.Expr, length: int) -> pl.Expr:
        return part.str.head(length)

    def compared(self, one: pl.Expr, sign: Sign, other: pl.Expr) -> pl.Expr:
        match sign:
            case Sign.AT_LEAST:
                return one >= other
            case Sign.ABOVE:
                return one > other
            case Sign.AT_MOST:
                return one <= other
            case Sign.BELOW:
                return one < other

    def plus(self, one: pl.Expr, other: pl.Expr) -> pl.Expr:
        return one + other

    def times(self, one: pl.Expr, other: pl.Expr) -> pl.Expr:
        return one * other

    def widened(self, part: pl.Expr) -> pl.Expr:
        return part.cast(pl.Int128)

    def choose(self, cases: Sequence[tuple[pl.Expr, pl.Expr]], otherwise: pl.Expr) -> pl.Expr:
        found = otherwise
        for condition, value in reversed(cases):
            found = pl.when(condition).then(value).otherwise(found)
        return found

    def choose_text(self, cases: Sequence[tuple[pl.Expr, str]], otherwise: str) -> pl.Expr:
        """By the places of the texts, which are short: each case goes through all rows."""
        texts = list(dict.fromkeys((*(text for _, text in cases), otherwise)))
        if len(texts) > _MOST_PLACES or len(cases) < _MANY_CASES:
            return self.choose([(condition, pl.lit(text)) for condition, text in cases], pl.lit(otherwise))
        places = [pl.lit(place, dtype=pl.UInt8) for place in range(len(texts))]
        chosen = [(condition, places[texts.index(text)]) for condition, text in cases]
        return pl.lit(pl.Series(texts)).gather(self.choose(chosen, places[texts.index(otherwise)]))


def worked_out(frame: pl.LazyFrame, layers: Layers) -> pl.LazyFrame:
    """What is wanted of LAYERS for every row of FRAME, in its order."""
    if "polars" not in layers.kept:
        layers.kept["polars"] = layers.written(PolarsWriter())
    bound, wanted = layers.kept["polars"]
    for layer in bound:
        frame = frame.with_columns(**layer)
    return frame.select(**wanted)
