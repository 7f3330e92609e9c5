"""Aims: what a design is to be best at, as a number that the law or the datasheet knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from chipgate.chips.dies import Die
from chipgate.errors import ChipgateError, did_you_mean, near_names
from chipgate.law.us.definitions import BITS
from chipgate.studies.design.work import PHASES, Work, memory_of_site_gb, wanted_format
from chipgate.workloads.faults import BadWorkload
from chipgate.workloads.models import model_of

COMPUTE, MEMORY, LINKS = "tpp", "dram_bandwidth_gb_s", "io_gb_s"
ORDER: Final = (COMPUTE, MEMORY, LINKS)
"""After the aim, the numbers that are raised as far as is left, in this order."""

_WORDS: Final = {"tpp": COMPUTE, "memory": MEMORY, "io": LINKS}


class BadAim(ChipgateError):
    """An aim that is none, or that the die cannot serve."""


@dataclass(frozen=True, slots=True)
class Aim:
    """The number that is to be as high as possible, and the formats that stay on for it.

    Where the aim is ``work``, tokens a second, ``fact`` is the number that the best part was found by.
    """

    word: str
    fact: str
    formats: tuple[str, ...]
    rest: tuple[str, ...] = ORDER
    work: Work | None = None

    @property
    def order(self) -> Sequence[str]:
        """The aim first, then the rest."""
        return (self.fact, *(one for one in self.rest if one != self.fact))


def fact_of(word: str) -> str:
    """The fact that tpp, memory or io stands for.

    Raises:
        BadAim: it is none of them.
    """
    if word not in _WORDS:
        raise BadAim(f"{word!r} is no number of a design; there are {', '.join(_WORDS)}")
    return _WORDS[word]


def aim_of(word: str, die: Die) -> Aim:
    """The aim that WORD names: tpp, memory, io, rate:FORMAT, or decode:MODEL, prefill:MODEL, train:MODEL.

    rate:FORMAT is the dense rate at a format; the last three are tokens a second on a model. A rate is served best
    where wider products are switched off: they would count for the TPP without helping it.

    Raises:
        BadAim: it is none, or DIE has no such format, or there is no such model.
    """
    kind, colon, form = word.strip().partition(":")
    kind, form = kind.strip().lower(), form.strip()
    form = form.lower() if kind == "rate" else form
    word = f"{kind}{colon}{form}"
    if kind in _WORDS and not form:
        return Aim(word, _WORDS[kind], tuple(die.rates))
    if kind == "rate":
        if form not in die.rates:
            raise BadAim(f"{die.name} has no rate at {form or 'no format'}; it has {', '.join(die.rates)}")
        return Aim(word, COMPUTE, _not_wider(die, form))
    if kind in PHASES:
        return _work_aim(word, PHASES[kind], form, die)
    near = did_you_mean(near_names(word, (*_WORDS, *(f"rate:{one}" for one in die.rates)), count=1))
    raise BadAim(
        f"{word!r} is no aim.{near} Give tpp, memory, io, rate:FORMAT like rate:fp8, or decode:MODEL, prefill:MODEL, "
        "train:MODEL like decode:deepseek-v3."
    )


def _not_wider(die: Die, form: str) -> tuple[str, ...]:
    """The formats of DIE that count no more for the TPP than FORM."""
    most = die.rates[form] * BITS[form]
    return tuple(one for one, rate in die.rates.items() if rate * BITS[one] <= most)


def _work_aim(word: str, phase: str, model: str, die: Die) -> Aim:
    if not model:
        raise BadAim(f"{word!r} names no model; write {word.rstrip(':')}:MODEL, like {word.rstrip(':')}:deepseek-v3")
    try:
        shape = model_of(model)
    except BadWorkload as wrong:
        raise BadAim(f"{word}: {wrong}") from wrong
    if memory_of_site_gb(die) is None:
        raise BadAim(f"{word}: no product of {die.name} prints its memory; tokens a second need it. Use memory or tpp")
    form = wanted_format(die, phase)
    narrow = {*_not_wider(die, form), "bf16", "fp16"}  # attention runs at 16 bits
    return Aim(word, COMPUTE, tuple(one for one in die.rates if one in narrow), work=Work(phase, shape))
