"""What the duties of an order book come to: how many orders are settled, which are open, and the sums by currency."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from chipgate.cases.duties.duty_answer import DutyAnswer
from chipgate.cases.duties.money import Amount
from chipgate.readings.phrase import phrase
from chipgate.translation.language import Language

_SHOWN = 15
"""Orders with open duties that are named by their place in the results; the file has them all."""


@dataclass
class DutiesOfBook:
    """Adds up the duties of the orders that it is told of, in the order of the results."""

    orders: int = 0
    settled: int = 0
    open_orders: list[int] = field(default_factory=list)
    elsewhere: int = 0
    open_count: int = 0
    _sums: dict[str, Amount] = field(default_factory=dict)

    def add(self, duties: DutyAnswer | None, amount: Amount | None) -> None:
        """Take one order: its duties, None where they are not modelled, and what they come to where it has a value."""
        self.orders += 1
        if duties is None:
            self.elsewhere += 1
            return
        if duties.total.settled is None:
            self.open_count += 1
            self.open_orders += [self.orders] if len(self.open_orders) < _SHOWN else []
            return
        self.settled += 1
        if amount is not None:
            sums = self._sums
            sums[amount.currency] = sums[amount.currency] + amount if amount.currency in sums else amount

    @property
    def sums(self) -> Mapping[str, Amount]:
        """The duties of the settled orders that have a value, by currency."""
        return dict(sorted(self._sums.items()))

    def lines(self, language: Language) -> Iterator[str]:
        """What to say below the summary of the book."""
        yield phrase(
            "Duties: {settled} orders settled, {open} open, {elsewhere} without a day or place that is modelled.",
            settled=self.settled,
            open=self.open_count,
            elsewhere=self.elsewhere,
        ).text(language)
        if self.sums:
            sums = "; ".join(amount.text().strip() for amount in self.sums.values())
            yield phrase("Duties of the settled orders that have a value: {sums}.", sums=sums).text(language)
        if self.open_orders:
            rows = ", ".join(map(str, self.open_orders)) + (" ..." if self.open_count > _SHOWN else "")
            yield phrase(
                "Duties are open in these lines of the results: {rows}; duty_missing says why.", rows=rows
            ).text(language)
