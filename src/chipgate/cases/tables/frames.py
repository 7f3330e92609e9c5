"""Frames of pandas, PyArrow, Polars, DuckDB and Spark: judged in slices, and handed back as what they were."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

import polars as pl

from chipgate.cases.check import Checker
from chipgate.cases.columns import canonical, known_columns, understand
from chipgate.cases.days import day_of
from chipgate.cases.result_columns import kept_names
from chipgate.cases.tables.columns_as_text import has_no_text, text_of
from chipgate.cases.tables.frame_judge import FRAME_COLUMNS, FrameJudge
from chipgate.cases.tables.frame_kinds import library_of
from chipgate.cases.tables.object_values import texts_of_objects
from chipgate.cases.tables.table_judge import TableJudge
from chipgate.errors import UnreadableFile, did_you_mean, near_names
from chipgate.translation.language import Language

SLICE_ROWS = 500_000
"""Rows judged at once, so that what stands between a frame and its results stays small beside them."""


@dataclass(frozen=True)
class HowToJudge:
    """What is asked of a frame, whatever its headings: the checker, the day of rows without one, what headings mean.

    ALWAYS: by a table even where that does not pay.
    """

    checker: Checker
    day: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    language: Language = "en"
    wanted: tuple[str, ...] = FRAME_COLUMNS
    always: bool = False

    @classmethod
    def of(cls, checker: Checker, day: str | None, columns: Mapping[str, str], language: Language = "en") -> HowToJudge:
        """What a user asked, refused where it cannot be meant.

        Raises:
            BadDay: DAY is none.
            UnreadableFile: a name in COLUMNS is no column.
        """
        if day is not None:
            day_of(day)  # a day that is wrong is said once, not for each row
        return cls(checker, day, tuple((heading, _known(name)) for heading, name in columns.items()), language)

    def judging(self, header: Sequence[str]) -> Judging:
        """How frames with the columns HEADER are judged; kept for the next frame with the same."""
        return _judging(self, tuple(header))


def _known(name: str) -> str:
    found = canonical(name)
    if found is None:
        near = did_you_mean(near_names(name, tuple(known_columns())))
        raise UnreadableFile(f"columns: {name!r} names no column.{near} `chipgate facts` lists them.")
    return found


class Judging:
    """Judges frames with the columns HEADER; several threads may ask.

    Raises:
        UnreadableFile: two columns have one name, no heading is known, or one is given a meaning that is not there.
    """

    def __init__(self, how: HowToJudge, header: Sequence[str]) -> None:
        self.header = tuple(header)
        mapping = dict(how.columns)
        self._refuse_headings(mapping)
        plan = understand(self.header, mapping)
        names = {one.header: one.name for one in plan if one.name}
        names |= {one.header: names[one.same_as] for one in plan if one.must_agree}
        if not names:
            listed = ", ".join(map(repr, self.header[:8]))
            raise UnreadableFile(f"none of the columns {listed} is known; `chipgate facts` lists those that are.")
        self.read = tuple(name for name in self.header if name in names)
        self.made = tuple(name for name in FRAME_COLUMNS if name in how.wanted)
        self.kept: Mapping[str, str] = kept_names(self.header, self.made)
        self.by_frame = FrameJudge(
            self.read,
            how.checker,
            mapping=names,
            day=how.day,
            language=how.language,
            wanted=how.wanted,
            always=how.always,
        )
        self._lock = Lock()

    def table_judge(self) -> TableJudge:
        """The judge of the table that is in use now, for others that read the same cells."""
        return self.by_frame.table_judge()

    def _refuse_headings(self, mapping: Mapping[str, str]) -> None:
        twice = sorted({name for name in self.header if self.header.count(name) > 1})
        if twice:
            raise UnreadableFile(f"several columns are called {twice[0]!r}; rename all but one.")
        strange = [name for name in mapping if name not in self.header]
        if strange:
            near = did_you_mean(near_names(strange[0], self.header))
            raise UnreadableFile(f"columns: the frame has no column {strange[0]!r}.{near}")

    def refuse_types(self, schema: Mapping[str, pl.DataType]) -> None:
        """Refuse columns that are read and whose values have no one text.

        Raises:
            UnreadableFile: names the column.
        """
        for name in self.read:
            if has_no_text(schema[name]) and schema[name] != pl.Object:
                text_of(name, schema[name])

    def results(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The result columns of FRAME, which has at least the columns that are read."""
        self.refuse_types(frame.schema)
        read = frame.select(self.read).with_columns(
            texts_of_objects(name, frame[name].to_list()) for name in self.read if frame.schema[name] == pl.Object
        )
        with self._lock:
            results = pl.concat([self.by_frame.results(one) for one in slices(read)])
            self.by_frame.keep()
            return results

    def judge(self, frame: pl.DataFrame) -> pl.DataFrame:
        """FRAME with its result columns."""
        return frame.rename(dict(self.kept)).hstack(self.results(frame))


@lru_cache(maxsize=4)
def _judging(how: HowToJudge, header: tuple[str, ...]) -> Judging:
    return Judging(how, header)


def slices(frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """FRAME in slices of bounded size; an empty one is one slice."""
    return (frame.slice(start, SLICE_ROWS) for start in range(0, max(frame.height, 1), SLICE_ROWS))


def check_frame(frame: Any, how: HowToJudge) -> Any:
    """FRAME with a result for each of its rows, as a frame of the same library.

    Raises:
        UnreadableFile: no heading is known, or a column that is read has no text.
    """
    return _WAYS[library_of(frame)](frame, how)


def _polars(frame: Any, how: HowToJudge) -> Any:
    return _lazy(frame, how) if isinstance(frame, pl.LazyFrame) else how.judging(frame.columns).judge(frame)


def _lazy(frame: pl.LazyFrame, how: HowToJudge) -> pl.LazyFrame:
    """A lazy frame stays lazy: it is judged when it is collected, in batches where the engine streams."""
    schema = frame.collect_schema()
    judging = how.judging(schema.names())
    judging.refuse_types(schema)
    judged = {judging.kept[name]: dtype for name, dtype in schema.items()} | dict.fromkeys(judging.made, pl.String())
    return frame.map_batches(
        judging.judge,
        schema=judged,
        predicate_pushdown=False,
        projection_pushdown=False,
        streamable=True,
    )


def _pyarrow(frame: Any, how: HowToJudge) -> Any:
    from chipgate.cases.tables.arrow_frames import judged_arrow

    return judged_arrow(frame, how)


def _pandas(frame: Any, how: HowToJudge) -> Any:
    from chipgate.cases.tables.pandas_frames import judged_pandas

    return judged_pandas(frame, how)


def _duckdb(frame: Any, how: HowToJudge) -> Any:
    from chipgate.cases.tables.duckdb_frames import judged_relation

    return judged_relation(frame, how)


def _spark(frame: Any, how: HowToJudge) -> Any:
    from chipgate.cases.tables.spark_frames import judged_spark

    return judged_spark(frame, how)


_WAYS: Mapping[str, Callable[[Any, HowToJudge], Any]] = {
    "pandas": _pandas,
    "modin": _pandas,
    "polars": _polars,
    "pyarrow": _pyarrow,
    "duckdb": _duckdb,
    "pyspark": _spark,
}
