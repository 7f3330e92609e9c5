"""A case: a transaction with the catalogue and the assumptions applied, ready for the questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING

from chipgate.cases.assumptions import Assumed
from chipgate.cases.columns import LABEL, STATED_ECCN
from chipgate.cases.described_chips import contradicted
from chipgate.cases.figure import Candidates
from chipgate.cases.figures import candidates_of, rounds_to, settled_readings
from chipgate.cases.hints import doubted_by_hints, doubted_by_the_eccn
from chipgate.cases.party_names import facts_in_doubt, parties_named
from chipgate.cases.remarks import doubted_by_remarks
from chipgate.cases.transaction import BadOrder, Fault, Transaction
from chipgate.cases.wide_rates import Laws, density_of
from chipgate.law.facts import Value
from chipgate.units import whole

if TYPE_CHECKING:
    from chipgate.chips.catalogue import Catalogue
    from chipgate.chips.datasheet import Datasheet
    from chipgate.law.us.listed_parties import ListedParty


COMPUTERS = ("computer", "low_end_computer")
"""Kinds of item whose TPP is that of each IC inside: an order of them counts every one (740.29(h)(2))."""


@dataclass(frozen=True)
class Case:
    """One shipment as the rules see it.

    ``readings`` holds one mapping of facts for each reading of disputed figures, usually one; ``figures`` says where
    each fact comes from; ``assumed`` are the lines of the assumptions that filled a gap; ``read_as`` says
    which package the name of a family was read as; ``like_listed`` are listed parties whose name is like one
    that is given, by that name, most alike first.
    """

    transaction: Transaction
    day: date | None
    readings: tuple[Mapping[str, Value], ...]
    figures: Candidates
    sheet: Datasheet | None = None
    assumed: Mapping[str, Assumed] = field(default_factory=dict)
    read_as: str = ""
    like_listed: Mapping[str, tuple[ListedParty, ...]] = field(default_factory=dict)

    @property
    def facts(self) -> Mapping[str, Value]:
        """The facts of the first reading."""
        return self.readings[0]

    @property
    def disputed(self) -> tuple[str, ...]:
        """Names of the figures that have more than one reading."""
        return tuple(name for name, found in self.figures.items() if len(found) > 1)


def case_of(
    transaction: Transaction,
    catalogue: Catalogue | None,
    assumptions: Mapping[str, Assumed],
    laws: Laws = lambda: (),
) -> Case:
    """Put the catalogue's figures and the ASSUMPTIONS beside what the user said; no catalogue where no chip is named.

    LAWS are those that will be asked: of a figure that is known as the least that it can be, more counts as they tell.

    Raises:
        UnknownChip: the transaction names a chip that is not in the catalogue.
        BadOrder: it is described as another chip.
    """
    found = catalogue.find(transaction.chip) if catalogue is not None and transaction.chip else None
    sheet = None if found is None else found.sheet
    if transaction.label and catalogue is not None and sheet is not None:
        _refuse_what_is_described_otherwise(transaction.label, sheet, catalogue)
    figures = candidates_of(transaction, sheet, laws)
    alike = parties_named(transaction)
    doubted = transaction.doubted.union(
        facts_in_doubt(transaction, alike),
        doubted_by_hints(transaction.facts),
        doubted_by_remarks(transaction.given),
        doubted_by_the_eccn(transaction.given.get(STATED_ECCN, "")),
    )
    assumed = {name: line for name, line in assumptions.items() if name not in figures and name not in doubted}
    values = {name: value for name, (value, _line) in assumed.items()}
    completed = (_completed(reading | values, transaction) for reading in settled_readings(figures))
    readings = tuple(chain.from_iterable(completed))
    read_as = "" if found is None else found.read_as
    return Case(transaction, transaction.day, readings, figures, sheet, assumed, read_as, alike)


def _refuse_what_is_described_otherwise(label: str, sheet: Datasheet, catalogue: Catalogue) -> None:
    wrong = contradicted(label, sheet, catalogue)
    if wrong is not None:
        raise BadOrder((Fault(LABEL, wrong),))


def _completed(reading: dict[str, Value], transaction: Transaction) -> Iterator[Mapping[str, Value]]:
    """A reading with what follows from it: density, the TPP of the order, and the year."""
    per_unit = transaction.ics_per_unit or (0 if reading.get("item_kind") in COMPUTERS else 1)
    total = order_tpp_of(reading.pop("order_tpp", None), reading.get("tpp"), (transaction.units or 0) * per_unit)
    if total is not None:
        reading["order_tpp"] = total
    if transaction.day is not None:
        reading.setdefault("completion_year", transaction.day.year)
    for density in _densities(reading):
        yield reading if density is None else {**reading, "performance_density": density}


def order_tpp_of(stated: Value | None, tpp: Value | None, count: int) -> Value | None:
    """The TPP of an order of COUNT ICs, zero being an unknown number of them: as it is STATED, unless that is less than
    its ICs have together; less than one of them has says nothing."""
    if not isinstance(tpp, int | Fraction):
        return stated
    least = whole(tpp * max(count, 1))
    if isinstance(stated, int | Fraction) and stated >= least:
        return stated
    return least if count else None


def _densities(reading: Mapping[str, Value]) -> tuple[Value | None, ...]:
    """The stated density, the one worked out of TPP and area, or both where they contradict each other."""
    stated = reading.get("performance_density")
    worked_out = density_of(reading.get("tpp"), reading.get("die_area_mm2"))
    if stated is None or worked_out is None:
        return (worked_out if stated is None else stated,)
    return (worked_out,) if rounds_to(worked_out, stated) else (stated, worked_out)
