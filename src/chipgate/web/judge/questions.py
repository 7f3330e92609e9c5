"""What is to be found out: the facts that would settle it, with answers to choose from and why each is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chipgate.cases.as_json import value_text
from chipgate.cases.columns import DAY, fact_columns
from chipgate.cases.determination import Determination
from chipgate.cases.figure import printed
from chipgate.cases.missing import Question
from chipgate.cases.questions import LICENCE
from chipgate.cases.settled_by import asked_first
from chipgate.cases.values import says_nothing
from chipgate.countries.names import name_of
from chipgate.law.facts import Fact, FactKind
from chipgate.readings.phrase import Phrase, Word, said
from chipgate.readings.sentence import value_word
from chipgate.translation.language import Language, translator
from chipgate.web.judge.asked import SHORT, Asked
from chipgate.web.judge.tree import provision_href
from chipgate.web.render import provision_name

UNKNOWN = "unknown"
_OFTEN = ("CN", "US", "TW")


@dataclass(frozen=True)
class Choice:
    """One answer on a button."""

    words: str
    href: str


@dataclass(frozen=True)
class AskedBy:
    """A provision that asks for the fact."""

    name: str
    title: str
    href: str


@dataclass(frozen=True)
class QuestionToAsk:
    """A question on the screen; where ``is_typed``, an answer can also be typed, in ``unit``, of ``kind``."""

    fact: str
    name: str
    words: str
    asked_by: tuple[AskedBy, ...]
    choices: tuple[Choice, ...]
    is_typed: bool
    kind: str
    unit: str
    left_unknown: bool
    href_unknown: str
    href_anew: str


def questions_now(answer: Determination, asked: Asked, language: Language) -> tuple[QuestionToAsk, ...]:
    """The fewest questions whose answers settle the outcome, whatever they are."""
    first = asked_first(answer)
    return tuple(question_to_ask(one, answer, asked, language) for one in answer.missing if one.fact in first)


def questions_later(answer: Determination, asked: Asked, language: Language) -> tuple[QuestionToAsk, ...]:
    """What stays open until then."""
    first = asked_first(answer)
    return tuple(question_to_ask(one, answer, asked, language) for one in answer.missing if one.fact not in first)


def questions_of_review(answer: Determination, asked: Asked, language: Language) -> tuple[QuestionToAsk, ...]:
    """What keeps it open how an application would be reviewed, where it is settled that a licence is required."""
    if answer.outcome != LICENCE:
        return ()
    known = fact_columns()
    facts = (known[name] for name in answer.missing_for_review if name in known)
    asking = (Question(fact.name, Phrase(fact.question), ()) for fact in facts)
    return tuple(question_to_ask(one, answer, asked, language) for one in asking)


def question_to_ask(question: Question, answer: Determination, asked: Asked, language: Language) -> QuestionToAsk:
    """QUESTION with its answers, each a link to the same case with that answer in it."""
    fact = fact_columns().get(question.fact)
    given = asked.cells.get(question.fact, "")
    choices = _disputed(question.fact, answer) or _choices(fact, answer)
    is_disputed = question.fact in answer.case.disputed
    return QuestionToAsk(
        fact=question.fact,
        name=SHORT.get(question.fact, question.fact),
        words=question.words.text(language),
        asked_by=tuple(_asked_by(question, answer, language)),
        choices=tuple(Choice(_words(fact, value, language), asked.link(**{question.fact: value})) for value in choices),
        is_typed=question.fact == DAY
        or (fact is not None and fact.kind not in (FactKind.FLAG, FactKind.CHOICE) and not is_disputed),
        kind="day" if question.fact == DAY else "" if fact is None else str(fact.kind),
        unit="" if fact is None else translator(language)(fact.unit),
        left_unknown=bool(given) and says_nothing(given),
        href_unknown=asked.link(**{question.fact: UNKNOWN}),
        href_anew=asked.link(**{question.fact: None}),
    )


def _asked_by(question: Question, answer: Determination, language: Language) -> Iterator[AskedBy]:
    if answer.questions is None:
        return
    law = answer.questions.law(answer.clock)
    for provision_id in question.asked_by:
        found = law.get(provision_id)
        title = translator(language)(found.title) if found is not None else ""
        yield AskedBy(
            provision_name(provision_id, language) or title, title, provision_href(provision_id, answer.case.day)
        )


def _disputed(name: str, answer: Determination) -> tuple[str, ...]:
    """The printed values of a disputed figure; somebody must say which holds."""
    if name not in answer.case.disputed:
        return ()
    found = printed(answer.case.figures[name])
    return tuple(dict.fromkeys(value_text(figure.value) for figure in found)) if len(found) > 1 else ()


def _choices(fact: Fact | None, answer: Determination) -> tuple[str, ...]:
    if fact is None:
        return ()
    if fact.kind is FactKind.FLAG:
        return ("yes", "no")
    if fact.kind is FactKind.CHOICE:
        return fact.choices
    if fact.kind is FactKind.COUNTRY:
        destination = answer.case.facts.get("destination_iso2")
        near = (destination,) if isinstance(destination, str) else ()
        return tuple(dict.fromkeys((*near, *_OFTEN)))
    return ()


def _words(fact: Fact | None, value: str, language: Language) -> str:
    translate = translator(language)
    if fact is not None and fact.kind is FactKind.COUNTRY:
        return name_of(value, language)
    if fact is not None and fact.kind is FactKind.CHOICE:
        return said(value_word(fact, value), translate)
    return said(Word(value), translate) if value in ("yes", "no") else value
