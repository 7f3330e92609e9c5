"""The forms of the JSON that the date line and the gate map answer with over HTTP."""

from __future__ import annotations

from chipgate.cases.questions import OPEN, OUTCOMES
from chipgate.forms.schema import count, day, flag, list_of, or_null, record, table_of, text
from chipgate.law.provision import Clock

_OUTCOMES = (*OUTCOMES, OPEN)
_NAME = {"const": "", "description": "name of this form; the number grows when a field changes"}
_MOVED_BY = record(
    {
        "provision": text("the text that moved the answer; empty where it is no single one"),
        "title": text("its title, or what moved the answer instead"),
        "citation": text("where it is printed"),
    }
)
_BAND = record(
    {
        "first": day("first day of the band"),
        "last": day("its last day"),
        "outcome": text("the answer on each of its days", *_OUTCOMES),
        "words": text("the same in words"),
        "paragraph": text("the paragraph that specifies the item"),
        "detail": text("the exception, the review of an application, or what is still possible"),
        "decided_by": text("the provision that decides"),
        "reason": text("why, in one line"),
        "asks": list_of("what is to be found out"),
        "moved_by": or_null({**_MOVED_BY, "description": "null where only the reason reads otherwise"}),
    }
)
_COMPARED = record(
    {
        "days": list_of("the two days, the earlier first", day("a day")),
        "outcomes": list_of("the answer on each"),
        "details": list_of("what belongs to each"),
        "moved_by": or_null({**_MOVED_BY, "description": "null where the answer is the same"}),
        "changes_of_the_law": count("texts and memberships that differ between the two"),
    }
)
_SPAN = record({"first": day("first day"), "last": day("last day")})

DATES = record(
    {
        "schema": {**_NAME, "const": "chipgate/dates/1"},
        "order": table_of("the shipment, by the names of the columns", text("as it was given")),
        "assume": text("the assumptions", "nothing", "ordinary"),
        "clock": text("the clock of the first lane", *Clock),
        "law_checked_until": day("the vintage of the law"),
        "first": day("the first day that is modelled"),
        "last": day("the last day of the line"),
        "today": day("the day of the answer"),
        "lanes": list_of(
            "by the clock asked for, by the other, and as if other law held",
            record(
                {
                    "lane": text("short name of the lane"),
                    "title": text("its law in words"),
                    "note": text("how it is meant; empty for the law as it is"),
                    "bands": list_of("spans of days with one answer, without a gap", _BAND),
                }
            ),
        ),
        "clocks_differ": list_of("the days on which the two clocks differ", _SPAN),
        "compared": or_null({**_COMPARED, "description": "two days side by side; null where none was asked for"}),
        "proposals_without_text": list_of(
            "proposals of which no text is modelled",
            record({"title": text("title"), "citation": text("citation"), "since": day("when it was put on record")}),
        ),
        "assumed": list_of("what was assumed, because nobody said otherwise"),
    }
)

_PLACE = list_of("the two numbers, as decimal text")
_REGION = record(
    {
        "outcome": text("the answer in the region", *_OUTCOMES),
        "eccn": text("the paragraph"),
        "exception": text("the exception that is open; empty where none is"),
        "reviews": list_of("the policies of review that are possible"),
        "x_from": text("its left edge, exactly"),
        "x_to": text("its right edge"),
        "y_from": text("its lower edge"),
        "y_to": text("its upper edge"),
    }
)
_GATE = record(
    {
        "value": text("the number at which the comparison turns"),
        "words": text("the comparison"),
        "provisions": list_of("where it is printed"),
    }
)
_VERDICT = record(
    {
        "outcome": text("the answer about the draft", *_OUTCOMES),
        "words": text("the same in words"),
        "in_full": text("the same as a sentence"),
        "detail": text("the exception, the review of an application, or what is still possible"),
        "eccn": text("the paragraph that specifies it"),
        "reason": text("why, in one line"),
        "decided_by": text("the provision that decides"),
        "tpp": text("TPP"),
        "density": text("performance density"),
        "clock": text("the clock in words"),
        "asks": list_of("what is to be found out"),
        "red_flags": list_of("guidance that speaks up on the draft, letters of BIS above all"),
        "nearest": list_of("the nearest limits"),
    }
)

GATE_MAP = record(
    {
        "schema": {**_NAME, "const": "chipgate/map/1"},
        "draft": table_of("the draft, by the names of the facts", text("as it was given")),
        "to": text("destination, ISO 3166 code"),
        "day": day("the day whose text counts"),
        "clock": text("the clock", *Clock),
        "assume": text("the assumptions", "nothing", "ordinary"),
        "conditions_met": flag("whether the seller was taken to meet what exceptions and reviews ask for"),
        "law_checked_until": day("the vintage of the law"),
        "limits_changed": list_of(
            "limits that read otherwise than in the law",
            record({"limit": text("name"), "reads": text("in the law"), "is_to_read": text("in this answer")}),
        ),
        "verdict": _VERDICT,
        "exits": list_of(
            "the nearest ways out, the shortest first",
            record(
                {
                    "words": text("what must fall, and by how much"),
                    "gate": text("the provision that holds there"),
                    "ends": table_of("where it ends, by map", _PLACE),
                }
            ),
        ),
        "planes": list_of(
            "the maps",
            record(
                {
                    "plane": text("name", "density", "bandwidth"),
                    "x": text("the fact that goes right"),
                    "y": text("the fact that goes up"),
                    "is_exact": flag("whether every edge lies where the law puts it"),
                    "regions": list_of("rectangles of one answer, without overlap or gap", _REGION),
                    "gates": list_of("the lines that bound them", _GATE),
                }
            ),
        ),
        "chips": list_of(
            "real chips, each answered by its own figures",
            record(
                {
                    "chip": text("id"),
                    "name": text("name"),
                    "vendor": text("vendor"),
                    "outcome": text("the answer", *_OUTCOMES),
                    "words": text("the same in words, with the paragraph"),
                    "numbers": table_of("its numbers, every printed value", text("decimal text; ? where unknown")),
                    "disputed": flag("whether sources disagree on one of them"),
                }
            ),
        ),
        "assumed": list_of("what was assumed, because nobody said otherwise"),
    }
)
