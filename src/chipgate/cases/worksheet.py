"""The worksheet: TPP and performance density of a datasheet, format by format (3A090 Technical Notes 1 to 4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from chipgate.cases.rates import NARROW
from chipgate.chips.datasheet import Datasheet
from chipgate.chips.datasheet import Figure as Printed
from chipgate.law.us.definitions import BITS, STORED_BITS
from chipgate.units import Exact, decimal_text, whole


@dataclass(frozen=True, slots=True)
class Product:
    """Bit length times one printed rate, in TPP."""

    bits: int
    tops: Exact
    tpp: Exact

    @property
    def steps(self) -> str:
        """The multiplication as it is written down."""
        return f"{decimal_text(self.tops)} x {self.bits} bits"


@dataclass(frozen=True, slots=True)
class Line:
    """One number format of the worksheet: the printed rate, and a product for each of its readings.

    ``stored`` is the product with the bits the format is stored in, where these are more than are multiplied (TF32)
    and would change the highest product.
    """

    form: str
    rate: Printed
    products: tuple[Product, ...]
    stored: Product | None = None


@dataclass(frozen=True, slots=True)
class Worksheet:
    """How TPP and performance density follow from a datasheet.

    ``tpps`` holds every reading of TPP with the product it comes from, the first reading first. It is empty where no
    rate at 16 bits or fewer is printed; ``at_least`` is then the highest product of what is printed, which proves
    nothing below it. ``highest`` names the formats that give the TPP of the first reading.
    """

    sheet: Datasheet
    lines: tuple[Line, ...]
    tpps: tuple[tuple[Product, str], ...]
    at_least: Exact | None = None

    @property
    def highest(self) -> tuple[str, ...]:
        """The formats with the highest product in the first reading."""
        if not self.tpps:
            return ()
        top = self.tpps[0][0].tpp
        return tuple(line.form for line in self.lines if line.products[0].tpp == top)

    @property
    def area(self) -> Printed | None:
        """The applicable die area: every logic die on non-planar transistors, I/O dies included (Technical Note 4)."""
        return self.sheet.figures.get("die_area_mm2")

    def densities(self) -> Iterator[tuple[Exact, Exact, Exact]]:
        """TPP, area in mm2 and performance density, for every reading of the two."""
        if self.area is not None:
            for (found, _form), area in product(self.tpps, self.area.readings):
                yield found.tpp, area, whole(Fraction(found.tpp) / area)

    @property
    def unpublished(self) -> tuple[str, ...]:
        """The formats without a printed rate: not supported, or not told."""
        return tuple(form for form in BITS if form not in {line.form for line in self.lines})


def worksheet_of(sheet: Datasheet) -> Worksheet:
    """Work out TPP and performance density of SHEET."""
    lines = tuple(_line(form, rate) for form, rate in sheet.dense_rates().items() if rate.value)
    if not lines:
        return Worksheet(sheet, (), ())
    lines = tuple(_with_stored(line, lines) for line in lines)
    if all(BITS[line.form] > NARROW for line in lines):
        return Worksheet(sheet, lines, (), max(line.products[0].tpp for line in lines))
    return Worksheet(sheet, lines, tuple(_tpps(lines)))


def _line(form: str, rate: Printed) -> Line:
    return Line(form, rate, tuple(_product(BITS[form], tops) for tops in rate.readings))


def _product(bits: int, tops: Exact) -> Product:
    return Product(bits, tops, whole(Fraction(tops) * bits))


def _with_stored(line: Line, lines: tuple[Line, ...]) -> Line:
    """LINE with the product of its stored bits, if that is more than the rest, beyond the rounding of the rate."""
    if line.form not in STORED_BITS:
        return line
    stored = _product(STORED_BITS[line.form], line.products[0].tops)
    step = Fraction(1, 10 ** len(decimal_text(stored.tops).partition(".")[2]))
    least = (stored.tops - step / 2) * stored.bits
    others = max(one.products[0].tpp for one in lines)
    return Line(line.form, line.rate, line.products, stored) if least > others else line


def _tpps(lines: tuple[Line, ...]) -> Iterator[tuple[Product, str]]:
    """Every value that the highest product can have, one for each choice among the readings."""
    choices = [[*((found, line.form) for found in line.products), *_stored(line)] for line in lines]
    seen = set()
    for chosen in product(*choices):
        best = max(chosen, key=lambda one: one[0].tpp)
        if best[0].tpp not in seen:
            seen.add(best[0].tpp)
            yield best


def _stored(line: Line) -> Iterator[tuple[Product, str]]:
    if line.stored is not None:
        yield line.stored, line.form
