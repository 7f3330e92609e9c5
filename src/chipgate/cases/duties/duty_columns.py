"""Duties in an order book: columns beside the result, where the book says how its goods are classified or made."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from chipgate.cases.case import Case
from chipgate.cases.check import Checker
from chipgate.cases.columns import (
    CONSIGNEE,
    END_USER_NAME,
    INTERMEDIARY,
    LABEL,
    LESSEE,
    PURCHASER,
    QUANTITY,
    REMARKS,
    STATED_ECCN,
)
from chipgate.cases.duties.as_text import rates_text
from chipgate.cases.duties.duties_of_book import DutiesOfBook
from chipgate.cases.duties.duty_answer import IMPORTERS, DutyAnswer
from chipgate.cases.duties.duty_facts import named_chip
from chipgate.cases.duties.money import Amount, part_of
from chipgate.cases.duties.total_rates import Rates
from chipgate.cases.duties.trade_answers import TradeAnswers
from chipgate.cases.order_book import OrderBook, TakesRows
from chipgate.cases.order_files import OrderRow
from chipgate.cases.order_value import ValueColumns, Worth, value_columns
from chipgate.cases.transaction import transaction_of
from chipgate.cases.values import number_of
from chipgate.errors import ChipgateError
from chipgate.law.corpus import Corpus
from chipgate.law.us.tariffs import facts as f
from chipgate.translation.language import Language, marked, translator
from chipgate.units import Exact, decimal_text

if TYPE_CHECKING:
    import polars as pl

_TELL_NOTHING: Final = frozenset(
    (LABEL, QUANTITY, "end_user", END_USER_NAME, CONSIGNEE, PURCHASER, INTERMEDIARY, LESSEE, STATED_ECCN, *REMARKS)
)
_RATES: Final = ("duty_rate_pct", "duty_rate_pct_low", "duty_rate_pct_high")
_KEPT: Final = 20_000


def asks_for_duties(book: OrderBook) -> bool:
    """Whether BOOK has a column of tariff codes or of origins."""
    return any(one.name in (f.HTS.name, f.ORIGIN.name, f.WAFER_ORIGIN.name) for one in book.plan)


class _Alike:
    """A case, alike to all others of which the law of duties sees the same: its facts, and the period of its day."""

    def __init__(self, case: Case, corpus: Corpus) -> None:
        self.case = case
        asked = corpus.trade.facts.keys() | {"item_kind"}
        seen = tuple(tuple((name, facts[name]) for name in sorted(asked & facts.keys())) for facts in case.readings)
        period = None if case.day is None else corpus.trade.period(case.day)
        self._seen = (period, tuple(named_chip(case).items()), case.transaction.doubted & asked, seen)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Alike) and self._seen == other._seen

    def __hash__(self) -> int:
        return hash(self._seen)


class WithDuties:
    """Writes each row with its duties to RESULTS; goods that say the same are worked out once."""

    takes_frames = False

    def __init__(self, results: TakesRows, book: OrderBook, checker: Checker, language: Language) -> None:
        self._results, self._book, self._checker, self._language = results, book, checker, language
        kept = book.kept_columns()
        self._headings = {kept[header]: header for header in book.file.header}
        unread = [one.header for one in book.plan if one.name is None]
        self._money: ValueColumns = value_columns(unread)
        self.of_book = DutiesOfBook()
        self._answers = lru_cache(maxsize=_KEPT)(self._answer)
        self._told_of = lru_cache(maxsize=_KEPT)(self._told)

    def write(self, cells: Mapping[str, str]) -> None:
        """Take one row of results, and write it with the duty columns."""
        row = OrderRow(0, {self._headings[name]: text for name, text in cells.items() if name in self._headings})
        self._results.write({**cells, **self.duty_cells(row)})

    def write_frame(self, frame: pl.DataFrame) -> None:
        """Take many rows."""
        for cells in frame.iter_rows(named=True):
            self.write({name: "" if text is None else str(text) for name, text in cells.items()})

    def write_table(self, table: Any) -> None:
        """Take many rows."""
        for cells in table.to_pylist():
            self.write({name: text or "" for name, text in cells.items()})

    def duty_cells(self, row: OrderRow) -> dict[str, str]:
        """The duty columns of a row."""
        told = self._book.cells_of(row)
        key = tuple(sorted((name, text) for name, text in told.items() if name not in _TELL_NOTHING and text.strip()))
        cells, duties = self._answers(key)
        worth = self._worth(row, told)
        amount = None if duties is None or worth is None else _share_of(worth, duties)
        self.of_book.add(duties, amount)
        return {**cells, "duty_amount": self._amount_text(row, duties, amount)}

    def _answer(self, key: tuple[tuple[str, str], ...]) -> tuple[dict[str, str], DutyAnswer | None]:
        case = self._checker.case_of(transaction_of(dict(key)))
        return self._told_of(_Alike(case, self._checker.trade))

    def _told(self, alike: _Alike) -> tuple[dict[str, str], DutyAnswer | None]:
        case = alike.case
        answers = TradeAnswers(case, self._checker.trade, self._checker.clock, is_asked=True)
        measures = "; ".join(one.provision.id for one in answers.counter_measures)
        words = self._words(case, answers.duties)
        return {**words, "counter_measures": measures}, answers.duties

    def _words(self, case: Case, duties: DutyAnswer | None) -> dict[str, str]:
        translate = translator(self._language)
        if duties is None:
            importer = case.facts.get("destination_iso2")
            known = importer is None or importer in IMPORTERS
            told = "" if known else translate("not modelled")
            lacking = {"destination_iso2": importer is None, "as_of": known and case.day is None}
            asked = ";".join(name for name, lacks in lacking.items() if lacks)
            return {**dict.fromkeys(_RATES, told), "duty_layers": "", "duty_missing": asked}
        layers = (*duties.layers, *duties.open_layers)
        shown = (one for one in layers if one.rates.highest != 0)
        words = (
            f"{translate(one.duty.instrument)} {rates_text(one.rates, self._language)}"
            + ("" if one in duties.layers else " ?")
            for one in shown
        )
        return {
            **dict(zip(_RATES, map(_number, _bounds(duties.total)), strict=True)),
            "duty_layers": "; ".join(words),
            "duty_missing": ";".join(fact.name for fact in duties.missing),
        }

    def _worth(self, row: OrderRow, told: Mapping[str, str]) -> Worth | None:
        return self._money.worth(row, _units(told.get("units", ""))) if self._money.exist else None

    def _amount_text(self, row: OrderRow, duties: DutyAnswer | None, amount: Amount | None) -> str:
        """What the duties come to on the value of the order, where its book gives one."""
        if amount is not None:
            return amount.text().strip()
        given = any(row.cells.get(one, "").strip() for one in (self._money.amount, self._money.price))
        unread = duties is not None and given
        return translator(self._language)(marked("the value cannot be read")) if unread else ""


def _share_of(worth: Worth, duties: DutyAnswer) -> Amount:
    value = Amount(worth.amount, worth.amount, worth.currency)
    return part_of(value, duties.total.lowest, duties.total.highest)


def _bounds(rates: Rates) -> tuple[Exact | None, ...]:
    return rates.settled, rates.lowest, rates.highest


def _number(value: Exact | None) -> str:
    return "" if value is None else decimal_text(value)


def _units(text: str) -> int | None:
    try:
        count = number_of(text)
    except ChipgateError:
        return None
    return count if isinstance(count, int) else None
