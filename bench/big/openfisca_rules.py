"""The variables of the OpenFisca rival: a formula each, as a rules-as-code team would write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import numpy as np
from openfisca_core.entities import Entity
from openfisca_core.periods import DateUnit
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from bench.big import by_hand_python as words
from bench.big.provisions import DECIDING
from bench.big.tables import country_codes
from bench.big.transactions import END_USES

A_DAY = "2026-01-01"
"""No row's day: shipments of many days are judged at once, so the day of each is an input like the others."""
SHIPMENT = Entity("shipment", "shipments", "A shipment", "")

Vector = Any
Formula = Callable[[Any, Any], Vector]

_FORMULAS: dict[str, tuple[type, Formula | None]] = {}

_INPUTS = {
    **dict.fromkeys(("tpp", "density", "io_gb_s"), float),
    **dict.fromkeys(("day", "end_use", "to", "user", "parent"), int),
    "datacenter": bool,
    **{
        f"{role}_{group}": bool
        for role in ("to", "user", "parent")
        for group in ("d145", "d145_unsure", "d5", "d5_unsure", "d1")
    },
}


def _variable(formula: Formula) -> Formula:
    """A yes or no that FORMULA works out."""
    _FORMULAS[formula.__name__] = (bool, formula)
    return formula


def _number(formula: Formula) -> Formula:
    """The number of an outcome or of a provision; -1 for none."""
    _FORMULAS[formula.__name__] = (int, formula)
    return formula


@cache
def system() -> Any:
    """The system of variables."""
    made = TaxBenefitSystem([SHIPMENT])
    for name, kind in _INPUTS.items():
        made.add_variable(_class(name, kind, None))
    for name, (kind, formula) in _FORMULAS.items():
        made.add_variable(_class(name, kind, formula))
    return made


def _class(name: str, kind: type, formula: Formula | None) -> Any:
    said = {"value_type": kind, "entity": SHIPMENT, "definition_period": DateUnit.DAY, "label": name}
    return type(name, (Variable,), said if formula is None else {**said, "formula": formula})


def _since(shipment: Any, day: date) -> Vector:
    return shipment("day", A_DAY) >= np.datetime64(day, "D").astype(np.int32)


def _used_for(shipment: Any, *uses: str) -> Vector:
    return np.isin(shipment("end_use", A_DAY), [list(END_USES).index(use) for use in uses])


def _among(shipment: Any, role: str, *codes: str) -> Vector:
    table = np.array([code in codes for code in (*country_codes(), "")])
    return table[shipment(role, A_DAY)]


def _first(lines: list[tuple[str, Vector]]) -> Vector:
    """The number of the first provision whose line holds; -1 for none."""
    return np.select([holds for _, holds in lines], [DECIDING.index(name) for name, _ in lines], -1)


# The chip.


@_variable
def left_out(shipment: Any, period: Any) -> Vector:
    """Note 2 to 3A090."""
    return ~shipment("datacenter", period) & (shipment("tpp", period) < 4800)


@_variable
def in_a(shipment: Any, period: Any) -> Vector:
    tpp, density = shipment("tpp", period), shipment("density", period)
    return (tpp >= 4800) | ((tpp >= 1600) & (density >= np.float32(5.92)))


@_variable
def in_b(shipment: Any, period: Any) -> Vector:
    tpp, density = shipment("tpp", period), shipment("density", period)
    below_a = density < np.float32(5.92)
    first = (tpp >= 2400) & (tpp < 4800) & (density >= np.float32(1.6)) & below_a
    return first | ((tpp >= 1600) & (density >= np.float32(3.2)) & below_a)


@_variable
def a(shipment: Any, period: Any) -> Vector:
    in_2022 = (shipment("io_gb_s", period) >= 600) & (shipment("tpp", period) >= 4800)
    in_2023 = shipment("in_a", period) & ~shipment("left_out", period)
    return np.where(_since(shipment, words.OCTOBER_2023), in_2023, in_2022)


@_variable
def b(shipment: Any, period: Any) -> Vector:
    alone = shipment("in_b", period) & ~shipment("left_out", period) & ~shipment("in_a", period)
    return alone & _since(shipment, words.OCTOBER_2023)


@_variable
def note_2(shipment: Any, period: Any) -> Vector:
    described = shipment("in_a", period) | shipment("in_b", period)
    return described & shipment("left_out", period) & _since(shipment, words.OCTOBER_2023)


# Places.


@_variable
def hq(shipment: Any, period: Any) -> Vector:
    return shipment("user_d5", period) | shipment("parent_d5", period)


@_variable
def hq_unsure(shipment: Any, period: Any) -> Vector:
    return shipment("user_d5_unsure", period) | shipment("parent_d5_unsure", period)


@_variable
def abroad(shipment: Any, period: Any) -> Vector:
    return ~_among(shipment, "to", "US")


@_variable
def near_military(shipment: Any, period: Any) -> Vector:
    return _used_for(shipment, *words.NEAR_MILITARY)


@_variable
def equipment_abroad(shipment: Any, period: Any) -> Vector:
    return _used_for(shipment, "semiconductor_equipment") & _since(shipment, words.APRIL_2024)


@_variable
def emirates_open(shipment: Any, period: Any) -> Vector:
    return _among(shipment, "to", "AE") & _since(shipment, words.EMIRATES_2026)


@_variable
def listed_military(shipment: Any, period: Any) -> Vector:
    nicaragua = _among(shipment, "to", "NI") & _since(shipment, words.NICARAGUA_2024)
    return shipment("near_military", period) & (_among(shipment, "to", *words.MILITARY) | nicaragua)


# Requirements.


@_number
def met_by_end_use(shipment: Any, period: Any) -> Vector:
    to_d5 = shipment("to_d5", period)
    spying = _used_for(shipment, "military_intelligence") & _among(shipment, "to", *words.INTELLIGENCE)
    return _first(
        [
            ("us/ear/744.23(a)(1)", _used_for(shipment, "supercomputer") & to_d5),
            ("us/ear/744.23(a)(2)", _used_for(shipment, "advanced_node_fab") & to_d5),
            ("us/ear/744.23(a)(4)", _used_for(shipment, "semiconductor_equipment") & to_d5),
            ("us/ear/744.23(a)(4)(ii)", shipment("equipment_abroad", period) & shipment("hq", period)),
            ("us/ear/744.21", _used_for(shipment, "military") & shipment("listed_military", period)),
            ("us/ear/744.22", spying),
            ("us/ear/744.2-4", _used_for(shipment, "wmd")),
        ]
    )


@_number
def asked_by_end_use(shipment: Any, period: Any) -> Vector:
    unsure, near = shipment("to_d5_unsure", period), shipment("near_military", period)
    spies = _among(shipment, "user", *words.INTELLIGENCE) | _among(shipment, "parent", *words.INTELLIGENCE)
    return _first(
        [
            ("us/ear/744.23(a)(1)", _used_for(shipment, "supercomputer")),
            ("us/ear/744.23(a)(2)", _used_for(shipment, "advanced_node_fab")),
            ("us/ear/744.23(a)(4)", _used_for(shipment, "semiconductor_equipment") & unsure),
            ("us/ear/744.23(a)(4)(ii)", shipment("equipment_abroad", period) & shipment("hq_unsure", period)),
            ("us/ear/744.21", shipment("listed_military", period)),
            ("us/ear/744.17", near & shipment("to_d1", period)),
            ("us/ear/744.22", near & spies),
            ("us/ear/744.6, 744.22, 744.23/training", _used_for(shipment, "ai_training_for_military")),
        ]
    )


@_number
def met(shipment: Any, period: Any) -> Vector:
    is_a, is_b, d145 = (shipment(name, period) for name in ("a", "b", "to_d145"))
    behind = shipment("abroad", period) & shipment("hq", period)
    new, late = _since(shipment, words.OCTOBER_2023), _since(shipment, words.WORLDWIDE_2025)
    macau = _among(shipment, "to", "MO") & _since(shipment, words.MACAU_2023)
    to_d = (d145 | _among(shipment, "to", "AE")) & ~shipment("emirates_open", period)
    by_item = _first(
        [
            ("us/ear/742.6(a)(6)", ~new & is_a & (_among(shipment, "to", *words.CHINA) | macau)),
            ("us/ear/742.6(a)(6)(iii)", new & ~late & (is_a | is_b) & d145),
            ("us/ear/744.23(a)(3)(i)", new & ~late & (is_a | is_b) & behind),
            ("us/ear/742.6(a)(6)(iii)(A)/D:1, D:4, D:5", late & is_a & to_d),
            ("us/ear/742.6(a)(6)(iii)(A)/headquarters", late & is_a & behind),
            ("us/ear/742.6(a)(6)(iii)(B)", late & is_b & d145),
            ("us/ear/744.23(a)(3)(i)(A)", late & is_b & behind),
        ]
    )
    embargo = [("us/ear/746", _among(shipment, "to", *words.EMBARGOED))]
    embargo += [("us/ear/746.3", _among(shipment, "to", "IQ") & (is_a | is_b))]
    by_use = shipment("met_by_end_use", period)
    return np.where(by_item >= 0, by_item, np.where(by_use >= 0, by_use, _first(embargo)))


@_number
def asked(shipment: Any, period: Any) -> Vector:
    is_a, is_b, unsure = (shipment(name, period) for name in ("a", "b", "to_d145_unsure"))
    behind = shipment("abroad", period) & shipment("hq_unsure", period)
    new, late = _since(shipment, words.OCTOBER_2023), _since(shipment, words.WORLDWIDE_2025)
    to_open = shipment("emirates_open", period) | unsure
    by_item = _first(
        [
            ("us/ear/742.6(a)(6)(iii)", new & ~late & (is_a | is_b) & unsure),
            ("us/ear/744.23(a)(3)(i)", new & ~late & (is_a | is_b) & behind),
            ("us/ear/742.6(a)(6)(iii)(A)/D:1, D:4, D:5", late & is_a & to_open),
            ("us/ear/742.6(a)(6)(iii)(A)/headquarters", late & is_a & behind),
            ("us/ear/742.6(a)(6)(iii)(B)", late & is_b & to_open),
            ("us/ear/744.23(a)(3)(i)(A)", late & is_b & behind),
        ]
    )
    by_use = shipment("asked_by_end_use", period)
    region = [("us/ear/746.6", _among(shipment, "to", "UA"))]
    return np.where(by_item >= 0, by_item, np.where(by_use >= 0, by_use, _first(region)))


# Exceptions, and the answer.


@_variable
def notified(shipment: Any, period: Any) -> Vector:
    to, behind = ("to_d5", "to_d5_unsure"), ("hq", "hq_unsure")
    return np.logical_or.reduce([shipment(name, period) for name in (*to, *behind)])


@_number
def exception(shipment: Any, period: Any) -> Vector:
    is_a, is_b = shipment("a", period), shipment("b", period)
    barred = (shipment("met_by_end_use", period) >= 0) | _among(shipment, "to", "IQ", *words.EMBARGOED)
    could = _since(shipment, words.OCTOBER_2023) & ~barred
    eligible = is_b | (is_a & ~shipment("datacenter", period))
    early = ~_since(shipment, words.APRIL_2024)
    made = _used_for(shipment, "development_production_storage") & _since(shipment, words.WORLDWIDE_2025)
    there = shipment("to_d5", period) | shipment("hq", period)
    return _first(
        [
            ("us/ear/740.8 NAC", could & eligible & (shipment("notified", period) | early)),
            ("us/ear/740.8 ACA", could & eligible),
            ("us/ear/740.28 ACM", could & made & (is_a | is_b) & ~there),
        ]
    )


@_number
def outcome(shipment: Any, period: Any) -> Vector:
    """0 no licence, 1 an exception, 2 a licence, 3 undetermined."""
    needed, found = shipment("met", period) >= 0, shipment("exception", period)
    asks = shipment("notified", period) | (shipment("asked_by_end_use", period) >= 0)
    asks |= found == DECIDING.index("us/ear/740.28 ACM")
    lines = [needed & (found < 0), needed & ~asks, needed | (shipment("asked", period) >= 0)]
    return np.select(lines, [2, 1, 3], 0)


@_number
def provision(shipment: Any, period: Any) -> Vector:
    needed, found, questions = (shipment(name, period) for name in ("met", "exception", "asked"))
    is_a, is_b = shipment("a", period), shipment("b", period)
    late, new = _since(shipment, words.WORLDWIDE_2025), _since(shipment, words.OCTOBER_2023)
    why_not = _first(
        [
            ("us/ear/3A090 Note 2", shipment("note_2", period)),
            ("us/ear/3A090.a", ~(is_a | is_b)),
            ("us/ear/742.6(a)(6)", ~new),
            ("us/ear/742.6(a)(6)(iii)", ~late),
            ("us/ear/742.6(a)(6)(iii)(A)/D:1, D:4, D:5", is_a),
            ("us/ear/742.6(a)(6)(iii)(B)", is_b),
        ]
    )
    cleared = np.where(questions >= 0, questions, why_not)
    return np.where(needed >= 0, np.where(found >= 0, found, needed), cleared)
