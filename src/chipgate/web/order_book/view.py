"""The screen of an order book as plain values: what a page shows, in one language. No law stands here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from chipgate.cases.assumptions import assumption_set
from chipgate.cases.book_summary import ForAPerson, Summary
from chipgate.cases.columns import CHIP, DAY, LABEL, PACKED, QUANTITY, RATES, fact_columns, known_columns
from chipgate.cases.heading_looks import looks_telling
from chipgate.cases.outcome_words import OUTCOME_NAMES, OUTCOME_WORDS
from chipgate.cases.questions import OPEN
from chipgate.cases.reasons import reason
from chipgate.cases.rejects import Reject
from chipgate.cases.settled_by import asked_first
from chipgate.translation.fault_text import said_in
from chipgate.translation.language import Language, marked, translator
from chipgate.web.order_book.first_look import FirstLook, FirstRow
from chipgate.web.order_book.options import MEANS, Options
from chipgate.web.order_book.runs import Written
from chipgate.web.order_book.size_text import size_text
from chipgate.web.render import provision_name

OTHER_WORDS: Final[Mapping[str, str]] = {
    CHIP: marked("The chip, by its name"),
    LABEL: marked("A description of the item"),
    QUANTITY: marked("How many"),
    RATES: marked("Peak rates by number format"),
    PACKED: marked("Several facts, name=value;name=value"),
    DAY: marked("The day of the shipment"),
    "end_user": marked("Name or standing of the end user"),
    "consignee": marked("Name of the consignee"),
    "purchaser": marked("Name of the purchaser"),
    "intermediary": marked("Name of an intermediary"),
    "lessee": marked("Name of a lessee or tenant"),
    "lessee_hq": marked("Where is the lessee headquartered?"),
    "lessee_parent_hq": marked("Where is the ultimate parent company of the lessee headquartered?"),
    "purchaser_hq": marked("Where is the purchaser headquartered?"),
    "purchaser_parent_hq": marked("Where is the ultimate parent company of the purchaser headquartered?"),
    "intermediary_hq": marked("Where is the intermediary headquartered?"),
    "intermediary_parent_hq": marked("Where is the ultimate parent company of the intermediary headquartered?"),
    "parent_name": marked("Name of the ultimate parent company"),
    "stated_eccn": marked("The ECCN that is stated, which decides nothing"),
    "end_user_hq_iso2": marked("Where are the end user and its ultimate parent company headquartered?"),
}
"""Words for columns that are no facts, and have no question."""


@dataclass(frozen=True)
class ColumnView:
    """A heading, its first values, and how it was understood.

    ``state`` is read, same, money, carried or telling: the last is one that is not read and may matter.
    """

    heading: str
    samples: tuple[str, ...]
    state: str
    name: str
    words: str
    field: str
    said: str
    near: str


@dataclass(frozen=True)
class RowView:
    """One row: the order, its outcome (empty where it was rejected), why, and what to find out or to mend."""

    number: int
    label: str
    outcome: str
    outcome_words: str
    reason: str
    questions: tuple[str, ...]
    flags: tuple[str, ...]
    faults: tuple[str, ...]
    cells: Mapping[str, str]


@dataclass(frozen=True)
class LookView:
    """The page of the first look."""

    format: str
    sheets: tuple[str, ...]
    columns: tuple[ColumnView, ...]
    rows: tuple[RowView, ...]
    has_more_rows: bool
    notes: tuple[str, ...]
    nothing_assumed: bool
    unknown: str


def look_view(look: FirstLook, options: Options, language: Language) -> LookView:
    """The page of LOOK."""
    said = dict(options.columns)
    return LookView(
        format=look.format,
        sheets=look.sheets,
        columns=tuple(_columns(look, said, language)),
        rows=tuple(_first_row(row, language) for row in look.rows),
        has_more_rows=look.has_more_rows,
        notes=tuple(said_in(language, note) for note in look.notes),
        nothing_assumed=options.assume == "nothing" and any(_is_open(row) for row in look.rows),
        unknown=said_in(language, look.unknown),
    )


def _is_open(row: FirstRow) -> bool:
    return row.answer is not None and row.answer.outcome == OPEN


def _columns(look: FirstLook, said: Mapping[str, str], language: Language) -> Iterator[ColumnView]:
    for one in look.plan:
        state = _state(one.name, one.same_as, one.header, look)
        yield ColumnView(
            heading=one.header,
            samples=look.samples.get(one.header, ()),
            state=state,
            name=one.name or one.same_as,
            words=column_words(one.name, language) if one.name else "",
            field=f"{MEANS}{one.header}",
            said=said.get(one.header, ""),
            near=one.near[0] if one.near and one.name is None else "",
        )


def _state(name: str | None, same_as: str, heading: str, look: FirstLook) -> str:
    if name:
        return "read"
    if same_as:
        return "same"
    if heading in look.money:
        return "money"
    return "telling" if looks_telling(heading) else "carried"


def column_words(name: str, language: Language) -> str:
    """What the column NAME says, in words: its question; empty where it has none."""
    fact = fact_columns().get(name)
    return translator(language)(OTHER_WORDS.get(name, "") or ("" if fact is None else fact.question))


def meanings(language: Language) -> list[tuple[str, str]]:
    """Every column that a heading can mean, with its words; those that most books have first."""
    common = (CHIP, QUANTITY, DAY, "destination_iso2", "end_user", "end_user_hq", "end_user_parent_hq")
    names = dict.fromkeys((*common, *sorted(set(known_columns().values()))))
    return [(name, column_words(name, language)) for name in names]


def _first_row(row: FirstRow, language: Language) -> RowView:
    translate = translator(language)
    answer = row.answer
    if answer is None:
        faults = tuple(one.line(language) for one in row.faults)
        return RowView(row.number, row.label, "", "", "", (), (), faults, row.cells)
    first = asked_first(answer)
    return RowView(
        number=row.number,
        label=row.label,
        outcome=answer.outcome,
        outcome_words=translate(OUTCOME_NAMES[answer.outcome]),
        reason=reason(answer, language),
        questions=tuple(one.words.text(language) for one in answer.missing if one.fact in first),
        flags=tuple(translate(flag.title) for flag in answer.red_flags),
        faults=(),
        cells=row.cells,
    )


# Results.


@dataclass(frozen=True)
class Tile:
    """How many orders have one outcome."""

    outcome: str
    words: str
    orders: int


@dataclass(frozen=True)
class ByProvision:
    """How many orders one provision decides in one way."""

    id: str
    short_id: str
    title: str
    outcome: str
    outcome_words: str
    orders: int


@dataclass(frozen=True)
class ToFindOut:
    """A fact that is missing, and for how many orders."""

    fact: str
    words: str
    orders: int


@dataclass(frozen=True)
class Download:
    """A file to take away."""

    name: str
    words: str
    size: str


@dataclass(frozen=True)
class ResultsView:
    """The page of a book that was judged."""

    judged: int
    rejected_rows: int
    tiles: tuple[Tile, ...]
    provisions: tuple[ByProvision, ...]
    people: tuple[RowView, ...]
    rejects: tuple[Reject, ...]
    missing: tuple[ToFindOut, ...]
    clocks_differ: int
    assumed: tuple[str, ...]
    nothing_assumed: bool
    notes: tuple[str, ...]


def results_view(summary: Summary, options: Options, language: Language) -> ResultsView:
    """The page of SUMMARY."""
    translate = translator(language)
    assumptions = assumption_set(options.assume)
    return ResultsView(
        judged=summary.judged,
        rejected_rows=summary.rejected_rows,
        tiles=tuple(
            Tile(name, translate(words), summary.outcomes[name])
            for name, words in OUTCOME_WORDS.items()
            if summary.outcomes[name]
        ),
        provisions=tuple(_provisions(summary, language)),
        people=tuple(_person(one, language) for one in summary.for_a_person),
        rejects=tuple(one.told(language) for one in summary.rejects),
        missing=tuple(_missing(summary, language)),
        clocks_differ=summary.clocks_differ,
        assumed=tuple(dict.fromkeys(translate(line) for _, line in assumptions.values())),
        nothing_assumed=bool(summary.outcomes[OPEN]) and not assumptions,
        notes=tuple(said_in(language, note) for note in summary.notes),
    )


def _provisions(summary: Summary, language: Language) -> Iterator[ByProvision]:
    translate = translator(language)
    for (provision, outcome), count in summary.deciding.most_common():
        title = translate(summary.titles.get((provision, outcome), ""))
        words = translate(OUTCOME_NAMES[outcome])
        yield ByProvision(provision, provision_name(provision, language), title, outcome, words, count)


def _person(one: ForAPerson, language: Language) -> RowView:
    translate = translator(language)
    return RowView(
        number=one.row,
        label=one.order,
        outcome=one.outcome,
        outcome_words=translate(OUTCOME_NAMES[one.outcome]),
        reason="",
        questions=tuple(question.words.text(language) for question in one.questions),
        flags=tuple(map(translate, one.flags)),
        faults=(),
        cells=one.cells,
    )


def _missing(summary: Summary, language: Language) -> Iterator[ToFindOut]:
    for name, count in summary.missing.most_common(8):
        yield ToFindOut(name, column_words(name, language), count)


FILE_WORDS: Final[Mapping[str, str]] = {
    ".results.csv": marked("Every order with its answer, as CSV"),
    ".results.xlsx": marked("Every order with its answer, as a workbook"),
    ".results.html": marked("Report with the reasons, one page for any browser"),
    ".rejects.csv": marked("Rows that could not be judged, with what is wrong"),
    ".changes.csv": marked("The orders that move, both answers side by side, as CSV"),
    ".changes.xlsx": marked("The orders that move, both answers side by side, as a workbook"),
}


def downloads(written: Sequence[Written], language: Language) -> tuple[Download, ...]:
    """The files WRITTEN, with their sizes."""
    translate = translator(language)
    return tuple(
        Download(one.name, translate(words), size_text(one.size_bytes))
        for one in written
        for ending, words in FILE_WORDS.items()
        if one.name.endswith(ending)
    )
