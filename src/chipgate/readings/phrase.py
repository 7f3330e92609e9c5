"""A phrase: a sentence with gaps, kept apart from its language until somebody reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial, reduce

from chipgate.translation.filling import beside, filled
from chipgate.translation.language import Language, translator
from chipgate.units import decimal_text


@dataclass(frozen=True, slots=True)
class Word:
    """A text that a catalogue translates."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A template of the catalogue and what goes into its gaps: phrases and words are translated, plain text is not."""

    template: str
    gaps: Mapping[str, object] = field(default_factory=dict)
    _texts: dict[Language, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    def text(self, language: Language = "en") -> str:
        """The sentence in LANGUAGE, made when it is first asked for."""
        found = self._texts.get(language)
        if found is None:
            found = self._texts[language] = said(self, translator(language))
        return found


def phrase(template: str, **gaps: object) -> Phrase:
    """A phrase from keyword gaps."""
    return Phrase(template, gaps)


def said(piece: object, translate: Callable[[str], str]) -> str:
    """A piece of a sentence as text."""
    if isinstance(piece, Phrase):
        gaps = {name: said(gap, translate) for name, gap in piece.gaps.items()}
        return filled(translate(piece.template), gaps) if gaps else translate(piece.template)
    if isinstance(piece, Word):
        return translate(piece.text)
    if isinstance(piece, tuple):
        return reduce(partial(_joined, translate(" or ")), (said(part, translate) for part in piece))
    if isinstance(piece, int | Fraction) and not isinstance(piece, bool):
        return decimal_text(piece)
    return str(piece)


def _joined(between: str, one: str, other: str) -> str:
    return beside(beside(one, between), other)
