"""The columns that a judged order gets in a result, after those that the user gave."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from chipgate.cases.as_json import value_text
from chipgate.cases.assumptions import Assumed
from chipgate.cases.determination import Determination
from chipgate.cases.reasons import reason
from chipgate.law.us.corpus import CHECKED_UNTIL
from chipgate.translation.language import Language

RESULT_COLUMNS = (
    "outcome",
    "eccn",
    "paragraphs",
    "licence_codified",
    "licence_enforced",
    "exception",
    "review_policy",
    "tpp",
    "performance_density",
    "deciding_provision",
    "missing",
    "reason",
    "citation",
    "outcomes",
    "other_clock_outcome",
    "open_exceptions",
    "red_flags",
    "assumed",
    "warnings",
    "clock",
    "law_checked_until",
)
"""The columns that a judged order gets, after those that the user gave."""

DUTY_COLUMNS = (
    *("duty_rate_pct", "duty_rate_pct_low", "duty_rate_pct_high", "duty_layers", "duty_missing", "duty_amount"),
    "counter_measures",
)
"""The columns that a book gets besides which has a tariff code or an origin."""

COUNTED_COLUMNS: Final = ("outcome", "other_clock_outcome", "deciding_provision", "missing")
"""The result columns that a summary counts by."""


def result_of(answer: Determination, language: Language) -> dict[str, str]:
    """The result columns of one answer."""
    return {name: result(answer, language) for name, result in RESULTS.items()}


RESULTS: Mapping[str, Callable[[Determination, Language], str]] = {
    "outcome": lambda answer, _: answer.outcome,
    "eccn": lambda answer, _: answer.eccn,
    "paragraphs": lambda answer, _: answer.paragraphs,
    "licence_codified": lambda answer, _: answer.licence_codified,
    "licence_enforced": lambda answer, _: answer.licence_enforced,
    "exception": lambda answer, _: answer.exception,
    "review_policy": lambda answer, _: answer.review_policy,
    "tpp": lambda answer, _: answer.tpp,
    "performance_density": lambda answer, _: answer.performance_density,
    "deciding_provision": lambda answer, _: answer.deciding_provision,
    "missing": lambda answer, _: ";".join(answer.missing_names),
    "reason": reason,
    "citation": lambda answer, _: "" if answer.deciding is None else answer.deciding.cite,
    "outcomes": lambda answer, _: ";".join(sorted(answer.outcomes)),
    "other_clock_outcome": lambda answer, _: answer.other_outcome,
    "open_exceptions": lambda answer, _: _open_exceptions(answer),
    "red_flags": lambda answer, _: "; ".join(flag.id for flag in answer.red_flags),
    "assumed": lambda answer, _: assumed_text(answer.case.assumed),
    "warnings": lambda answer, language: " ".join(warning.text(language) for warning in answer.warnings),
    "clock": lambda answer, _: str(answer.clock),
    "law_checked_until": lambda _answer, _language: CHECKED_UNTIL.isoformat(),
}
"""How each result column is made of an answer."""


def _open_exceptions(answer: Determination) -> str:
    return "; ".join(f"{name}: {', '.join(facts)}" for name, facts in answer.exceptions_once_met.items())


def assumed_text(assumed: Mapping[str, Assumed]) -> str:
    """The lines of the assumptions that filled a gap."""
    return "; ".join(f"{name}={value_text(value)}" for name, (value, _) in assumed.items())


def kept_names(header: Sequence[str], ours: Iterable[str]) -> dict[str, str]:
    """The columns of HEADER and their names beside OURS; one that clashes gets the prefix ``given_``."""
    ours, taken = frozenset(ours), set(header)
    kept: dict[str, str] = {}
    for column in header:
        name = column
        while name in ours or (name != column and name in taken):
            name = f"given_{name}"
        kept[column] = name
        taken.add(name)
    return kept
