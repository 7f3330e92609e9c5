"""Findings as a reader sees them, and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from chipgate.cases.as_json import value_text
from chipgate.law.facts import NotApplicable, Value
from chipgate.readings.phrase import phrase
from chipgate.readings.solve.findings import FindingKind
from chipgate.readings.solve.lint import Dated
from chipgate.translation.language import Language, marked, translator

KIND_WORDS = {
    FindingKind.GAP: marked("gap"),
    FindingKind.NO_CEILING: marked("no upper limit"),
    FindingKind.OVERLAP: marked("overlap"),
    FindingKind.NEVER_BINDS: marked("never binds"),
    FindingKind.NEVER_MET: marked("never met"),
    FindingKind.FALLS: marked("more leads to less control"),
    FindingKind.NOT_IN_FORCE: marked("not in force"),
    FindingKind.UNUSED: marked("not used"),
}


def finding_lines(one: Dated, language: Language) -> Iterator[str]:
    """A finding: what, from which version to which, the facts that show it, and its name in the file."""
    translate = translator(language)
    finding = one.finding
    span = phrase("in the text of {since} to {last}", since=one.since.isoformat(), last=one.last.isoformat())
    yield f"{translate(KIND_WORDS[finding.kind])}: {finding.words.text(language)} ({span.text(language)})"
    for facts in finding.facts:
        yield f"    {witness_text(facts, language)}"
    yield f"    [{finding.name}]"


def witness_text(facts: Mapping[str, Value], language: Language) -> str:
    """Facts in one line."""
    translate = translator(language)
    return "; ".join(f"{name}={_value(value, translate)}" for name, value in facts.items())


def _value(value: Value, translate: Callable[[str], str]) -> str:
    text = value_text(value)
    return translate(text) if isinstance(value, bool | NotApplicable) else text


def finding_json(one: Dated, language: Language) -> dict[str, Any]:
    """A finding as plain values."""
    finding = one.finding
    return {
        "name": finding.name,
        "kind": str(finding.kind),
        "words": finding.words.text(language),
        "provisions": list(finding.provisions),
        "since": one.since.isoformat(),
        "last": one.last.isoformat(),
        "facts": [{name: value_text(value) for name, value in facts.items()} for facts in finding.facts],
    }
