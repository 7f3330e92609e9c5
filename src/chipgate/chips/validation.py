"""From what a chip file says to a datasheet: all faults are collected, so that one report mends the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from chipgate.chips.datasheet import Datasheet, Figure, Flag, Kind
from chipgate.chips.names import LONGEST_NAME, fold
from chipgate.chips.numbers import number_of, odd_together
from chipgate.chips.raw import CLAIMS, KINDS, RECALLABLE_TEXTS, RawClaim, RawSheet
from chipgate.errors import BadNumber, did_you_mean, near_names
from chipgate.units import Exact

T = TypeVar("T", Exact, bool)

_CHIP_ID: Final = re.compile(r"[a-z0-9][a-z0-9.-]*")
_LAUNCH: Final = re.compile(r"(19[89]\d|20\d\d)(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_ISO2: Final = re.compile(r"[A-Z]{2}")
_YES_NO: Final = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}
_SEPARATORS: Final = re.compile(r"[;\n\r]")


def sheet_of(raw: RawSheet, faults: list[str]) -> Datasheet | None:
    """The datasheet that RAW means, or nothing; what is wrong with it is added to FAULTS."""
    before = len(faults)
    _check_texts(raw, faults)
    _check_names(raw, faults)
    flag = _flag(raw, faults)
    figures = _figures(raw, faults)
    if len(faults) > before:
        return None
    lists = {name: tuple(dict.fromkeys(given)) for name, given in raw.lists.items()}
    texts = {name: text for name, text in raw.texts.items() if text}
    return Datasheet(
        **texts,  # type: ignore[arg-type]
        **lists,  # type: ignore[arg-type]
        figures=figures,
        marketed_for_datacenter=flag,
        recalled_texts=raw.recalled_texts,
    )


def _check_texts(raw: RawSheet, faults: list[str]) -> None:
    say = _about(raw, faults)
    for name in ("chip_id", "name"):
        if not raw.texts.get(name):
            say(name, "is missing; every chip needs one")
    _check_form(raw, "chip_id", _CHIP_ID, "write lower-case letters, digits, dots and hyphens", faults)
    _check_form(raw, "launch", _LAUNCH, "write YYYY, YYYY-MM or YYYY-MM-DD", faults)
    _check_form(raw, "vendor_hq_iso2", _ISO2, "write the two capital letters of ISO 3166, like CN", faults)
    for name in sorted(raw.recalled_texts - frozenset(RECALLABLE_TEXTS)):
        say("recalled", f"names {name!r}, which is not a field.{did_you_mean(near_names(name, _MARKABLE))}")


_MARKABLE: Final = (*CLAIMS, *RECALLABLE_TEXTS)


def _check_form(raw: RawSheet, name: str, form: re.Pattern[str], right: str, faults: list[str]) -> None:
    text = raw.texts.get(name, "")
    if text and not form.fullmatch(text):
        _about(raw, faults)(name, f"{text[:70]!r} cannot be read; {right}")


def _check_names(raw: RawSheet, faults: list[str]) -> None:
    """Names must be something to look up, and short enough to be one."""
    say = _about(raw, faults)
    given = [("name", raw.texts["name"])] if raw.texts.get("name") else []
    for field, names in raw.lists.items():
        given += [(field, name) for name in names]
    for field, name in given:
        if not fold(name):
            say(field, f"{name!r} has no letter or digit to find it by; give a name")
        if len(name) > LONGEST_NAME:
            say(field, f"{name[:20]!r}... is longer than {LONGEST_NAME} characters; give a shorter name")
        if field != "name" and (_SEPARATORS.search(name) or name != name.strip()):
            say(field, f"{name[:70]!r} has a semicolon, a line break or outer spaces; give each name by itself")


def _about(raw: RawSheet, faults: list[str]) -> Callable[[str, str], None]:
    return lambda field, fault: faults.append(f"{raw.where}: {field} {fault}")


def _flag(raw: RawSheet, faults: list[str]) -> Flag | None:
    name = "marketed_for_datacenter"
    claim = raw.claims.get(name)
    values = None if claim is None else _readings(raw, name, claim, _yes_no, faults)
    kind = None if claim is None else _kind(raw, name, claim, values, faults)
    if claim is None or values is None or kind is None:
        return None
    return Flag(values[0], kind, claim.source, values)


def _yes_no(name: str, text: str) -> bool:
    known = _YES_NO.get(text.strip().casefold())
    if known is None:
        raise BadNumber(f"{text[:70]!r} is neither yes nor no; write true or false, or leave it out")
    return known


def _figures(raw: RawSheet, faults: list[str]) -> Mapping[str, Figure]:
    figures = {}
    for name, claim in raw.claims.items():
        if name == "marketed_for_datacenter":
            continue
        values = _readings(raw, name, claim, number_of, faults)
        kind = _kind(raw, name, claim, values, faults)
        if values is not None and kind is not None:
            figures[name] = Figure(values[0], kind, claim.source, values)
    for name, fault in odd_together({name: figure.value for name, figure in figures.items()}).items():
        _about(raw, faults)(name, fault)
    return figures


def _readings(
    raw: RawSheet, name: str, claim: RawClaim, read: Callable[[str, str], T], faults: list[str]
) -> tuple[T, ...] | None:
    """Every value of the claim once, the one in the field itself first; nothing where one cannot be read."""
    values: dict[T, None] = {}
    before = len(faults)
    for text in (claim.text, *claim.readings) if claim.text else claim.readings:
        try:
            values[read(name, text)] = None
        except BadNumber as fault:
            _about(raw, faults)(name, str(fault))
    if not values and len(faults) == before:
        _about(raw, faults)(name, "has no value; give a number, or leave the field out where it is unknown")
    return tuple(values) if len(faults) == before else None


def _kind(raw: RawSheet, name: str, claim: RawClaim, values: tuple[T, ...] | None, faults: list[str]) -> Kind | None:
    say, before = _about(raw, faults), len(faults)
    readings = 2 if values is None else len(values)
    kind = claim.kind or ("disputed" if readings > 1 else "reported")
    if kind not in KINDS:
        near = did_you_mean(near_names(kind, KINDS))
        say(name, f"has the unknown kind {kind!r}.{near} It is one of {', '.join(KINDS)}")
    elif kind == "disputed" and readings < 2:
        say(name, "is disputed with one reading; give every value in print, two or more that differ")
    elif kind != "disputed" and values is not None and readings > 1:
        say(name, f"is {kind} with {readings} readings; call it disputed, or give one value")
    if not claim.source.strip():
        say(name, "has no source; say where the number is printed")
    return Kind(kind) if len(faults) == before else None
