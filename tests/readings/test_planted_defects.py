"""Defects that are planted in the corpus are found, by the difference to the law as it is or by the lint."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest

from chipgate.law.corpus import Corpus
from chipgate.law.language import AllOf, AnyOf, Compared, Condition, IsNot, Paragraph, Relation, Unless
from chipgate.law.provision import Clock, Provision
from chipgate.law.us.corpus import us_corpus
from chipgate.law.walking import with_limits
from chipgate.readings.solve.answers import WhetherLicence, WhichParagraph
from chipgate.readings.solve.differing import difference
from chipgate.readings.solve.findings import FindingKind
from chipgate.studies.reality import REALITY, lint

pytest.importorskip("z3")

DAY = date(2024, 6, 1)
Change = Callable[[Condition], Condition]


def changed(provision_id: str, change: Change) -> Corpus:
    """The corpus with the version of DAY of one provision changed."""
    law = us_corpus().on(DAY, Clock.AS_ENFORCED)
    old = law.provisions[provision_id]
    new: Provision = replace(old, when=change(old.when))
    assert new != old, "nothing was planted"
    return Corpus(tuple(new if one is old else one for one in us_corpus().provisions), us_corpus().groups)


def rebuilt(condition: Condition, change: Change) -> Condition:
    """CONDITION with every part changed, from the inside out."""

    def again(part: Condition) -> Condition:
        return rebuilt(part, change)

    match condition:
        case AllOf(parts):
            return change(AllOf(tuple(map(again, parts))))
        case AnyOf(parts):
            return change(AnyOf(tuple(map(again, parts))))
        case IsNot(part):
            return change(IsNot(again(part)))
        case Unless(rule, exception):
            return change(Unless(again(rule), again(exception)))
        case Paragraph(label, part):
            return change(Paragraph(label, again(part)))
        case _:
            return change(condition)


def strict(name: str) -> Change:
    """``>`` for ``>=`` at the limit NAME."""

    def change(node: Condition) -> Condition:
        if isinstance(node, Compared) and node.limit.name == name and node.relation is Relation.AT_LEAST:
            return replace(node, relation=Relation.MORE_THAN)
        return node

    return lambda condition: rebuilt(condition, change)


def without_exception(condition: Condition) -> Condition:
    """The outermost exception lost."""
    assert isinstance(condition, Unless)
    return condition.rule


def limits(values: Mapping[str, int]) -> Change:
    return lambda condition: with_limits(condition, dict(values))


A, B = "us/ear/3A090.a", "us/ear/3A090.b"
DEFECTS: Mapping[str, tuple[str, Change]] = {
    "> for >= at 4800": (A, strict("us/ear/3A090.a.1#tpp")),
    "> for >= at 2400": (B, strict("us/ear/3A090.b.1#tpp")),
    "> for >= at a density of 3.2": (B, strict("us/ear/3A090.b.2#density")),
    "a swapped limit": (B, limits({"us/ear/3A090.b.1#tpp": 4800, "us/ear/3A090.b.1#tpp_ceiling": 2400})),
    "a digit lost": (B, limits({"us/ear/3A090.b.2#tpp": 160})),
    "a lost exception for what is not for datacenters": (A, without_exception),
    "a lost order of .a before .b": (B, without_exception),
    "a ceiling below its neighbour's floor": (B, limits({"us/ear/3A090.b.1#tpp_ceiling": 4000})),
    "Note 2 with another limit": ("us/ear/3A090 Note 2", limits({"us/ear/3A090 Note 2#tpp": 4000})),
}

MOVES: Mapping[str, set[tuple[str, str]]] = {
    "> for >= at 4800": {("3A090.a", "3A090.b"), ("3A090.a", "")},
    "> for >= at 2400": {("3A090.b", "")},
    "> for >= at a density of 3.2": {("3A090.b", "")},
    "a swapped limit": {("3A090.b", "")},
    "a digit lost": {("", "3A090.b")},
    "a lost exception for what is not for datacenters": {("", "3A090.a")},
    "a lost order of .a before .b": set(),
    "a ceiling below its neighbour's floor": {("3A090.b", "")},
    "Note 2 with another limit": {("", "3A090.a"), ("", "3A090.b")},
}
"""From which paragraph to which a defect moves an item; the lost order moves none, and is an overlap."""


@pytest.fixture(scope="module")
def known() -> set[str]:
    """What the lint says of the law of the day as it is."""
    return {one.finding.name for one in lint().of_day(us_corpus(), DAY, [Clock.AS_ENFORCED])}


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_planted_defect_is_found(defect: str, known: set[str]) -> None:
    """Each by the regions in which it moves an item, and the one that moves none by the lint."""
    corpus = changed(*DEFECTS[defect])
    law, planted = (one.on(DAY, Clock.AS_ENFORCED) for one in (us_corpus(), corpus))
    found = difference(law, planted, WhichParagraph(("3A090.a", "3A090.b")), reality=REALITY)
    new = [one for one in lint().law(planted) if one.name not in known]
    assert {one.answers for one in found.regions} == MOVES[defect]
    assert MOVES[defect] or new
    assert found.is_complete


def test_an_overlap_is_found_by_the_lint(known: set[str]) -> None:
    """A lost order changes no answer, since the first of the two counts: no difference, and the lint speaks."""
    planted = changed(B, without_exception).on(DAY, Clock.AS_ENFORCED)
    law = us_corpus().on(DAY, Clock.AS_ENFORCED)
    assert difference(law, planted, WhichParagraph(("3A090.a", "3A090.b")), reality=REALITY).is_equal
    new = {one.name for one in lint().law(planted)} - known
    assert f"{FindingKind.OVERLAP}: {A} & {B}" in new


def test_a_spot_where_more_is_less_is_found() -> None:
    """At exactly 4800: below it .b from a density of 1.6, above it .a, and at it nothing once `>` stands for `>=`."""
    planted = changed(A, strict("us/ear/3A090.a.1#tpp")).on(DAY, Clock.AS_ENFORCED)
    falls = [one for one in lint().law(planted) if one.kind is FindingKind.FALLS]
    assert "3A090: tpp" in [one.key for one in falls]
    less, more = next(one.facts for one in falls if one.key == "3A090: tpp")
    assert more["tpp"] == 4800
    assert less["tpp"] < more["tpp"]  # type: ignore[operator]


def test_a_law_is_equal_to_itself() -> None:
    law = us_corpus().on(DAY, Clock.AS_ENFORCED)
    again = Corpus(us_corpus().provisions, us_corpus().groups).on(DAY, Clock.AS_ENFORCED)
    assert difference(law, again, WhetherLicence(), reality=REALITY).is_equal
