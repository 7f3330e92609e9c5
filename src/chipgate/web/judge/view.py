"""The screen Judge as plain values: the case, its verdict, why, and what would settle it. No law stands here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chipgate.cases.as_text import answer_rows, figure_lines
from chipgate.cases.assumptions import ORDINARY
from chipgate.cases.determination import Determination
from chipgate.cases.not_modelled import not_modelled
from chipgate.cases.outcome_words import CLOCK_WORDS, OUTCOME_NAMES, OUTCOME_WORDS
from chipgate.cases.transaction import BadOrder, Fault
from chipgate.countries.names import name_of
from chipgate.errors import UnknownChip
from chipgate.law.us.corpus import CHECKED_UNTIL
from chipgate.readings.phrase import phrase
from chipgate.translation.language import Language, marked, translator
from chipgate.web.checkers import checker
from chipgate.web.judge.asked import Asked
from chipgate.web.judge.beside import (
    Cited,
    Duties,
    asks_for_duties,
    counter_measures,
    duties_of_the_test,
    duties_on_arrival,
    red_flags,
)
from chipgate.web.judge.conditions import Checklist, checklists
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
    clocks_agree: bool
    checked_until: str
    not_modelled: tuple[str, ...]


@dataclass(frozen=True)
class Answered:
    """What stands under the strip of a case that could be judged."""

    strip: Strip
    rows: tuple[tuple[str, str], ...]
    questions: tuple[QuestionToAsk, ...]
    later: tuple[QuestionToAsk, ...]
    review: tuple[QuestionToAsk, ...]
    tree: tuple[Branch, ...]
    checklists: tuple[Checklist, ...]
    red_flags: tuple[Cited, ...]
    counter_measures: tuple[Cited, ...]
    duties: Duties | None
    test_leg: Duties | None
    asks_for_duties: tuple[QuestionToAsk, ...]
    figures: tuple[str, ...]
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
        return JudgeView(asked, case_form(asked, (Fault("chip", refused.said),), language), None)
    return JudgeView(asked, case_form(asked, (), language), answered(answer, asked, language))


def answered(answer: Determination, asked: Asked, language: Language) -> Answered:
    """The parts of the screen that follow from ANSWER."""
    return Answered(
        strip=_strip(answer, asked, language),
        rows=tuple(answer_rows(answer, language)),
        questions=questions_now(answer, asked, language),
        later=questions_later(answer, asked, language),
        review=questions_of_review(answer, asked, language),
        tree=reasons_tree(answer, asked.full, language),
        checklists=checklists(answer, language),
        red_flags=red_flags(answer, language),
        counter_measures=counter_measures(answer, language),
        duties=duties_on_arrival(answer, asked, language),
        test_leg=duties_of_the_test(answer, asked, language),
        asks_for_duties=asks_for_duties(answer, asked, language),
        figures=tuple(figure_lines(answer, language)),
        assumed=tuple(_assumed(answer, language)),
        warnings=tuple(_notes(answer, language)),
        href_full=asked.link(full=None if asked.full else "1"),
    )


def _strip(answer: Determination, asked: Asked, language: Language) -> Strip:
    translate = translator(language)
    possible = sorted(answer.outcomes) if len(answer.outcomes) > 1 else ()
    return Strip(
        outcome=answer.outcome,
        words=translate(OUTCOME_WORDS[answer.outcome]),
        subject=subject_words(answer, language),
        still_possible=tuple((one, translate(OUTCOME_NAMES[one])) for one in possible),
        day="" if answer.case.day is None else answer.case.day.isoformat(),
        clock=translate(CLOCK_WORDS[answer.clock]),
        other_clock=translate(CLOCK_WORDS[answer.other_clock]),
        href_other_clock=asked.link(clock=str(answer.other_clock)),
        other_outcome=translate(OUTCOME_NAMES[answer.other_outcome]),
        clocks_agree=answer.other_outcome == answer.outcome,
        checked_until=CHECKED_UNTIL.isoformat(),
        not_modelled=tuple(map(translate, not_modelled())),
    )


def subject_words(answer: Determination, language: Language) -> str:
    """What is shipped where, and when, with how many there are of it."""
    case = answer.case
    what = case.sheet.name if case.sheet is not None else case.transaction.label or translator(language)("the item")
    place = case.facts.get("destination_iso2")
    return phrase(
        "{count} {what} to {where} on {day}" if case.transaction.units else "{what} to {where} on {day}",
        count=f"{case.transaction.units:,} ×" if case.transaction.units else "",
        what=what,
        where=name_of(place, language) if isinstance(place, str) else "?",
        day="?" if case.day is None else case.day.isoformat(),
    ).text(language)


def _notes(answer: Determination, language: Language) -> Iterator[str]:
    """What a reader must know beside the answer; the page says once what is no part of it."""
    translate = translator(language)
    yield from (warning.text(language) for warning in answer.warnings)
    if not answer.case.assumed and not ORDINARY.keys().isdisjoint(answer.missing_names):
        yield translate(marked("Nothing was assumed: choose an ordinary shipment above to fill what nobody spoke of."))
    if answer.deciding is not None and answer.deciding.note:
        yield translate(answer.deciding.note)


def _assumed(answer: Determination, language: Language) -> Iterator[str]:
    yield from dict.fromkeys(translator(language)(line) for _, line in answer.case.assumed.values())
