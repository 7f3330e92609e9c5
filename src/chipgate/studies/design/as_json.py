"""A design as JSON: ``chipgate/design/1``."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from chipgate.cases.reasons import trace_lines
from chipgate.law.facts import Value
from chipgate.readings.solve.what_binds import Binding, binding
from chipgate.studies.design.aims import LINKS, MEMORY
from chipgate.studies.design.best_part import Part
from chipgate.studies.design.front import SPEEDS, speeds_of
from chipgate.studies.design.knobs import Knobs
from chipgate.studies.design.sold import Row, Sold, sold_from
from chipgate.studies.design.words import all_distances, given_lines
from chipgate.studies.distances import Distance
from chipgate.translation.language import Language
from chipgate.workloads.asked import of_device
from chipgate.workloads.speed import CLUSTER


def design_json(part: Part, language: Language = "en", front: tuple[Part, ...] = ()) -> dict[str, Any]:
    """A design as plain values."""
    brief, answer = part.brief, part.determination
    return {
        "schema": "chipgate/design/1",
        "die": brief.package.die.name,
        "dies": brief.package.dies,
        "to": brief.to,
        "day": brief.day.isoformat(),
        "clock": str(brief.clock),
        "aim": brief.aim.word,
        "goal": brief.goal,
        "margin_share": float(brief.margin),
        **numbers(part),
        "bound": None if brief.aim.work else number(part.optimum.bound),
        "bound_attained": part.optimum.attained and not brief.aim.work,
        "bound_proved": part.optimum.proved and not brief.aim.work,
        "work": work_json(part, language),
        "knobs": knobs_json(part.knobs),
        "formats": {form: number(figure.value) for form, figure in part.sheet.dense_rates().items()},
        "binding": [binding_json(one) for one in binding(part.optimum)],
        "distances": [distance_json(one) for one in all_distances(part)],
        "outcome": answer.outcome,
        "review_policy": answer.review_policy,
        "eccn": answer.eccn,
        "red_flags": [flag.id for flag in answer.red_flags],
        "sold": [_sold_json(one) for one in sold_from(brief)],
        "front": [{**numbers(one), **_speeds_json(one), "knobs": knobs_json(one.knobs)} for one in front],
        "taken_as_given": list(given_lines(part, language)),
        "why": list(trace_lines(answer.trace(), language)),
    }


def numbers(part: Part) -> dict[str, Any]:
    """What the law holds against its limits."""
    facts = part.determination.case.facts
    return {
        "tpp": number(facts["tpp"]),
        "performance_density": number(facts["performance_density"]),
        "die_area_mm2": number(part.brief.package.area_mm2),
        "memory_bandwidth_gb_s": number(part.reached[MEMORY]),
        "io_gb_s": number(part.reached[LINKS]),
    }


def work_json(part: Part, language: Language) -> dict[str, Any] | None:
    """What the part delivers, where the aim is tokens a second."""
    work, speed, device = part.brief.aim.work, part.speed, part.device
    if work is None or speed is None:
        return None
    given = () if device is None else of_device(device)
    return {
        "phase": work.phase,
        "model": work.model.name,
        "tokens_per_s_chip": speed.tokens_per_s_chip,
        "foreseen": part.delivery.rate.json() if part.delivery else None,
        "layout": speed.layout,
        "batch": speed.batch,
        "precision": speed.precision,
        "chips": CLUSTER[work.phase],
        "memory_gb": 0.0 if device is None else device.memory_gb,
        "assumed": [one.json(language) for one in given],
    }


def _speeds_json(part: Part) -> dict[str, Any]:
    speeds = speeds_of(part)
    return dict(zip(SPEEDS, (float(one) for one in speeds) if speeds else (None, None), strict=True))


def number(value: Value | None) -> float | int | None:
    """An exact number as JSON has it; null for what is none."""
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        return None
    return value if isinstance(value, int) else float(value)


def knobs_json(knobs: Knobs) -> dict[str, Any]:
    """The knobs by name."""
    return {
        "units": knobs.units,
        "clock_mhz": knobs.clock_mhz,
        "rate_share": float(knobs.rate_share),
        "formats": list(knobs.formats),
        "memory_sites": knobs.memory_sites,
        "memory_site_gb_s": number(knobs.memory_site_gb_s),
        "links": knobs.links,
    }


def binding_json(one: Binding) -> dict[str, Any]:
    """Something that binds, with its worth."""
    return {
        "name": one.name,
        "provision": None if one.provision is None else one.provision.id,
        "label": one.label,
        "moved_by": number(one.moved_by),
        "worth": number(one.worth),
    }


def distance_json(one: Distance) -> dict[str, Any]:
    """A distance to a limit."""
    return {
        "limit": one.limit,
        "provision": one.provision.id,
        "label": one.label,
        "value": number(one.value),
        "bound": number(one.bound),
        "gap": number(one.gap),
        "gap_share": float(one.share),
    }


def _sold_json(one: Sold) -> dict[str, Any]:
    return {
        "chip_id": one.sheet.chip_id,
        "name": one.sheet.name,
        "values": [number(value) for value in one.values],
        "outcome": one.determination.outcome,
        "review_policy": one.determination.review_policy,
        "allowed": one.is_allowed,
    }


def row_json(row: Row) -> dict[str, Any]:
    """A line of the table of optimum against product."""
    part, product = row.part, row.product
    return {
        "product": None if product is None else product.sheet.chip_id,
        "die": part.brief.package.die.name,
        "dies": part.brief.package.dies,
        "day": part.brief.day.isoformat(),
        "aim": part.brief.aim.word,
        "goal": part.brief.goal,
        "optimum": number(part.value),
        "sold": number(row.value),
        "gap_share": None if row.gap_share is None else float(row.gap_share),
        **numbers(part),
        "why": row.why,
    }
