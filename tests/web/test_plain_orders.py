"""An order of plain values is read in one go, as the reader that looks at every name would read it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chipgate.web.api.check import _plain_order

TEXTS = st.text(max_size=12) | st.sampled_from((":", '"', '":', "\\", "1:2", "\ud83d", "是"))
VALUES = TEXTS | st.none() | st.booleans() | st.integers() | st.floats() | st.lists(st.integers(), max_size=2)


def _written(pairs: list[tuple[str, object]], between: str) -> bytes:
    """PAIRS as an object of JSON, with names that may stand twice and blanks where JSON allows them."""
    parts = (f"{json.dumps(name)}{between}:{between}{json.dumps(value)}" for name, value in pairs)
    return ("{" + f"{between},".join(parts) + "}").encode()


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(("to", "on", "a:b", 'q"')) | TEXTS, VALUES), max_size=6),
    st.sampled_from(("", " ")),
)
def test_what_is_read_in_one_go_is_what_was_written(pairs: list[tuple[str, object]], between: str) -> None:
    body = _written(pairs, between)
    plain = _plain_order(body)
    if plain is not None:
        assert len({name for name, _ in pairs}) == len(pairs)
        assert plain == json.loads(body) == dict(pairs)
        assert {type(value) for value in plain.values()} <= {str, bool, type(None)}


@pytest.mark.parametrize(
    "body",
    [
        b'{"to": "SG", "to": "CN"}',
        b'{"to": "SG", "to" : "CN"}',
        b'{"to": "SG", "t\\u006f": "CN"}',
        b'{"units": 12345678901234567890123}',
        b'{"tpp": 4800.5}',
        b'{"units": NaN}',
        b'{"facts": {"tpp": "1"}}',
        b'[{"to": "SG"}]',
        b'{"to": "SG"',
        b"",
    ],
)
def test_what_needs_a_closer_look_is_left_to_it(body: bytes) -> None:
    assert _plain_order(body) is None


def test_a_plain_order_is_read_so() -> None:
    order = {"chip": "H200", "to": "SG", "on": "2026-09-24", "end_user_hq": None, "figures_attested": True}
    assert _plain_order(json.dumps(order).encode()) == order
