"""DuckDB relations: a relation of the same connection comes back, over a table of Arrow that holds the results."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from chipgate.cases.tables.arrow_frames import judged_table
from chipgate.cases.tables.frames import HowToJudge
from chipgate.errors import UnreadableFile

_NO_TEXT = frozenset(("list", "array", "struct", "map", "union", "blob"))


def judged_relation(relation: Any, how: HowToJudge) -> Any:
    """RELATION with its result columns; types that Arrow has not travel as text and come back as what they were."""
    judging = how.judging(relation.columns)
    types = dict(zip(relation.columns, relation.types, strict=True))
    _refuse_types({name: types[name] for name in judging.read})
    strange = _changed_on_the_way(relation)
    sent = ", ".join(f"CAST({_quoted(name)} AS VARCHAR) AS {_quoted(name)}" for name in strange)
    replaced = f"* REPLACE ({sent})" if sent else "*"
    chipgate_judged = judged_table(_fetched(relation.project(replaced)), judging)
    back = {judging.kept[name]: types[name] for name in strange}
    named = (_restored(name, back) for name in chipgate_judged.column_names)
    return relation.query("chipgate_given", f"SELECT {', '.join(named)} FROM chipgate_judged")


def _fetched(relation: Any) -> Any:
    found = relation.to_arrow_table() if hasattr(relation, "to_arrow_table") else relation.arrow()
    return found.read_all() if isinstance(found, pa.RecordBatchReader) else found


def _changed_on_the_way(relation: Any) -> list[str]:
    """The columns whose type is another one after a journey through Arrow: wide integers, enumerations, UUIDs."""
    chipgate_empty = _fetched(relation.limit(0))  # noqa: F841 - DuckDB finds it by its name
    returned = relation.query("chipgate_given", "SELECT * FROM chipgate_empty").types
    pairs = zip(relation.columns, relation.types, returned, strict=True)
    return [name for name, before, after in pairs if str(before) != str(after)]


def _restored(name: str, types: dict[str, Any]) -> str:
    column = _quoted(name)
    return f"CAST({column} AS {types[name]}) AS {column}" if name in types else column


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _refuse_types(types: dict[str, Any]) -> None:
    for name, kind in types.items():
        if kind.id in _NO_TEXT:
            wrong = f"the column {name!r} holds {str(kind)[:60]} values"
            raise UnreadableFile(f"{wrong}; give it as text or numbers, or leave it out.")
