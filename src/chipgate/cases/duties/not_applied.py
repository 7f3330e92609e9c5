"""Why a duty is not applied, in one line."""

from __future__ import annotations

from chipgate.cases.duties.duty_answer import NotApplied
from chipgate.cases.reasons import leaf_words, telling_leaves
from chipgate.translation.language import Language


def why_not(one: NotApplied, language: Language = "en") -> str:
    """That it does not bind on the day, or the lines of its text that are not met."""
    if one.not_in_force is not None:
        return one.not_in_force.text(language)
    assert one.why is not None
    return "; ".join(dict.fromkeys(leaf_words(leaf, language) for leaf in telling_leaves(one.why)))
