"""The lint of the shipped law: what is known of it, and that nothing else is there."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from chipgate.law.language import all_of, at_least, limit, one_of, under
from chipgate.law.provision import Clock, SetsReview
from chipgate.law.us import facts as f
from chipgate.law.us.corpus import FIRST_DAY, us_corpus
from chipgate.readings.solve.lint import Dated
from chipgate.readings.solve.proofs import AtMostOne, Implies, NeverFalls, prove
from chipgate.studies.known_findings import known_findings, reviewed
from chipgate.studies.reality import REALITY, ROLES, lint

pytest.importorskip("z3")


@pytest.fixture(scope="module")
def found() -> tuple[Dated, ...]:
    return lint().corpus(us_corpus(), FIRST_DAY)


def test_every_finding_was_looked_at_and_none_is_gone(found: tuple[Dated, ...]) -> None:
    """`chipgate lint` names what is new; what was made of it goes into studies/data/known_findings.csv."""
    told = reviewed(found)
    assert [one.finding.name for one in told.new] == []
    assert list(told.gone) == []
    assert all(why.strip() for why in known_findings().values())


# The gaps of the text that everybody knows must be found, and they are not repaired.
@pytest.mark.parametrize(
    "piece",
    [
        "gap: us/ear/3A090 Note 1: us/ear/3A090 Note 1#year_2028",  # no transistor limit for 2028
        "!us/ear/3A090.b.1#tpp & !us/ear/3A090.b.2#density",  # TPP 1600 to 2400 at a density below 3.2
        "no_ceiling: us/ear/3A090.b: b.2 < us/ear/3A090.b.1#tpp_ceiling",
    ],
)
def test_the_gaps_of_the_text_are_found(found: tuple[Dated, ...], piece: str) -> None:
    assert [one for one in found if piece in one.finding.name]


def test_a_gap_has_a_witness_in_it(found: tuple[Dated, ...]) -> None:
    gap = next(one.finding for one in found if "3A090.b.1#tpp & !us/ear/3A090.b.2#density" in one.finding.name)
    (facts,) = gap.facts
    assert 1600 <= facts["tpp"] < 2400  # type: ignore[operator]
    assert facts["performance_density"] < Fraction("3.2")  # type: ignore[operator]


DAYS = (date(2022, 12, 1), date(2023, 12, 1), date(2024, 6, 1), date(2025, 6, 1), date(2026, 9, 1))


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("clock", Clock)
def test_more_tpp_never_makes_a_chip_less_controlled(day: date, clock: Clock) -> None:
    """Quote: more TPP with all else equal never makes a chip less controlled."""
    law = us_corpus().on(day, clock)
    assert prove(NeverFalls("tpp", (("us/ear/3A090.b",), ("us/ear/3A090.a",)), ROLES), law, reality=REALITY).holds


@pytest.mark.parametrize(("day", "holds"), [(day, day.year > 2022) for day in DAYS])
def test_every_chip_of_4800_and_more_is_in_a(day: date, holds: bool) -> None:
    """Not in 2022: 600 GB/s were needed as well."""
    asked = Implies(all_of(one_of(f.ITEM_KIND, "ic"), at_least(f.TPP, limit("4800", 4800))), under("us/ear/3A090.a"))
    proof = prove(asked, us_corpus().on(day, Clock.ON_THE_BOOKS), reality=REALITY)
    assert proof.holds is holds
    assert all(case["io_gb_s"] < 600 for case in proof.facts)  # type: ignore[operator]


@pytest.mark.parametrize("day", DAYS)
def test_review_policies_apply_at_once_and_the_order_decides(day: date) -> None:
    """Quote: no two review policies apply at once. They do: the text orders them by its exceptions."""
    law = us_corpus().on(day, Clock.ON_THE_BOOKS)
    policies = tuple(one.id for one in law.giving(SetsReview))
    proof = prove(AtMostOne(policies), law, reality=REALITY)
    assert not proof.holds
    assert proof.facts
