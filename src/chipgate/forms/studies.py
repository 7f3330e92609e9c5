"""The forms of the JSON that `chipgate design`, `chipgate margins` and `chipgate lint` print."""

from __future__ import annotations

from chipgate.cases.questions import OPEN, OUTCOMES
from chipgate.forms.schema import count, day, embedded, flag, form, list_of, number, or_null, record, table_of, text
from chipgate.forms.workloads import ASSUMED, interval
from chipgate.forms.worksheets import WORKSHEET
from chipgate.law.provision import Clock
from chipgate.readings.solve.findings import FindingKind

_OUTCOMES = (*OUTCOMES, OPEN)
_GOALS = ("no-licence", "exception", "case-by-case")

_NUMBERS = {
    "tpp": number("TPP"),
    "performance_density": number("TPP per mm2 of applicable die area"),
    "die_area_mm2": number("applicable die area of all dies together"),
    "memory_bandwidth_gb_s": number("bandwidth of all memory together"),
    "io_gb_s": number("links and PCIe together, both directions"),
}
_KNOBS = {
    **record(
        {
            "units": count("processing units that are on, over all dies"),
            "clock_mhz": count("clock"),
            "rate_share": number("what is left of the rate of each unit in its matrix formats"),
            "formats": list_of("number formats that are on"),
            "memory_sites": count("memory stacks or channels that are on, over all dies"),
            "memory_site_gb_s": number("rate of each"),
            "links": count("chip-to-chip links that are on, over all dies"),
        }
    ),
    "description": "what is cut from the die, and how far",
}
_BINDING = record(
    {
        "name": text("name of the limit, or of the fact whose range or value binds"),
        "provision": or_null(text("id of the provision; null where no text but the die binds")),
        "label": text("label of the paragraph; empty where there is none"),
        "moved_by": number("by how much it was moved to see what it is worth"),
        "worth": or_null(number("what the optimum gains by it; null where nothing is allowed then")),
    }
)
_DISTANCE = record(
    {
        "limit": text("name of the limit"),
        "provision": text("id of the provision"),
        "label": text("label of the paragraph"),
        "value": number("the number that is held against it"),
        "bound": number("the limit"),
        "gap": number("the number less the limit"),
        "gap_share": number("the gap as a share of the limit"),
    }
)
_SOLD = record(
    {
        "chip_id": text("id"),
        "name": text("name"),
        "values": list_of("what it has of the aim, in every reading of a disputed figure", number("a reading")),
        "outcome": text("what the same text says of it", *_OUTCOMES),
        "review_policy": text("how an application for it would be reviewed"),
        "allowed": flag("whether it reaches the goal"),
    }
)
_SPEED = or_null(number("tokens a second and chip in that phase of the model of the aim; null where it names none"))
_FRONT = record({**_NUMBERS, "training_tokens_per_s_chip": _SPEED, "decode_tokens_per_s_chip": _SPEED, "knobs": _KNOBS})
_WORK = record(
    {
        "phase": text("the phase", "training", "prefill", "decode"),
        "model": text("the model"),
        "tokens_per_s_chip": number("what each chip delivers under the fastest layout; 0 where the model does not fit"),
        "foreseen": or_null(
            interval("what `chipgate perf` answers about the part under that layout and load; null where none fits")
        ),
        "layout": text("that layout; empty where none fits"),
        "batch": number("sequences on each copy of the model there"),
        "precision": text("precision of products"),
        "chips": count("chips over which layouts were searched"),
        "memory_gb": number("memory of the part"),
        "assumed": list_of("what was assumed of the part and of the system around it", ASSUMED),
    }
)

DESIGN = form(
    "design",
    "The best part that a text still allows",
    "`chipgate design --from ... --format json`",
    {
        "die": text("parent die"),
        "dies": count("dies in the package"),
        "to": text("destination, ISO 3166 code"),
        "day": day("the day whose text counts"),
        "clock": text("the clock that was asked for", *Clock),
        "aim": text("what is as high as possible"),
        "goal": text("what the text must come to", *_GOALS),
        "margin_share": number("how far off each limit the design was kept"),
        **_NUMBERS,
        "bound": or_null(
            number(
                "the number of the aim that no allowed design is above; null where time ran out, or the aim is "
                "tokens a second"
            )
        ),
        "bound_attained": flag("whether the bound itself is allowed"),
        "bound_proved": flag("false where the time ran out, or the aim is tokens a second"),
        "work": or_null({**_WORK, "description": "what the part delivers; null where the aim is no work"}),
        "knobs": _KNOBS,
        "formats": table_of("dense rate at each format, in TOPS", number("rate")),
        "binding": list_of("what keeps the optimum from being higher, the worthiest first", _BINDING),
        "distances": list_of("distance to every limit, the nearest first", _DISTANCE),
        "outcome": text("the answer about the part", *_OUTCOMES),
        "review_policy": text("how an application for it would be reviewed; n/a where no licence is needed"),
        "eccn": text("paragraph that specifies it; none"),
        "red_flags": list_of("ids of the guidance that speaks up on the part, letters of BIS above all"),
        "sold": list_of("products of the catalogue cut from the same die", _SOLD),
        "front": list_of("parts that none is better than in compute, memory and links; empty unless asked for", _FRONT),
        "worksheet": embedded(WORKSHEET, "TPP and performance density of the part, worked out"),
        "taken_as_given": list_of("what nobody said and the answer rests on, a line each"),
        "why": list_of("the reasons, a line each"),
        "versions": list_of(
            "the best value by every version of the text, where it is another one; empty unless asked for",
            record(
                {
                    "since": day("first day of the version"),
                    "clock": text("the clock", *Clock),
                    "value": or_null(number("what the best part has of the aim; null where nothing is allowed")),
                    "binding": list_of("what keeps it from being higher", _BINDING),
                }
            ),
        ),
        "written": list_of("files that were written"),
    },
)

DESIGNS_SOLD = form(
    "designs_sold",
    "What each text allows against what was sold",
    "`chipgate design --sold --format json`",
    {
        "rows": list_of(
            "a product, or a design without one, each",
            record(
                {
                    "product": or_null(text("chip_id; null where no such part is sold")),
                    "die": text("parent die"),
                    "dies": count("dies in the package"),
                    "day": day("the day whose text counts"),
                    "aim": text("what is as high as possible"),
                    "goal": text("what the text must come to", *_GOALS),
                    "optimum": number("what the best part has of the aim"),
                    "sold": or_null(number("what the product has of it; null where there is none")),
                    "gap_share": or_null(number("how far the optimum is above the product, as a share of it")),
                    **_NUMBERS,
                    "why": text("what explains the gap"),
                }
            ),
        )
    },
)

MARGINS = form(
    "margins",
    "Chips near a limit",
    "`chipgate margins --format json`",
    {
        "day": day("the day whose text counts"),
        "clock": text("the clock that was asked for", *Clock),
        "within_share": number("how near a limit is told, as a share of it"),
        "rows": list_of(
            "a chip and a limit each, the nearest first",
            record(
                {
                    "chip_id": text("id"),
                    "name": text("name"),
                    "limit": text("name of the limit"),
                    "provision": text("id of the provision"),
                    "label": text("label of the paragraph"),
                    "value": number("the number of the chip"),
                    "bound": number("the limit"),
                    "gap": number("the number less the limit"),
                    "gap_share": number("the gap as a share of the limit"),
                    "meets": flag("whether the comparison of the text holds"),
                    "lowest": number("the lowest number that the printed digits leave open"),
                    "highest": number("the highest number that the printed digits leave open"),
                    "could_cross": flag("whether the limit lies between the two"),
                }
            ),
        ),
    },
)

DIFFERENCE = form(
    "difference",
    "Where two laws answer differently",
    "`chipgate difference A B --format json`",
    {
        "equal": flag("whether it is proved that they never do"),
        "complete": flag("whether these are all regions"),
        "regions": list_of(
            "a region each",
            record(
                {
                    "before": text("what the first answers in it; empty for none"),
                    "after": text("what the second answers in it"),
                    "lines": list_of("the lines that hold in the region"),
                    "witness": table_of("a case in it, facts by name", text("value")),
                    "chips": list_of("names of chips of the catalogue that lie in it, as far as their figures go"),
                }
            ),
        ),
    },
)

_FINDING = record(
    {
        "name": text("the kind and the key: its name in the reviewed file"),
        "kind": text("what is odd", *FindingKind),
        "words": text("the finding in a sentence"),
        "provisions": list_of("ids of the provisions"),
        "since": day("first change of the law after which it stands"),
        "last": day("last change of the law after which it stands"),
        "facts": list_of("cases that show it", table_of("facts by name", text("value"))),
        "review": or_null(text("what was made of it; null where nobody has looked at it")),
    }
)
LINT = form(
    "lint",
    "What is odd about the text",
    "`chipgate lint --format json`",
    {
        "new": list_of("findings that nobody has looked at", _FINDING),
        "reviewed": list_of("findings that were looked at", _FINDING),
        "gone": list_of("names of reviewed findings that are gone"),
    },
)
