"""What was found out of verdicts is found again where those that were looked at are the same."""

from __future__ import annotations

import random

import pytest

from chipgate.readings import looked_at
from chipgate.readings.looked_at import LookedAt

NODES = {node: place for place, node in enumerate((101, 102, 103, 104, 105))}


def _first_open(numbers: tuple[int, ...], looks: dict[int, int]) -> int | None:
    """The first node that is open, where the first says which way round to look."""
    looks[101] = numbers[0]
    order = (102, 103, 104) if numbers[0] else (104, 103)
    for node in order:
        looks[node] = numbers[NODES[node]]
        if looks[node] == 1:
            return node
    return None


@pytest.mark.parametrize("most", [1, 2, 5_000])
def test_it_finds_what_was_found(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was forgotten in between, and whatever the verdicts are that nobody looked at."""
    monkeypatch.setattr(looked_at, "MOST_KEPT", most)
    kept, chance, again = LookedAt(), random.Random(3), 0
    for _ in range(2_000):
        numbers = tuple(chance.choice((0, 1, 3)) for _ in NODES)
        looks: dict[int, int] = {}
        right = _first_open(numbers, looks)
        found = kept.found(numbers, NODES)
        if found is None:
            kept.keep(looks.items(), (right,))
        else:
            again += 1
        assert kept.found(numbers, NODES) == (right,)
        assert len(kept) <= most
    assert again > (1_900 if most > 100 else 50)


def test_a_finding_that_looks_at_nothing_holds_always() -> None:
    kept = LookedAt()
    assert kept.found((0,), {7: 0}) is None
    kept.keep((), ("always",))
    assert kept.found((3,), {7: 0}) == ("always",)
