"""A trace says why: its root has the verdict of the condition, and each line follows from the lines below it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chipgate.law.corpus import Corpus
from chipgate.law.facts import Value
from chipgate.law.language import Condition, Relation, Under, less_than, limit, more_than
from chipgate.law.provision import Clock
from chipgate.law.walking import facts_of, walk
from chipgate.readings.trace import trace, trace_provision
from chipgate.readings.trace_lines import TraceLine
from chipgate.readings.verdict import MET, NOT_MET, Verdict, Weighing, weigh
from tests.readings.random_rules import DAY, NUMBERS, conditions, corpora, facts, law_of


def follows(line: TraceLine) -> Verdict:
    """The verdict of LINE from the verdicts of its parts alone, by Kleene's logic."""
    verdicts = [part.verdict for part in line.parts]
    if line.words.template == "any of":
        return max(verdicts, default=NOT_MET)
    if line.words.template == "not":
        (only,) = verdicts
        return only.negated
    assert line.words.template == "all of" or line.provision is not None, line.words
    return min(verdicts, default=MET)


def lines(root: TraceLine) -> list[TraceLine]:
    return [line for _, line in root.walk()]


@settings(max_examples=150, deadline=None)
@given(corpora(), facts(), st.booleans(), st.sampled_from(Clock))
def test_every_line_follows_from_its_parts(
    corpus: Corpus, known: Mapping[str, Value], full: bool, clock: Clock
) -> None:
    law = corpus.on(DAY, clock)
    weighing = Weighing(known, law)
    for provision in law.provisions.values():
        root = trace_provision(provision, known, law, full)
        assert root.verdict is weighing.weigh_provision(provision)
        for line in lines(root):
            assert not line.parts or line.verdict is follows(line), line


@settings(max_examples=150, deadline=None)
@given(conditions(), facts(), st.booleans())
def test_the_root_has_the_verdict_of_the_condition(
    condition: Condition, known: Mapping[str, Value], full: bool
) -> None:
    law = law_of(condition)
    assert trace(condition, known, law, full).verdict is weigh(condition, known, law)
    assert trace(Under("xx/law/a"), known, law, full).verdict is weigh(condition, known, law)


@settings(max_examples=100, deadline=None)
@given(corpora(), facts())
def test_a_brief_trace_keeps_only_what_forces_the_verdict(corpus: Corpus, known: Mapping[str, Value]) -> None:
    """No line of a brief trace has parts that could go without changing it, where one of them is enough."""
    law = corpus.on(DAY, Clock.AS_ENFORCED)
    for provision in law.provisions.values():
        for line in lines(trace_provision(provision, known, law)):
            if line.words.template == "any of" and line.verdict is MET:
                assert len(line.parts) <= 1
            if line.words.template == "all of" and line.verdict is NOT_MET:
                assert len(line.parts) <= 1


@settings(max_examples=100, deadline=None)
@given(corpora(), facts())
def test_a_full_trace_speaks_of_every_fact(corpus: Corpus, known: Mapping[str, Value]) -> None:
    law = corpus.on(DAY, Clock.ON_THE_BOOKS)
    for provision in law.provisions.values():
        spoken_of = {name for line in lines(trace_provision(provision, known, law, full=True)) for name in line.facts}
        pair = (provision.when,) if provision.subject is None else (provision.subject, provision.when)
        assert {fact.name for condition in pair for fact in facts_of(condition)} <= spoken_of


@settings(max_examples=60, deadline=None)
@given(corpora(), facts())
def test_a_trace_says_the_same_twice_and_in_both_languages(corpus: Corpus, known: Mapping[str, Value]) -> None:
    law = corpus.on(DAY, Clock.AS_ENFORCED)
    for provision in law.provisions.values():
        for full in (False, True):
            once, twice = (trace_provision(provision, known, law, full) for _ in range(2))
            assert once == twice
            for line in lines(once):
                assert "{" not in line.words.text("en") + line.words.text("zh")


TPP = NUMBERS[0]


@pytest.mark.parametrize(
    ("value", "distance"),
    [(4799, "1 below"), (4800, "exactly at the limit"), (4801, "1 above")],
)
def test_a_comparison_says_how_far_it_lies_from_the_limit(value: int, distance: str) -> None:
    for condition in (less_than(TPP, limit("x", 4800)), more_than(TPP, limit("x", 4800))):
        line = trace(condition, {"tpp": value}, law_of(condition))
        assert line.distance is not None
        assert line.distance.text() == distance
        assert f"TPP {value} is" in line.words.text()
        assert line.facts == ("tpp",)


def test_a_missing_number_is_called_unknown_and_has_no_distance() -> None:
    condition = less_than(TPP, limit("x", 4800))
    line = trace(condition, {}, law_of(condition))
    assert line.words.text() == "TPP (unknown) is below 4800"
    assert line.distance is None


def test_there_are_four_relations_and_each_has_its_words() -> None:
    said = set()
    for relation in Relation:
        condition = type(less_than(TPP, limit("x", 1)))(TPP, relation, limit("x", 1))
        said.add(trace(condition, {"tpp": 1}, law_of(condition)).words.text())
    assert said == {"TPP 1 is 1 or more", "TPP 1 is above 1", "TPP 1 is 1 or less", "TPP 1 is below 1"}


@settings(max_examples=60, deadline=None)
@given(conditions(), facts())
def test_every_label_is_kept_in_a_full_trace(condition: Condition, known: Mapping[str, Value]) -> None:
    """A paragraph directly inside a paragraph gives way to it; any other label stands on its line."""
    labels = {node.label for node in walk(condition) if hasattr(node, "label")}
    found = {line.label for line in lines(trace(condition, known, law_of(condition), full=True))} - {""}
    assert found <= labels
    assert bool(found) == bool(labels)
