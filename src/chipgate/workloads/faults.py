"""What can be wrong with a question about work: a model, a layout, a batch, a precision."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import reduce
from typing import Self

from chipgate.errors import ChipgateError, UnknownChip, near_names
from chipgate.translation.language import Language, marked, translator


class Fault(str):
    """What is wrong, in English like any text, and in another language where somebody asks for it.

    A gap holds a text, a fault, or several faults.
    """

    template: str
    gaps: Mapping[str, object]

    def __new__(cls, template: str, gaps: Mapping[str, object]) -> Self:
        """TEMPLATE, a sentence of the catalogue, with GAPS filled in."""
        made = super().__new__(cls, template.format(**_filled(gaps, "en")))
        made.template, made.gaps = template, gaps
        return made

    def __getnewargs__(self) -> tuple[str, Mapping[str, object]]:  # type: ignore[override]
        return self.template, self.gaps

    def text(self, language: Language = "en") -> str:
        """The fault in LANGUAGE."""
        return translator(language)(self.template).format(**_filled(self.gaps, language))


def fault(template: str, **gaps: object) -> Fault:
    """A fault from keyword gaps."""
    return Fault(template, gaps)


def said_in(language: Language, text: str) -> str:
    """TEXT in LANGUAGE where it is a fault that can be said so; else as it stands."""
    return text.text(language) if isinstance(text, Fault) else text


def _filled(gaps: Mapping[str, object], language: Language) -> dict[str, str]:
    between = "; " if language == "en" else "；"
    return {
        name: between.join(said_in(language, str(one) if not isinstance(one, str) else one) for one in gap)
        if isinstance(gap, tuple)
        else said_in(language, gap if isinstance(gap, str) else str(gap))
        for name, gap in gaps.items()
    }


WHERE = marked("{where}: {faults}")


class BadWorkload(ChipgateError):
    """A question that cannot be meant; the message lists every fault and what to do."""

    def __init__(self, where: str, faults: Sequence[str]) -> None:
        self.where = where
        self.faults = tuple(faults)
        self.said = fault(WHERE, where=where, faults=self.faults)
        super().__init__(str(self.said))


class UnknownModel(BadWorkload):
    """No model of that name; carries the nearest names."""

    def __init__(self, name: str, known: Collection[str]) -> None:
        self.name = name
        self.near = near_names(name, known)
        give = fault("Give a name of the list, or the path of a config.json.")
        meant = fault("Did you mean {names}? {give}", names=_either(self.near), give=give) if self.near else give
        super().__init__(fault("no model named {name}", name=repr(name)), [meant])


class MissingExtra(ChipgateError):
    """A library that is not installed; the message names the extra that brings it."""

    def __init__(self, library: str, extra: str) -> None:
        super().__init__(f"{library} is not installed; it comes with the extra: pip install 'chipgate[{extra}]'")


def _either(names: Sequence[str]) -> str:
    """Names of which one is meant."""
    quoted = [repr(one) for one in names]
    return reduce(lambda one, other: fault("{one} or {other}", one=one, other=other), quoted)


_LIST = marked("List them with `chipgate chips`, or bring a datasheet of your own with --chips FILE.")
_NO_CHIP = marked("no chip named {name} in the catalogue. {list}")
_NEAR_CHIPS = marked("no chip named {name} in the catalogue. Did you mean {names}? {list}")
_SEVERAL_CHIPS = marked("chip {name} can mean {names}, and they differ. Say which.")


def fault_of(error: ChipgateError) -> str:
    """What ERROR says, so that it can be said in another language where it is of a chip, a model or a layout."""
    if isinstance(error, BadWorkload):
        return error.said
    if not isinstance(error, UnknownChip):
        return str(error)
    name, names, listed = repr(error.name), _either(error.near) if error.near else "", fault(_LIST)
    templates = (_NO_CHIP, _NEAR_CHIPS, _SEVERAL_CHIPS)
    ways = (fault(one, name=name, names=names, list=listed) for one in templates)
    return next((one for one in ways if one == str(error)), str(error))
