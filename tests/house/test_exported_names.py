"""The front door: what `import chipgate` offers, exactly."""

from __future__ import annotations

import pytest

import chipgate

EXPECTED: tuple[str, ...] = ()  # the names of the front door, sorted


@pytest.fixture(autouse=True)
def _has_a_front_door() -> None:
    if not hasattr(chipgate, "__all__"):
        pytest.skip("chipgate has no __all__ yet")


def test_the_names_are_exactly_these() -> None:
    assert tuple(sorted(chipgate.__all__)) == EXPECTED


def test_every_name_is_there() -> None:
    assert [name for name in chipgate.__all__ if not hasattr(chipgate, name)] == []


def test_the_names_are_listed_to_who_explores() -> None:
    assert set(chipgate.__all__) <= set(dir(chipgate))
