"""A law weighed as a whole answers every line as weighing the line alone does."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chipgate.law.corpus import Corpus
from chipgate.law.facts import Value
from chipgate.law.language import IsNot
from chipgate.law.provision import Clock
from chipgate.law.walking import walk
from chipgate.readings import leaves, line_states, looked_at, trace
from chipgate.readings.trace import Tracing
from chipgate.readings.verdict import Weighing
from chipgate.readings.whole_law import WholeLaw
from tests.readings.random_rules import DAY, corpora, facts


@settings(max_examples=150, deadline=None)
@given(corpora(), facts(), st.sampled_from(Clock))
def test_every_line_has_the_same_verdict(corpus: Corpus, known: Mapping[str, Value], clock: Clock) -> None:
    law = corpus.on(DAY, clock)
    alone, whole = Weighing(known, law), WholeLaw(law).weighing(known, law)
    for provision in law.provisions.values():
        assert whole.weigh_provision(provision) is alone.weigh_provision(provision)
        assert whole.missing_of_provision(provision) == alone.missing_of_provision(provision)
        for condition in (provision.when, *(() if provision.subject is None else (provision.subject,))):
            for node in walk(condition):
                assert whole.weigh(node) is alone.weigh(node)
                assert whole.weigh(IsNot(node)) is alone.weigh(IsNot(node))


@settings(max_examples=60, deadline=None)
@given(corpora(), facts(), st.booleans())
def test_reasons_are_the_same(corpus: Corpus, known: Mapping[str, Value], full: bool) -> None:
    law = corpus.on(DAY, Clock.AS_ENFORCED)
    alone, whole = Tracing(Weighing(known, law), full), Tracing(WholeLaw(law).weighing(known, law), full)
    for provision in law.provisions.values():
        assert alone.provision(provision) == whole.provision(provision)


@settings(max_examples=60, deadline=None)
@given(corpora(), facts())
def test_both_clocks_in_one_run_keep_apart_what_they_say(corpus: Corpus, known: Mapping[str, Value]) -> None:
    """Where laws say the same, it is worked out once; where a reference leads elsewhere, it is not."""
    laws = [corpus.on(DAY, clock) for clock in Clock]
    wanted = [(provision, law) for law in laws for provision in law.provisions.values()]
    whole = WholeLaw(*laws, wanted=wanted)
    numbers = whole.judge(known)
    weighings = whole.weighings(known, numbers)
    for (provision, law), number in zip(wanted, numbers, strict=False):
        alone = Weighing(known, law)
        assert weighings(law).weigh_provision(provision) is alone.weigh_provision(provision)
        assert alone.weigh_provision(provision) == number
        for node in walk(provision.when):
            assert weighings(law).weigh(node) is alone.weigh(node)


@settings(max_examples=40, deadline=None)
@given(corpora(), facts(), facts())
def test_lines_that_are_kept_are_those_of_the_facts(
    corpus: Corpus, one: Mapping[str, Value], other: Mapping[str, Value]
) -> None:
    """Lines are shared by orders that say the same about them, and forgotten where there are too many."""
    law = corpus.on(DAY, Clock.AS_ENFORCED)
    for most in (trace.MOST_LINES, 1):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(trace, "MOST_LINES", most)
            for known in (one, other, one):
                fresh = Corpus(corpus.provisions, corpus.groups).on(DAY, Clock.AS_ENFORCED)
                for name, provision in law.provisions.items():
                    kept = Tracing(Weighing(known, law)).provision(provision)
                    assert kept == Tracing(Weighing(known, fresh)).provision(fresh.provisions[name])


@settings(max_examples=60, deadline=None)
@given(corpora(), st.lists(facts(), min_size=2, max_size=6), st.sampled_from(Clock), st.sampled_from((1, 5_000)))
def test_trees_that_are_kept_are_those_of_the_facts(
    corpus: Corpus, orders: list[Mapping[str, Value]], clock: Clock, most: int
) -> None:
    """Orders whose lines have the same verdicts and show the same values share the reasons of a provision."""
    laws, fresh = [corpus.on(DAY, one) for one in Clock], Corpus(corpus.provisions, corpus.groups).on(DAY, clock)
    whole = WholeLaw(*laws)
    with pytest.MonkeyPatch.context() as patch:
        for module, name in ((trace, "MOST_LINES"), (trace, "MOST_TREES"), (looked_at, "MOST_KEPT")):
            patch.setattr(module, name, most)
        for known in (*orders, *orders):
            for law in laws:  # both clocks share what provisions come down to alike
                for provision in law.provisions.values():
                    Tracing(whole.weighing(known, law)).provision(provision)
            for name, provision in corpus.on(DAY, clock).provisions.items():
                kept = Tracing(whole.weighing(known, corpus.on(DAY, clock))).provision(provision)
                assert kept == Tracing(Weighing(known, fresh)).provision(fresh.provisions[name])
    assert len(laws[0].shared.get("trees of a trace", ())) <= 2 * most


@settings(max_examples=60, deadline=None)
@given(corpora(), st.lists(facts(), min_size=2, max_size=6), st.sampled_from((1, line_states.MOST_KEPT)))
def test_missing_facts_that_are_kept_are_those_of_the_facts(
    corpus: Corpus, orders: list[Mapping[str, Value]], most: int
) -> None:
    """What one order misses is looked up for the next that is open in the same places, and forgotten in between."""
    laws = [corpus.on(DAY, one) for one in Clock]
    whole = WholeLaw(*laws)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(line_states, "MOST_KEPT", most)
        for known in (*orders, *orders):
            for law in laws:
                alone = Weighing(known, law)
                for provision in law.provisions.values():
                    found = whole.weighing(known, law).missing_of_provision(provision)
                    assert list(found.items()) == list(alone.missing_of_provision(provision).items())


@settings(max_examples=30, deadline=None)
@given(corpora(), st.sampled_from((1, leaves.MOST_KEPT)))
def test_lines_of_provisions_are_the_same_whatever_was_forgotten(corpus: Corpus, most: int) -> None:
    law = corpus.on(DAY, Clock.AS_ENFORCED)
    provisions = tuple(law.provisions.values())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(leaves, "MOST_KEPT", most)
        first = [tuple(map(id, leaves.leaves_of(provisions[:count], law))) for count in range(len(provisions) + 1)]
        again = [tuple(map(id, leaves.leaves_of(provisions[:count], law))) for count in range(len(provisions) + 1)]
    assert first == again
    assert len(law.worked_out["leaves"]) <= max(most, len(provisions) + 1)
