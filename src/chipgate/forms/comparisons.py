"""The forms of the JSON that `chipgate compare` and `chipgate rescreen` print."""

from __future__ import annotations

from chipgate.cases.moved_by import MoverKind
from chipgate.cases.questions import OPEN, OUTCOMES
from chipgate.forms.schema import Schema, count, day, flag, form, list_of, or_null, record, table_of, text
from chipgate.law.provision import Clock
from chipgate.readings.compare import ChangeKind, State

_OUTCOMES = (*OUTCOMES, OPEN)
_MOVED_BY = "id of the provision; for a country group: group NAME/COUNTRY; empty: nothing in the law"

_LIMIT = record(
    {
        "name": text("name of the limit"),
        "name_before": or_null(text("its name on the first side; null where it is new")),
        "before": or_null(text("value as decimal text; null where it is new")),
        "after": or_null(text("value as decimal text; null where it fell away")),
    }
)
_PROVISION = record(
    {
        "id": text("id of the provision"),
        "title": text("title of the newer text, or of the one that ended"),
        "citation": text("its citation"),
        "what": list_of("what happened to it", text("one thing", *ChangeKind)),
        "state_before": text("how it stands on the first side", *State),
        "state_after": text("how it stands on the second side", *State),
        "limits": list_of("limits that differ, where the text differs", _LIMIT),
        "went": list_of("lines of its sentence that stand on the first side only"),
        "came": list_of("lines of its sentence that stand on the second side only"),
    }
)
_GROUP = record(
    {
        "group": text("the group"),
        "country": text("ISO 3166 code"),
        "before": or_null(flag("whether it is in the group on the first side; null where that is not settled")),
        "after": or_null(flag("the same on the second side")),
    }
)
_LAW = record(
    {
        "provisions": list_of("one entry for each provision that is not the same on both sides", _PROVISION),
        "country_groups": list_of("countries that are not in a group on both sides alike", _GROUP),
    }
)
_SIDE = record(
    {
        "name": text("as it was given"),
        "words": text("what it is called"),
        "day": day("the day on which the law and the chips are looked at"),
        "clock": text("the clock", *Clock),
        "reform": or_null(text("name of the reform; null where there is none")),
    }
)
_CHIP = record(
    {
        "chip_id": text("id"),
        "name": text("name"),
        "tpp": text("TPP as decimal text; readings are joined by a bar"),
        "performance_density": text("performance density as decimal text"),
        "eccn_before": text("paragraph on the first side; none; undetermined"),
        "eccn_after": text("paragraph on the second side"),
        "paragraphs_before": text("sub-paragraphs proven on the first side"),
        "paragraphs_after": text("sub-paragraphs proven on the second side"),
        "by_destination": list_of(
            "one entry for each destination",
            record(
                {
                    "to": text("ISO 3166 code"),
                    "before": text("outcome on the first side", *_OUTCOMES),
                    "after": text("outcome on the second side", *_OUTCOMES),
                    "review_before": text("policy of review on the first side"),
                    "review_after": text("policy of review on the second side"),
                    "moved_by": text(f"what moved it: {_MOVED_BY}"),
                }
            ),
        ),
    }
)
_CHIPS = record(
    {
        "compared": count("chips that were looked at"),
        "destinations": list_of("the destinations"),
        "assumptions": list_of("the assumptions that were in force"),
        "moved": list_of("chips whose paragraph, outcome or review differs", _CHIP),
    }
)
_REJECTS = list_of(
    "the first faults of rows that could not be read",
    record(
        {
            "row": count("row of the file"),
            "column": text("column at fault; empty where it is the whole row"),
            "wrong": text("what is wrong"),
            "right": text("what to do"),
        }
    ),
)
_ROW = {
    "row": count("row of the file"),
    "order": text("order number, chip, destination and day, as far as given"),
}


def _moves(meaning: str, before: Schema, after: Schema) -> Schema:
    """Orders that move alike, counted."""
    fields = {
        "moved_by": text(_MOVED_BY),
        "kind": text("what moved them", *MoverKind),
        "title": text("its title, or what happened to the group"),
        "citation": text("its citation"),
        "before": before,
        "after": after,
        "orders": count("orders"),
        "units": count("units of those that give a quantity"),
        "units_unknown": count("orders that give none"),
        "tpp": text("TPP x units x ICs in a unit, summed over the orders for which it is known, as decimal text"),
        "tpp_unknown": count("orders for which it is not known; they count nowhere as zero"),
        "value": table_of("value by currency; an empty currency is one that the book does not name", text("a sum")),
        "value_unknown": count("orders without a value that can be read"),
        "rows": list_of("the first of the orders", record(_ROW)),
    }
    return list_of(meaning, record(fields))


_ORDERS = record(
    {
        "judged": count("orders judged"),
        "without_day": count("orders without a day, which were judged on none"),
        "rejected_rows": count("rows that could not be read"),
        "rejects": _REJECTS,
        "moved": _moves(
            "orders that move from one answer to another",
            text("outcome on the first side", *OUTCOMES),
            text("outcome on the second side", *OUTCOMES),
        ),
        "opened": _moves(
            "orders that only become undetermined, or cease to be",
            text("outcome on the first side", *_OUTCOMES),
            text("outcome on the second side", *_OUTCOMES),
        ),
        "reviewed": _moves(
            "orders that need a licence on both sides, under another policy of review",
            text("policy on the first side"),
            text("policy on the second side"),
        ),
        "to_be_found_out": list_of(
            "what would settle the open ones, most orders first",
            record(
                {
                    "fact": text("name of the fact"),
                    "question": text("the question"),
                    "orders": count("orders that it keeps open"),
                }
            ),
        ),
        "notes": list_of("what the reader of the file should know"),
    }
)


def _about(meaning: str, schema: Schema) -> Schema:
    return {**schema, "description": meaning}


COMPARE = form(
    "compare",
    "Two days, two clocks, or the law and a reform, compared",
    "`chipgate compare A B [ORDERS] --format json`, and by `comparison.json()` in Python",
    {
        "before": _about("the first side", _SIDE),
        "after": _about("the second side", _SIDE),
        "law": _about("what differs in the law", _LAW),
        "chips": _about("each chip of the catalogue, exported to an end user headquartered in the destination", _CHIPS),
        "orders": _about("the book of orders; null where none was given", or_null(_ORDERS)),
        "written": list_of("files written"),
        "law_checked_until": day("day until which the law was checked"),
    },
)

RESCREEN = form(
    "rescreen",
    "A book judged again",
    "`chipgate rescreen ORDERS --format json`, and by `rescreening.json()` in Python",
    {
        "on": day("the day as of which the orders were judged"),
        "before": day("the day as of which they were judged before: at the last run, or --since at the first"),
        "first_run": flag("whether no verdicts were kept yet"),
        "clock": text("the clock", *Clock),
        "assumptions": list_of("the assumptions that were in force"),
        "law": _about("what changed in the law from that day to this one; null where none went by", or_null(_LAW)),
        "changed": _about("the orders whose verdict changed", _ORDERS),
        "orders_changed_in_the_book": count("orders of which another thing is said than at the last run"),
        "new": _about(
            "orders that were not there at the last run",
            record(
                {
                    "outcomes": table_of("orders for each outcome", count("orders")),
                    "rows": list_of("the first of them", record({**_ROW, "outcome": text("outcome", *_OUTCOMES)})),
                }
            ),
        ),
        "gone": count("orders that are no longer there"),
        "past_their_day": count("orders with a ship day before that day, which are taken as late"),
        "coming": list_of(
            "the days on which the law changes next, as far as it says so today",
            record(
                {
                    "day": day("the day"),
                    "law": _about("what changes", _LAW),
                    "orders": _about("the orders that move then", _ORDERS),
                }
            ),
        ),
        "verdicts": text("the file in which the verdicts are kept"),
        "written": list_of("files written besides"),
        "law_checked_until": day("day until which the law was checked"),
    },
)
