"""The front door: what `import chipgate` offers, exactly."""

from __future__ import annotations

import chipgate

EXPECTED = (
    "AddProvision",
    "BadOrder",
    "BestParallelism",
    "Catalogue",
    "Checker",
    "ChipgateError",
    "Clock",
    "Comparison",
    "Datasheet",
    "Delivery",
    "Determination",
    "Device",
    "EndProvision",
    "LandedCost",
    "Reform",
    "Rescreening",
    "SetLimit",
    "TrainingRun",
    "Transaction",
    "Worksheet",
    "best_parallelism",
    "bundled",
    "check",
    "check_with_spark",
    "compare",
    "deliver",
    "landed_cost",
    "not_modelled",
    "read_chips",
    "read_reform",
    "reformed",
    "rescreen",
    "speed_of",
    "trade_corpus",
    "training_run",
    "us_corpus",
    "worksheet_of",
)


def test_the_names_are_exactly_these() -> None:
    assert tuple(sorted(chipgate.__all__)) == EXPECTED


def test_every_name_is_there() -> None:
    assert [name for name in chipgate.__all__ if not hasattr(chipgate, name)] == []


def test_the_names_are_listed_to_who_explores() -> None:
    assert set(chipgate.__all__) <= set(dir(chipgate))
