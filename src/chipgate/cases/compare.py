"""What differs between two days, two clocks, or the law and a reform of it: the law, the chips, the orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from chipgate.cases.assumptions import Assumed
from chipgate.cases.check import Checker
from chipgate.cases.compare_chips import ChipMove, compare_chips
from chipgate.cases.compare_orders import OrderMoves, compare_orders
from chipgate.cases.days import day_of
from chipgate.cases.determination import Determination
from chipgate.cases.judged_often import Asker
from chipgate.cases.order_book import OrderBook, TakesRows, opened_book
from chipgate.cases.sides import BadSide, Named, Side, side_of
from chipgate.chips.catalogue import Catalogue, bundled
from chipgate.countries.names import iso2_of
from chipgate.law.provision import Clock
from chipgate.readings.compare import LawDifference, difference
from chipgate.translation.fault_text import fault
from chipgate.translation.language import Language


@dataclass(frozen=True)
class Inquiry:
    """What is compared, and how: the sides, the day and clock where a side names none, assumptions and chips."""

    before: Side
    after: Side
    on: date | None = None
    clock: Clock = Clock.AS_ENFORCED
    assume: str | None = None
    catalogue: Catalogue = field(default_factory=bundled)
    destinations: tuple[str, ...] = ("CN",)

    @property
    def day(self) -> date:
        """The day on which the law is looked at where a side names none; today, where nobody said."""
        return self.on or date.today()

    @cached_property
    def law(self) -> LawDifference:
        """What differs in the law."""
        return self.law_on(self.day, self.day)

    def law_on(self, before: date, after: date) -> LawDifference:
        """What differs in the law between the sides, on the days given where a side names none."""
        return difference(self.before.vantage(before, self.clock), self.after.vantage(after, self.clock))

    @property
    def days(self) -> tuple[date | None, date | None]:
        """As of which day each side judges an order; None: as of its own."""
        return self.before.day or self.on, self.after.day or self.on

    def askers(self, assume: str | None, days: tuple[date | None, date | None]) -> tuple[Asker, Asker]:
        """Who is asked about each order on the two sides."""
        checkers = (
            Checker(side.corpus, self.catalogue, assume, side.clock or self.clock) for side in (self.before, self.after)
        )
        before, after = checkers
        return Asker(before, days[0]), Asker(after, days[1])


@dataclass(frozen=True)
class Comparison:
    """What a comparison came to; ``orders`` is None where no book was given."""

    question: Inquiry
    chips: tuple[ChipMove, ...]
    orders: OrderMoves | None = None

    @property
    def law(self) -> LawDifference:
        """What differs in the law."""
        return self.question.law

    @property
    def assumptions(self) -> Mapping[str, Assumed]:
        """The assumptions under which the chips were judged."""
        return self.question.askers(_for_chips(self.question.assume), (None, None))[0].checker.assumptions

    def __str__(self) -> str:
        return self.text()

    def text(self, language: Language = "en") -> str:
        """The comparison as a reader sees it."""
        from chipgate.cases.compare_text import comparison_text

        return comparison_text(self, language)

    def json(self, language: Language = "en") -> dict[str, Any]:
        """The comparison as plain values, in the form ``chipgate/compare/1``."""
        from chipgate.cases.compare_json import comparison_json

        return comparison_json(self, language)


def question_of(
    a: Named,
    b: Named,
    *,
    on: date | str | None = None,
    clock: Clock | str | None = None,
    assume: str | None = None,
    catalogue: Catalogue | None = None,
    to: str | Sequence[str] = ("CN",),
) -> Inquiry:
    """What ``compare`` is asked, read and checked.

    Raises:
        BadSide: a side is nothing to compare, or an option would be passed over.
    """
    before, after = side_of(a), side_of(b)
    _refuse_what_is_passed_over(before, after, on, clock)
    day = day_of(on.isoformat() if isinstance(on, date) else on) if on else None
    places = tuple(dict.fromkeys(iso2_of(one) for one in ((to,) if isinstance(to, str) else to)))
    chosen = Clock.AS_ENFORCED if clock is None else Clock(clock)
    return Inquiry(before, after, day, chosen, assume, catalogue or bundled(), places)


def _refuse_what_is_passed_over(before: Side, after: Side, on: object, clock: object) -> None:
    days, clocks = [one.day is not None for one in (before, after)], [one.clock for one in (before, after)]
    if all(days) and on:
        raise BadSide(fault("both sides name their day, so that `--on` would be passed over; leave it out"))
    if any(days) and not all(days) and not on:
        other = after if days[0] else before
        raise BadSide(
            fault(
                "one side names a day and {name} does not: say with --on on which day it is read", name=repr(other.name)
            )
        )
    if all(clocks) and clock:
        raise BadSide(fault("both sides are clocks, so that `--clock` would be passed over; leave it out"))


def compare(
    a: Named,
    b: Named,
    orders: str | Path | None = None,
    *,
    on: date | str | None = None,
    clock: Clock | str | None = None,
    assume: str | None = None,
    to: str | Sequence[str] = ("CN",),
    catalogue: Catalogue | None = None,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
) -> Comparison:
    """What differs between A and B: in the law, for the chips of the catalogue, and for the book ORDERS.

    A and B are each a day, a clock, ``law`` (the law as it is), a reform, or the path of one in TOML. With two days
    every order is judged as if shipped on each; else on its own day, or as if shipped ON one.

    >>> compare("2023-11-16", "2023-11-17", to="CN").chips[0].eccns
    ('none', '3A090.a')

    Raises:
        BadSide: a side is nothing to compare.
        BadReform: the file of a reform has faults.
        UnreadableFile: the book cannot be opened.
    """
    question = question_of(a, b, on=on, clock=clock, assume=assume, catalogue=catalogue, to=to)
    if orders is None:
        return comparison(question)
    with opened_book(Path(orders), question.days[0], columns, sheet) as book:
        return comparison(question, book)


def comparison(
    question: Inquiry,
    book: OrderBook | None = None,
    results: TakesRows | None = None,
    language: Language = "en",
    **progress: Any,
) -> Comparison:
    """The answer to QUESTION; orders of BOOK that move go to RESULTS."""
    chip_days = (question.before.day or question.day, question.after.day or question.day)
    chips = compare_chips(
        question.catalogue,
        question.destinations,
        *question.askers(_for_chips(question.assume), chip_days),
        question.law,
    )
    moved = tuple(chips)
    if book is None:
        return Comparison(question, moved)
    askers = question.askers(question.assume, question.days)
    return Comparison(question, moved, compare_orders(book, *askers, Laws(question).of, results, language, **progress))


def _for_chips(assume: str | None) -> str:
    """A chip of the catalogue has nobody who could say more about it: the ordinary is assumed unless told otherwise."""
    return assume or "ordinary"


class Laws:
    """What differs in the law for orders of any day; days of one period share it."""

    def __init__(self, question: Inquiry) -> None:
        self._question = question
        self._found: dict[tuple[int, int], LawDifference] = {}

    def of(self, before: Determination, after: Determination) -> LawDifference:
        """What differs in the law for an order that was answered BEFORE and AFTER."""
        days = (before.case.day or self._question.day, after.case.day or self._question.day)
        sides = (self._question.before, self._question.after)
        key = (sides[0].corpus.period(days[0]), sides[1].corpus.period(days[1]))
        if key not in self._found:
            self._found[key] = self._question.law_on(*days)
        return self._found[key]
