"""Peak rates as a user writes them: ``fp16=989.5;fp8=1979``, kinds of unit, sparse or MAC figures, mixed inputs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from chipgate.cases.values import flag_of, number_of, says_nothing
from chipgate.errors import BadNumber
from chipgate.law.us.definitions import BITS
from chipgate.units import Exact, decimal_text, whole

_NAME = re.compile(r"(?:(?P<unit>[a-z]+)_)?(?P<form>[a-z]+\d*)(?P<mac>_mac)?")


@dataclass(frozen=True, slots=True)
class Rate:
    """A peak dense rate: ``tops`` in 10**12 operations per second, two for a multiply-accumulate, at ``bits``.

    ``steps`` says how it was worked out of what was written.
    """

    form: str
    bits: int
    tops: Exact
    steps: str

    @property
    def tpp(self) -> Exact:
        """Rate x bit length."""
        return whole(self.tops * self.bits)


def rates_of(text: str, cells: Mapping[str, str]) -> tuple[Rate, ...]:
    """The dense rates that TEXT lists; units of the same format are added (Technical Note 1.d).

    CELLS may say that the rates are sparse (``rates_are_sparse``, ``sparsity_gain``), in MacTOPS (``rates_are_mac``),
    and how wide mixed inputs are (``input_bits``, like 4x16; the wider input counts).

    Raises:
        BadNumber: a rate or format cannot be read.
    """
    gain = _sparsity_gain(cells)
    if gain is None:
        return ()  # sparse by an unknown factor: the dense rate is unknown
    in_macs = _says_yes(cells, "rates_are_mac")
    found: dict[str, list[tuple[Exact, str]]] = {}
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        form, tops, steps = _one(part, gain, in_macs)
        found.setdefault(form, []).append((tops, steps))
    bits = {form: _bits(form, cells) for form in found}
    return tuple(_added(form, width, found[form]) for form, width in bits.items() if width is not None)


def _added(form: str, bits: int, parts: list[tuple[Exact, str]]) -> Rate:
    tops = whole(sum((Fraction(tops) for tops, _ in parts), Fraction(0)))
    return Rate(form, bits, tops, " + ".join(steps for _, steps in parts))


def _one(part: str, gain: Exact, in_macs: bool) -> tuple[str, Exact, str]:
    name, _, text = part.partition("=")
    found = _NAME.fullmatch(name.strip().casefold())
    if found is None or (found["form"] not in BITS and found["form"] != "mixed"):
        raise BadNumber(
            f"{part!r} is no peak rate; write a format and TOPS, like fp16=989.5 ({', '.join(BITS)}, mixed)"
        )
    tops = number_of(text, "TOPS")
    macs = in_macs or found["mac"] is not None
    dense = whole(Fraction(tops) / gain * (2 if macs else 1))
    steps = decimal_text(tops) + (f" / {decimal_text(gain)}" if gain != 1 else "") + (" x 2" if macs else "")
    return found["form"], dense, steps


def _sparsity_gain(cells: Mapping[str, str]) -> Exact | None:
    if not _says_yes(cells, "rates_are_sparse"):
        return 1
    text = cells.get("sparsity_gain", "")
    if says_nothing(text):
        return None
    gain = number_of(text)
    if gain < 1:
        raise BadNumber(f"a sparsity gain of {text} is below 1; give the sparse rate over the dense rate, like 2")
    return gain


def _bits(form: str, cells: Mapping[str, str]) -> int | None:
    if form != "mixed":
        return BITS[form]
    text = cells.get("input_bits", "")
    if says_nothing(text):
        return None  # the bit length is unknown, so the rate says nothing yet
    widths = [number_of(width) for width in re.split(r"[x×*]", text)]
    return int(max(widths))


def _says_yes(cells: Mapping[str, str], name: str) -> bool:
    text = cells.get(name, "")
    return not says_nothing(text) and flag_of(text)
