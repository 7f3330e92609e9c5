"""Random rules over random tables: Polars and DuckDB give the verdicts of explain, and ask for the same facts."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chipgate.law.corpus import Corpus
from chipgate.law.language import Quotient
from chipgate.law.provision import Clock
from chipgate.law.walking import limits_of
from chipgate.readings.columns.engines import ENGINES
from chipgate.readings.verdict import Facts, Weighing
from tests.readings.random_rules import DAY, corpora, facts_that_count
from tests.readings.random_tables import judged, random_rows

quotients_of_facts = st.builds(Quotient, facts_that_count, facts_that_count)

LARGE = (Fraction(10**17 + 1, 3), Fraction(7, 10**9), Fraction(1, 2**40 - 87), Fraction(3, 2**31 - 1))
"""Amounts that no scale of 64 bits suits: together they need denominators of their own, and products of 128 bits."""


def amounts_for(corpus: Corpus) -> list[Fraction]:
    """The limits of CORPUS, half and twice of them, and a step beside each."""
    nodes = [p.when for p in corpus.provisions] + [p.subject for p in corpus.provisions if p.subject is not None]
    limits = {Fraction(one.value) for node in nodes for one in limits_of(node)} | {Fraction(1), Fraction(3)}
    found = {near for one in limits for near in (one, one / 2, one * 2, one + Fraction(1, 12), one - Fraction(1, 12))}
    return sorted(one for one in found if one >= 0)


@pytest.mark.parametrize("name", ENGINES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(corpora(), st.integers(0, 10**6), st.sampled_from((0.05, 0.15, 0.3)))
def test_engines_agree_with_explain(name: str, corpus: Corpus, seed: int, missing: float) -> None:
    agree(name, corpus, random_rows(seed, 200, missing, amounts_for(corpus)))


@pytest.mark.parametrize("name", ENGINES)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(corpora(of_measures=facts_that_count | quotients_of_facts), st.integers(0, 10**6))
def test_numbers_that_no_scale_suits_are_as_exact(name: str, corpus: Corpus, seed: int) -> None:
    agree(name, corpus, random_rows(seed, 200, 0.1, (*amounts_for(corpus), *LARGE)))


def agree(name: str, corpus: Corpus, rows: list[Facts]) -> None:
    law = corpus.on(DAY, Clock.ON_THE_BOOKS)
    found = judged(corpus.provisions, law, rows, ENGINES[name])
    for place, facts in enumerate(rows):
        weighing = Weighing(facts, law)
        for number, provision in enumerate(corpus.provisions):
            verdict = weighing.weigh_provision(provision)
            asked = frozenset(weighing.missing_of_provision(provision))
            assert found[number][place] == (verdict, asked), (provision, facts)
