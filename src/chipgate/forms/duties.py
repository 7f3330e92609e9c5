"""The forms of the JSON that `chipgate duty` and `chipgate timeline` print."""

from __future__ import annotations

from chipgate.cases.timeline.entries import KINDS
from chipgate.forms.schema import Schema, day, flag, form, list_of, number, or_null, record, table_of, text
from chipgate.law.provision import Clock, Mark


def _rates(name: str, what: str) -> dict[str, Schema]:
    """Three fields: the one rate or null, and its bounds."""
    return {
        name: or_null(number(f"{what}, in per cent of the customs value; null where it is open")),
        f"{name}_low": number("the lowest that the missing facts allow"),
        f"{name}_high": or_null(number("the highest; null where nobody knows")),
    }


_ASKED = list_of(
    "facts that keep the total open; none where it is settled",
    record({"fact": text("name of the fact"), "question": text("the question that would settle it")}),
)
_MONEY = "in the currency of the value; null where no value was given or it is open"
_LAYER = record(
    {
        "instrument": text("what the duty is called"),
        "authority": text("the power under which it stands"),
        **_rates("rate_pct", "what it adds"),
        "amount": or_null(number(f"what it comes to, {_MONEY}")),
        "is_due": flag("whether it is due; false where that is open"),
        "provision": text("key of the provision, id@first day"),
        "citation": text("its citation"),
        "mark": text("how well its text is known", *Mark),
        "note": text("what it leaves out, or where text and reading could part"),
    }
)
_NOT_APPLIED = record(
    {
        "instrument": text("what the duty is called"),
        "authority": text("the power under which it stands"),
        "reason": text("why it is not applied"),
        "provision": text("key of the provision"),
        "citation": text("its citation"),
    }
)
_FEE = record(
    {
        "instrument": text("what the fee is called"),
        "rate_pct": number("its rate in per cent of the customs value"),
        "amount": or_null(number(f"what it comes to, {_MONEY}")),
        "citation": text("its citation"),
        "mark": text("how well its text is known", *Mark),
    }
)
_CONFLICT = record(
    {
        "fact": text("name of the fact that says which text prevails"),
        "question": text("the question"),
        "results": list_of(
            "the total by each of the texts",
            record({"text": text("the text"), **_rates("total_rate_pct", "the total by it")}),
        ),
    }
)

DUTY = form(
    "duty",
    "The duties on one good, and its landed cost",
    "`chipgate duty --format json`, and by `cg.landed_cost(...).json()` in Python",
    {
        "day": day("day of entry"),
        "clock": text("the clock that was asked for", *Clock),
        "importer": text("ISO 3166 code of the country of import"),
        "chip": or_null(text("chip_id of the catalogue; null where no chip was named")),
        "hts": or_null(text("digits of the tariff code; null where none was given")),
        "origin": or_null(text("ISO 3166 code of the country of origin; null where none was given")),
        **_rates("total_rate_pct", "all duties together"),
        **_rates("additional_rate_pct", "the same without the base rate of the schedule"),
        **_rates("base_rate_pct", "the base rate of the schedule"),
        "by_authority": table_of("sum of the layers that are due, by authority", or_null(number("per cent"))),
        "currency": text("ISO 4217 code of every amount"),
        "customs_value": or_null(number("what duties are counted on; null where no value was given")),
        "duty": or_null(number(f"all duties together, {_MONEY}")),
        "fees": list_of("fees that are due or may be", _FEE),
        "vat": or_null(number(f"value-added tax, {_MONEY}; null where the side levies none")),
        "landed_cost": or_null(number(f"value, freight, insurance, duties, fees and tax, {_MONEY}")),
        "landed_cost_lowest": or_null(number("its lowest; null where no value was given")),
        "landed_cost_highest": or_null(number("its highest; null where nobody knows")),
        "layers": list_of("the duties that are due", _LAYER),
        "open_layers": list_of("the duties of which it is open whether they are due", _LAYER),
        "not_applied": list_of("every other duty of that side, with the reason", _NOT_APPLIED),
        "conflicts": list_of("texts that clash without an order", _CONFLICT),
        "missing": _ASKED,
        "assumptions": list_of("what was taken because nobody said otherwise"),
        "law_checked_until": day("day until which the law of duties was checked"),
    },
)

DUTY_OVER_TIME = form(
    "duty-over-time",
    "The duties on one good over time",
    "`chipgate duty --since DAY --format json`",
    {
        "importer": text("ISO 3166 code of the country of import"),
        "hts": or_null(text("digits of the tariff code")),
        "origin": or_null(text("ISO 3166 code of the country of origin")),
        "spans": list_of(
            "spans of days on which the same layers are due at the same rates",
            record(
                {
                    "first": day("first day"),
                    "last": day("last day"),
                    **_rates("total_rate_pct", "all duties together"),
                    "layers": list_of(
                        "the layers",
                        record(
                            {
                                "instrument": text("what the duty is called"),
                                **_rates("rate_pct", "what it adds"),
                                "is_due": flag("whether it is due; false where that is open"),
                            }
                        ),
                    ),
                }
            ),
        ),
    },
)

TIMELINE = form(
    "timeline",
    "Events and changes of rules on one line of time",
    "`chipgate timeline --format json`",
    {
        "since": day("first day"),
        "until": day("last day, of which states and lapses are told"),
        "entries": list_of(
            "what happened and what changed, oldest first",
            record(
                {
                    "day": day("the day"),
                    "by": text("whose measure: ISO 3166 codes, joined by a plus"),
                    "kind": text("what it is about", *KINDS),
                    "text": text("the entry in words"),
                    "citation": text("its citation"),
                    "mark": text("how well it is known", *Mark, "seen-secondary"),
                    "provision": text("key of the provision that changes; empty for an event"),
                    "provisions": list_of("ids of the provisions that stand for an event"),
                    "source": text("where an event was read; empty where none is known, or for a provision"),
                }
            ),
        ),
        "swaps": list_of(
            "what was swapped for what, round by round",
            record(
                {
                    "day": day("the day"),
                    "round": text("the round of talks"),
                    "us_gave": text("what the United States gave"),
                    "cn_gave": text("what China gave"),
                    "left_out": text("what was left out"),
                    "citation": text("its citation"),
                    "mark": text("how well it is known", *Mark, "seen-secondary"),
                }
            ),
        ),
        "states": list_of(
            "restrictions on goods and inputs on the last day",
            record(
                {
                    "by": text("whose restriction"),
                    "severity": text("what it asks"),
                    "title": text("title of the provision"),
                    "provision": text("its key"),
                    "citation": text("its citation"),
                    "suspended": flag("whether it is suspended on that day"),
                    "suspended_to": day("last day of the suspension", or_null=True),
                    "open": flag("whether it is in force or not by an extension that nobody has told"),
                }
            ),
        ),
        "lapses": list_of(
            "what ends after the last day, by the last text found",
            record(
                {
                    "day": day("first day on which it no longer holds"),
                    "provision": text("key of the provision"),
                    "text": text("what ends"),
                }
            ),
        ),
    },
)
