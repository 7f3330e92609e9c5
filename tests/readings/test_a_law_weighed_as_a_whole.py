"""A law weighed as a whole answers every line as weighing the line alone does."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from chipgate.law.corpus import Corpus
from chipgate.law.facts import Value
from chipgate.law.language import IsNot
from chipgate.law.provision import Clock
from chipgate.law.walking import walk
from chipgate.readings.trace import Tracing
from chipgate.readings.verdict import Weighing
from chipgate.readings.whole_law import WholeLaw
from tests.readings.random_rules import DAY, corpora, facts


@settings(max_examples=150, deadline=None)
@given(corpora(), facts(), st.sampled_from(Clock))
def test_every_line_has_the_same_verdict(corpus: Corpus, known: Mapping[str, Value], clock: Clock) -> None:
    law = corpus.on(DAY, clock)
    alone, whole = Weighing(known, law), WholeLaw(law).weighing(known)
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
    alone, whole = Tracing(Weighing(known, law), full), Tracing(WholeLaw(law).weighing(known), full)
    for provision in law.provisions.values():
        assert alone.provision(provision) == whole.provision(provision)
