"""The printed sentence says what the condition says: read back by a reader of its own, it is the same condition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chipgate.law.corpus import Corpus
from chipgate.law.facts import Value
from chipgate.law.language import (
    AllOf,
    AnyOf,
    Classified,
    Compared,
    Condition,
    HighestOf,
    IsNot,
    IsTrue,
    Limit,
    Measure,
    OneOf,
    Paragraph,
    Quotient,
    Satisfies,
    Stated,
    SumOf,
    Times,
    Under,
    Unless,
    Within,
)
from chipgate.law.provision import Clock, Provision
from chipgate.law.us.corpus import us_corpus
from chipgate.law.walking import walk
from chipgate.readings.sentence import printed, short_id
from chipgate.readings.verdict import weigh
from chipgate.units import decimal_text, exact, exact_text
from tests.readings.random_rules import DAY, FACTS, conditions, corpora, facts
from tests.readings.sentence_reader import Reader

REFERENCES = ("xx/law/a", "xx/law/b", "xx/letters/2025-04")
OF_RANDOM_CORPORA = tuple(f"xx/law/{index}.{letter}" for index, letter in enumerate("abcde"))
READER = Reader(FACTS, {short_id(one): one for one in (*REFERENCES, *OF_RANDOM_CORPORA)})
US_READER = Reader(us_corpus().facts.values(), {short_id(one): one for one in us_corpus().history_of})
US_CONDITIONS = {p.key: (p.subject, p.when) for p in us_corpus().provisions}


def as_printed(condition: Condition) -> Condition:
    """CONDITION without what a sentence does not print: the names of its limits, and labels, which are tested apart."""
    match condition:
        case AllOf(parts):
            return AllOf(tuple(map(as_printed, parts)))
        case AnyOf(parts):
            return AnyOf(tuple(map(as_printed, parts)))
        case IsNot(part):
            return IsNot(as_printed(part))
        case Unless(rule, exception):
            return Unless(as_printed(rule), as_printed(exception))
        case Paragraph(_, part):
            return as_printed(part)
        case Compared(measure, relation, bound):
            return Compared(measure_as_printed(measure), relation, called_by_value(bound))
        case IsTrue() | OneOf() | Within() | Classified() | Under() | Satisfies():
            return condition


def called_by_value(bound: Limit) -> Limit:
    return Limit(f"limit {exact_text(bound.value)}", bound.value)


def measure_as_printed(measure: Measure) -> Measure:
    match measure:
        case SumOf(parts):
            return SumOf(tuple(map(measure_as_printed, parts)))
        case HighestOf(parts):
            return HighestOf(tuple(map(measure_as_printed, parts)))
        case Times(inner, factor):
            return Times(measure_as_printed(inner), called_by_value(factor))
        case Quotient(dividend, divisor):
            return Quotient(measure_as_printed(dividend), measure_as_printed(divisor))
        case Stated(fact, formula):
            return Stated(fact, measure_as_printed(formula))
        case _:
            return measure


@settings(max_examples=300, deadline=None)
@given(conditions(REFERENCES))
def test_a_sentence_reads_back_as_the_condition(condition: Condition) -> None:
    assert as_printed(READER.read(printed(condition))) == as_printed(condition)


@settings(max_examples=60, deadline=None)
@given(corpora(), facts())
def test_what_is_read_back_gives_the_same_verdicts(corpus: Corpus, known: Mapping[str, Value]) -> None:
    """A corpus written anew from its printed sentences answers as the first one does."""
    again = Corpus(tuple(map(written_anew, corpus.provisions)), corpus.groups)
    for clock in Clock:
        for provision in corpus.provisions:
            node = Under(provision.id)
            assert weigh(node, known, again.on(DAY, clock)) is weigh(node, known, corpus.on(DAY, clock))


def written_anew(provision: Provision) -> Provision:
    subject = None if provision.subject is None else READER.read(printed(provision.subject))
    return replace(provision, subject=subject, when=READER.read(printed(provision.when)))


@pytest.mark.parametrize("key", US_CONDITIONS)
def test_every_sentence_of_the_united_states_corpus_reads_back(key: str) -> None:
    for condition in filter(None, US_CONDITIONS[key]):
        assert as_printed(US_READER.read(printed(condition))) == as_printed(condition)


@pytest.mark.parametrize("key", US_CONDITIONS)
def test_every_paragraph_bears_its_label(key: str) -> None:
    for condition in filter(None, US_CONDITIONS[key]):
        bearing = [node.label for node in walk(US_READER.read(printed(condition))) if isinstance(node, Paragraph)]
        assert bearing == [node.label for node in walk(condition) if isinstance(node, Paragraph)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_limit_is_printed_in_both_languages(language: str) -> None:
    for key, pair in US_CONDITIONS.items():
        for condition in filter(None, pair):
            for node in walk(condition):
                if isinstance(node, Compared):
                    assert exact_text(node.limit.value) in printed(node, language), key  # type: ignore[arg-type]


def test_names_are_told_apart() -> None:
    """Two facts with one label, or two provisions with one short name, would make a sentence ambiguous."""
    labels = [fact.label for fact in us_corpus().facts.values()]
    assert sorted(labels) == sorted(set(labels))
    short = [short_id(one) for one in us_corpus().history_of]
    assert sorted(short) == sorted(set(short))


def test_choices_are_told_apart_once_they_are_words() -> None:
    for fact in us_corpus().facts.values():
        words = [choice.replace("_", " ") for choice in fact.choices]
        assert len(set(words)) == len(words)
        assert not [word for word in words if " or " in word]


@pytest.mark.parametrize(
    ("number", "text"), [("4800", "4800"), ("5.92", "5.92"), ("0.0000001", "0.0000001"), ("1e26", "1" + "0" * 26)]
)
def test_a_limit_is_printed_without_rounding(number: str, text: str) -> None:
    assert exact_text(exact(number)) == text


@given(st.fractions(-(10**9), 10**9))
def test_exact_text_is_exact(number: Fraction) -> None:
    assert Fraction(exact_text(number)) == number
    if "/" not in exact_text(number):
        assert exact_text(number) == decimal_text(number, 60)
