"""The glossary gives the words that chipgate says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import compile_catalogues as compiler

GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"
ROW = re.compile(r"^\| (?!English|---)(.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
ROWS: list[tuple[str, str, str]] = ROW.findall(GLOSSARY.read_text("utf-8"))
SAID = "\n".join(str(message.string) for message in compiler.stored("zh"))


@pytest.mark.parametrize(("english", "chinese"), [(english, chinese) for english, chinese, _ in ROWS])
def test_a_term_is_said_in_chinese(english: str, chinese: str) -> None:
    assert [word for word in chinese.split("、") if word not in SAID] == [], english


def test_no_term_stands_twice() -> None:
    terms = [english for english, _, _ in ROWS]
    assert len(ROWS) > 70
    assert sorted(terms) == sorted(set(terms))
