"""Where two laws answer differently about an export to one country, with the chips of the catalogue that lie there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from chipgate.cases.as_json import value_text
from chipgate.cases.assumptions import assumption_set
from chipgate.cases.figures import settled_readings
from chipgate.cases.outcome_words import answer_words
from chipgate.cases.printed_figures import printed_figures
from chipgate.cases.wide_rates import density_of
from chipgate.chips.catalogue import bundled
from chipgate.chips.datasheet import Datasheet
from chipgate.law.corpus import LawOnDay
from chipgate.law.facts import Value
from chipgate.law.walking import facts_of
from chipgate.readings.phrase import phrase, said
from chipgate.readings.solve.answers import LICENCE, Asked, WhetherLicence, WhichParagraph, WhichReview
from chipgate.readings.solve.differing import Difference, difference
from chipgate.readings.solve.optimum import DESTINATION
from chipgate.readings.solve.regions import Region
from chipgate.studies.distances import OF_A_CHIP
from chipgate.studies.lint_words import witness_text
from chipgate.studies.reality import REALITY
from chipgate.translation.language import Language, translator

QUESTIONS: Final[Mapping[str, Asked]] = {
    "paragraph": WhichParagraph(("3A090.a", "3A090.b", "3A090.c")),
    "licence": WhetherLicence(),
    "review": WhichReview(),
}
SHOWN: Final = 12
"""So many chips are named in a line; the JSON has all of them."""


def regions(first: LawOnDay, second: LawOnDay, about: str, to: str, seconds: float = 10) -> Difference:
    """Every region where two laws answer differently about an ordinary export of an IC to the country TO.

    The paragraph is asked for of every item; nothing is taken as given there.
    """
    fixed: dict[str, Value] = {}
    if about != "paragraph":
        fixed |= {name: value for name, (value, _) in assumption_set("ordinary").items()}
        fixed |= {"item_kind": "ic", "transaction": "export"}
        fixed |= dict.fromkeys((DESTINATION, "end_user_hq", "end_user_parent_hq"), to)
    named = chips_by_name()
    return difference(first, second, QUESTIONS[about], reality=REALITY, fixed=fixed, named=named, seconds=seconds)


def chips_by_name() -> Mapping[str, Mapping[str, Value]]:
    """The facts of every chip of the catalogue with a TPP and a density, those of its first reading."""
    found = {sheet.name: dict(_facts(sheet)) for sheet in bundled()}
    return {name: facts for name, facts in found.items() if "performance_density" in facts}


def _facts(sheet: Datasheet) -> Iterator[tuple[str, Value]]:
    facts = settled_readings(printed_figures(sheet))[0]
    yield from facts.items()
    yield "item_kind", "ic"
    density = density_of(facts.get("tpp"), facts.get("die_area_mm2"))
    if density is not None:
        yield "performance_density", density


def region_lines(found: Difference, language: Language) -> Iterator[str]:
    """The regions as text."""
    translate = translator(language)
    for number, one in enumerate(found.regions, 1):
        before, after = (_answer(told, translate) for told in one.answers)
        yield f"{number}. {before} -> {after}"
        yield from (f"     {said(words, translate)}" for words in one.region.words)
        shown = ", ".join(one.named[:SHOWN]) + (" ..." if len(one.named) > SHOWN else "")
        yield f"   {phrase('{count} chips may lie here', count=len(one.named)).text(language)}: {shown}"
        yield f"   {witness_text(_in_short(one.region), language)}"
    if found.is_equal:
        yield translate("The two answer alike in every case: this is proved.")
    elif found.is_complete:
        yield translate("These are all regions in which the two differ: outside them they are proved to be alike.")
    else:
        yield translate("There are more regions than were looked for in the time given.")


def _in_short(region: Region) -> Mapping[str, Value]:
    """The facts of the witness that the lines of the region name, and the numbers of the chip."""
    names = {fact.name for atom, _ in region.lines for fact in facts_of(atom.condition)} | {*OF_A_CHIP, "datacenter"}
    return {name: value for name, value in region.witness.items() if name in names}


def _answer(told: str, translate: Callable[[str], str]) -> str:
    if told == LICENCE:
        return translate("licence required")
    return answer_words(told, translate) if told else translate("none")


def regions_json(found: Difference, language: Language) -> dict[str, Any]:
    """The regions as plain values."""
    return {
        "schema": "chipgate/difference/1",
        "equal": found.is_equal,
        "complete": found.is_complete,
        "regions": [
            {
                "before": one.answers[0],
                "after": one.answers[1],
                "lines": [words.text(language) for words in one.region.words],
                "witness": {name: value_text(value) for name, value in one.region.witness.items()},
                "chips": list(one.named),
            }
            for one in found.regions
        ],
    }
