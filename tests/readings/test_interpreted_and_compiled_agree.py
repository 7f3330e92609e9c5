"""Explaining one case and judging many with generated code give the same verdicts, unknowns included."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from chipgate.law.corpus import Corpus
from chipgate.law.facts import Value
from chipgate.law.provision import Clock
from chipgate.readings.compiled import compile_provisions
from chipgate.readings.verdict import MET, NOT_MET, UNKNOWN, Verdict, Weighing, weigh_provision
from tests.readings.random_rules import DAY, corpora, facts


@settings(max_examples=250, deadline=None)
@given(corpora(), st.lists(facts(), min_size=1, max_size=4))
def test_every_verdict_is_the_same(corpus: Corpus, cases: list[Mapping[str, Value]]) -> None:
    """Both clocks in one function, as the questions of a case put them."""
    laws = {clock: corpus.on(DAY, clock) for clock in Clock}
    wanted = [(provision, law) for law in laws.values() for provision in law.provisions.values()]
    judge = compile_provisions(wanted)
    for one in cases:
        weighings = {law.clock: Weighing(one, law) for law in laws.values()}
        expected = tuple(weighings[law.clock].weigh_provision(provision) for provision, law in wanted)
        assert tuple(map(Verdict, judge(one))) == expected


@settings(max_examples=100, deadline=None)
@given(corpora(), facts())
def test_a_weighing_that_is_kept_gives_what_a_fresh_one_gives(corpus: Corpus, known: Mapping[str, Value]) -> None:
    """What is weighed before does not change what is weighed after."""
    law = corpus.on(DAY, Clock.ON_THE_BOOKS)
    provisions = list(law.provisions.values())
    kept = Weighing(known, law)
    forward = [kept.weigh_provision(p) for p in provisions]
    backward = [kept.weigh_provision(p) for p in reversed(provisions)]
    assert forward == backward[::-1] == [weigh_provision(p, known, law) for p in provisions]


def test_all_of_is_bitwise_and_any_of_is_bitwise_or() -> None:
    """All-of is the least of its parts, any-of the greatest, not reverses (NOT MET < UNKNOWN < MET)."""
    for one in (NOT_MET, UNKNOWN, MET):
        assert one.negated.negated is one
        for other in (NOT_MET, UNKNOWN, MET):
            assert one & other == min(one, other)
            assert one | other == max(one, other)
