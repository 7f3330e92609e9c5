"""The forms of the JSON that commands print with ``--format json``: a JSON Schema each, with what every field means."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from chipgate.cases.questions import OPEN, OUTCOMES
from chipgate.forms.comparisons import COMPARE, RESCREEN
from chipgate.forms.curves import CURVES
from chipgate.forms.duties import DUTY, DUTY_OVER_TIME, TIMELINE
from chipgate.forms.looked_up import CHIP, CHIPS, COVERAGE, FACTS, LAW, LIMITS
from chipgate.forms.schema import Schema, embedded
from chipgate.forms.schema import count as _count
from chipgate.forms.schema import day as _day
from chipgate.forms.schema import form as _form
from chipgate.forms.schema import list_of as _list
from chipgate.forms.schema import record as _record
from chipgate.forms.schema import table_of as _table
from chipgate.forms.schema import text as _text
from chipgate.forms.studies import DESIGN, DESIGNS_SOLD, DIFFERENCE, LINT, MARGINS
from chipgate.forms.workloads import PERF, TRAIN
from chipgate.forms.worksheets import WORKSHEET
from chipgate.law.provision import Clock, Mark

_YES_NO = ("yes", "no", OPEN)
_OUTCOMES = (*OUTCOMES, OPEN)
_CHECKED = _day("day until which the law was checked")

_TRACE_LINE = _record(
    {
        "label": _text("paragraph label inside the provision, such as a.1; empty where there is none"),
        "sentence": _text("the sentence with the facts put in"),
        "verdict": _text("whether the sentence holds on the facts", "met", "not_met", "unknown"),
        "distance": _text("distance of the number to the limit; only for comparisons with known numbers"),
        "provision": _text("key of the provision, id@first day; only for the line of a provision"),
        "citation": _text("its citation and days; only for the line of a provision"),
        "facts": _list("names of the facts that the line asks for; only where it asks for any"),
        "parts": {"type": "array", "description": "the lines below it", "items": {"$ref": "#/$defs/trace_line"}},
    },
    optional=("distance", "provision", "citation", "facts"),
)


DETERMINATION = _form(
    "determination",
    "One shipment judged",
    "`chipgate check --chip ... --format json`, and by `answer.json()` in Python",
    {
        "day": _day("day of the shipment; null where none was given", or_null=True),
        "chip": {"type": ["string", "null"], "description": "chip_id of the catalogue; null where no chip was named"},
        "item": _text("label of the item, as given"),
        "outcome": _text("the answer in one word", *_OUTCOMES),
        "outcomes": _list("every outcome that is still possible", _text("an outcome", *OUTCOMES)),
        "clock": _text("the clock that was asked for", *Clock),
        "other_clock": {
            **_record(
                {
                    "clock": _text("the other clock", *Clock),
                    "outcome": _text("what that clock answers", *_OUTCOMES),
                }
            ),
            "description": "what the clock that was not asked for would say",
        },
        "licence_codified": _text("whether the text in force requires a licence", *_YES_NO),
        "licence_enforced": _text("whether what is enforced requires a licence", *_YES_NO),
        "eccn": _text("paragraph that specifies the item; none; undetermined"),
        "paragraphs": _text("sub-paragraphs proven on the facts, joined by semicolons"),
        "exception": _text("licence exception that is open by either clock; none; n/a where no licence is needed"),
        "exceptions_once_met": _table(
            "exceptions that open once the facts named are given and hold", _list("names of facts")
        ),
        "review_policy": _text("how the text says that an application is reviewed; n/a where no licence is needed"),
        "tpp": _text("TPP as decimal text; readings of a disputed figure are joined by a bar"),
        "performance_density": _text("performance density per mm2 as decimal text; n/a where there is none"),
        "deciding_provision": _text("id of the provision that decides, or that first keeps the outcome open"),
        "citation": _text("its citation"),
        "mark": _text("how well its text is known", "", *Mark),
        "reason": _text("the reason in one line"),
        "missing": _list(
            "facts that keep the outcome open, most telling first",
            _record(
                {
                    "fact": _text("name of the fact"),
                    "question": _text("the question that would settle it"),
                    "asked_by": _list("ids of the provisions that ask for it"),
                }
            ),
        ),
        "missing_for_review": _list("facts that keep it open how an application would be reviewed"),
        "settled_by": _list(
            "the fewest facts that settle the outcome whatever they are; all missing facts where none do"
        ),
        "red_flags": _list(
            "guidance that speaks up on the facts",
            _record(
                {
                    "provision": _text("id of the provision"),
                    "title": _text("its title"),
                    "citation": _text("its citation"),
                }
            ),
        ),
        "duties": embedded(DUTY, "duties where the good arrives; null where nobody asked"),
        "test_leg": embedded(
            DUTY,
            "duties on the way into the laboratory test that the case-by-case paragraph of 2026 asks for; null where "
            "there is no such test",
        ),
        "counter_measures": _list(
            "instructions and restrictions of other governments that reach the shipment",
            _record(
                {
                    "provision": _text("id of the provision"),
                    "title": _text("its title"),
                    "citation": _text("its citation"),
                    "verdict": _text("whether it reaches the shipment", "met", "unknown"),
                }
            ),
        ),
        "assumptions": _list(
            "facts that were assumed",
            _record(
                {
                    "fact": _text("name of the fact"),
                    "value": _text("the value assumed"),
                    "line": _text("the assumption as a sentence"),
                }
            ),
        ),
        "figures": _list(
            "figures worth a second look that the answer leans on; one entry for each reading",
            _record(
                {
                    "fact": _text("name of the fact"),
                    "value": _text("value as text"),
                    "origin": _text("where the value comes from"),
                    "mark": _text("how sure it is"),
                }
            ),
        ),
        "warnings": _list("what a reader must know beside the answer"),
        "law_checked_until": _CHECKED,
        "not_modelled": _list("what is not modelled, so that nobody takes silence for clearance"),
        "trace": _list(
            "the reasons: a tree for each provision that bears on the outcome", {"$ref": "#/$defs/trace_line"}
        ),
    },
) | {"$defs": {"trace_line": _TRACE_LINE}}

SUMMARY = _form(
    "summary",
    "An order book judged",
    "`chipgate check ORDERS --format json` and `chipgate demo --format json`",
    {
        "judged": _count("orders judged"),
        "rejected_rows": _count("rows that could not be read"),
        "rejects": _list(
            "the first faults of rejected rows; the file of rejects has all",
            _record(
                {
                    "row": _count("row of the file"),
                    "column": _text("column at fault; empty where it is the whole row"),
                    "wrong": _text("what is wrong"),
                    "right": _text("what to do"),
                }
            ),
        ),
        "outcomes": _table("orders for each outcome that occurred", _count("orders")),
        "by_deciding_provision": _list(
            "orders for each deciding provision and outcome, most first",
            _record(
                {
                    "provision": _text("id of the provision"),
                    "outcome": _text("outcome", *_OUTCOMES),
                    "orders": _count("orders"),
                }
            ),
        ),
        "missing_facts": _table("in how many orders each fact is missing", _count("orders")),
        "need_a_person": _list(
            "orders with a missing fact or a red flag, the first of them",
            _record(
                {
                    "row": _count("row of the file"),
                    "order": _text("order number, chip and destination, as far as given"),
                    "outcome": _text("outcome", *_OUTCOMES),
                    "what": _text("what to find out or resolve"),
                }
            ),
        ),
        "clocks_differ": _count("orders that the other clock answers differently"),
        "assumptions": _list("the assumptions that were in force"),
        "notes": _list("what the reader of the file should know"),
        "written": _list("files written"),
        "law_checked_until": _CHECKED,
    },
)

COLUMNS = _form(
    "columns",
    "The columns of an order book as understood",
    "`chipgate check ORDERS --dry-run --format json`",
    {
        "file": _text("path of the file"),
        "format": _text("what the file is"),
        "columns": _list(
            "the columns in order",
            _record(
                {
                    "header": _text("heading as written"),
                    "means": {
                        "type": ["string", "null"],
                        "description": "column or fact that it is read as; null: carried through, decides nothing",
                    },
                    "near": _list("known names that are like it"),
                    "same_as": _text("heading of the same meaning that is read in its place; empty: none"),
                }
            ),
        ),
        "notes": _list("what the reader of the file should know"),
    },
)

FORMS: Mapping[str, Schema] = MappingProxyType(
    {
        form["$id"].split("/")[1]: form
        for form in (
            DETERMINATION,
            SUMMARY,
            COMPARE,
            CURVES,
            RESCREEN,
            DUTY,
            DUTY_OVER_TIME,
            TIMELINE,
            COLUMNS,
            CHIPS,
            CHIP,
            WORKSHEET,
            DESIGN,
            DESIGNS_SOLD,
            MARGINS,
            DIFFERENCE,
            LINT,
            PERF,
            TRAIN,
            LAW,
            LIMITS,
            FACTS,
            COVERAGE,
        )
    }
)
"""Every form by its short name."""
