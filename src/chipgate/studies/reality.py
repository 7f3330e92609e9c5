"""What the numbers of a chip and of a transaction can be together: stated once, for every proof."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from chipgate.readings.solve.facts_of_a_world import Ratio, Role
from chipgate.readings.solve.lint import Lint
from chipgate.readings.solve.reality import AboveZeroTogether, AddsUp, AtMost, Reality
from chipgate.studies.distances import OF_A_CHIP

REALITY: Final[Reality] = (
    AboveZeroTogether(("tpp", "performance_density")),
    AddsUp("tpp", ("digital_units_score", "analog_units_score")),
    AtMost("listed_owner_share", 1),
)

ROLES: Final[Mapping[str, Role]] = {"performance_density": Ratio("tpp", "die_area_mm2")}
"""The density moves with the TPP while the area stays."""


def lint() -> Lint:
    """The lint with what is known of chips."""
    return Lint(REALITY, ROLES, OF_A_CHIP)
