"""The stack of duties over time: the same good on every day on which its duties change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from chipgate.cases.duties.as_json import rates_json
from chipgate.cases.duties.as_text import good_of, rates_text
from chipgate.cases.duties.duty_answer import DutyAnswer
from chipgate.cases.duties.total_rates import NOTHING, Rates
from chipgate.cases.not_modelled import NOT_LEGAL_ADVICE
from chipgate.errors import BadDay
from chipgate.readings.phrase import phrase
from chipgate.readings.verdict import MET
from chipgate.translation.language import Language, marked, translator
from chipgate.translation.width import left, width

LAYERS_SCHEMA = "chipgate/duty-over-time/1"


@dataclass(frozen=True, slots=True)
class Span:
    """The days from ``first`` to ``last`` on which the same layers are due at the same rates.

    ``layers`` are (instrument, rate, whether it is due or only may be).
    """

    first: date
    last: date
    total: Rates
    layers: tuple[tuple[str, Rates, bool], ...]


def spans_of(duties: DutyAnswer, since: date) -> tuple[Span, ...]:
    """The spans from SINCE to the day of DUTIES.

    Raises:
        BadDay: SINCE is after that day.
    """
    if since > duties.day:
        raise BadDay(f"{since} lies after {duties.day}; a span of time ends on its last day")
    days = [since, *(day for day in duties.trade.change_days if since < day <= duties.day)]
    ends = [*(day - timedelta(days=1) for day in days[1:]), duties.day]
    return tuple(_joined(Span(day, end, *_on(duties, day)) for day, end in zip(days, ends, strict=True)))


def _on(duties: DutyAnswer, day: date) -> tuple[Rates, tuple[tuple[str, Rates, bool], ...]]:
    that_day = DutyAnswer(replace(duties.case, day=day), duties.trade, duties.importer, duties.clock)
    every = (*that_day.layers, *that_day.open_layers)
    return that_day.total, tuple((one.duty.instrument, one.rates, one.verdict is MET) for one in every)


def _joined(spans: Iterator[Span]) -> Iterator[Span]:
    """The spans, with neighbours that are alike as one."""
    current = next(spans)
    for span in spans:
        if _as_seen(span) == _as_seen(current):
            current = replace(current, last=span.last)
        else:
            yield current
            current = span
    yield current


def _as_seen(span: Span) -> object:
    """What tells spans apart: a layer at nothing does not."""
    return span.total, [layer for layer in span.layers if layer[1] != NOTHING]


def spans_title(duties: DutyAnswer, language: Language = "en") -> str:
    """Of which good the spans tell."""
    told = phrase(
        "Duties by day of entry: {good}, tariff code {code}, origin {origin}, into {importer}",
        **good_of(duties, language),
    )
    return told.text(language)


def spans_text(duties: DutyAnswer, spans: Sequence[Span], language: Language = "en") -> str:
    """A line for each span: its days, the total, and the layers."""
    totals = [rates_text(span.total, language) for span in spans]
    columns = max(map(width, totals))
    lines = (
        f"{span.first} .. {span.last}  {left(total, columns)}  {_layers_text(span, language)}".rstrip()
        for span, total in zip(spans, totals, strict=True)
    )
    is_open = any(span.total.settled is None for span in spans)
    asked = marked("?: open whether due, or at which rate; `chipgate duty` on one of these days asks what would tell.")
    notes = [translator(language)(one) for one in ((asked,) if is_open else ()) + (NOT_LEGAL_ADVICE,)]
    return "\n".join((spans_title(duties, language), "", *lines, "", *notes))


def _layers_text(span: Span, language: Language) -> str:
    translate = translator(language)
    shown = [one for one in span.layers if one[1] != NOTHING]
    return " + ".join(
        f"{translate(name)} {rates_text(rates, language)}{'' if due else '?'}" for name, rates, due in shown
    )


def spans_json(duties: DutyAnswer, spans: Sequence[Span]) -> dict[str, Any]:
    """The spans as plain values, in the form ``chipgate/duty-over-time/1``."""
    return {
        "schema": LAYERS_SCHEMA,
        "importer": duties.importer,
        "hts": duties.case.facts.get("hts"),
        "origin": duties.case.facts.get("origin"),
        "spans": [
            {
                "first": span.first.isoformat(),
                "last": span.last.isoformat(),
                **rates_json("total_rate_pct", span.total),
                "layers": [
                    {"instrument": name, **rates_json("rate_pct", rates), "is_due": due}
                    for name, rates, due in span.layers
                ],
            }
            for span in spans
        ],
    }
