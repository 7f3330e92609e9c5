"""Codes of a tariff schedule: what is read, what is refused, and what a scope says of a code that is too short."""

from __future__ import annotations

import pytest

from chipgate.errors import BadNumber
from chipgate.law.tariff_codes import scope, tariff_code, written_code


@pytest.mark.parametrize(
    ("text", "digits"),
    [("8542.31", "854231"), (" 8473.30.1180 ", "8473301180"), ("8473 30 11", "84733011"), ("85", "85")],
)
def test_a_code_is_its_digits(text: str, digits: str) -> None:
    assert tariff_code(text) == digits


@pytest.mark.parametrize("text", ["8542.3A", "", "854", "85423100001", "８５４２", "8542,31", "-8542.31x"])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(BadNumber, match=r"tariff code|digits"):
        tariff_code(text)


def test_a_code_is_written_with_its_dots() -> None:
    assert [written_code(one) for one in ("85", "8542", "854231", "84733011", "8473301180")] == [
        "85",
        "8542",
        "8542.31",
        "8473.30.11",
        "8473.30.1180",
    ]


@pytest.mark.parametrize(
    ("code", "held"),
    [
        ("847150", True),
        ("8471500150", True),
        ("8473301180", True),
        ("847330", None),
        ("8473", None),
        ("84", None),
        ("84733051", False),
        ("847330XX", False),
        ("8542", False),
    ],
)
def test_a_scope_says_yes_no_or_that_digits_are_missing(code: str, held: bool | None) -> None:
    assert scope("8471.50", "8473.30.11").holds(code) is held


def test_a_range_of_headings() -> None:
    assert scope("8541-8543").codes == ("8541", "8542", "8543")
    for wrong in ("8543-8541", "8541-854231"):
        with pytest.raises(BadNumber, match="range"):
            scope(wrong)
