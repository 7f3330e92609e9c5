"""Nothing of the orders that a server was asked about stays when it stops, unless the user keeps it."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from chipgate.cases.tables import kept_tables, order_lists
from chipgate.web import checkers
from chipgate.web.app import make_app
from chipgate.web.settings import Settings

ORDERS = [
    {"chip": chip, "to": country, "on": f"{year}-06-01", "end_user_hq": country, "known_end_use": use}
    for chip in ("H20", "H100 SXM5 80GB", "A800 PCIe 80GB", "MI300X")
    for country in ("CN", "SG", "DE", "AE", "SA")
    for year in range(2023, 2027)
    for use in ("ordinary", "military", "supercomputer")
]


def asked(monkeypatch: pytest.MonkeyPatch, cache: Path, settings: Settings) -> list[Path]:
    """The files that are left by a server that was asked about orders, and has stopped."""
    monkeypatch.setenv(kept_tables.FOLDER_NAMED_BY, str(cache))
    monkeypatch.setattr(order_lists, "WORTH_A_TABLE", 0)
    monkeypatch.setattr(kept_tables, "WORTH_KEEPING", 0.0)  # so few orders show little of the law
    checkers.order_lists.cache_clear()
    monkeypatch.setattr(checkers, "_BEGUN", [])
    with TestClient(make_app(settings), base_url="http://127.0.0.1") as client:
        answer = client.post("/api/check?assume=ordinary", json=ORDERS)
        assert answer.json()["judged"] == len(ORDERS)
    checkers.order_lists.cache_clear()
    return list(cache.glob("*"))


def test_nothing_of_the_orders_stays(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert asked(monkeypatch, tmp_path / "cache", Settings()) == []


def test_what_was_learned_stays_where_the_user_keeps_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (kept,) = asked(monkeypatch, tmp_path / "cache", Settings(keeps_learned=True))
    assert kept.suffix == ".table"
