"""A transaction: what the user said about one shipment, read column by column, with every fault in one report."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache, partial
from types import MappingProxyType
from typing import TypeVar

from chipgate.cases import columns
from chipgate.cases.columns import BOTH_HEADQUARTERS, CHIP, CONSIGNEE, DAY, IC_COUNT, LABEL, PACKED, QUANTITY, RATES
from chipgate.cases.days import day_of
from chipgate.cases.figures_in_doubt import figures_in_doubt, figures_of_3a090, has_no
from chipgate.cases.rates import Rate, differ, rates_of, rates_of_single_formats
from chipgate.cases.seats import seats_beside_the_end_user
from chipgate.cases.values import (
    figure_of,
    flag_of,
    is_read_in_two_ways,
    number_of,
    says_nothing,
    says_nought,
    seat_of,
    two_ways,
    value_of,
)
from chipgate.errors import BadNumber, BadTransaction, ChipgateError, near_names
from chipgate.kept_property import kept_property
from chipgate.law.facts import NOT_APPLICABLE, Value
from chipgate.law.us.approved_entities import APPROVED, standing_of_both
from chipgate.law.us.definitions import DENSE_RATES
from chipgate.translation.fault_text import fault, listed
from chipgate.translation.language import Language, marked
from chipgate.units import Exact

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one column of a transaction; ``wrong`` is English, and can be said in another language
    where it is a ``FaultText``."""

    column: str
    wrong: str

    def __str__(self) -> str:
        return f"{self.column}: {self.wrong}"

    def text(self, language: Language = "en") -> str:
        """The fault in LANGUAGE."""
        return fault("{where}: {faults}", where=self.column, faults=self.wrong).text(language)


class BadOrder(BadTransaction):
    """A transaction with faults; the message lists every one of them."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(map(str, faults)))

    def text(self, language: Language = "en") -> str:
        """All of them in LANGUAGE."""
        if language == "en":
            return str(self)
        return "；".join(one.text(language).removesuffix("。") for one in self.faults)


@dataclass(frozen=True, slots=True)
class Transaction:
    """One shipment as its seller describes it. What is absent is unknown.

    ``facts`` are those that the rules ask for, by name; ``doubted`` are the names that were called unknown in so many
    words, which no assumption may fill. ``chip`` is looked up in the catalogue, ``label`` is only a label; ``rates``
    are peak rates of an item that is in no catalogue; ``ics_per_unit`` counts the ICs of a computer. ``given`` keeps
    the text.
    """

    day: date | None = None
    chip: str | None = None
    label: str = ""
    units: int | None = None
    ics_per_unit: int | None = None
    facts: Mapping[str, Value] = field(default_factory=dict)
    rates: tuple[Rate, ...] = ()
    doubted: frozenset[str] = frozenset()
    given: Mapping[str, str] = field(default_factory=dict)


def transaction_of(cells: Mapping[str, str]) -> Transaction:
    """Read CELLS, canonical column names (or names of facts) to text, as a transaction.

    Raises:
        BadOrder: any cell cannot be read; carries all the faults.
    """
    spread, faults = _spread(cells)
    reader = _Reader(spread, faults)
    transaction = reader.read()
    if reader.faults:
        raise BadOrder(tuple(reader.faults))
    return transaction


def _spread(cells: Mapping[str, str]) -> tuple[dict[str, str], list[Fault]]:
    """The cells, with the packed facts beside them, and what is wrong with the packed ones."""
    spread = {name: text for name, text in cells.items() if name != PACKED}
    pairs, strange = columns.unpacked(cells.get(PACKED, ""))
    faults = [_strange_part(part) for part in strange]
    for name, text in pairs.items():
        known = columns.canonical(name)
        if known is None or known == PACKED:
            faults.append(_no_fact(PACKED, name))
        elif not spread.get(known, "").strip():
            spread[known] = text
        elif text and text != spread[known].strip():
            template = marked("{given} differs from {known} {other} beside it; keep one")
            wrong = fault(template, given=f"{name}={text}", known=known, other=repr(spread[known]))
            faults.append(Fault(PACKED, wrong))
    return spread, faults


def _strange_part(part: str) -> Fault:
    if "=" in part.lstrip("="):
        return Fault(PACKED, fault("{given} contradicts what stands before it; keep one", given=repr(part)))
    return Fault(PACKED, fault("{given} is no fact with a value; write name=value;name=value", given=repr(part)))


def _no_fact(column: str, name: str) -> Fault:
    if (meant := columns.canonical(name)) is not None:
        template = marked("{name} is a heading of the column {meant}; cells go by the name of their column: {meant}")
        return Fault(column, fault(template, name=repr(name), meant=meant))
    near = near_names(columns.fold(name), tuple(columns.known_columns()), count=1)
    hint = fault("did you mean {name}? ", name=repr(near[0])) if near else ""
    return Fault(column, fault("no fact {name}; {near}`chipgate facts` lists them", name=repr(name), near=hint))


_HEADQUARTERS = ("end_user_hq", "end_user_parent_hq")
_NOT_MADE_OF_A_CHIP = ("hbm", "weights", "other")
_WITHOUT_TPP = ("weights", "other")
_FIGURES_OF_AN_IC = ("tpp", "performance_density", "tops", "digital_units_score", "analog_units_score")
_NO_AREA = marked(
    "an area of zero divides nothing; leave it blank if it is not known, or write nonplanar_logic_die_mm2=0 if every "
    "die is planar"
)
_OF_A_COMPUTER = marked(
    "{given} cannot be judged; give the figures of each contained IC; TPP is not summed over a computer"
)
_NO_TPP_OF_THE_KIND = marked(
    "{given} does not go with a TPP; write ic, or computer for a server or board, or leave the figures out"
)
_NO_CHIP_OF_THE_KIND = marked(
    "{given} does not go with a chip of the catalogue; write ic, or computer for a server or board with it, or leave "
    "the chip out"
)


@lru_cache(maxsize=8192)
def _value_of(text: str, name: str) -> Value | None:
    """The value that TEXT gives to the fact NAME: order books say the same again and again."""
    return value_of(text, columns.fact_columns()[name])


_ENTRIES = ("controlled_elsewhere", "described_in_5A992c")
"""Columns that say whether another entry has the item."""

_SHORTHANDS = frozenset(
    (
        BOTH_HEADQUARTERS,
        *columns.SEATS_OF_PARTIES,
        *("actual_tpp", "actual_pd", "attested_tpp", "attested_pd", "described_in_5A992c"),
        *("nonplanar_logic_die_mm2", "planar_die_mm2", "hbm_mm2"),
    )
)
"""Columns that stand for facts of other names."""


class _Reader:
    """Reads the cells of one transaction and collects what is wrong with them."""

    def __init__(self, cells: dict[str, str], faults: list[Fault]) -> None:
        self.cells = cells
        self.faults = faults
        self.facts: dict[str, Value] = {}
        self.doubted: set[str] = set()

    def read(self) -> Transaction:
        """The transaction, as far as it can be read; the faults are in ``faults``."""
        known = columns.fact_columns()
        for name, text in self.cells.items():
            if name in known:
                self._read_fact(name, text)
            elif name not in columns.OTHER_COLUMNS:
                self.faults.append(_no_fact(name, name))
        self._read_shorthands()
        rates = self._rates()
        self.faults += [Fault(column, wrong) for column, wrong in figures_in_doubt(self.cells, self.facts, rates)]
        return Transaction(
            day=self._try(DAY, day_of),
            chip=self._text(CHIP),
            label=self._text(LABEL) or "",
            units=self._try(QUANTITY, units_of),
            ics_per_unit=self._try(IC_COUNT, units_of),
            facts=MappingProxyType(self.facts),
            rates=rates,
            doubted=frozenset(self.doubted),
            given=MappingProxyType(self.cells),
        )

    def _text(self, name: str) -> str | None:
        return self.cells.get(name, "").strip() or None

    def _try(self, name: str, read: Callable[[str], T]) -> T | None:
        text = self.cells.get(name)
        if text is None or says_nothing(text):
            return None
        try:
            return read(text)
        except ChipgateError as refused:
            self.faults.append(Fault(name, refused.said))
            return None

    def _read_fact(self, name: str, text: str) -> None:
        if says_nought(text) and has_no(name, self._kind):
            return  # such a table has a zero where there is nothing
        try:
            value = _value_of(text, name)
        except ChipgateError as refused:
            self.faults.append(Fault(name, refused.said))
            return
        if value is not None:
            self.facts[name] = value
        elif text.strip():
            self.doubted.add(name)

    @kept_property
    def _kind(self) -> Value | None:
        """The kind of the item, as far as it can be read."""
        try:
            return _value_of(self.cells.get("item_kind", ""), "item_kind")
        except ChipgateError:
            return None

    def _rates(self) -> tuple[Rate, ...]:
        """The rates listed in one column, and those of the columns of single formats, which must come to the same."""
        listed_rates = self._try(RATES, lambda text: rates_of(text, self.cells)) or ()
        if not self._single_rates:
            return listed_rates
        try:
            single = rates_of_single_formats(self._single_rates, self.cells)
        except ChipgateError as refused:
            self.faults.append(Fault(DENSE_RATES[next(iter(self._single_rates))].name, refused.said))
            return listed_rates
        if listed_rates and single and differ(listed_rates, single):
            template = marked("{given} differs from the columns of single formats beside it; keep one")
            self.faults.append(Fault(RATES, fault(template, given=repr(self._text(RATES)))))
        return listed_rates or single

    @property
    def _gives_rates(self) -> bool:
        return bool(self._text(RATES) or self._single_rates)

    @kept_property
    def _single_rates(self) -> dict[str, str]:
        """The columns of single formats, by format; zeros and what cannot be read are left out."""
        if any(fact.name in self.doubted for fact in DENSE_RATES.values()):
            return {}  # a rate that is called unknown may be the highest
        given = ((form, fact.name) for form, fact in DENSE_RATES.items() if self.facts.get(fact.name))
        return {form: self.cells[name] for form, name in given if name in self.cells}

    # Columns that stand for facts of other names.

    def _read_shorthands(self) -> None:
        if not self.cells.keys().isdisjoint(_SHORTHANDS):
            self._read_headquarters()
            self._read_seats()
            self._read_figures_of_a_kind("actual")
            self._read_figures_of_a_kind("attested")
            if not any(says_nothing(self.cells.get(name, "")) for name in ("attested_tpp", "attested_pd")):
                self.facts.setdefault("figures_attested", True)
            if self._try("described_in_5A992c", flag_of) and self.facts.setdefault("described_in", "5A992") != "5A992":
                template = marked("{given} differs from described_in {other} beside it; keep one")
                given, other = repr(self.cells["described_in_5A992c"].strip()), self.facts["described_in"]
                self.faults.append(Fault("described_in_5A992c", fault(template, given=given, other=other)))
            self._read_area()
        if self.facts.get("die_area_mm2") == 0:
            self.faults.append(Fault("die_area_mm2", fault(_NO_AREA)))
        self._refuse_figures_of_a_whole_computer()
        self._read_purchase_order()
        self._read_stated_classification()
        self._read_another_entry()
        self._read_standing()
        self._refuse_a_chip_that_is_something_else()

    def _read_another_entry(self) -> None:
        """An item that is specified in another entry is described there: in which one, nobody may assume; nor that
        there is none, where it is called unknown."""
        elsewhere, described = self.facts.get("controlled_elsewhere"), self.facts.get("described_in")
        if elsewhere is True and described == "none":
            self.facts["described_in"] = "another"
        if described is None and (elsewhere is True or any(map(self._is_called_unknown, _ENTRIES))):
            self.doubted.add("described_in")

    def _is_called_unknown(self, name: str) -> bool:
        text = self.cells.get(name, "")
        return bool(text.strip()) and says_nothing(text)

    def _read_purchase_order(self) -> None:
        """One paper, asked for with a notice and without: what is said of it holds for both."""
        if "purchase_order" in self.facts:
            self.facts.setdefault("purchase_order_without_notice", self.facts["purchase_order"])
        elif "purchase_order" in self.doubted and "purchase_order_without_notice" not in self.facts:
            self.doubted.add("purchase_order_without_notice")

    def _read_headquarters(self) -> None:
        place = self._try(BOTH_HEADQUARTERS, seat_of)
        beside = [self.facts.get(name) for name in _HEADQUARTERS]
        if place is not None and None not in beside and place not in beside:
            template = marked("{given} differs from {names} beside it; keep one")
            wrong = fault(template, given=repr(self.cells[BOTH_HEADQUARTERS].strip()), names=listed(_HEADQUARTERS))
            self.faults.append(Fault(BOTH_HEADQUARTERS, wrong))
        for name in _HEADQUARTERS:
            if place is not None:
                self.facts.setdefault(name, place)
            elif self.cells.get(BOTH_HEADQUARTERS, "").strip():
                self.doubted.add(name)

    def _read_seats(self) -> None:
        """Seats of a purchaser or an intermediate consignee: the law asks for those of all parties by one fact."""
        for fact, seat in seats_beside_the_end_user(self.cells, self.facts, self._seat_in):
            self.facts.pop(fact, None)
            if seat is None:
                self.doubted.add(fact)
            else:
                self.facts[fact] = seat

    def _seat_in(self, name: str) -> Value | None:
        return self._try(name, seat_of)

    def _read_standing(self) -> None:
        """740 Supp. 8 frees what goes to an approved ultimate consignee and approved end users: where the consignee is
        another, they have the standing of both, and none where nobody says that it is approved."""
        if self.facts.get("end_user") not in APPROVED:
            return
        of_both = standing_of_both(self.facts["end_user"], self._standing_of_consignee())
        if of_both is None:
            del self.facts["end_user"]
            self.doubted.add("end_user")
        else:
            self.facts["end_user"] = of_both

    def _standing_of_consignee(self) -> Value | None:
        """That of the end user, if no other consignee is spoken of."""
        consignee, end_user = self.cells.get(CONSIGNEE, "").strip(), self.cells["end_user"].strip()
        if consignee.casefold() == end_user.casefold():
            return self.facts["end_user"]
        if consignee:
            return value_of(consignee, columns.fact_columns()["end_user"])
        spoken_of = {"consignee_hq", "consignee_parent_hq"} & (self.facts.keys() | self.doubted)
        return None if spoken_of else self.facts["end_user"]

    def _read_figures_of_a_kind(self, kind: str) -> None:
        for short, name in (("tpp", "tpp"), ("pd", "performance_density")):
            value = self._try(f"{kind}_{short}", partial(figure_of, name=name))
            if value is None:
                continue
            if self.facts.setdefault(name, value) != value:
                template = marked("{given} differs from the {name} that stands beside it; keep one")
                said = fault(template, given=repr(self.cells[f"{kind}_{short}"]), name=name)
                self.faults.append(Fault(f"{kind}_{short}", said))

    def _read_area(self) -> None:
        area = self._try("nonplanar_logic_die_mm2", partial(figure_of, name="die_area_mm2", unit="mm2"))
        if area == 0:  # no die is on a non-planar node: what the density then is, is not stated (Technical Note 4)
            self.doubted.add("performance_density")
        elif area is not None and self.facts.setdefault("die_area_mm2", area) != area:
            template = marked(
                "{given} mm2 differs from die_area_mm2 {other}; both mean the applicable die area, keep one"
            )
            given, other = self.cells["nonplanar_logic_die_mm2"], self.cells["die_area_mm2"]
            self.faults.append(Fault("nonplanar_logic_die_mm2", fault(template, given=given, other=other)))
        for name in ("planar_die_mm2", "hbm_mm2"):
            self._try(name, lambda text: number_of(text, "mm2"))  # never counted; read so that a fault is reported

    def _refuse_figures_of_a_whole_computer(self) -> None:
        of = self.cells.get("tpp_and_density_are_of", "each_contained_ic").strip()
        if of and of != "each_contained_ic":
            self.faults.append(Fault("tpp_and_density_are_of", fault(_OF_A_COMPUTER, given=repr(of))))

    def _refuse_a_chip_that_is_something_else(self) -> None:
        """A chip is shipped as an IC, inside a computer, or as its technology; it is no HBM stack and no weights."""
        kind = self.facts.get("item_kind")
        if self._text(CHIP) and kind in _NOT_MADE_OF_A_CHIP:
            self.faults.append(Fault("item_kind", fault(_NO_CHIP_OF_THE_KIND, given=repr(kind))))
        elif kind in _WITHOUT_TPP and (self._gives_rates or any(map(self._is_a_figure, _FIGURES_OF_AN_IC))):
            self.faults.append(Fault("item_kind", fault(_NO_TPP_OF_THE_KIND, given=repr(kind))))

    def _is_a_figure(self, name: str) -> bool:
        value = self.facts.get(name)
        return isinstance(value, int | Fraction) and value > 0

    def _read_stated_classification(self) -> None:
        """An item that is stated to be outside 3A090 has no TPP to hold against it, unless figures say otherwise."""
        outside = self._try("actual_3a090", flag_of) is False
        low_end = str(self.facts.get("item_kind", "")).startswith("low_end")
        elsewhere_no = self.facts.get("controlled_elsewhere") is False
        is_said = outside or (low_end and elsewhere_no)
        if is_said and "tpp" not in self.facts and not self._gives_rates and not figures_of_3a090(self.facts):
            self.facts["tpp"] = NOT_APPLICABLE
            self.facts.setdefault("performance_density", NOT_APPLICABLE)


_OF_PIECES = re.compile(
    r"\s*(\d+)\s*(pcs?\.?|pieces?|ea\.?|each|units?|st\.?|stk\.?|stück|nos\.?|片|张|張|个|個|件|块|枚)\s*",
    re.IGNORECASE,
)
"""What a quantity is counted in where it is counted one by one. Boards, servers, sets and packs hold several."""


@lru_cache(maxsize=2048)
def units_of(text: str) -> int:
    """A quantity: a whole number above zero.

    Raises:
        BadNumber: it is none.
    """
    if pieces := _OF_PIECES.fullmatch(text):
        text = pieces[1]
    count: Exact = number_of(text)
    if "." in text and is_read_in_two_ways(text):
        raise BadNumber(two_ways(text))
    if not isinstance(count, int) or count == 0:
        raise BadNumber(fault("{given} is no quantity; write a whole number above zero", given=repr(text.strip())))
    return count
