"""The second law that a book is judged by, as an address names it: another day, the other clock, or a reform."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.datastructures import QueryParams

from chipgate.cases.compare import Inquiry, question_of
from chipgate.cases.days import day_of
from chipgate.cases.sides import LAW
from chipgate.law.provision import Clock
from chipgate.translation.fault_text import fault
from chipgate.web.order_book.options import BadChoice, Options

FROM, UNTIL, AGAINST, REFORM = "from", "until", "against", "reform"
OTHER_CLOCK: Final = "other_clock"


@dataclass(frozen=True, slots=True)
class SecondLaw:
    """What the law of a book is held against: two days, the other clock, or a reform by its id; or nothing yet."""

    days: tuple[str, str] | None = None
    other_clock: bool = False
    reform: str = ""

    @classmethod
    def of(cls, query: QueryParams) -> SecondLaw:
        """What QUERY names.

        Raises:
            ChipgateError: a day that cannot be read, or more than one second law.
        """
        first, second = query.get(FROM, "").strip(), query.get(UNTIL, "").strip()
        against, reform = query.get(AGAINST, "").strip(), query.get(REFORM, "").strip()
        if against not in ("", OTHER_CLOCK):
            raise BadChoice(
                fault(
                    "{name}={given} is nothing to compare with; write {other_clock}.",
                    name=AGAINST,
                    given=repr(against[:40]),
                    other_clock=OTHER_CLOCK,
                )
            )
        if bool(first) != bool(second):
            raise BadChoice(fault("One day is missing: give both days, the first and the second."))
        if sum(map(bool, (first, against, reform))) > 1:
            raise BadChoice(fault("Two laws are compared at a time: two days, two clocks, or the law and a reform."))
        days = (day_of(first).isoformat(), day_of(second).isoformat()) if first else None
        return cls(days, bool(against), reform)

    def __bool__(self) -> bool:
        return bool(self.days or self.other_clock or self.reform)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """The same as names and values of an address."""
        if self.days:
            yield from zip((FROM, UNTIL), self.days, strict=True)
        if self.other_clock:
            yield AGAINST, OTHER_CLOCK
        if self.reform:
            yield REFORM, self.reform

    def question(self, options: Options, reforms: Mapping[str, Path]) -> Inquiry:
        """The question that `chipgate compare` would ask; REFORMS are the files of reforms by their ids.

        Raises:
            BadReform: the file of the reform has faults.
            BadChoice: there is no such reform.
        """
        if self.days:
            return question_of(*self.days, clock=options.clock, assume=options.assume)
        if self.other_clock:
            clock = options.clock
            return question_of(Clock(clock), clock.other, on=options.day, assume=options.assume)
        if self.reform not in reforms:
            raise BadChoice(fault("There is no such reform, or it was forgotten meanwhile. Choose its file again."))
        file = reforms[self.reform]
        return question_of(LAW, file, on=options.day, clock=options.clock, assume=options.assume)
