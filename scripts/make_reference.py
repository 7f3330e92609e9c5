"""Write docs/reference from the code: commands, columns, JSON forms, named limits and provisions.

A test holds what is committed to what this makes; `make reference` mends it.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from chipgate.cases.as_json import value_text
from chipgate.cases.assumptions import ASSUMPTION_SETS
from chipgate.cases.column_aliases import ALIASES
from chipgate.cases.columns import KEPT_COLUMNS, OTHER_COLUMNS, fact_columns
from chipgate.cases.provision_words import consequence_words, days_text
from chipgate.cases.rejects import REJECT_COLUMNS
from chipgate.cases.result_columns import RESULT_COLUMNS
from chipgate.cli.main import COMMANDS, cli
from chipgate.forms.answers import FORMS
from chipgate.forms.schema import Schema
from chipgate.law.facts import Fact, FactKind
from chipgate.law.provision import Mark, Provision, Standing
from chipgate.law.trade.corpus import trade_corpus
from chipgate.law.us.corpus import CHECKED_UNTIL, FIRST_DAY
from chipgate.units import decimal_text

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "reference"
_MADE = "<!-- Made by `make reference` from the code; edit the code instead. -->"

EXIT_CODES = {
    0: "answered; no outcome named by `--fail-on` occurred",
    1: "an outcome named by `--fail-on` occurred, or `chipgate lint` found something that was not reviewed",
    2: "the input or the command line is wrong, or no result can be written; what was judged until then is kept under "
    "names with `.partial`",
    3: "some rows could not be read; the others are judged, and the rejects are in a file",
    129: "the terminal was closed (SIGHUP); as 130",
    130: "interrupted (Ctrl-C): what was judged is kept under names with `.partial`, the results stay as they were",
    143: "ended by SIGTERM, as a scheduler does; as 130",
}

OTHER_MEANINGS = {
    "chip": "name or id of a chip of the catalogue, or of a file given with `--chips`",
    "item": "what the item is called; decides nothing",
    "units": "how many; with the TPP of one it gives the TPP of the order",
    "peak_rates_tops": "peak rates of an item that is in no catalogue, such as `fp16=148;fp8=296`",
    "facts": "further facts in one cell: `name=value;name=value`",
    "end_user_hq_iso2": "headquarters of the end user and of its ultimate parent, where they are in the same country",
    "as_of": "day of the shipment in ISO form, 2024-06-01",
    "rates_are_sparse": "yes where the peak rates count sparsity",
    "sparsity_gain": "factor by which sparsity raises the peak rates",
    "rates_are_mac": "yes where a rate counts a multiply-accumulate as one operation; it counts as two",
    "input_bits": "bit lengths of the inputs of a `mixed` rate, like 4x16; the wider one counts",
    "units_aggregate": "how many units were added up in the figures; decides nothing",
    "planar_die_mm2": "area of dies on planar nodes; never counted",
    "hbm_mm2": "area of memory dies; never counted",
    "tpp_and_density_are_of": "`each_contained_ic`; the figures of a whole computer cannot be judged",
    "ic_count": "number of ICs in a computer; decides nothing",
    "consignee": "name of the ultimate consignee; compared with the lists, as the end user's is",
    "purchaser": "name of the purchaser; compared with the lists",
    "intermediary": "name of a distributor, forwarder or intermediate consignee; compared with the lists",
    "lessee": "name of a lessee or tenant, who uses the item beside the end user; compared with the lists",
    "purchaser_hq": "headquarters of the purchaser, where it is another than the end user; with those of the others "
    "it is `consignee_hq`: of several seats the one counts that the law reaches, and where that is not known, none",
    "purchaser_parent_hq": "headquarters of the ultimate parent of the purchaser",
    "intermediary_hq": "headquarters of a distributor or an intermediate consignee, read as those of the purchaser",
    "intermediary_parent_hq": "headquarters of its ultimate parent",
    "lessee_hq": "headquarters of a lessee or tenant, read as those of the purchaser",
    "lessee_parent_hq": "headquarters of its ultimate parent",
    "parent_name": "name of the parent company of the end user; compared with the lists, for its share too",
    "described_in_5A992c": "yes where the item is described in 5A992.c",
    "attested_tpp": "TPP that the designer attests",
    "attested_pd": "performance density that the designer attests",
    "actual_tpp": "TPP, where it is known beside an attested one",
    "actual_pd": "performance density, where it is known beside an attested one",
    "stated_eccn": "ECCN that the vendor states; decides nothing, and is said where it is not the one found",
    "remarks": "free text; what it says of uses, lists or other parties is no fact, and is not assumed away",
    "comments": "the same",
    "memo": "the same",
    "special_instructions": "the same",
    "hold_reason": "the same",
    "screening_result": "what your screening found; unless it is clear, nobody is assumed to be on no list",
    "end_user_country": "country of the end user, where it is another than the destination; read as `remarks` are",
    "owner_country": "country of an owner; read as `remarks` are",
    "country_of_incorporation": "where a party is incorporated; read as `remarks` are",
    "remote_user_country": "country of remote users; read as `remarks` are",
    "datacenter_location": "where the data centre stands; read as `remarks` are",
    "address": "address of delivery or of a party; read as `remarks` are",
    "ship_to_city": "city of delivery; read as `remarks` are",
    "actual_3a090": "no where the item is stated to be outside 3A090",
    "nonplanar_logic_die_mm2": "applicable die area; 0 where every die is planar: its density is then open",
}

RESULT_MEANINGS = {
    "outcome": "the answer in one word: `no_licence_required`, `exception`, `licence_required`, `undetermined`",
    "eccn": "paragraph that specifies the item; `none`; `undetermined`",
    "paragraphs": "sub-paragraphs proven on the facts, joined by semicolons",
    "licence_codified": "whether the text in force requires a licence: `yes`, `no`, `undetermined`",
    "licence_enforced": "whether what is enforced requires a licence: `yes`, `no`, `undetermined`",
    "exception": "licence exception that is open, by either clock; `none`; `n/a` where no licence is needed",
    "review_policy": "how the text says that an application is reviewed, by either clock; `n/a`; `not_stated`",
    "tpp": "TPP as decimal text; readings of a disputed figure are joined by a bar",
    "performance_density": "TPP per mm2 as decimal text; `n/a` where there is none",
    "deciding_provision": "id of the provision that decides, or that first keeps the outcome open",
    "missing": "facts that keep the outcome open, joined by semicolons; `chipgate facts NAME` explains each",
    "reason": "the reason in one line",
    "citation": "citation of the deciding provision",
    "outcomes": "every outcome that is still possible, joined by semicolons",
    "other_clock_outcome": "the outcome by the other clock",
    "open_exceptions": "exceptions that open once the facts named are given and hold",
    "red_flags": "ids of guidance that speaks up on the facts",
    "assumed": "facts that were assumed, as `name=value`",
    "warnings": "what a reader must know beside the answer",
    "clock": "the clock that the outcome goes by: as_enforced or on_the_books",
    "law_checked_until": "the day until which the law was checked",
}

REJECT_MEANINGS = {
    "row": "row of the file, the heading being row 1",
    "column": "column at fault; empty where it is the whole row",
    "wrong": "what is wrong",
    "right": "what to write instead",
    "text": "the row as it was read",
}

KIND_WORDS = {
    FactKind.NUMBER: "number",
    FactKind.FLAG: "yes or no",
    FactKind.CHOICE: "choice",
    FactKind.COUNTRY: "country",
    FactKind.CODE: "tariff code",
}
MARKS = {Mark.SEEN: "read", Mark.RECALLED: "recalled", Mark.READING: "our reading"}


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """A Markdown table."""
    names = list(head)
    yield "| " + " | ".join(names) + " |"
    yield "|" + "---|" * len(names)
    for row in rows:
        yield "| " + " | ".join(_cell(one) for one in row) + " |"


def _cell(value: object) -> str:
    return " ".join(str(value).replace("|", "\\|").split())


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def index() -> Iterator[str]:
    """The first page."""
    yield from ("# Reference", "", _MADE, "")
    yield "Made from the code, so that it says what the program does."
    yield ""
    yield from table(
        ("page", "what it holds"),
        (
            ("[Commands](commands.md)", "commands, options, exit codes"),
            ("[Columns](columns.md)", "columns of an order book and of its results; facts; assumptions"),
            ("[JSON forms](json.md)", "every field of what `--format json` prints; a JSON Schema for each form"),
            ("[Limits](limits.md)", "every named number of the law, which a reform can change"),
            ("[Provisions](provisions.md)", "every provision with its citation and days"),
        ),
    )
    yield ""
    yield f"Modelled from {FIRST_DAY}; law checked until {CHECKED_UNTIL}. chipgate informs; it is not legal advice."


def commands() -> Iterator[str]:
    """Every command with its arguments and options."""
    yield from ("# Commands", "", _MADE, "", "`chipgate COMMAND --help` says the same.", "")
    yield from ("## Exit codes", "")
    yield from table(("code", "meaning"), EXIT_CODES.items())
    # With the settings of the program: a command keeps the names of its help option from the first context it meets.
    context = click.Context(cli, info_name="chipgate", **cli.context_settings)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        yield from ("", f"## chipgate {name}", "")
        yield " ".join((command.help or "").split())
        yield ""
        usage = " ".join(command.collect_usage_pieces(click.Context(command, parent=context, info_name=name)))
        yield from ("```text", f"chipgate {name} {usage}", "```", "")
        options = [one for one in command.params if isinstance(one, click.Option)]
        yield from table(("option", "value", "default", "meaning"), map(_option_row, options))


def _option_row(option: click.Option) -> tuple[str, str, str, str]:
    kind = option.type
    value = "" if option.is_flag else option.metavar or _value_words(kind)
    default = "" if option.is_flag or not isinstance(option.default, str | Path) else f"`{option.default}`"
    again = (
        ""
        if not option.multiple
        or option.callback is not None
        or re.search("more than once|many times", option.help or "")
        else " May be given more than once."
    )
    shown = "" if option.envvar is None else f" Also by the environment variable `{option.envvar}`."
    return _codes(option.opts), value, default, f"{option.help or ''}{again}{shown}"


def _value_words(kind: click.ParamType[Any]) -> str:
    if isinstance(kind, click.Choice):
        return _codes(kind.choices)
    if isinstance(kind, click.Path):
        return "FILE" if kind.dir_okay is False else "PATH" if kind.file_okay else "DIRECTORY"
    return kind.name.upper()


def columns() -> Iterator[str]:
    """Columns of an order book and of its results."""
    _same("OTHER_MEANINGS", OTHER_MEANINGS, OTHER_COLUMNS)
    _same("RESULT_MEANINGS", RESULT_MEANINGS, RESULT_COLUMNS)
    _same("REJECT_MEANINGS", REJECT_MEANINGS, REJECT_COLUMNS)
    yield from ("# Columns", "", _MADE, "")
    yield "Headings are read without regard to case, spaces, hyphens, dots, a `?`, `:` or `*`, and a unit or a format"
    yield "in brackets; other words in brackets make a number, a place, a day or a chip another one (`TPP (thousands)`,"
    yield "`Country (of origin)`). A heading may have its name in two languages. Two columns that mean the same must"
    yield "agree in each row. A blank cell, and"
    yield "words such as `unknown`, `?`, `n/a` and 未知, leave a fact unknown. Every fact can be a column of its own,"
    yield "a pair in the column `facts`, or `--fact NAME=VALUE` on the command line."
    yield from ("", "## The shipment", "")
    yield from table(
        ("column", "other headings", "meaning"),
        ((f"`{name}`", _codes(ALIASES.get(name, ())), OTHER_MEANINGS[name]) for name in OTHER_COLUMNS),
    )
    yield from ("", "## Facts that the rules ask for", "")
    yield from table(
        ("column or fact", "other headings", "value", "question"),
        ((f"`{f.name}`", _codes(ALIASES.get(f.name, ())), _values(f), f.question) for f in fact_columns().values()),
    )
    yield from ("", "## Carried through", "")
    yield f"{_codes(sorted(KEPT_COLUMNS))}"
    yield "and every heading that is not understood go to the result as they are and decide nothing."
    yield from ("", "## Assumptions", "", "`--assume ordinary` fills these facts where nobody spoke of them:", "")
    yield from table(
        ("fact", "value", "as a sentence"),
        ((f"`{name}`", value_text(value), line) for name, (value, line) in ASSUMPTION_SETS["ordinary"].items()),
    )
    yield from ("", "## Results", "")
    yield "The columns of the orders come first. One that has the name of a result gets `given_` before its name."
    yield ""
    yield from table(("column", "meaning"), ((f"`{name}`", RESULT_MEANINGS[name]) for name in RESULT_COLUMNS))
    yield from ("", "## Rejects", "", "One line for each fault of a row that could not be read.", "")
    yield from table(("column", "meaning"), ((f"`{name}`", REJECT_MEANINGS[name]) for name in REJECT_COLUMNS))


def _values(fact: Fact) -> str:
    if fact.choices:
        return _codes(fact.choices)
    return KIND_WORDS[fact.kind] + (f" ({fact.unit})" if fact.unit else "")


def _same(name: str, meanings: Mapping[str, str], wanted: Iterable[str]) -> None:
    """Stop where a meaning is lacking, or left over."""
    if differs := sorted(set(meanings) ^ set(wanted)):
        raise SystemExit(
            f"{name} in scripts/make_reference.py: say what these mean, or drop them: {', '.join(differs)}"
        )


def json_forms() -> Iterator[str]:
    """Every field of every form."""
    yield from ("# JSON forms", "", _MADE, "")
    yield "What `--format json` prints. Numbers of the law and of datasheets are decimal text, so that none is rounded."
    yield "The number at the end of a form's name grows when a field changes its meaning or goes. The folder"
    yield "[schemas](schemas) has a JSON Schema for each form."
    for name, form in FORMS.items():
        yield from ("", f"## chipgate/{name}/1", "", f"{form['title']}. {form['description']}", "")
        yield from table(("field", "type", "meaning"), _fields(form))
        for inner, schema in form.get("$defs", {}).items():
            yield from ("", f"`{inner}`:", "")
            yield from table(("field", "type", "meaning"), _fields(schema))


def _fields(schema: Schema, prefix: str = "") -> Iterator[tuple[str, str, str]]:
    for name, one in schema["properties"].items():
        field = f"{prefix}{name}"
        optional = "" if name in schema["required"] else " (may be absent)"
        meaning = one.get("description", "")
        if "enum" in one:
            meaning += f": {_codes(word for word in one['enum'] if word)}"
        if "const" in one:
            meaning += f": `{one['const']}`"
        yield f"`{field}`", _type(one) + optional, meaning
        yield from _below(one, field)


def _below(one: Schema, field: str) -> Iterator[tuple[str, str, str]]:
    if "properties" in one:
        yield from _fields(one, f"{field}.")
    inner = one.get("items", {})
    if "properties" in inner:
        yield from _fields(inner, f"{field}[].")
    if isinstance(inner := one.get("additionalProperties"), dict) and "properties" in inner:
        yield from _fields(inner, f"{field}.NAME.")


def _type(one: Schema) -> str:
    if "$ref" in one:
        return f"`{one['$ref'].rpartition('/')[2]}`"
    if "const" in one:
        return "string"
    kind = one["type"]
    if isinstance(kind, list):
        return " or ".join(kind)
    if kind == "array":
        return f"array of {_type(one['items'])}"
    if kind == "object" and isinstance(one.get("additionalProperties"), dict):
        return f"object of {_type(one['additionalProperties'])}"
    return "day" if "pattern" in one else str(kind)


def limits() -> Iterator[str]:
    """Every named number, and the texts that print it."""
    corpus = trade_corpus()
    printed: dict[str, list[Provision]] = {}
    for provision in corpus.provisions:
        for one in provision.limits:
            printed.setdefault(one.name, []).append(provision)
    yield from ("# Named limits", "", _MADE, "")
    yield "Every number that the law prints has a name, and `SetLimit(name, value)` in a reform changes it everywhere."
    yield "`chipgate law --limits` lists them."
    yield ""
    yield from table(
        ("limit", "value", "stands in"),
        (
            (f"`{name}`", decimal_text(one.value), "; ".join(_version(p) for p in dict.fromkeys(printed[name])))
            for name, one in sorted(corpus.limits.items())
        ),
    )


def _version(provision: Provision) -> str:
    return f"{provision.id} ({days_text(provision).strip()})"


def provisions() -> Iterator[str]:
    """Every version of every provision."""
    found = trade_corpus().provisions
    yield from ("# Provisions", "", _MADE, "")
    yield f"{len(found)} versions of {len({one.id for one in found})} provisions, from {FIRST_DAY} on; law checked"
    yield f"until {CHECKED_UNTIL}. The last day is the last that it binds. `chipgate law ID` prints the sentence."
    for standing, title in (
        (Standing.LAW, "Law"),
        (Standing.LETTER, "Letters to an addressee"),
        (Standing.GUIDANCE, "Guidance"),
        (Standing.PROPOSAL, "Proposals, on record and never applied"),
    ):
        yield from ("", f"## {title}", "")
        yield from table(
            ("days", "id", "what it says", "gives", "citation", "text"),
            (
                (days_text(p).strip(), f"`{p.id}`", p.title, consequence_words(p, "en"), p.cite, MARKS[p.mark])
                for p in found
                if p.standing is standing
            ),
        )


def pages() -> dict[str, str]:
    """Every file of the reference by its path in the folder."""
    made = {
        "README.md": index(),
        "commands.md": commands(),
        "columns.md": columns(),
        "json.md": json_forms(),
        "limits.md": limits(),
        "provisions.md": provisions(),
    }
    written = {name: "\n".join(lines) + "\n" for name, lines in made.items()}
    schemas = {f"schemas/{name}.schema.json": _as_text(form) for name, form in FORMS.items()}
    return {**written, **schemas}


def _as_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def stored() -> dict[str, str]:
    """What is there now."""
    return {
        path.relative_to(FOLDER).as_posix(): path.read_text("utf-8") for path in FOLDER.rglob("*") if path.is_file()
    }


def main() -> int:
    """Write every page, and remove what is no longer made."""
    made, old = pages(), stored()
    for name in old.keys() - made.keys():
        (FOLDER / name).unlink()
    for name, text in made.items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if old.get(name) != text:
            path.write_text(text, encoding="utf-8")
            print(f"written: {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
