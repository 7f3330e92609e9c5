"""A determination as a reader sees it: the outcome, the separate answers, why, what to ask, what was assumed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from chipgate.cases.as_json import value_text
from chipgate.cases.assumptions import ORDINARY, UNASSUMED
from chipgate.cases.columns import fact_columns
from chipgate.cases.determination import Determination
from chipgate.cases.figure import Figure, printed
from chipgate.cases.not_modelled import NOT_LEGAL_ADVICE
from chipgate.cases.outcome_words import ANSWER_WORDS, OUTCOME_NAMES, OUTCOME_WORDS, answer_words
from chipgate.cases.questions import LICENCE, NO_LICENCE
from chipgate.cases.reasons import trace_lines
from chipgate.cases.settled_by import asked_first
from chipgate.readings.phrase import phrase, said
from chipgate.readings.sentence import short_id
from chipgate.readings.verdict import MET
from chipgate.translation.language import Language, marked, translator
from chipgate.translation.width import left, width

if TYPE_CHECKING:
    from chipgate.cases.duties.duty_answer import DutyAnswer


SECTION_232_CHIPS = "us/232/chips"


def determination_text(answer: Determination, language: Language = "en", full: bool = False) -> str:
    """The answer as text, section by section."""
    sections = (
        _head(answer, language),
        _answers(answer, language),
        _section(marked("Why"), trace_lines(answer.trace(full), language), language),
        _section(marked("To be found out"), _questions(answer, language), language),
        _section(marked("Open once conditions are met"), _conditions(answer, language), language),
        _section(marked("Red flags to resolve"), flag_lines(answer, language), language),
        _section(marked("Duties on arrival"), _duties(answer.trade.duties, language), language),
        _section(marked("Duties on the way into the laboratory test"), _test_leg(answer, language), language),
        _section(marked("Told by other governments"), _counter_measures(answer, language), language),
        _section(marked("Assumed, because nobody said otherwise"), _assumed(answer, language), language),
        _section(marked("Figures"), figure_lines(answer, language), language),
        _section(marked("Take note"), _notes(answer, language), language),
    )
    return "\n".join(line for section in sections for line in section)


def _head(answer: Determination, language: Language) -> Iterator[str]:
    translate = translator(language)
    yield f"{subject(answer, language)}"
    yield f"  {translate(OUTCOME_WORDS[answer.outcome])}"
    if len(answer.outcomes) > 1:
        possible = ", ".join(translate(OUTCOME_NAMES[outcome]) for outcome in sorted(answer.outcomes))
        yield f"  {phrase('still possible: {outcomes}', outcomes=possible).text(language)}"


def subject(answer: Determination, language: Language) -> str:
    """What is shipped where, and when, in one line."""
    case = answer.case
    what = case.sheet.name if case.sheet is not None else case.transaction.label or translator(language)("the item")
    place = case.facts.get("destination_iso2")
    day = case.day.isoformat() if case.day is not None else "?"
    where = str(place) if place is not None else "?"
    return phrase("{what} to {where} on {day}", what=what, where=where, day=day).text(language)


def answer_rows(answer: Determination, language: Language) -> list[tuple[str, str]]:
    """The separate answers with their labels, those that say nothing left out."""
    translate = translator(language)
    rows = (
        (marked("paragraph"), _paragraph(answer, language)),
        (marked("sub-paragraphs"), answer.paragraphs if answer.paragraphs not in ANSWER_WORDS else ""),
        ("TPP", answer.tpp),
        (marked("performance density"), answer.performance_density),
        (marked("licence by the text in force"), answer_words(answer.licence_codified, translate)),
        (marked("licence as enforced"), answer_words(answer.licence_enforced, translate)),
        (marked("licence exception"), answer_words(answer.exception, translate)),
        (marked("review of an application"), answer_words(answer.review_policy, translate)),
        (marked("decided by"), short_id(answer.deciding_provision) if answer.deciding_provision else ""),
    )
    return [(translate(label), text) for label, text in rows if text]


def _answers(answer: Determination, language: Language) -> Iterator[str]:
    labels = answer_rows(answer, language)
    columns = max(width(label) for label, _ in labels)
    yield ""
    for label, text in labels:
        yield f"  {left(label, columns)}  {text}"


def _paragraph(answer: Determination, language: Language) -> str:
    """The paragraph, or those that are still possible."""
    translate = translator(language)
    if answer.decision is None or len(answer.decision.eccns) == 1:
        return answer_words(answer.eccn, translate)
    possible = tuple(answer_words(one, translate) for one in sorted(answer.decision.eccns))
    return phrase("{possible}: open", possible=possible).text(language)


def _section(title: str, lines: Iterator[str], language: Language) -> Iterator[str]:
    found = list(lines)
    if found:
        yield ""
        yield translator(language)(title)
        yield from (f"  {line}" for line in found)


def _questions(answer: Determination, language: Language) -> Iterator[str]:
    first = asked_first(answer)
    for question in answer.missing:
        if question.fact not in first:
            continue
        asked = ", ".join(short_id(one) for one in question.asked_by[:3])
        more = f" +{len(question.asked_by) - 3}" if len(question.asked_by) > 3 else ""
        why = f"  ({asked}{more})" if asked else ""
        yield f"{question.fact}: {question.words.text(language)}{why}"
    if answer.outcome == LICENCE and answer.missing_for_review:
        yield translator(language)("for the review of an application:")
        yield from (f"  {_fact_in_words(name, language)}" for name in answer.missing_for_review)
    later = [question.fact for question in answer.missing if question.fact not in first]
    if later:
        yield phrase("That settles it. Open until then: {facts}", facts=", ".join(later)).text(language)


def _fact_in_words(name: str, language: Language) -> str:
    """A fact by its name, and the question for it; both headquarters together are no fact of the law."""
    fact = fact_columns().get(name)
    return name if fact is None else f"{name}: {translator(language)(fact.question)}"


def _conditions(answer: Determination, language: Language) -> Iterator[str]:
    if answer.outcome == NO_LICENCE:
        return  # by the other clock only
    for name, facts in answer.exceptions_once_met.items():
        yield f"{name}: {', '.join(facts)}"


def flag_lines(answer: Determination, language: Language) -> Iterator[str]:
    """The red flags of ANSWER, each with where it is printed."""
    for flag in answer.red_flags:
        yield f"{translator(language)(flag.title)}  ({flag.cite})"


def _duties(found: DutyAnswer | None, language: Language) -> Iterator[str]:
    from chipgate.cases.duties.as_text import duty_lines  # needed only where a duty is asked for

    return iter(()) if found is None else duty_lines(found, language)


def _test_leg(answer: Determination, language: Language) -> Iterator[str]:
    if answer.test_leg is not None:
        yield phrase(
            "The case-by-case paragraph asks for a test of every shipment by a laboratory in the United States."
        ).text(language)
        from chipgate.cases.duties.as_text import duty_lines, lines_of_one

        known = {"hts", "origin"} <= answer.case.facts.keys()
        found = answer.test_leg
        yield from duty_lines(found, language) if known else lines_of_one(found, SECTION_232_CHIPS, language)


def _counter_measures(answer: Determination, language: Language) -> Iterator[str]:
    for one in answer.trade.counter_measures:
        open_mark = "" if one.verdict is MET else f" ({translator(language)('not known')})"
        yield f"{translator(language)(one.provision.title)}  ({one.provision.cite}){open_mark}"


def _assumed(answer: Determination, language: Language) -> Iterator[str]:
    yield from dict.fromkeys(translator(language)(line) for _, line in answer.case.assumed.values())


def figure_lines(answer: Determination, language: Language) -> Iterator[str]:
    """Figures that somebody recalled, worked out or disputes; what the user gave is not repeated."""
    translate = translator(language)
    for name, found in answer.case.figures.items():
        if name not in answer.bearing_facts:
            continue
        if len(found) > 1 or found[0].mark in ("recalled", "disputed", "derived"):
            yield f"{name}: " + " | ".join(_with_origin(one, translate) for one in printed(found))


def _with_origin(figure: Figure, translate: Callable[[str], str]) -> str:
    words = (said(figure.said_origin, translate), translate(figure.mark))
    value = value_text(figure.value)
    return f"{translate(value) if isinstance(figure.value, bool) else value} ({', '.join(filter(None, words))})"


def _notes(answer: Determination, language: Language) -> Iterator[str]:
    yield from (warning.text(language) for warning in answer.warnings)
    if not answer.case.assumed and not ORDINARY.keys().isdisjoint(answer.missing_names):
        yield translator(language)(UNASSUMED)
    if answer.deciding is not None and answer.deciding.note:
        yield translator(language)(answer.deciding.note)
    yield translator(language)(NOT_LEGAL_ADVICE) + " " + translator(language)("`chipgate coverage`: what is modelled.")
