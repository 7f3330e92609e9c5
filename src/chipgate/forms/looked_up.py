"""The forms of what can be looked up: chips, the law, its limits and facts, and what is modelled."""

from __future__ import annotations

from chipgate.chips.datasheet import Kind
from chipgate.forms.schema import day as _day
from chipgate.forms.schema import form as _form
from chipgate.forms.schema import list_of as _list
from chipgate.forms.schema import record as _record
from chipgate.forms.schema import table_of as _table
from chipgate.forms.schema import text as _text
from chipgate.law.facts import FactKind
from chipgate.law.provision import Mark, Standing

_CHECKED = _day("day until which the law was checked")

CHIPS = _form(
    "chips",
    "The catalogue",
    "`chipgate chips --format json`",
    {
        "chips": _list(
            "one entry a chip",
            _record(
                {
                    "chip_id": _text("id"),
                    "name": _text("name"),
                    "vendor": _text("vendor"),
                    "launch": _text("month or year of launch; empty if not known"),
                    "tpp": _text("TPP as decimal text, readings joined by a bar, >= for a floor; empty if not known"),
                    "performance_density": _text("performance density, the range where disputed; empty if not known"),
                    "memory_bandwidth_gb_s": {
                        "type": ["string", "null"],
                        "description": "total DRAM bandwidth in GB/s; null if not known",
                    },
                    "disputed": _list("fields whose sources disagree"),
                }
            ),
        )
    },
)

CHIP = _form(
    "chip",
    "One datasheet",
    "`chipgate chips NAME --format json`",
    {
        "chip_id": _text("id"),
        "vendor": _text("vendor"),
        "vendor_hq_iso2": _text("headquarters of the vendor, ISO 3166 code"),
        "design_family": _text("family"),
        "parent_die": _text("die that the chip is cut from"),
        "launch": _text("month or year of launch"),
        "state": _text("released, announced, rumoured ..."),
        "memory_type": _text("kind of memory"),
        "interconnect_name": _text("name of the chip-to-chip links"),
        "name": _text("name"),
        "aliases": _list("other names of this package"),
        "family_names": _list("names of the family that are read as this package"),
        "figures": _table(
            "every figure by field name",
            _record(
                {
                    "value": _text("value as decimal text, or true or false"),
                    "unit": _text("unit; empty for true or false"),
                    "kind": _text("how sure the figure is", *Kind),
                    "readings": _list("every value in print; more than one where the figure is disputed"),
                    "source": _text("where it is printed"),
                }
            ),
        ),
        "recalled_texts": _list("fields of text that are recalled"),
        "source": _text("source of the datasheet as a whole"),
        "source_note": _text("note on that source"),
        "notes": _text("notes"),
    },
)

_STAY = _record(
    {"since": _day("first day of the stay"), "until": _day("first day after it; null while it goes on", or_null=True)}
)

LAW = _form(
    "law",
    "Provisions",
    "`chipgate law --format json`, with a provision, a day, or neither",
    {
        "checked_until": _CHECKED,
        "provisions": _list(
            "one entry for each version",
            _record(
                {
                    "id": _text("id of the provision, shared by its versions"),
                    "key": _text("id@first day: this version"),
                    "title": _text("what it says in a line"),
                    "citation": _text("citation"),
                    "source": _text("the source that was read"),
                    "mark": _text("how well the text is known", *Mark),
                    "standing": _text("what kind of text it is", *Standing),
                    "gives": _text("what it brings about"),
                    "since": _day("first day that it binds"),
                    "until": _day("first day that it no longer binds; null while it goes on", or_null=True),
                    "compliance_from": _day("first day on which it must be complied with", or_null=True),
                    "not_enforced_from": _day("first day on which it is no longer enforced", or_null=True),
                    "stayed": _list("spans in which it is stayed", _STAY),
                    "sentence": _text("its test as a sentence, one line a part"),
                    "about": {"type": ["string", "null"], "description": "what it is about; null: anything"},
                    "limits": _table("named limits that the test prints", _text("value as decimal text")),
                    "facts": _list("facts that the test asks for"),
                    "note": _text("where text and reading could part"),
                }
            ),
        ),
    },
)

LIMITS = _form(
    "limits",
    "Named limits",
    "`chipgate law --limits --format json`",
    {"limits": _table("every named limit", _text("value as decimal text"))},
)

FACTS = _form(
    "facts",
    "Facts and columns that can be given",
    "`chipgate facts --format json`",
    {
        "facts": _list(
            "one entry a fact",
            _record(
                {
                    "name": _text("name: of the column, and for --fact NAME=VALUE"),
                    "kind": _text("what values it takes", *FactKind),
                    "unit": _text("unit of a number"),
                    "choices": _list("values of a choice"),
                    "aliases": _list("other headings for the column"),
                    "question": _text("the question that it answers"),
                }
            ),
        ),
        "other_columns": _list("columns that are read and are not facts of a provision"),
    },
)

COVERAGE = _form(
    "coverage",
    "What is modelled",
    "`chipgate coverage --format json`",
    {
        "first_day": _day("first day that is modelled"),
        "checked_until": _CHECKED,
        "provisions": _list(
            "one entry for each version of a provision",
            _record(
                {
                    "key": _text("id@first day"),
                    "standing": _text("what kind of text it is", *Standing),
                    "mark": _text("how well the text is known", *Mark),
                    "modelled": _text("whether in full or in part", "yes", "partly"),
                    "note": _text("what it leaves out, or where text and reading could part"),
                }
            ),
        ),
        "not_modelled": _list("what is not modelled"),
    },
)
