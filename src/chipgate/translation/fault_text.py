"""What is wrong, as a text that can be said in another language as well."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Final, Protocol, Self, runtime_checkable

from chipgate.translation.filling import filled
from chipgate.translation.language import Language, marked, translator


@runtime_checkable
class Spoken(Protocol):
    """What says itself in any language: a fault, a phrase, the name of a country."""

    def text(self, language: Language = "en") -> str:
        """The same in LANGUAGE."""


class FaultText(str):
    """What is wrong, in English like any text, and in another language where somebody asks for it.

    A gap holds a text, something spoken, or several of them, which are set one after the other.
    """

    template: str
    gaps: Mapping[str, object]

    def __new__(cls, template: str, gaps: Mapping[str, object]) -> Self:
        """TEMPLATE, a sentence of the catalogue, with GAPS filled in."""
        made = super().__new__(cls, template.format(**_said_all(gaps, "en")))
        made.template, made.gaps = template, {name: _kept(gap) for name, gap in gaps.items()}
        return made

    def __getnewargs__(self) -> tuple[str, Mapping[str, object]]:  # type: ignore[override]
        return self.template, self.gaps

    def text(self, language: Language = "en") -> str:
        """The fault in LANGUAGE; in English where no catalogue holds its sentence."""
        return filled(translator(language)(self.template), _said_all(self.gaps, language))

    def with_gaps(self, change: Callable[[str], str]) -> FaultText:
        """The same of gaps to which CHANGE was made wherever they are text."""
        return FaultText(self.template, {name: _changed(gap, change) for name, gap in self.gaps.items()})


def fault(template: str, **gaps: object) -> FaultText:
    """A fault from keyword gaps."""
    return FaultText(template, gaps)


def said_in(language: Language, text: str) -> str:
    """TEXT in LANGUAGE where it is a fault that can be said so; else as it stands."""
    return text.text(language) if isinstance(text, FaultText) else text


class Joined(FaultText):
    """Several texts as one, BETWEEN saying how two of them stand together; however many there are."""

    def __new__(cls, between: str, parts: Sequence[object]) -> Self:
        """PARTS, at least one, joined by BETWEEN, a template of the catalogue with two gaps."""
        kept = tuple(map(_kept, parts))
        made = str.__new__(cls, _joined(between, kept, "en"))
        made.template, made.gaps = between, {"parts": kept}
        return made

    def __getnewargs__(self) -> tuple[str, Sequence[object]]:  # type: ignore[override]
        return self.template, self._parts

    @property
    def _parts(self) -> tuple[object, ...]:
        parts = self.gaps["parts"]
        assert isinstance(parts, tuple)
        return parts

    def text(self, language: Language = "en") -> str:
        """The texts in LANGUAGE, joined as it is done there."""
        return _joined(translator(language)(self.template), self._parts, language)

    def with_gaps(self, change: Callable[[str], str]) -> Joined:
        """The same of parts to which CHANGE was made wherever they are text."""
        return Joined(self.template, [_changed(part, change) for part in self._parts])


def _joined(between: str, parts: Sequence[object], language: Language) -> str:
    first, second = _GAP.findall(between)
    return reduce(
        lambda one, other: filled(between, {first: one, second: other}), (_said(part, language) for part in parts)
    )


_GAP: Final = re.compile(r"{(\w+)}")


def either(names: Sequence[object]) -> object:
    """NAMES of which one is meant, as one gap; at least one."""
    return Joined(marked("{one} or {other}"), names)


def every(names: Sequence[object]) -> object:
    """NAMES that are all meant, as one gap; nothing where there are none."""
    return Joined(marked("{one} and {other}"), names) if names else ""


def listed(names: Sequence[object]) -> object:
    """NAMES one after the other, as one gap; at least one."""
    return Joined(marked("{one}, {other}"), names)


def lines(texts: Sequence[str]) -> str:
    """TEXTS, faults or notes, each on a line of its own."""
    return Joined(marked("{above}\n{below}"), texts)


def _kept(gap: object) -> object:
    """A gap as it is kept: nothing but texts and what is spoken, so that no error holds what it was raised from."""
    return gap if isinstance(gap, str | tuple | Spoken) else str(gap)


def _said_all(gaps: Mapping[str, object], language: Language) -> dict[str, str]:
    return {name: _said(gap, language) for name, gap in gaps.items()}


def _said(gap: object, language: Language) -> str:
    if isinstance(gap, Spoken):
        return gap.text(language)
    if isinstance(gap, tuple):
        return ("; " if language == "en" else "；").join(_said(one, language) for one in gap)
    return str(gap)


def _changed(gap: object, change: Callable[[str], str]) -> object:
    if isinstance(gap, FaultText):
        return gap.with_gaps(change)
    if isinstance(gap, Spoken):
        return gap
    return tuple(_changed(one, change) for one in gap) if isinstance(gap, tuple) else change(str(gap))
