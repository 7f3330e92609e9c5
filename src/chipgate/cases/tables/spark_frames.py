"""Spark frames: judged by the executors, batch after batch of Arrow, when Spark needs the rows.

chipgate with its extra `spark` must be installed where the executors run. Each of their Python processes reads the law
once and keeps what it has learned for the next task.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa
from pyspark.sql.types import ArrayType, BinaryType, MapType, StringType, StructField, StructType, VariantType

from chipgate.cases.tables.arrow_frames import judged_table
from chipgate.cases.tables.frames import HowToJudge, Judging
from chipgate.cases.tables.sent_judging import judging_by, recipe_of
from chipgate.errors import UnreadableFile

_NO_TEXT = (ArrayType, BinaryType, MapType, StructType, VariantType)
SPARK_BATCH_ROWS = 250_000
"""Rows that an executor judges at once: Spark sends fewer at a time, and each batch has its price."""


def judged_spark(frame: Any, how: HowToJudge) -> Any:
    """FRAME with its result columns, judged when an action asks for them."""
    judging = how.judging(frame.columns)
    for field in frame.schema.fields:
        if field.name in judging.read and isinstance(field.dataType, _NO_TEXT):
            wrong = f"the column {field.name!r} holds {field.dataType.simpleString()[:60]} values"
            raise UnreadableFile(f"{wrong}; give it as text or numbers, or leave it out.")
    return frame.mapInArrow(_on_executors(recipe_of(how, frame.columns)), _schema(frame.schema, judging))


def _schema(given: Any, judging: Judging) -> Any:
    kept = [StructField(judging.kept[one.name], one.dataType, one.nullable, one.metadata) for one in given.fields]
    return StructType([*kept, *(StructField(name, StringType()) for name in judging.made)])


def _on_executors(recipe: bytes) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """A function that Spark can send: it holds the recipe, and finds everything else installed."""

    def judged(batches: Iterable[Any]) -> Iterator[Any]:
        from chipgate.cases.tables.spark_frames import judged_batches

        return judged_batches(recipe, batches)

    return judged


def judged_batches(recipe: bytes, batches: Iterable[Any]) -> Iterator[Any]:
    """Each of BATCHES with its results, by a judge that this process keeps."""
    judging = judging_by(recipe)
    for table in _gathered(batches):
        yield from judged_table(table, judging).to_batches()


def _gathered(batches: Iterable[Any]) -> Iterator[Any]:
    """Small batches together."""
    waiting: list[Any] = []
    rows = 0
    for batch in batches:
        waiting.append(batch)
        rows += batch.num_rows
        if rows >= SPARK_BATCH_ROWS:
            yield pa.Table.from_batches(waiting)
            waiting, rows = [], 0
    if rows:
        yield pa.Table.from_batches(waiting)
