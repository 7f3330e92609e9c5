"""``cg.check(frame)``: every kind gets the answers of `Checker`, row for row, and comes back as what it was."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import chipgate as cg
from chipgate.cases.tables import frames
from chipgate.cases.tables.frame_judge import FRAME_COLUMNS

from .frame_rows import CHECKER, Row, answers, at_random, worked

ROWS = {"worked cases": worked, "random rows": at_random}


def _polars(rows: Sequence[Row]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=dict.fromkeys(rows[0], pl.String))


def _duckdb(rows: Sequence[Row]) -> Any:
    given = _polars(rows).to_arrow()
    return duckdb.connect().from_arrow(given)


KINDS: dict[str, tuple[Callable[[Sequence[Row]], Any], Callable[[Any], pl.DataFrame]]] = {
    "pandas": (lambda rows: pd.DataFrame(list(rows)), lambda it: pl.from_arrow(pa.Table.from_pandas(it))),
    "pandas objects": (
        lambda rows: pd.DataFrame(list(rows), dtype=object),
        lambda it: pl.from_arrow(pa.Table.from_pandas(it)),
    ),
    "pandas categories": (
        lambda rows: pd.DataFrame(list(rows)).astype("category"),
        lambda it: pl.from_arrow(pa.Table.from_pandas(it)).cast(pl.String),
    ),
    "pandas on Arrow": (
        lambda rows: _polars(rows).to_pandas(use_pyarrow_extension_array=True),
        lambda it: pl.from_arrow(pa.Table.from_pandas(it)),
    ),
    "pyarrow": (lambda rows: _polars(rows).to_arrow(), pl.from_arrow),
    "pyarrow dictionaries": (
        lambda rows: _polars(rows).cast(pl.Categorical).to_arrow(),
        lambda it: pl.from_arrow(it).cast(pl.String),
    ),
    "pyarrow reader": (lambda rows: _polars(rows).to_arrow().to_reader(64), lambda it: pl.from_arrow(it.read_all())),
    "polars": (_polars, lambda it: it),
    "polars, lazy": (lambda rows: _polars(rows).lazy(), lambda it: it.collect()),
    "polars, streamed": (lambda rows: _polars(rows).lazy(), lambda it: it.collect(engine="streaming")),
    "duckdb": (_duckdb, lambda it: it.pl()),
}


@pytest.mark.parametrize("rows", ROWS.values(), ids=ROWS)
@pytest.mark.parametrize("kind", KINDS)
def test_each_row_has_the_answer_of_the_checker(
    kind: str, rows: Callable[[], list[Row]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frames, "SLICE_ROWS", 128)
    make, read = KINDS[kind]
    given = make(rows())
    judged = cg.check(given, checker=CHECKER)
    assert type(judged) is type(given)
    found = read(judged)
    assert found.select(FRAME_COLUMNS).to_dicts() == answers(rows())
    own = found.drop(FRAME_COLUMNS)
    assert own.rename(lambda name: name.removeprefix("given_")).equals(_polars(rows()))


H20 = {"chip": "H20", "to": "CN", "on": "2024-06-01"}


def test_pandas_keeps_index_types_and_attributes() -> None:
    given = pd.DataFrame([H20, H20, H20], index=pd.Index(["a", "a", "b"], name="row"))
    given["units"] = pd.array([1, None, 3], dtype="Int64")
    given["kinds"] = pd.Categorical(["x", None, "y"])
    given[7] = [[1], {}, b"carried"]
    given["reason"] = 1.5
    given.attrs["from"] = "a test"
    judged = cg.check(given, assume="ordinary")
    assert judged.index.equals(given.index)
    assert judged.index.name == "row"
    assert judged.attrs == given.attrs
    own = judged.iloc[:, : given.shape[1]]
    assert list(own.columns) == ["chip", "to", "on", "units", "kinds", 7, "given_reason"]
    assert list(own.dtypes) == list(given.dtypes)
    assert own.set_axis(given.columns, axis=1).equals(given)
    assert set(judged["outcome"]) == {"no_licence_required"}
    assert judged["faults"].isna().all()


@pytest.mark.parametrize(
    "missing", [None, float("nan"), np.nan, pd.NA, pd.NaT, Decimal("nan")], ids=lambda one: f"{one!r} {type(one)}"
)
def test_missing_is_never_false(missing: object) -> None:
    """A100 to Macau: yes and no to "datacenter" differ from what is unknown."""
    item = {"item_kind": "ic", "to": "MO", "on": "2024-06-01", "tpp": 2000, "die_area_mm2": 500}
    given = pd.DataFrame([{**item, "datacenter": value} for value in (True, False, missing)], dtype=object)
    said = [cg.check({**item, "datacenter": value}, assume="ordinary").outcome for value in (True, False, None)]
    assert list(cg.check(given, assume="ordinary")["outcome"]) == said
    assert len(set(said)) > 1


@pytest.mark.parametrize("dtype", ["float64", "Float64", "float32", "object", "double[pyarrow]"])
def test_numbers_are_the_decimals_that_print_them(dtype: str) -> None:
    given = pd.DataFrame({"tpp": pd.Series([4992.0, 592.3, None], dtype=dtype), "on": date(2024, 6, 1)})
    assert [text.split("|")[0] for text in cg.check(given)["tpp"]] == ["4992", "592.3", ""]


def test_days_as_pandas_has_them() -> None:
    for days in (
        pd.Series(["2024-06-01"]).astype("datetime64[ns]"),
        pd.Series([pd.Timestamp("2024-06-01")], dtype=object),
        pd.Series([date(2024, 6, 1)], dtype="date32[pyarrow]"),
        pd.Series([np.datetime64("2024-06-01")], dtype=object),
    ):
        judged = cg.check(pd.DataFrame({"chip": ["H20"], "to": ["CN"], "on": days}), assume="ordinary")
        assert list(judged["outcome"]) == ["no_licence_required"], days.dtype


@pytest.mark.parametrize("flag", [True, False, np.True_, np.False_])
def test_a_flag_is_no_country(flag: object) -> None:
    judged = cg.check(pd.DataFrame([{**H20, "to": flag}], dtype=object))
    assert judged["outcome"].isna().all()
    assert "destination_iso2: no country" in judged["faults"][0]


def test_two_columns_of_one_meaning_agree_or_the_row_is_refused() -> None:
    given = pl.DataFrame([{**H20, "destination_iso2": "SG", "to": place} for place in ("Singapore", "China", None)])
    judged = cg.check(given, assume="ordinary")
    assert judged["outcome"].to_list() == ["no_licence_required", None, "no_licence_required"]
    assert judged["faults"][1] == "to: 'China' differs from 'SG' in 'destination_iso2'; keep one of them"


def test_duckdb_keeps_types_that_arrow_has_not() -> None:
    connection = duckdb.connect()
    connection.execute("CREATE TYPE place AS ENUM ('CN', 'SG')")
    given = connection.sql(
        """SELECT 'H20' AS chip, 'CN'::place AS "to", DATE '2024-06-01' AS "on", 5::HUGEINT AS units,
        170141183460469231731687303715884105727::HUGEINT AS big, uuid() AS id, '101'::BIT AS bits,
        {'a': [1]} AS carried, 1.50::DECIMAL(6, 2) AS tariff, 'mine' AS reason FROM range(3)"""
    )
    judged = cg.check(given, assume="ordinary")
    assert list(map(str, judged.types))[:10] == list(map(str, given.types))
    assert judged.columns[9:11] == ["given_reason", "outcome"]
    assert judged.fetchall()[0][4] == 2**127 - 1
    assert connection.sql("SELECT 1").fetchall() == [(1,)]


def test_arrow_keeps_types_and_metadata() -> None:
    schema = pa.schema(
        [
            pa.field("chip", pa.dictionary(pa.int8(), pa.string())),
            pa.field("on", pa.date64()),
            ("l", pa.list_(pa.int8())),
        ],
        metadata={"by": "us"},
    )
    given = pa.table({"chip": ["H20"], "on": [date(2024, 6, 1)], "l": [[1]]}, schema=schema)
    judged = cg.check(given)
    assert pa.schema(list(judged.schema)[:3], metadata=judged.schema.metadata).equals(schema, check_metadata=True)
    assert isinstance(cg.check(given.to_batches()[0]), pa.RecordBatch)


@pytest.mark.parametrize("values", [[[1]], [{"a": 1}], [b"H20"]])
@pytest.mark.parametrize("library", [pd, pl])
def test_values_without_a_text_are_refused_by_the_name_of_their_column(library: Any, values: list[object]) -> None:
    given = library.DataFrame({"chip": values, "units": [5], "on": ["2024-06-01"]})
    with pytest.raises(cg.ChipgateError, match="the column 'chip' holds"):
        cg.check(given)
    carried = given[["units", "on"]].assign(x=values) if library is pd else given.rename({"chip": "x"})
    assert cg.check(carried)["x"].to_list() == values


def test_a_day_for_rows_without_one_and_headings_of_ones_own() -> None:
    given = pl.DataFrame({"GPU": ["H20", "H20"], "Land": ["CN", "CN"], "on": ["2024-06-01", None]})
    judged = cg.check(given, assume="ordinary", on=date(2026, 8, 1), columns={"Land": "to", "GPU": "chip"})
    alone = [cg.check(chip="H20", to="CN", on=day, assume="ordinary").outcome for day in ("2024-06-01", "2026-08-01")]
    assert judged["outcome"].to_list() == alone


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"to": "CN"}, "to: for one shipment only"),
        ({"columns": {"Nirgends": "chip"}}, "the frame has no column 'Nirgends'"),
        ({"columns": {"to": "chipp"}}, "'chipp' names no column. Did you mean 'chip'"),
        ({"on": "2019-01-01"}, "lies before 2022-10-21"),
    ],
)
def test_what_cannot_be_meant_is_refused(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(cg.ChipgateError, match=message):
        cg.check(pl.DataFrame([H20]), **asked)


def test_headings_that_cannot_be_judged_are_refused() -> None:
    with pytest.raises(cg.ChipgateError, match="none of the columns 'x' is known"):
        cg.check(pl.DataFrame({"x": [1]}))
    with pytest.raises(cg.ChipgateError, match="several columns are called 'chip'"):
        cg.check(pd.DataFrame([["H20", "H20"]], columns=["chip", "chip"]))
    with pytest.raises(cg.ChipgateError, match="several levels"):
        cg.check(pd.DataFrame([["H20"]], columns=pd.MultiIndex.from_tuples([("chip", "a")])))
    with pytest.raises(cg.BadOrder, match="columns: says what the headings of a table mean"):
        cg.check(H20, columns={})


@pytest.mark.parametrize("kind", ["pandas", "pyarrow", "polars", "polars, lazy", "duckdb"])
def test_a_frame_without_rows(kind: str) -> None:
    make, read = KINDS[kind]
    given = make([{**H20, "chip": None}])
    empty = given.limit(0) if kind == "duckdb" else given[:0] if kind == "pandas" else given.slice(0, 0)
    judged = read(cg.check(empty))
    assert judged.height == 0
    assert judged.columns == [*H20, *FRAME_COLUMNS]


def test_a_library_that_lacks_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "narwhals", None)
    monkeypatch.setattr("chipgate.cases.tables.frame_kinds.find_spec", lambda name: None if name == "narwhals" else 1)
    with pytest.raises(cg.ChipgateError, match=r"pandas needs narwhals.*pip install 'chipgate\[frames\]'"):
        cg.check(pd.DataFrame([H20]))


def test_one_shipment_loads_no_table_library() -> None:
    code = "import sys, chipgate as cg; cg.check(chip='H20'); print({'polars', 'narwhals', 'numpy'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
