"""Why a duty is not applied, in one line."""

from __future__ import annotations

from chipgate.cases.duties.duty_answer import NotApplied
from chipgate.cases.reasons import leaf_words, telling_leaves
from chipgate.law.us.tariffs.facts import HTS
from chipgate.readings.phrase import phrase
from chipgate.translation.language import Language


def why_not(one: NotApplied, language: Language = "en") -> str:
    """That it does not bind on the day, or the lines of its text that are not met."""
    if one.not_in_force is not None:
        return one.not_in_force.text(language)
    assert one.why is not None
    return "; ".join(dict.fromkeys(leaf_words(leaf, language) for leaf in telling_leaves(one.why)))


def why_not_in_short(one: NotApplied, language: Language = "en") -> str:
    """The same, where the tariff code alone rules it out in so many words: the lists are in the JSON form."""
    leaves = [] if one.why is None else telling_leaves(one.why)
    if leaves and all(leaf.facts == (HTS.name,) for leaf in leaves):
        return phrase("the tariff code is not among the lines that it names").text(language)
    return why_not(one, language)
