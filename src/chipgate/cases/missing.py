"""What is missing: the facts that keep an answer open, as questions that somebody can answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import TYPE_CHECKING, Final, NamedTuple

from chipgate.cases.columns import as_the_law_asks, place_in_the_law
from chipgate.cases.disputes import WORKED_OUT_OF, telling_disputes
from chipgate.cases.figure import printed
from chipgate.cases.figure_text import number_text
from chipgate.cases.party_names import question_about
from chipgate.cases.questions import OPEN, exception_name
from chipgate.cases.settled_by import asked_together
from chipgate.law.facts import Fact, FactKind, Value
from chipgate.law.us.facts import TPP
from chipgate.readings.leaves import leaves_of, names_in
from chipgate.readings.phrase import Phrase, Word, phrase
from chipgate.readings.verdict import MET, NOT_MET, UNKNOWN
from chipgate.translation.language import marked

if TYPE_CHECKING:
    from chipgate.cases.determination import Determination


UNSETTLED: Final = marked(
    "{country} was given, and whether it is in a country group that decides here is not settled on this day. "
    "Look it up in 740 Supp. 1, or ask BIS."
)


@dataclass(frozen=True, slots=True)
class Question:
    """A fact that keeps the answer open, with the provisions that ask for it."""

    fact: str
    words: Phrase
    asked_by: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.fact}: {self.words.text()}"


def missing_questions(answer: Determination) -> tuple[Question, ...]:
    """The questions that keep the outcome of ANSWER open: first disputes, then the most telling, as the law asks."""
    if answer.questions is None:
        return (Question("as_of", phrase("On which day is the item shipped?"), ()),)
    return (*_disputes(answer), *[_question_of(one.fact, one.by, answer) for one in answer.asked])


class Asked(NamedTuple):
    """A fact that is missing, and the provisions that ask for it."""

    fact: Fact
    by: tuple[str, ...]


def asked_facts(answer: Determination) -> Sequence[Asked]:
    """The facts that the open provisions of ANSWER ask for: the most telling first, else as the law asks."""
    asked: dict[str, tuple[Fact, list[str]]] = {}
    for provision in answer.open_provisions:
        for weighing in answer.weighings:
            for fact in weighing.missing_of_provision(provision).values():
                asked.setdefault(fact.name, (fact, []))[1].append(provision.id)
    found = [Asked(fact, tuple(dict.fromkeys(ids))) for fact, ids in asked.values()]
    return sorted(found, key=lambda one: (-len(one.by), place_in_the_law(one.fact.name)))


def _question_of(fact: Fact, asked_by: tuple[str, ...], answer: Determination) -> Question:
    """The question for FACT: a country that was given is asked for only where its groups are not settled."""
    given, alike = answer.case.facts.get(fact.name), answer.case.like_listed
    if fact.kind is FactKind.COUNTRY and isinstance(given, str):
        return _unsettled(fact.name, given, asked_by)
    if alike:
        return Question(fact.name, question_about(fact, alike), asked_by)
    return _question(fact.name, fact.question, asked_by)


@lru_cache(maxsize=4096)
def _unsettled(name: str, country: str, asked_by: tuple[str, ...]) -> Question:
    """The question for a country of which it is not settled in which groups it is."""
    return Question(name, phrase(UNSETTLED, country=country), asked_by)


@lru_cache(maxsize=4096)
def _question(name: str, words: str, asked_by: tuple[str, ...]) -> Question:
    """The question for a fact, which many orders share."""
    return Question(name, phrase(words), asked_by)


def _disputes(answer: Determination) -> Iterator[Question]:
    """Figures whose readings answer differently: somebody must say which holds."""
    if answer.outcome == OPEN and len(answer.case.readings) > 1:
        for name in telling_disputes(answer.case.disputed, answer.open_provisions, answer.weighings):
            if name == TPP.name and len(printed(answer.case.figures[name])) == 1:
                yield _question(name, TPP.question, ())  # its least is known, and what is more is in no print
                continue
            values = _readings_of(answer, name)
            yield Question(name, phrase("Which of the printed values holds: {values}?", values=values), ())


def _readings_of(answer: Determination, name: str) -> Phrase:
    readings = (
        phrase("{value} ({origin})", value=_said(figure.value), origin=figure.said_origin)
        for figure in printed(answer.case.figures[name])
    )
    return reduce(lambda one, other: phrase("{one}, {other}", one=one, other=other), readings)


def exceptions_once_met(answer: Determination) -> Mapping[str, tuple[str, ...]]:
    """The facts for want of which an exception is not open yet, by its name."""
    if answer.licence_needed is NOT_MET or answer.questions is None:
        return {}
    weighing, disputed = answer.weighings[0], answer.case.disputed
    return {
        exception_name(p): as_the_law_asks(tuple(weighing.missing_of_provision(p)))
        or telling_disputes(disputed, (p,), answer.weighings)
        for p, verdict in answer.exception_verdicts
        if verdict is UNKNOWN
    }


def missing_for_review(answer: Determination) -> tuple[str, ...]:
    """The facts that keep it open how an application would be reviewed; none where that is settled."""
    if answer.review_policy != OPEN or answer.questions is None or answer.licence_needed is not MET:
        return ()
    open_policies = answer.of_verdict(UNKNOWN, answer.questions.policies)
    facts = (w.missing_of_provision(p) for p in open_policies for w in answer.weighings)
    told = telling_disputes(answer.case.disputed, open_policies, answer.weighings)
    return asked_together((*(name for found in facts for name in found), *told))


def bearing_facts(answer: Determination) -> frozenset[str]:
    """The names of the facts that the reasons of ANSWER speak of."""
    if answer.questions is None:
        return frozenset()
    law = answer.questions.law(answer.clock)
    named = frozenset[str]().union(*(names_in(leaf, law) for leaf in leaves_of(answer.bearing, law)))
    return named.union(name for of in named for name in WORKED_OUT_OF.get(of, ()))


def _said(value: Value) -> Word | str:
    return Word("yes" if value else "no") if isinstance(value, bool) else number_text(value)
