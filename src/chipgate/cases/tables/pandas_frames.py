"""pandas frames, and Modin's: rows, index and columns as they were, with a result for each row.

What pandas means by a missing value depends on the type of its column; nothing here asks pandas to compare one.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

from chipgate.cases.tables.frames import SLICE_ROWS, HowToJudge, Judging
from chipgate.cases.tables.object_values import texts_of_objects
from chipgate.errors import UnreadableFile

_AS_THEY_ARE = "iufbmM"
"""Kinds of NumPy types that Arrow has too."""


def judged_pandas(frame: Any, how: HowToJudge) -> Any:
    """FRAME with its result columns, under its own index."""
    if frame.columns.nlevels > 1:
        raise UnreadableFile("the columns have headings of several levels; give each one name.")
    judging = how.judging([str(label) for label in frame.columns])
    results = pl.concat([_results(frame, start, judging) for start in range(0, max(len(frame), 1), SLICE_ROWS)])
    library = nw.get_native_namespace(frame)
    made = library.DataFrame(results.to_pandas()).set_axis(frame.index, axis=0)
    judged = library.concat([_renamed(frame, judging), made], axis=1)
    judged.attrs = dict(frame.attrs)
    return judged


def _renamed(frame: Any, judging: Judging) -> Any:
    """FRAME with the headings that it gets; one that keeps its text stays what it was, be it a number or a day."""
    if all(name == kept for name, kept in judging.kept.items()):
        return frame
    labels = [label if judging.kept[str(label)] == str(label) else judging.kept[str(label)] for label in frame.columns]
    return frame.set_axis(labels, axis=1)


def _results(frame: Any, start: int, judging: Judging) -> pl.DataFrame:
    places = [judging.header.index(name) for name in judging.read]
    piece = nw.from_native(frame.iloc[start : start + SLICE_ROWS, places]).to_pandas()
    columns = {name: _column(name, piece.iloc[:, place]) for place, name in enumerate(judging.read)}
    return judging.results(pl.DataFrame(columns))


def _column(name: str, values: Any) -> pl.Series:
    """A column as Polars has it: what is missing is null, and objects are their texts."""
    kind = values.dtype
    if isinstance(kind, pd.CategoricalDtype):
        codes = pl.Series(values.cat.codes.to_numpy(dtype=np.int32))
        return _column(name, pd.Series(kind.categories)).gather(codes.set(codes < 0, None)).alias(name)
    if _is_plain(kind) or pd.api.types.infer_dtype(values, skipna=True) == "string":
        target = None if _is_plain(kind) else pa.large_string()
        return pl.Series(name, pl.from_arrow(pa.Array.from_pandas(values, type=target)))
    return texts_of_objects(name, values.astype(object).tolist())


def _is_plain(kind: Any) -> bool:
    """Whether Arrow has the type. Periods and intervals would become the numbers that they are stored as."""
    if isinstance(kind, np.dtype):
        return kind.kind in _AS_THEY_ARE
    return isinstance(kind, pd.StringDtype | pd.ArrowDtype | pd.DatetimeTZDtype | pd.BooleanDtype) or (
        pd.api.types.is_numeric_dtype(kind) and hasattr(kind, "numpy_dtype")
    )
