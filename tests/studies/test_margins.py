"""Chips near a limit, and what a datasheet rounding would do."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from chipgate.chips.catalogue import bundled
from chipgate.law.provision import Clock
from chipgate.law.us.corpus import us_corpus
from chipgate.studies.margins import Margin, half_step, margins


def near(chip: str, limit: str, within: Fraction = Fraction(5, 100)) -> Margin:
    law = us_corpus().on(date(2024, 6, 1), Clock.AS_ENFORCED)
    (found,) = [one for one in margins([bundled().get(chip)], law, within) if one.distance.limit == limit]
    return found


# 148 TFLOPS x 16 bits = 2368, 32 below 2400. Printed to the unit: 295.5 x 8 to 148.5 x 16.
def test_the_h20_is_32_below_2400_and_no_rounding_changes_that() -> None:
    found = near("H20", "us/ear/3A090.b.1#tpp")
    assert (found.distance.gap, found.distance.met) == (-32, False)
    assert (found.lowest, found.highest) == (2364, 2376)
    assert not found.could_cross


# A30: 1.32 x 10^3 INT4 ... its density of 3.201 lies 0.03 % above 3.2; half a digit is more than that.
def test_the_a30_could_lie_on_either_side() -> None:
    found = near("A30", "us/ear/3A090.b.2#density")
    assert found.distance.gap > 0
    assert found.lowest < Fraction("3.2") <= found.distance.value
    assert found.could_cross


def test_the_nearest_come_first_and_all_lie_within() -> None:
    law = us_corpus().on(date(2024, 6, 1), Clock.AS_ENFORCED)
    found = margins(bundled(), law, Fraction(3, 100))
    shares = [abs(one.distance.share) for one in found]
    assert shares == sorted(shares)
    assert max(shares) <= Fraction(3, 100)
    assert all(one.lowest <= one.distance.value <= one.highest for one in found)


def test_half_a_step_of_the_last_digit() -> None:
    assert [half_step(one) for one in (312, Fraction("989.5"), Fraction("0.04"))] == [
        Fraction(1, 2),
        Fraction(1, 20),
        Fraction(1, 200),
    ]
