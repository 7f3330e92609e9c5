"""The words of the answers, as they are read."""

from __future__ import annotations

from collections.abc import Callable

from chipgate.cases.questions import EXCEPTION, LICENCE, NO_LICENCE, OPEN
from chipgate.law.provision import Clock
from chipgate.translation.language import marked

CLOCK_WORDS = {Clock.ON_THE_BOOKS: marked("on the books"), Clock.AS_ENFORCED: marked("as enforced")}
OUTCOME_NAMES = {
    NO_LICENCE: marked("no licence required"),
    EXCEPTION: marked("exception"),
    LICENCE: marked("licence required"),
    OPEN: marked("undetermined"),
}
OUTCOME_WORDS = {
    "no_licence_required": "NO LICENCE REQUIRED by the rules that are modelled",
    "exception": "LICENCE EXCEPTION open",
    "licence_required": "LICENCE REQUIRED",
    "undetermined": "UNDETERMINED: facts are missing",
}
ANSWER_WORDS = {
    "yes": "yes",
    "no": "no",
    "undetermined": "undetermined",
    "none": "none",
    "n/a": "not applicable",
    "not_stated": "not stated in the text",
    "presumption_of_denial": "presumption of denial",
    "presumption_of_approval": "presumption of approval",
    "policy_of_denial": "policy of denial",
    "case_by_case": "case by case",
}


def answer_words(token: str, translate: Callable[[str], str]) -> str:
    """TOKEN in words; the code of a paragraph or the name of an exception stands as it is."""
    return translate(ANSWER_WORDS[token]) if token in ANSWER_WORDS else token
