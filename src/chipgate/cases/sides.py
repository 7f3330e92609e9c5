"""A side of a comparison: a day, a clock, the law as it is, or a reform of it, read from what a user writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from chipgate.cases.days import day_of
from chipgate.cases.outcome_words import CLOCK_WORDS
from chipgate.errors import BadDay, ChipgateError, did_you_mean, near_names
from chipgate.law.corpus import Corpus
from chipgate.law.provision import Clock
from chipgate.law.reform import Reform, reformed
from chipgate.law.trade.corpus import trade_corpus
from chipgate.readings.compare import Vantage
from chipgate.readings.phrase import Phrase, Word, phrase
from chipgate.translation.fault_text import either, fault

LAW = "law"
"""The word for the law as it is."""

Named = str | Path | date | Clock | Reform | Corpus
"""What a side can be given as."""

NAMELESS: Final = "reform"
"""The name of a reform whose text has none, in a request or in ``reform.toml``."""


class BadSide(ChipgateError):
    """A side of a comparison that is no day, no clock, not the law, and no reform."""


@dataclass(frozen=True)
class Side:
    """One of the two that are compared. ``day`` and ``clock`` are None where the side does not name one."""

    name: str
    corpus: Corpus
    day: date | None = None
    clock: Clock | None = None
    reform: Reform | None = None

    @property
    def words(self) -> Phrase:
        """What the side is called."""
        if self.reform is not None and self.reform.name.casefold() == NAMELESS:
            return phrase("the law with the reform")
        if self.reform is not None:
            return phrase("the law with the reform {name}", name=self.reform.name)
        if self.day is not None:
            return phrase("the law of {day}", day=self.day.isoformat())
        return (
            phrase("the law {clock}", clock=Word(CLOCK_WORDS[self.clock])) if self.clock else phrase("the law as it is")
        )

    def vantage(self, day: date, clock: Clock) -> Vantage:
        """The law of this side, with DAY and CLOCK where it names none."""
        return Vantage(self.corpus, self.day or day, self.clock or clock)


def side_of(named: Named, corpus: Corpus | None = None) -> Side:
    """The side that NAMED stands for: a day, a clock, ``law``, or the path of a reform in TOML.

    Raises:
        BadSide: it is none of them.
        BadReform: the file of a reform has faults.
    """
    law = trade_corpus() if corpus is None else corpus
    match named:
        case Clock():
            return Side(str(named), law, clock=named)
        case Reform():
            return Side(named.name, reformed(law, named), reform=named)
        case Corpus():
            return Side(LAW, named)
        case date():
            return Side(named.isoformat(), law, day=day_of(named.isoformat()))
        case Path():
            return _of_file(named, law)
        case _:
            return _of_text(named.strip(), law)


def _of_text(text: str, law: Corpus) -> Side:
    if text == LAW:
        return Side(LAW, law)
    if text in set(Clock):
        return side_of(Clock(text), law)
    if text.casefold().endswith(".toml"):
        return _of_file(Path(text), law)
    try:
        day = day_of(text)
    except BadDay as wrong:
        if text[:1].isdigit():
            raise
        raise BadSide(
            fault(
                "{given} is nothing to compare.{near} Give a day like 2023-11-17, {clocks}, {law}, or the path of "
                "a reform (.toml).",
                given=repr(text),
                near=did_you_mean(near_names(text, (LAW, *Clock), count=1)),
                clocks=either([str(one) for one in Clock]),
                law=LAW,
            )
        ) from wrong
    return side_of(day, law)


def _of_file(path: Path, law: Corpus) -> Side:
    from chipgate.law.reform_file import read_reform  # a TOML reader is needed only here

    reform = read_reform(path, law)
    return Side(path.name, reformed(law, reform), reform=reform)
