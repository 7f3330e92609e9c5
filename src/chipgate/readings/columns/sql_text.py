"""Terms as SQL: one query, with a common table expression for each layer; the words are those of the standard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from chipgate.readings.columns.terms import Plain, Sign, Type
from chipgate.readings.columns.writing import Layers

TYPES: Final = {Type.FLAG: "BOOLEAN", Type.NUMBER: "BIGINT", Type.WIDE: "DECIMAL(38, 0)", Type.TEXT: "VARCHAR"}


class SqlWriter:
    """How SQL says each thing. Its three-valued logic is Kleene's; WHEN takes null for false, and never gets one."""

    def __init__(self, types: Mapping[Type, str] = TYPES) -> None:
        self.types = types

    def column(self, name: str) -> str:
        return name

    def constant(self, value: Plain, kind: Type) -> str:
        if value is None:
            return f"CAST(NULL AS {self.types[kind]})"
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, str):
            return quoted(value)
        return f"CAST({value} AS {self.types[kind]})" if kind is Type.WIDE else str(value)

    def all_of(self, parts: Sequence[str]) -> str:
        return f"({' AND '.join(parts)})"

    def any_of(self, parts: Sequence[str]) -> str:
        return f"({' OR '.join(parts)})"

    def is_not(self, part: str) -> str:
        return f"(NOT {part})"

    def is_known(self, part: str) -> str:
        return f"({part} IS NOT NULL)"

    def or_else(self, part: str, value: bool) -> str:
        return f"COALESCE({part}, {'TRUE' if value else 'FALSE'})"

    def among(self, part: str, values: Sequence[str]) -> str:
        listed = ", ".join(map(quoted, values))
        return f"({part} = {listed})" if len(values) == 1 else f"({part} IN ({listed}))"

    def head(self, part: str, length: int) -> str:
        return f"SUBSTRING({part} FROM 1 FOR {length})"

    def compared(self, one: str, sign: Sign, other: str) -> str:
        return f"({one} {sign} {other})"

    def plus(self, one: str, other: str) -> str:
        return f"({one} + {other})"

    def times(self, one: str, other: str) -> str:
        return f"({one} * {other})"

    def widened(self, part: str) -> str:
        return f"CAST({part} AS {self.types[Type.WIDE]})"

    def choose(self, cases: Sequence[tuple[str, str]], otherwise: str) -> str:
        lines = " ".join(f"WHEN {condition} THEN {value}" for condition, value in cases)
        return f"(CASE {lines} ELSE {otherwise} END)"

    def choose_text(self, cases: Sequence[tuple[str, str]], otherwise: str) -> str:
        return self.choose([(condition, quoted(text)) for condition, text in cases], quoted(otherwise))


def quoted(text: str) -> str:
    """TEXT as a literal."""
    return "'" + text.replace("'", "''") + "'"


def query(
    layers: Layers,
    table: str,
    keys: Sequence[str] = (),
    types: Mapping[Type, str] = TYPES,
    lists: Mapping[str, Mapping[str, str]] | None = None,
) -> str:
    """A query for what is wanted of LAYERS, for every row of TABLE, after the columns KEYS.

    LISTS has columns of words joined by semicolons: each word stands where the wanted flag of that name is true.
    """
    bound, wanted = layers.written(SqlWriter(types))
    steps: list[str] = []
    for number, layer in enumerate(bound, 1):
        lines = ",\n".join(f"    {text} AS {name}" for name, text in layer.items())
        steps.append(f"cg_layer_{number} AS (\n  SELECT t.*,\n{lines}\n  FROM {table} AS t\n)")
        table = f"cg_layer_{number}"
    listed = {
        name: _joined({wanted.pop(flag): word for flag, word in words.items()}) for name, words in (lists or {}).items()
    }
    columns = ",\n".join(
        (*(f"  {key}" for key in keys), *(f"  {text} AS {n}" for n, text in (wanted | listed).items()))
    )
    start = "WITH " + ",\n".join(steps) + "\n" if steps else ""
    return f"{start}SELECT\n{columns}\nFROM {table}"


def _joined(words: Mapping[str, str]) -> str:
    """The words beside the flags that are true, with semicolons between them."""
    if not words:
        return "''"
    parts = "\n    || ".join(f"CASE WHEN {flag} THEN {quoted(f';{word}')} ELSE '' END" for flag, word in words.items())
    return f"SUBSTRING(\n    {parts}\n    FROM 2)"
