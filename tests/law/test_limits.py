"""Every printed number of the United States corpus: a case on it, and one a step to each side.

``data/limits.csv`` is the table, to be read beside the text: the limit, the day, the facts, the fact that is varied
with its smallest step, and the answer below, at and above. ``text`` says what the paragraph prints.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from chipgate.law.corpus import Corpus
from chipgate.law.language import limit
from chipgate.law.reform import Reform, SetLimit, reformed
from chipgate.law.us.corpus import us_corpus
from chipgate.units import Exact, decimal_text, exact
from tests.law.questions_of_a_case import answer, cells_of


@dataclass(frozen=True)
class LimitCase:
    """One line of the table."""

    limit: str
    day: date
    question: str
    facts: str
    fact: str
    step: Exact
    at: Exact
    expected: tuple[str, str, str]
    citation: str
    text: str

    def answers(self, corpus: Corpus | None = None) -> tuple[str, ...]:
        """The answers one step below the limit, at it, and one step above."""
        values = (self.at - self.step, self.at, self.at + self.step)
        cells = [{**cells_of(self.facts), self.fact: decimal_text(value, 12)} for value in values]
        return tuple(answer(self.question, self.day, one, corpus) for one in cells)


def table() -> list[LimitCase]:
    with (Path(__file__).parent / "data" / "limits.csv").open(encoding="utf-8", newline="") as file:
        return [
            LimitCase(
                limit=row["limit"],
                day=date.fromisoformat(row["day"]),
                question=row["question"],
                facts=row["facts"],
                fact=row["fact"],
                step=exact(row["step"]),
                at=exact(row["at"]),
                expected=(row["answer_below"], row["answer_at"], row["answer_above"]),
                citation=row["citation"],
                text=row["text"],
            )
            for row in csv.DictReader(file)
        ]


CASES = table()


def proving(case: LimitCase) -> object:
    name = f"{case.limit}-{case.day}-{case.fact}"
    return pytest.param(case, id=name, marks=pytest.mark.proves(case.citation))


@pytest.mark.parametrize("case", [proving(case) for case in CASES])
def test_one_step_decides(case: LimitCase) -> None:
    assert case.answers() == case.expected, case.text


def test_every_limit_of_the_corpus_has_a_case() -> None:
    assert sorted({case.limit for case in CASES}) == sorted(us_corpus().limits)


@pytest.mark.parametrize("name", sorted({case.limit for case in CASES}))
def test_a_limit_that_moves_by_a_step_is_noticed(name: str) -> None:
    """The cases of a limit would fail if it were one step higher, or one step lower."""
    cases = [case for case in CASES if case.limit == name]
    printed = us_corpus().limits[name].value
    for moved in (printed + cases[0].step, printed - cases[0].step):
        other = reformed(us_corpus(), Reform("a step aside", (SetLimit(name, moved),)))
        assert [case.answers(other) for case in cases] != [case.expected for case in cases], moved


@pytest.mark.parametrize("text", ["4799.99", "5.92", "1e26", "0.07", "790,000,000"])
def test_a_limit_is_kept_as_printed(text: str) -> None:
    kept = limit("any", text).value
    assert not isinstance(kept, float)
    assert kept == exact(text)
