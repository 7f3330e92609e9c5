"""The rules as decision tables of the zen-engine rival: rows of a condition and what follows, the first that fits."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from bench.big import by_hand_python as words

Row = tuple[str, str]


def _codes(codes: Sequence[str]) -> str:
    return "[" + ", ".join(f"'{code}'" for code in codes) + "]"


_ITEM = {
    "new": "day >= 20231117",
    "since_april_2024": "day >= 20240404",
    "late": "day >= 20250113",
    "left_out": "not datacenter and tpp < 4800",
    "in_a": "tpp >= 4800 or (tpp >= 1600 and density >= 5.92)",
    "in_b": "(tpp >= 2400 and tpp < 4800 and density >= 1.6 and density < 5.92)"
    " or (tpp >= 1600 and density >= 3.2 and density < 5.92)",
    "a": "$.new ? $.in_a and not $.left_out : io_gb_s >= 600 and tpp >= 4800",
    "b": "$.new and $.in_b and not $.left_out and not $.in_a",
    "note_2": "$.new and $.left_out and ($.in_a or $.in_b)",
    "abroad": "to != 'US'",
    "uae_open": "to == 'AE' and day >= 20260710",
    "china": f"to in {_codes(words.CHINA)} or (to == 'MO' and day >= 20230117)",
    "embargoed": f"to in {_codes(words.EMBARGOED)}",
    "near_military": f"use in {_codes(words.NEAR_MILITARY)}",
    "listed": f"to in {_codes(words.MILITARY)} or (to == 'NI' and day >= 20240315)",
    "intelligence": f"to in {_codes(words.INTELLIGENCE)}",
    "spies": f"user in {_codes(words.INTELLIGENCE)} or parent in {_codes(words.INTELLIGENCE)}",
    "notified": "d5 or hq or d5_unsure or hq_unsure",
}

_BY_USE: list[Row] = [
    ("use == 'supercomputer' and d5", "us/ear/744.23(a)(1)"),
    ("use == 'advanced_node_fab' and d5", "us/ear/744.23(a)(2)"),
    ("use == 'semiconductor_equipment' and d5", "us/ear/744.23(a)(4)"),
    ("use == 'semiconductor_equipment' and since_april_2024 and hq", "us/ear/744.23(a)(4)(ii)"),
    ("use == 'military' and listed", "us/ear/744.21"),
    ("use == 'military_intelligence' and intelligence", "us/ear/744.22"),
    ("use == 'wmd'", "us/ear/744.2-4"),
]
_ASKED_BY_USE: list[Row] = [
    ("use == 'supercomputer'", "us/ear/744.23(a)(1)"),
    ("use == 'advanced_node_fab'", "us/ear/744.23(a)(2)"),
    ("use == 'semiconductor_equipment' and d5_unsure", "us/ear/744.23(a)(4)"),
    ("use == 'semiconductor_equipment' and since_april_2024 and hq_unsure", "us/ear/744.23(a)(4)(ii)"),
    ("near_military and listed", "us/ear/744.21"),
    ("near_military and d1", "us/ear/744.17"),
    ("near_military and spies", "us/ear/744.22"),
    ("use == 'ai_training_for_military'", "us/ear/744.6, 744.22, 744.23/training"),
]
_MET: list[Row] = [
    ("not new and a and china", "us/ear/742.6(a)(6)"),
    ("new and not late and (a or b) and d145", "us/ear/742.6(a)(6)(iii)"),
    ("new and not late and (a or b) and abroad and hq", "us/ear/744.23(a)(3)(i)"),
    ("late and a and (d145 or to == 'AE') and not uae_open", "us/ear/742.6(a)(6)(iii)(A)/D:1, D:4, D:5"),
    ("late and a and abroad and hq", "us/ear/742.6(a)(6)(iii)(A)/headquarters"),
    ("late and b and d145", "us/ear/742.6(a)(6)(iii)(B)"),
    ("late and b and abroad and hq", "us/ear/744.23(a)(3)(i)(A)"),
    *_BY_USE,
    ("embargoed", "us/ear/746"),
    ("to == 'IQ' and (a or b)", "us/ear/746.3"),
]
_ASKED: list[Row] = [
    ("new and not late and (a or b) and d145_unsure", "us/ear/742.6(a)(6)(iii)"),
    ("new and not late and (a or b) and abroad and hq_unsure", "us/ear/744.23(a)(3)(i)"),
    ("late and a and (uae_open or d145_unsure)", "us/ear/742.6(a)(6)(iii)(A)/D:1, D:4, D:5"),
    ("late and a and abroad and hq_unsure", "us/ear/742.6(a)(6)(iii)(A)/headquarters"),
    ("late and b and (uae_open or d145_unsure)", "us/ear/742.6(a)(6)(iii)(B)"),
    ("late and b and abroad and hq_unsure", "us/ear/744.23(a)(3)(i)(A)"),
    *_ASKED_BY_USE,
    ("to == 'UA'", "us/ear/746.6"),
]
_EXCEPTION: list[Row] = [
    ("not new or embargoed or to == 'IQ' or by_use != ''", ""),
    ("(b or (a and not datacenter)) and (notified or not since_april_2024)", "us/ear/740.8 NAC"),
    ("b or (a and not datacenter)", "us/ear/740.8 ACA"),
    (
        "late and (a or b) and use == 'development_production_storage' and not d5 and not hq",
        "us/ear/740.28 ACM",
    ),
]
_WHY_NOT: list[Row] = [
    ("note_2", "us/ear/3A090 Note 2"),
    ("not a and not b", "us/ear/3A090.a"),
    ("not new", "us/ear/742.6(a)(6)"),
    ("not late", "us/ear/742.6(a)(6)(iii)"),
    ("a", "us/ear/742.6(a)(6)(iii)(A)/D:1, D:4, D:5"),
    ("b", "us/ear/742.6(a)(6)(iii)(B)"),
]
_OUTCOME: list[Row] = [
    ("met != '' and exception == ''", words.LICENCE),
    ("met != '' and not notified and asked_by_use == '' and exception != 'us/ear/740.28 ACM'", words.EXCEPTION),
    ("met != '' or asked != ''", words.OPEN),
    ("true", words.NO),
]
_PROVISION = {
    "provision": "met != '' ? (exception != '' ? exception : met) : (asked != '' ? asked : why_not)",
}
_TABLES = {
    "by_use": _BY_USE,
    "asked_by_use": _ASKED_BY_USE,
    "met": _MET,
    "asked": _ASKED,
    "exception": _EXCEPTION,
    "why_not": _WHY_NOT,
    "outcome": _OUTCOME,
}


def decision() -> dict[str, Any]:
    """The whole model: expressions about the item and the places, the tables one after another, the answer."""
    steps = [
        _node("in", "inputNode"),
        _expressions("item", _ITEM),
        *(_table(name, rows) for name, rows in _TABLES.items()),
        _expressions("answer", _PROVISION),
        _node("out", "outputNode"),
    ]
    edges = [
        {"id": f"{one['id']}-{other['id']}", "sourceId": one["id"], "targetId": other["id"], "type": "edge"}
        for one, other in pairwise(steps)
    ]
    return {"contentType": "application/vnd.gorules.decision", "nodes": steps, "edges": edges}


def _node(name: str, kind: str, **content: Any) -> dict[str, Any]:
    said = {"passThrough": True, "inputField": None, "outputPath": None, "executionMode": "single", **content}
    node = {"id": name, "type": kind, "name": name, "position": {"x": 0, "y": 0}}
    return {**node, "content": said} if content else node


def _expressions(name: str, lines: dict[str, str]) -> dict[str, Any]:
    expressions = [{"id": key, "key": key, "value": value} for key, value in lines.items()]
    return _node(name, "expressionNode", expressions=expressions)


def _table(name: str, rows: list[Row]) -> dict[str, Any]:
    """A table of one condition, that of the row; an empty word where none fits."""
    lines = [*rows, ("true", "")]
    rules = [{"_id": f"{name}{n}", "if": holds, "then": f"'{word}'"} for n, (holds, word) in enumerate(lines)]
    columns = {"inputs": [{"id": "if", "name": "if"}], "outputs": [{"id": "then", "name": name, "field": name}]}
    return _node(name, "decisionTableNode", hitPolicy="first", rules=rules, **columns)
