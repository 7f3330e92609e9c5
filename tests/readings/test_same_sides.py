"""Facts on the same sides of all limits have the same verdicts, and others are not taken for such."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from chipgate.law.corpus import Corpus
from chipgate.law.facts import Value
from chipgate.law.provision import Clock
from chipgate.readings.compiled import compile_laws
from chipgate.readings.same_sides import SameSides
from tests.readings.random_rules import DAY, corpora, facts


@settings(max_examples=150, deadline=None)
@given(corpora(), st.lists(facts(), min_size=1, max_size=8))
def test_what_is_left_out_has_the_verdicts_of_what_is_kept(corpus: Corpus, readings: list[Mapping[str, Value]]) -> None:
    laws = [corpus.on(DAY, clock) for clock in Clock]
    sides, (judge, _) = SameSides(laws), compile_laws(laws)
    kept = sides.apart(readings)
    assert all(any(one is facts for one in readings) for facts in kept)
    assert kept[0] is readings[0]
    alike = {(frozenset(one), judge(one)) for one in kept}
    assert alike == {(frozenset(one), judge(one)) for one in readings}


@settings(max_examples=100, deadline=None)
@given(corpora(), facts(), facts())
def test_facts_are_alike_only_where_every_line_is(
    corpus: Corpus, one: Mapping[str, Value], other: Mapping[str, Value]
) -> None:
    laws = [corpus.on(DAY, clock) for clock in Clock]
    sides, (judge, _) = SameSides(laws), compile_laws(laws)
    mixed = {**one, **{name: value for name, value in other.items() if name in one}}
    if sides.are_alike(one, mixed):
        assert judge(one) == judge(mixed)
    assert sides.are_alike(one, dict(one))
