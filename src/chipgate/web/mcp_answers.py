"""What the tools of the MCP server answer: plain values, each beside its vintage, its coverage and what is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from chipgate.cases.check_one import check
from chipgate.cases.chip_words import sheet_json
from chipgate.cases.coverage import coverage_json, is_partial
from chipgate.cases.days import day_of
from chipgate.cases.duties.landed_cost import landed_cost_of_cells, text_of
from chipgate.cases.not_modelled import NOT_LEGAL_ADVICE, not_modelled
from chipgate.cases.provision_words import full_id, provision_json
from chipgate.cases.reasons import MARK_WORDS
from chipgate.cases.transaction import BadOrder, Fault
from chipgate.cases.worksheet import worksheet_of
from chipgate.cases.worksheet_words import worksheet_json
from chipgate.chips.catalogue import bundled
from chipgate.chips.datasheet import FIGURE_UNITS, Datasheet
from chipgate.law.corpus import Corpus
from chipgate.law.provision import Clock, Provision
from chipgate.law.trade.corpus import DUTIES_CHECKED_UNTIL, FIRST_DAY_OF_DUTIES, trade_corpus
from chipgate.law.us.corpus import CHECKED_UNTIL, FIRST_DAY
from chipgate.translation.fault_text import fault
from chipgate.translation.language import Language, translator

SCHEMA: Final = "chipgate/mcp/1"

Answer = dict[str, Any]
Given = str | bool | int | float | None
"""What a model can give a fact as; a float counts as the shortest decimal that prints it."""


def _told(answer: Mapping[str, Any], unknowns: Iterable[Mapping[str, Any]], language: Language) -> Answer:
    """ANSWER with what stands beside every one of them."""
    translate = translator(language)
    return {
        "schema": SCHEMA,
        "answer": dict(answer),
        "unknowns": [dict(one) for one in unknowns],
        "vintage": {
            "law_from": FIRST_DAY.isoformat(),
            "law_checked_until": CHECKED_UNTIL.isoformat(),
            "duties_from": FIRST_DAY_OF_DUTIES.isoformat(),
            "duties_checked_until": DUTIES_CHECKED_UNTIL.isoformat(),
        },
        "coverage": {
            "not_modelled": [translate(line) for line in not_modelled()],
            "disclaimer": translate(NOT_LEGAL_ADVICE),
        },
    }


def _unknown(name: str, why: str) -> dict[str, str]:
    return {"name": name, "why": why}


def _joined(told: Mapping[str, Given], facts: Mapping[str, Given]) -> Mapping[str, Given]:
    """What was told and the further facts together; nothing that was given is dropped.

    Raises:
        BadOrder: a name is given both ways.
    """
    given = {name: value for name, value in told.items() if value is not None}
    if twice := tuple(Fault(name, fault("given twice; keep one")) for name in facts if name in given):
        raise BadOrder(twice)
    return {**given, **{name: value for name, value in facts.items() if value is not None}}


def order_answer(
    order: Mapping[str, Given],
    facts: Mapping[str, Given],
    assume: str | None,
    clock: Clock,
    language: Language,
    trace: bool,
) -> Answer:
    """The determination on one order (ORDER holds chip, destination and day); its missing facts are the unknowns.

    Raises:
        BadOrder: a fact cannot be read; carries every fault.
        UnknownChip: the chip is not in the catalogue.
    """
    found = check(_joined(order, facts), assume=assume, clock=clock)
    answer = found.json(language)
    if not trace:
        del answer["trace"]
    unknowns = (_unknown(one.fact, one.words.text(language)) for one in found.missing)
    return _told(answer, unknowns, language)


def provision_answer(name: str, on: str | None, language: Language, corpus: Corpus | None = None) -> Answer:
    """A provision as it stood on a day, or every version of it where no day is given.

    Raises:
        UnknownProvision: no provision of that id.
        BadDay: ON is no day of the law that is modelled.
    """
    law = trade_corpus() if corpus is None else corpus
    history, day = law.history(full_id(law, name)), None if on is None else day_of(on, FIRST_DAY_OF_DUTIES)
    shown = [one for one in history if day is None or day in one.binds.in_force]
    answer = {
        "id": history[0].id,
        "day": None if day is None else day.isoformat(),
        "versions": [_version_json(one, day, language) for one in shown],
        "history": [_span_json(one, language) for one in history],
    }
    return _told(answer, _unknowns_of_provisions(law, shown, language), language)


def _version_json(one: Provision, day: date | None, language: Language) -> dict[str, Any]:
    found = provision_json(one, language)
    if day is not None:
        found["counts"] = {str(clock): one.on(day, clock) for clock in Clock}
    return found


def _span_json(one: Provision, language: Language) -> dict[str, Any]:
    found = provision_json(one, language)
    return {name: found[name] for name in ("key", "since", "until", "title", "citation")}


def _unknowns_of_provisions(law: Corpus, shown: list[Provision], language: Language) -> Iterable[dict[str, str]]:
    """The facts that the text asks for, and where the text itself is not wholly known."""
    translate = translator(language)
    for one in shown:
        if is_partial(one):
            yield _unknown(one.key, translate(one.note or MARK_WORDS[one.mark]))
    names = dict.fromkeys(name for one in shown for name in provision_json(one, language)["facts"])
    yield from (_unknown(name, translate(law.facts[name].question)) for name in names)


def chip_answer(name: str, language: Language) -> Answer:
    """The datasheet of a chip and its worksheet; figures that are not printed, or disputed, are the unknowns.

    Raises:
        UnknownChip: no chip has that name; the message gives the nearest names.
        AmbiguousChip: a family whose packages differ.
    """
    found = bundled().find(name)
    answer = {
        "datasheet": sheet_json(found.sheet),
        "worksheet": worksheet_json(worksheet_of(found.sheet)),
        "read_as": found.read_as,
    }
    return _told(answer, _unknowns_of_sheet(found.sheet, language), language)


def _unknowns_of_sheet(sheet: Datasheet, language: Language) -> Iterable[dict[str, str]]:
    translate = translator(language)
    yield from (_unknown(name, translate("disputed")) for name in sheet.disputed())
    blank = (name for name in FIGURE_UNITS if name not in sheet.figures)
    yield from (_unknown(name, translate("not known")) for name in blank)


def duty_answer(
    cells: Mapping[str, Given], rest: Mapping[str, Given], facts: Mapping[str, Given], clock: Clock, language: Language
) -> Answer:
    """The duties on one good; facts that keep a rate open are the unknowns.

    Raises:
        BadOrder: a value cannot be read, or is given twice; carries every fault.
        UnknownChip: the chip is not in the catalogue.
    """
    named = {name: text_of(value) for name, value in _joined(cells, facts).items()}
    found = landed_cost_of_cells(named, {k: text_of(v) for k, v in rest.items() if v is not None}, clock=clock)
    translate = translator(language)
    unknowns = [_unknown(fact.name, translate(fact.question)) for fact in found.duties.missing]
    return _told(found.json(language), unknowns, language)


def coverage_answer(language: Language) -> Answer:
    """What is modelled, in part, and not; what is not modelled is what stays unknown."""
    found = coverage_json(trade_corpus(), language)
    partly = [one for one in found["provisions"] if one["modelled"] == "partly"]
    answer = {
        "provisions": len(found["provisions"]),
        "modelled": len(found["provisions"]) - len(partly),
        "partly_modelled": partly,
    }
    unknowns = (_unknown("not_modelled", line) for line in found["not_modelled"])
    return _told(answer, unknowns, language)
