"""Parts of answers that many orders share are written once, and say what they say without that."""

from __future__ import annotations

import json
from typing import Any

import orjson
import pytest

from chipgate.cases.as_json import determination_json
from chipgate.cases.check import Checker
from chipgate.cases.columns import understand
from chipgate.translation.language import Language
from chipgate.web.api import written_once
from chipgate.web.api.written_once import WrittenOnce, read_again
from tests.cases.worked_cases import cells_of, rows


@pytest.mark.parametrize("most", [1, written_once.MOST_KEPT])
def test_every_worked_case_says_the_same(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written_once, "MOST_KEPT", most)
    checker, parts = Checker(assume="ordinary"), WrittenOnce()
    languages: tuple[Language, ...] = ("en", "zh")
    for row in (*rows(), *rows()):
        cells = cells_of(row)
        answer = checker.check_cells({one.name: cells[one.header] for one in understand(cells) if one.name})
        for language in languages:
            told = orjson.loads(orjson.dumps(determination_json(answer, language, parts)))
            assert told == json.loads(json.dumps(determination_json(answer, language)))
    assert len(parts._kept) <= 2 * most


def test_a_part_is_made_once() -> None:
    made: list[int] = []

    def make() -> dict[str, int]:
        made.append(1)
        return {"sentence": 7}

    parts = WrittenOnce()
    first, second = parts("one", None, make), parts("one", None, make)
    assert orjson.dumps([first, second]) == b'[{"sentence":7},{"sentence":7}]'
    assert len(made) == 1


def test_half_a_character_stays_what_it_is() -> None:
    """No bytes of JSON hold it, so the part itself stands for itself."""
    assert WrittenOnce()("half", None, lambda: ["\ud83d"]) == ["\ud83d"]


def test_what_was_written_can_be_read_again_and_nothing_else_is_taken_for_it() -> None:
    part: dict[str, Any] = {"words": "over 4,800"}
    assert read_again(WrittenOnce()("part", None, lambda: part)) == part
    with pytest.raises(TypeError, match="set"):
        read_again({1, 2})
