"""A determination as JSON: one documented form, ``chipgate/determination/1``."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from chipgate.cases.assumptions import Assumed
from chipgate.cases.determination import Determination
from chipgate.cases.figure import Figure, printed
from chipgate.cases.missing import Question
from chipgate.cases.not_modelled import not_modelled
from chipgate.cases.reasons import reason
from chipgate.law.facts import NotApplicable, Value
from chipgate.law.us.corpus import CHECKED_UNTIL
from chipgate.readings.trace_lines import TraceLine
from chipgate.readings.verdict import MET, NOT_MET
from chipgate.translation.language import Language, translator
from chipgate.units import decimal_text

if TYPE_CHECKING:
    from chipgate.cases.duties.duty_answer import DutyAnswer

SCHEMA = "chipgate/determination/1"
_VERDICTS = {MET: "met", NOT_MET: "not_met"}


Shared = Callable[[Hashable, object, Callable[[], Any]], Any]
"""What stands for a part that other answers may share, by a key that holds as long as its owner is kept: the part
itself, made by the third."""


def _made_anew(_key: Hashable, _owner: object, make: Callable[[], Any]) -> Any:
    return make()


def determination_json(answer: Determination, language: Language = "en", shared: Shared = _made_anew) -> dict[str, Any]:
    """Everything the answer holds, as plain JSON values; numbers are decimal text so that none is rounded.

    SHARED may put something else in the place of parts that many answers have in common.
    """
    translate = translator(language)
    deciding = answer.deciding
    return {
        "schema": SCHEMA,
        "day": None if answer.case.day is None else answer.case.day.isoformat(),
        "chip": None if answer.case.sheet is None else answer.case.sheet.chip_id,
        "item": answer.case.transaction.label,
        "outcome": answer.outcome,
        "outcomes": sorted(answer.outcomes),
        "clock": str(answer.clock),
        "other_clock": {"clock": str(answer.other_clock), "outcome": answer.other_outcome},
        "licence_codified": answer.licence_codified,
        "licence_enforced": answer.licence_enforced,
        "eccn": answer.eccn,
        "paragraphs": answer.paragraphs,
        "exception": answer.exception,
        "exceptions_once_met": {name: list(facts) for name, facts in answer.exceptions_once_met.items()},
        "review_policy": answer.review_policy,
        "tpp": answer.tpp,
        "performance_density": answer.performance_density,
        "deciding_provision": answer.deciding_provision,
        "citation": "" if deciding is None else deciding.cite,
        "mark": "" if deciding is None else str(deciding.mark),
        "reason": shared(("reason", language, id(answer.why)), answer.why, lambda: reason(answer, language))
        if answer.why is not None
        else reason(answer, language),
        "missing": [
            shared(("question", language, id(one)), one, partial(_question_json, one, language))
            for one in answer.missing
        ],
        "missing_for_review": list(answer.missing_for_review),
        "settled_by": list(answer.settled_by),
        "red_flags": [{"provision": p.id, "title": translate(p.title), "citation": p.cite} for p in answer.red_flags],
        "duties": _duties_json(answer.trade.duties, language),
        "test_leg": _duties_json(answer.test_leg, language),
        "counter_measures": [
            {
                "provision": one.provision.id,
                "title": translate(one.provision.title),
                "citation": one.provision.cite,
                "verdict": _VERDICTS.get(one.verdict, "unknown"),
            }
            for one in answer.trade.counter_measures
        ],
        "assumptions": shared(
            ("assumptions", language, *answer.case.assumed.items()),
            None,
            lambda: _assumptions_json(answer.case.assumed, language),
        ),
        "figures": [
            shared(("figure", name, id(figure)), figure, partial(_figure_json, name, figure))
            for name, found in answer.case.figures.items()
            for figure in printed(found)
        ],
        "warnings": [warning.text(language) for warning in answer.warnings],
        "law_checked_until": CHECKED_UNTIL.isoformat(),
        "not_modelled": shared(("not modelled", language), None, lambda: list(_not_modelled(language))),
        "trace": [
            shared(("trace", language, id(line)), line, partial(_trace_json, line, language)) for line in answer.trace()
        ],
    }


def _question_json(question: Question, language: Language) -> dict[str, Any]:
    return {
        "fact": question.fact,
        "question": question.words.text(language),
        "asked_by": list(question.asked_by),
    }


def _figure_json(name: str, figure: Figure) -> dict[str, str]:
    return {"fact": name, "value": value_text(figure.value), "origin": figure.origin, "mark": figure.mark}


def _assumptions_json(assumed: Mapping[str, Assumed], language: Language) -> list[dict[str, str]]:
    translate = translator(language)
    return [
        {"fact": name, "value": value_text(value), "line": translate(line)} for name, (value, line) in assumed.items()
    ]


@cache
def _not_modelled(language: Language) -> tuple[str, ...]:
    return tuple(map(translator(language), not_modelled()))


def _duties_json(duties: DutyAnswer | None, language: Language) -> dict[str, Any] | None:
    if duties is None:
        return None
    from chipgate.cases.duties.as_json import duty_json
    from chipgate.cases.duties.landed_cost import Charges, LandedCost

    return duty_json(LandedCost(duties, Charges("USD")), language)


def value_text(value: Value) -> str:
    """A fact's value as text: yes and no, decimal numbers, codes as they are."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | NotApplicable):
        return str(value)
    return decimal_text(value, 9)


def _trace_json(line: TraceLine, language: Language) -> dict[str, Any]:
    found: dict[str, Any] = {
        "label": line.label,
        "sentence": line.words.text(language),
        "verdict": _VERDICTS.get(line.verdict, "unknown"),
    }
    if line.distance is not None:
        found["distance"] = line.distance.text(language)
    if line.provision is not None:
        found["provision"] = line.provision.key
        found["citation"] = line.cite
    if line.facts:
        found["facts"] = list(line.facts)
    found["parts"] = [_trace_json(part, language) for part in line.parts]
    return found
