"""Aims: what a design is to be best at, as a number that the law or the datasheet knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from chipgate.chips.dies import Die
from chipgate.errors import ChipgateError, did_you_mean, near_names
from chipgate.law.us.definitions import BITS

COMPUTE, MEMORY, LINKS = "tpp", "dram_bandwidth_gb_s", "io_gb_s"
ORDER: Final = (COMPUTE, MEMORY, LINKS)
"""After the aim, the numbers that are raised as far as is left, in this order."""

_WORDS: Final = {"tpp": COMPUTE, "memory": MEMORY, "io": LINKS}
_WAITING: Final = ("decode", "prefill", "train")


class BadAim(ChipgateError):
    """An aim that is none, or that the die cannot serve."""


@dataclass(frozen=True, slots=True)
class Aim:
    """The number that is to be as high as possible, and the formats that stay on for it."""

    word: str
    fact: str
    formats: tuple[str, ...]
    rest: tuple[str, ...] = ORDER

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
    """The aim that WORD names: tpp, memory, io, or rate:FORMAT for the dense rate at a format.

    A rate is served best where wider products are switched off: they would count for the TPP without helping it.

    Raises:
        BadAim: it is none, or DIE has no such format, or it needs the workloads, which are not part of this version.
    """
    kind, _, form = word.partition(":")
    if kind in _WORDS and not form:
        return Aim(word, _WORDS[kind], tuple(die.rates))
    if kind == "rate":
        if form not in die.rates:
            raise BadAim(f"{die.name} has no rate at {form or 'no format'}; it has {', '.join(die.rates)}")
        most = die.rates[form] * BITS[form]
        return Aim(word, COMPUTE, tuple(one for one, rate in die.rates.items() if rate * BITS[one] <= most))
    if kind in _WAITING:
        lacks = "tokens a second need a model of workloads, which this version does not have"
        raise BadAim(f"{word}: {lacks}; use memory, which decode hangs on most, or tpp")
    near = did_you_mean(near_names(word, (*_WORDS, *(f"rate:{one}" for one in die.rates)), count=1))
    raise BadAim(f"{word!r} is no aim.{near} Give tpp, memory, io, or rate:FORMAT like rate:fp8.")
