"""The summary of an order book as text and as JSON, and the plan of its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from chipgate.cases.assumptions import UNASSUMED
from chipgate.cases.book_summary import Summary
from chipgate.cases.check import Checker
from chipgate.cases.not_modelled import NOT_LEGAL_ADVICE
from chipgate.cases.order_book import OrderBook
from chipgate.cases.order_value import value_columns
from chipgate.cases.outcome_words import OUTCOME_NAMES, OUTCOME_WORDS
from chipgate.cases.questions import OPEN
from chipgate.cases.rejects import rejects_json
from chipgate.law.us.corpus import CHECKED_UNTIL
from chipgate.readings.phrase import phrase
from chipgate.readings.sentence import short_id
from chipgate.translation.fault_text import said_in
from chipgate.translation.language import Language, marked, translator

_FOR_A_PERSON = 15
"""Orders that need a person, listed on the screen; the result file has them all."""
_REJECTS = 10
"""Faults of rejected rows, listed on the screen; the file of rejects has them all."""


def summary_text(summary: Summary, written: Sequence[Path], checker: Checker, language: Language) -> str:
    """What the order book came to."""
    return "\n".join(_lines(summary, written, checker, language))


def _lines(summary: Summary, written: Sequence[Path], checker: Checker, language: Language) -> Iterator[str]:
    def say(template: str, **gaps: object) -> str:
        return phrase(template, **gaps).text(language)

    translate = translator(language)
    yield say("{count} orders judged, {rejected} rows rejected", count=summary.judged, rejected=summary.rejected_rows)
    for outcome, words in OUTCOME_WORDS.items():
        if summary.outcomes[outcome]:
            yield f"  {summary.outcomes[outcome]:>9,}  {translate(words)}"
    yield from _rejects(summary, language)
    yield from _by_provision(summary, language)
    if summary.for_a_person:
        yield ""
        yield translate("Orders that need a person")
        for one in summary.for_a_person[:_FOR_A_PERSON]:
            row = say("row {number}", number=one.row)
            yield f"  {row}  {one.order}  {translate(OUTCOME_NAMES[one.outcome])}: {one.what}"
        if len(summary.for_a_person) > _FOR_A_PERSON:
            yield f"  {translate('... and more, in the results')}"
    yield ""
    if summary.clocks_differ:
        yield say("{count} orders answer differently by the other clock.", count=summary.clocks_differ)
    yield from (translate(line) for line in _assumption_lines(checker))
    if summary.outcomes[OPEN] and not checker.assumptions:
        yield translate(UNASSUMED)
    yield from (said_in(language, note) for note in summary.notes)
    yield from (say("written: {path}", path=path) for path in written)
    yield say("Law checked until {day}.", day=CHECKED_UNTIL.isoformat()) + " " + translate(NOT_LEGAL_ADVICE)


def _rejects(summary: Summary, language: Language) -> Iterator[str]:
    if not summary.rejects:
        return
    yield ""
    yield translator(language)("rows rejected")
    for one in summary.rejects[:_REJECTS]:
        where = phrase("row {number}", number=one.row).text(language)
        yield f"  {where}  {one.line(language)}"
    if len(summary.rejects) > _REJECTS:
        yield "  ..."


def _assumption_lines(checker: Checker) -> Iterator[str]:
    if checker.assumptions:
        yield marked("Assumed where nobody said otherwise (each result names what it leaned on):")
        yield from dict.fromkeys(line for _, line in checker.assumptions.values())


def _by_provision(summary: Summary, language: Language) -> Iterator[str]:
    translate = translator(language)
    yield ""
    yield translate("By deciding paragraph")
    for (provision, outcome), count in summary.deciding.most_common():
        title = translate(summary.titles.get((provision, outcome), ""))
        yield f"  {count:>9,}  {translate(OUTCOME_NAMES[outcome])}  {short_id(provision) or '-'}  {title}"


def summary_json(
    summary: Summary, written: Sequence[Path], checker: Checker, language: Language = "en"
) -> dict[str, Any]:
    """The same as JSON: ``chipgate/summary/1``."""
    return {
        "schema": "chipgate/summary/1",
        "judged": summary.judged,
        "rejected_rows": summary.rejected_rows,
        "rejects": rejects_json(summary.rejects, language),
        "outcomes": dict(summary.outcomes),
        "by_deciding_provision": [
            {"provision": provision, "outcome": outcome, "orders": count}
            for (provision, outcome), count in summary.deciding.most_common()
        ],
        "missing_facts": dict(summary.missing.most_common()),
        "need_a_person": [
            {"row": one.row, "order": one.order, "outcome": one.outcome, "what": one.what}
            for one in summary.for_a_person
        ],
        "clocks_differ": summary.clocks_differ,
        "assumptions": [translator(language)(line) for _, line in checker.assumptions.values()],
        "notes": [said_in(language, note) for note in summary.notes],
        "written": [str(path) for path in written],
        "law_checked_until": CHECKED_UNTIL.isoformat(),
    }


_UNREAD: Final = marked("carried through, decides nothing")


def plan_text(book: OrderBook, language: Language) -> str:
    """How each column is understood."""
    translate = translator(language)
    lines = [phrase("{file}: columns as understood (nothing was judged)", file=book.file.path.name).text(language)]
    worth = value_columns([one.header for one in book.plan if one.name is None])
    money = {worth.amount, worth.price, worth.currency}
    for one in book.plan:
        near = f"  ({phrase('did you mean {name}?', name=one.near[0]).text(language)})" if one.near else ""
        same = f"  (= {one.same_as})" if one.same_as else ""
        unread = marked("what the order is worth, for amounts alone" if one.header in money else _UNREAD)
        meaning = one.name or translate(unread) + near + same
        lines.append(f"  {one.header}  ->  {meaning}")
    return "\n".join((*lines, *(said_in(language, note) for note in book.notes)))


def plan_json(book: OrderBook, language: Language = "en") -> dict[str, Any]:
    """The same as JSON: ``chipgate/columns/1``."""
    columns = [
        {"header": one.header, "means": one.name, "same_as": one.same_as, "near": list(one.near)} for one in book.plan
    ]
    return {
        "schema": "chipgate/columns/1",
        "file": str(book.file.path),
        "format": book.file.format,
        "columns": columns,
        "notes": [said_in(language, note) for note in book.notes],
    }
