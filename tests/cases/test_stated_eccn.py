"""The ECCN that a vendor states decides nothing: where it is not the one found, the answer says so."""

from __future__ import annotations

import polars as pl
import pytest

from chipgate.cases.check import Checker
from chipgate.cases.check_one import check
from chipgate.cases.columns import canonical
from chipgate.cases.result_columns import result_of
from chipgate.cases.stated_eccn import contradicts
from chipgate.cases.tables.frame_judge import FrameJudge

TO_CHINA = {"to": "CN", "on": "2024-06-01"}


@pytest.mark.parametrize(
    ("stated", "found", "otherwise"),
    [
        ("EAR99", "3A090.a", True),
        ("ear 99", "3A090.a", True),
        ("3A991.p", "3A090.a", True),
        ("3A090.b", "3A090.a", True),
        ("3A090", "3A090.a", False),
        ("3a090.a.1", "3A090.a", False),
        ("ECCN: 3A090.a (RS)", "3A090.a", False),
        ("5A992.c / 3A090.a", "3A090.a", False),
        ("4A090.a", "3A090.a", False),
        ("4A090.b", "3A090.a", True),
        ("3A090", "4A090.a", False),
        ("5A002.z", "5A002.z (3A090.a)", False),
        ("3A090.a", "none", True),
        ("4A090", "none", True),
        ("5A992.z.1", "none", True),
        ("5A992.c", "none", False),
        ("EAR99", "none", False),
        ("EAR99", "undetermined", False),
        ("8471.50.0150", "3A090.a", False),
        ("see datasheet", "3A090.a", False),
        ("", "3A090.a", False),
    ],
)
def test_what_is_another_eccn(stated: str, found: str, otherwise: bool) -> None:
    assert contradicts(stated, found) is otherwise


@pytest.mark.parametrize("heading", ["ECCN", "Vendor ECCN", "stated_eccn", "US ECCN", "ECCN No.", "出口管制分类编号"])
def test_headings_of_an_eccn(heading: str) -> None:
    assert canonical(heading) == "stated_eccn"


@pytest.mark.parametrize("stated", ["EAR99", "3A991.p", "3A090.b", "none", "3A090.a"])
def test_a_stated_eccn_clears_nothing_and_requires_nothing(stated: str) -> None:
    for chip in ("H100", "H20", "RTX 4070"):
        told = check({"chip": chip, **TO_CHINA, "stated_eccn": stated}, assume="ordinary")
        alone = check({"chip": chip, **TO_CHINA}, assume="ordinary")
        assert (told.outcome, told.eccn, told.missing_names) == (alone.outcome, alone.eccn, alone.missing_names)


def test_an_item_that_is_cleared_and_stated_to_be_controlled_needs_a_person() -> None:
    answer = check({"chip": "H20", **TO_CHINA, "stated_eccn": "3A090.b"}, assume="ordinary")
    assert (answer.outcome, answer.eccn, answer.needs_a_person) == ("no_licence_required", "none", True)
    assert "The ECCN 3A090.b is stated" in answer.warnings[-1].text()
    assert "3A090.b" in answer.warnings[-1].text("zh")
    weaker = check(
        {"chip": "H100", "to": "BR", "on": "2024-06-01", "end_user_hq_iso2": "BR", "stated_eccn": "EAR99"},
        assume="ordinary",
    )
    assert (weaker.outcome, weaker.needs_a_person) == ("no_licence_required", False)
    assert "it is 3A090.a" in weaker.warnings[-1].text()
    agreed = check({"chip": "H20", **TO_CHINA, "stated_eccn": "4A994"}, assume="ordinary")
    assert not agreed.needs_a_person
    assert "is stated" not in " ".join(one.text() for one in agreed.warnings)


@pytest.mark.parametrize("wanted", [("warnings",), ("outcome", "warnings")])
def test_tables_note_it_as_one_by_one(wanted: tuple[str, ...]) -> None:
    chips = ["H100", "H20", "RTX 4090", "A100", "L40", "H100"]
    stated = ["EAR99", "3A090.b", None, "3A090.a", "3A090.b", "n/a", "5A992.c"]
    rows = [(chip, eccn) for eccn in stated for chip in chips]
    frame = pl.DataFrame(rows, schema=["chip", "Vendor ECCN"], orient="row").with_columns(
        pl.lit("CN").alias("to"), pl.Series("date", ["2024-06-01", "2026-10-01"] * (len(rows) // 2))
    )
    checker = Checker(assume="ordinary")
    found = FrameJudge(frame.columns, checker, wanted=wanted, always=True).results(frame)
    for row, told in zip(frame.iter_rows(named=True), found["warnings"], strict=True):
        cells = {"chip": row["chip"], "as_of": row["date"], "destination_iso2": "CN"}
        given = {} if row["Vendor ECCN"] is None else {"stated_eccn": row["Vendor ECCN"]}
        assert told == result_of(checker.check_cells({**cells, **given}), "en")["warnings"]
    assert found["warnings"].str.contains("is stated").sum() > 10
