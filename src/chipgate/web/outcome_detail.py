"""What belongs to an outcome, in words: the exception that is open, the review of an application, what is possible."""

from __future__ import annotations

from typing import Final

from chipgate.cases.determination import Determination
from chipgate.cases.outcome_words import OUTCOME_NAMES, answer_words
from chipgate.cases.questions import EXCEPTION, LICENCE, OPEN
from chipgate.readings.phrase import Word, phrase
from chipgate.translation.language import Language, translator


def detail_words(answer: Determination, language: Language) -> str:
    """The line under the outcome of ANSWER; empty where no licence is required."""
    translate = translator(language)
    if answer.outcome == EXCEPTION:
        return phrase("licence exception {name}", name=answer_words(answer.exception, translate)).text(language)
    if answer.outcome == LICENCE and answer.decision is not None:
        words = tuple(answer_words(one, translate) for one in sorted(answer.decision.reviews))
        return phrase("review of an application: {policies}", policies=words).text(language)
    if answer.outcome == OPEN:
        possible = tuple(Word(OUTCOME_NAMES[one]) for one in sorted(answer.outcomes))
        return phrase("still possible: {outcomes}", outcomes=possible).text(language)
    return ""


FAVOURABLE: Final = frozenset(("case_by_case", "presumption_of_approval"))
"""Policies of review under which a licence can be granted without a presumption against it."""


def may_be_granted(answer: Determination) -> bool:
    """Whether a licence is required, and a policy is possible that does not presume its denial."""
    reviews = answer.decision.reviews if answer.decision is not None and answer.outcome == LICENCE else frozenset()
    return bool(reviews & FAVOURABLE)
