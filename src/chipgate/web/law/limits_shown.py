"""The printed numbers of a provision, each by the name that a reform changes it by, beside the line that holds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chipgate.cases.provision_words import consequence_words
from chipgate.law.language import Compared, Condition, Limit, Paragraph
from chipgate.law.provision import ImposesDuty, ImposesFee, Provision, limits_of_consequence
from chipgate.law.walking import children, limits_of_measure
from chipgate.readings.sentence import unit_of, words_of
from chipgate.translation.language import Language
from chipgate.units import exact_text


@dataclass(frozen=True, slots=True)
class ShownLimit:
    """A named limit: its exact value as decimal text, its unit, the paragraph, and the words of the line it stands in.

    ``path`` is the full name; ``name`` the last part of it, which says what is limited.
    """

    path: str
    name: str
    value: str
    unit: str
    paragraph: str
    words: str


def limits_shown(provision: Provision, language: Language) -> tuple[ShownLimit, ...]:
    """Every limit that PROVISION prints, once each, in the order of the text."""
    found: dict[str, ShownLimit] = {}
    for one in _limits(provision, language):
        found.setdefault(one.path, one)
    return tuple(found.values())


def _limits(provision: Provision, language: Language) -> Iterator[ShownLimit]:
    for condition in provision.conditions:
        for node, label in _comparisons(condition, ""):
            words, unit = words_of(node).text(language), unit_of(node.measure)
            yield _shown(node.limit, unit, label, words)
            yield from (_shown(one, "", label, words) for one in limits_of_measure(node.measure))
    words = consequence_words(provision, language)
    for one in limits_of_consequence(provision.gives):
        yield _shown(one, _unit_of_consequence(provision, one), "", words)


def _comparisons(condition: Condition, label: str) -> Iterator[tuple[Compared, str]]:
    """Every comparison inside CONDITION, with the paragraph that it stands in."""
    if isinstance(condition, Paragraph):
        label = condition.label
    if isinstance(condition, Compared):
        yield condition, label
    for child in children(condition):
        yield from _comparisons(child, label)


def _unit_of_consequence(provision: Provision, one: Limit) -> str:
    match provision.gives:
        case ImposesDuty():
            return "%"
        case ImposesFee(_, _, rate, _, _, currency):
            return "%" if one == rate else currency
        case _:
            return ""


def _shown(one: Limit, unit: str, label: str, words: str) -> ShownLimit:
    return ShownLimit(one.name, one.name.rpartition("#")[2], exact_text(one.value), unit, label, words)
