"""Peak rates as a user writes them: ``fp16=989.5;fp8=1979``, kinds of unit, sparse or MAC figures, mixed inputs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from chipgate.cases.values import (
    figure_of,
    flag_of,
    is_meant_so,
    meant_in_thousands,
    number_of,
    says_nothing,
    with_four_decimals,
)
from chipgate.errors import BadNumber
from chipgate.law.us.definitions import BITS, STORED_BITS
from chipgate.translation.fault_text import fault
from chipgate.translation.language import marked
from chipgate.units import Exact, decimal_text, whole

_NAME = re.compile(r"(?:(?P<unit>[a-z]+)_)?(?P<form>[a-z]+\d*)(?P<mac>_mac)?")


@dataclass(frozen=True, slots=True)
class Rate:
    """A peak dense rate: ``tops`` in 10**12 operations per second, two for a multiply-accumulate, at ``bits``.

    ``unit`` names the kind of processing unit where the text did (``tensor`` in ``tensor_fp16``); ``steps`` says how
    the rate was worked out of what was written.
    """

    form: str
    bits: int
    tops: Exact
    steps: str
    unit: str = ""

    @property
    def tpp(self) -> Exact:
        """Rate x bit length."""
        return whole(self.tops * self.bits)


@dataclass(frozen=True, slots=True)
class Total:
    """A TPP of the whole IC: the highest product of each kind of unit, added over the kinds (Technical Note 2, 1.d)."""

    tpp: Exact
    parts: tuple[Rate, ...]

    @property
    def steps(self) -> str:
        """The sum as it is written down."""
        named = (f"{rate.unit} {rate.form}".strip() for rate in self.parts)
        pairs = zip(named, self.parts, strict=True)
        return " + ".join(f"{name}: {rate.steps} x {rate.bits} bits" for name, rate in pairs)


_WITH_A_UNIT: Final = re.compile(
    r"\s*(?P<number>[\d.,]+)\s*(?P<prefix>[gtp])(fl)?op(s|/s|s/s)\s*", re.IGNORECASE | re.ASCII
)
_TERA: Final = {"g": Fraction(1, 1000), "t": Fraction(1), "p": Fraction(1000)}
_RATHER_IN_PFLOPS: Final = (Fraction("1.6"), 200)
"""The TPP from and up to which rates without a unit are rather in PFLOPS, and then come near the limits: an H100 has
1.979 of them at FP8, a B300 15 at FP4."""

NARROW: Final = 16
"""Bits. Rates rise as formats get narrower: without one at 16 bits or fewer no highest product is shown."""


def are_wide(rates: tuple[Rate, ...]) -> bool:
    """Whether RATES are given and all of them are those of wide formats, whose product is seldom the highest."""
    return bool(rates) and all(rate.bits > NARROW for rate in rates)


def totals_of(rates: tuple[Rate, ...]) -> tuple[Total, ...]:
    """The TPP of RATES; a second one where counting the bits that store a format (TF32) gives more.

    More by the rounding of the printed digits alone is not more.
    """
    if not rates:
        return ()
    first = _total(rates)
    stored = _total((*rates, *(replace(one, bits=STORED_BITS[one.form]) for one in rates if one.form in STORED_BITS)))
    more_for_sure = sum(_least(one) if one.bits != BITS.get(one.form, one.bits) else one.tpp for one in stored.parts)
    return (first, stored) if more_for_sure > first.tpp else (first,)


def differ(rates: tuple[Rate, ...], others: tuple[Rate, ...]) -> bool:
    """Whether RATES and OTHERS come to TPPs that rounding does not explain."""
    one, other = (max(Fraction(total.tpp) for total in totals_of(each)) for each in (rates, others))
    return abs(one - other) * 100 > max(one, other)


def _total(rates: tuple[Rate, ...]) -> Total:
    units = dict.fromkeys(rate.unit for rate in rates)
    best = tuple(max((one for one in rates if one.unit == unit), key=lambda one: one.tpp) for unit in units)
    return Total(whole(sum((Fraction(one.tpp) for one in best), Fraction(0))), best)


def _least(rate: Rate) -> Fraction:
    """The least product that the printed digits allow."""
    step = Fraction(1, 10 ** len(decimal_text(rate.tops).partition(".")[2]))
    return (rate.tops - step / 2) * rate.bits


def rates_of(text: str, cells: Mapping[str, str]) -> tuple[Rate, ...]:
    """The dense rates that TEXT lists, by kind of unit and format; none where the width of one is not known.

    CELLS may say that the rates are sparse (``rates_are_sparse``, ``sparsity_gain``), in MacTOPS (``rates_are_mac``),
    and how wide mixed inputs are (``input_bits``, like 4x16; the wider input counts).

    Raises:
        BadNumber: a rate or format cannot be read.
    """
    gain = _sparsity_gain(cells)
    if gain is None:
        return ()  # sparse by an unknown factor: the dense rate is unknown
    in_macs = _says_yes(cells, "rates_are_mac")
    found: dict[tuple[str, str], list[tuple[Exact, str]]] = {}
    pieces = [piece.strip() for piece in text.split(";") if piece.strip()]
    for part in pieces:
        unit, form, tops, steps = _one(part, gain, in_macs)
        found.setdefault((unit, form), []).append((tops, steps))
    rates = [_added(unit, form, _bits(form, cells), parts) for (unit, form), parts in found.items()]
    known = tuple(rate for rate in rates if rate is not None)
    _refuse_too_little(known, pieces)
    return known if len(known) == len(rates) else ()  # a rate of unknown width may be the highest


def rates_of_single_formats(texts: Mapping[str, str], cells: Mapping[str, str]) -> tuple[Rate, ...]:
    """The dense rates that columns of single formats give: their TEXTS by format; CELLS as in ``rates_of``.

    Raises:
        BadNumber: they are rather meant in PFLOPS.
    """
    values = {form: number_of(text) for form, text in texts.items()}
    listed = (f"{form}={with_four_decimals(value)} TOPS" for form, value in values.items())
    rates = rates_of(";".join(listed), cells)
    in_doubt = next((form for form, text in texts.items() if not is_meant_so(text)), None)
    highest = max((total.tpp for total in totals_of(rates)), default=0)
    if in_doubt is not None and _RATHER_IN_PFLOPS[0] <= highest <= _RATHER_IN_PFLOPS[1]:
        raise BadNumber(meant_in_thousands(texts[in_doubt], values[in_doubt]))
    return rates


def _refuse_too_little(rates: tuple[Rate, ...], pieces: list[str]) -> None:
    """Refuse RATES that are rather those of an accelerator in PFLOPS, or none at all, unless PIECES name the unit."""
    highest = max((total.tpp for total in totals_of(rates)), default=None)
    in_doubt = next((one for one in pieces if _WITH_A_UNIT.fullmatch(one.partition("=")[2]) is None), None)
    least, most = _RATHER_IN_PFLOPS
    if highest is None or in_doubt is None or not (highest == 0 or least <= highest <= most):
        return
    name, _, number = in_doubt.partition("=")
    if highest == 0:
        raise BadNumber(fault("{given} says that nothing is computed; leave unknown rates out", given=repr(in_doubt)))
    template = marked("{given} may be meant in PFLOPS; write the unit beside it, {tera} or {peta}")
    written = f"{name.strip()}={number.strip()}"
    tera, peta = f"{written} TFLOPS", f"{written} PFLOPS"
    raise BadNumber(fault(template, given=repr(in_doubt), tera=tera, peta=peta))


def _added(unit: str, form: str, bits: int | None, parts: list[tuple[Exact, str]]) -> Rate | None:
    if bits is None:
        return None
    tops = whole(sum((Fraction(tops) for tops, _ in parts), Fraction(0)))
    return Rate(form, bits, tops, " + ".join(steps for _, steps in parts), unit)


def _one(part: str, gain: Exact, in_macs: bool) -> tuple[str, str, Exact, str]:
    name, _, text = part.partition("=")
    found = _NAME.fullmatch(name.strip().casefold())
    if found is None or (found["form"] not in BITS and found["form"] != "mixed"):
        template = marked("{given} is no peak rate; write a format and TOPS, like fp16=989.5 ({formats}, mixed)")
        raise BadNumber(fault(template, given=repr(part), formats=", ".join(BITS)))
    tops = _tops(text)
    macs = in_macs or found["mac"] is not None
    dense = whole(Fraction(tops) / gain * (2 if macs else 1))
    steps = decimal_text(tops) + (f" / {decimal_text(gain)}" if gain != 1 else "") + (" x 2" if macs else "")
    return found["unit"] or "", found["form"], dense, steps


def _tops(text: str) -> Exact:
    """A rate in TOPS; one that names another unit (PFLOPS) is turned into them."""
    with_a_unit = _WITH_A_UNIT.fullmatch(text)
    if with_a_unit is None:
        return figure_of(text, "tera_per_second", "TOPS")
    prefix = with_a_unit["prefix"].casefold()
    name = "peta_per_second" if prefix == "p" else "tera_per_second"  # nothing has a thousand times some PFLOPS
    return whole(Fraction(figure_of(with_a_unit["number"], name)) * _TERA[prefix])


def _sparsity_gain(cells: Mapping[str, str]) -> Exact | None:
    if not _says_yes(cells, "rates_are_sparse"):
        return 1
    text = cells.get("sparsity_gain", "")
    if says_nothing(text):
        return None
    gain = number_of(text)
    if gain < 1:
        template = marked("a sparsity gain of {given} is below 1; give the sparse rate over the dense rate, like 2")
        raise BadNumber(fault(template, given=text))
    if gain > _MOST_GAIN:
        template = marked(
            "a sparsity gain of {given} is more than any maker claims; give the sparse rate over the dense rate"
        )
        raise BadNumber(fault(template, given=text))
    return gain


_MOST_GAIN: Final = 32


def _bits(form: str, cells: Mapping[str, str]) -> int | None:
    if form != "mixed":
        return BITS[form]
    text = cells.get("input_bits", "")
    if says_nothing(text):
        return None  # the bit length is unknown, so the rate says nothing yet
    widest = max(number_of(width) for width in re.split(r"[x×*]", text))
    if not isinstance(widest, int) or not 1 <= widest <= _WIDEST:
        raise BadNumber(fault("{given} gives no bits of an input; write them like 4x16", given=repr(text.strip())))
    return widest


_WIDEST: Final = 128


def _says_yes(cells: Mapping[str, str], name: str) -> bool:
    text = cells.get(name, "")
    return not says_nothing(text) and flag_of(text)
