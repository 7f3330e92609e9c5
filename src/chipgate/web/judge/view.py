"""The screen Judge as plain values: the case, its verdict, why, and what would settle it. No law stands here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from chipgate.cases.as_text import answer_rows, subject
from chipgate.cases.check import Checker
from chipgate.cases.determination import Determination
from chipgate.cases.not_modelled import not_modelled
from chipgate.cases.outcome_words import CLOCK_WORDS, OUTCOME_NAMES, OUTCOME_WORDS
from chipgate.cases.reasons import reason
from chipgate.cases.transaction import BadOrder, Fault
from chipgate.errors import UnknownChip
from chipgate.law.provision import Clock
from chipgate.law.us.corpus import CHECKED_UNTIL
from chipgate.translation.language import Language, translator
from chipgate.web.judge.asked import Asked
from chipgate.web.judge.form import CaseForm, case_form
from chipgate.web.judge.questions import QuestionToAsk, questions_later, questions_now, questions_of_review
from chipgate.web.judge.tree import Branch, reasons_tree


@dataclass(frozen=True)
class Strip:
    """The verdict strip: the outcome by name (it picks icon and colour) and in words, and by which law."""

    outcome: str
    words: str
    subject: str
    still_possible: tuple[tuple[str, str], ...]
    day: str
    clock: str
    other_clock: str
    href_other_clock: str
    other_outcome: str
    checked_until: str
    not_modelled: tuple[str, ...]


@dataclass(frozen=True)
class Answered:
    """What stands under the strip of a case that could be judged."""

    strip: Strip
    reason: str
    rows: tuple[tuple[str, str], ...]
    questions: tuple[QuestionToAsk, ...]
    later: tuple[QuestionToAsk, ...]
    review: tuple[QuestionToAsk, ...]
    tree: tuple[Branch, ...]
    assumed: tuple[str, ...]
    warnings: tuple[str, ...]
    href_full: str


@dataclass(frozen=True)
class JudgeView:
    """The whole screen; ``answered`` is None where something that was given cannot be read."""

    asked: Asked
    form: CaseForm
    answered: Answered | None


def judge_view(asked: Asked, language: Language) -> JudgeView:
    """The screen for what is ASKED."""
    try:
        answer = checker(asked.assume, asked.clock).check_cells(asked.cells)
    except BadOrder as refused:
        return JudgeView(asked, case_form(asked, refused.faults, language), None)
    except UnknownChip as refused:
        return JudgeView(asked, case_form(asked, (Fault("chip", str(refused)),), language), None)
    return JudgeView(asked, case_form(asked, (), language), answered(answer, asked, language))


@cache
def checker(assume: str, clock: Clock) -> Checker:
    """The checker of every request with these assumptions and this clock."""
    return Checker(assume=assume, clock=clock)


def answered(answer: Determination, asked: Asked, language: Language) -> Answered:
    """The parts of the screen that follow from ANSWER."""
    return Answered(
        strip=_strip(answer, asked, language),
        reason=reason(answer, language),
        rows=tuple(answer_rows(answer, language)),
        questions=questions_now(answer, asked, language),
        later=questions_later(answer, asked, language),
        review=questions_of_review(answer, asked, language),
        tree=reasons_tree(answer, asked.full, language),
        assumed=tuple(_assumed(answer, language)),
        warnings=tuple(warning.text(language) for warning in answer.warnings),
        href_full=asked.link(full=None if asked.full else "1"),
    )


def _strip(answer: Determination, asked: Asked, language: Language) -> Strip:
    translate = translator(language)
    possible = sorted(answer.outcomes) if len(answer.outcomes) > 1 else ()
    return Strip(
        outcome=answer.outcome,
        words=translate(OUTCOME_WORDS[answer.outcome]),
        subject=subject(answer, language),
        still_possible=tuple((one, translate(OUTCOME_NAMES[one])) for one in possible),
        day="" if answer.case.day is None else answer.case.day.isoformat(),
        clock=translate(CLOCK_WORDS[answer.clock]),
        other_clock=translate(CLOCK_WORDS[answer.other_clock]),
        href_other_clock=asked.link(clock=str(answer.other_clock)),
        other_outcome=translate(OUTCOME_NAMES[answer.other_outcome]),
        checked_until=CHECKED_UNTIL.isoformat(),
        not_modelled=tuple(map(translate, not_modelled())),
    )


def _assumed(answer: Determination, language: Language) -> Iterator[str]:
    yield from dict.fromkeys(translator(language)(line) for _, line in answer.case.assumed.values())
