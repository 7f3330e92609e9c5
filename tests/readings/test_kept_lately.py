"""What was asked for lately is kept, and no more than twice as much."""

from __future__ import annotations

from chipgate.kept_lately import KeptLately


def test_what_is_asked_for_again_stays() -> None:
    kept: KeptLately[int, str] = KeptLately(10)
    kept.keep(-1, "asked for")
    for number in range(1_000):
        kept.keep(number, str(number))
        assert kept.get(-1) == "asked for"
        assert kept.get(number) == str(number)
        assert len(kept) <= 20


def test_what_nobody_asks_for_is_forgotten() -> None:
    kept: KeptLately[int, str] = KeptLately(10)
    for number in range(1_000):
        kept.keep(number, str(number))
    assert kept.get(0) is None
    assert all(kept.get(number) == str(number) for number in range(990, 1_000))
