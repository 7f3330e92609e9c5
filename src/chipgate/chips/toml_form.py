"""Chips as tables of a TOML file: ``[my-chip]``, with a figure as a number or as ``{is = 814, kind = "derived"}``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from chipgate.chips.datasheet import Datasheet, Figure, Flag, Kind, claim_text
from chipgate.chips.raw import CLAIMS, NAME_LISTS, TEXTS, RawClaim, RawSheet, common_kind
from chipgate.errors import did_you_mean, near_names

CLAIM_KEYS: Final = ("is", "kind", "source", "readings")
KEYS: Final = (*TEXTS[1:], *NAME_LISTS, "recalled", "kind", *CLAIMS)
"""What a table may hold; its own heading is the chip_id."""


def raw_of_table(chip_id: str, table: Mapping[str, Any], default_source: str, faults: list[str]) -> RawSheet:
    """What the table ``[chip_id]`` says. Values may be text, numbers, booleans, days, or lists of text for names."""
    where = f"[{chip_id}]"
    _report_unknown(table, KEYS, where, faults)
    texts = {name: _text(table.get(name, ""), name, where, faults) for name in TEXTS if name != "chip_id"}
    lists = {name: _texts(table.get(name, ()), name, where, faults) for name in (*NAME_LISTS, "recalled")}
    recalled = lists.pop("recalled")
    kind = common_kind(_text(table.get("kind", ""), "kind", where, faults), where, faults)
    source = texts["source"] or default_source
    claims = {}
    for name in (one for one in CLAIMS if one in table):
        default = RawClaim("", "recalled" if name in recalled else kind, source)
        claims[name] = _claim(table[name], default, f"{where}: {name}", faults)
    return RawSheet(where, {"chip_id": chip_id, **texts}, lists, claims, frozenset(recalled).difference(CLAIMS))


def _claim(value: Any, default: RawClaim, where: str, faults: list[str]) -> RawClaim:
    """A figure; kind and source are those of the chip where its table does not say."""
    if not isinstance(value, dict):
        return default._replace(text=_scalar(value, where, faults))
    _report_unknown(value, CLAIM_KEYS, where, faults)
    text = _scalar(value.get("is", ""), where, faults)
    readings = value.get("readings", [])
    if not isinstance(readings, list):
        faults.append(f"{where} readings must be a list, like [1628, 1600]")
        readings = []
    printed = tuple(_scalar(one, where, faults) for one in readings)
    kind = _scalar(value.get("kind", "disputed" if printed else default.kind), where, faults)
    source = _scalar(value.get("source", default.source), where, faults)
    return RawClaim(text, kind, source, printed)


def _report_unknown(table: Mapping[str, Any], known: tuple[str, ...], where: str, faults: list[str]) -> None:
    unknown = [name for name in table if name not in known]
    faults += [f"{where}: unknown field {name!r}.{did_you_mean(near_names(name, known))}" for name in unknown]


def _text(value: Any, name: str, where: str, faults: list[str]) -> str:
    return _scalar(value, f"{where}: {name}", faults).strip()


def _texts(value: Any, name: str, where: str, faults: list[str]) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.split(";")
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        faults.append(f'{where}: {name} must be a list of texts, like ["H20", "H20 96GB"]')
        return ()
    return tuple(filter(None, (one.strip() for one in value)))


def _scalar(value: Any, where: str, faults: list[str]) -> str:
    """The text of one value. Numbers come as text already (see ``parse_float``), so that no digit is lost."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    faults.append(f"{where} is a {type(value).__name__}; give one value")
    return ""


def toml_text(sheets: Iterable[Datasheet]) -> str:
    """SHEETS as a TOML file that reads back equal.

    Raises:
        BadDatasheet: a figure has no exact decimal text.
    """
    return "\n".join(_table(sheet) for sheet in sheets)


def _table(sheet: Datasheet) -> str:
    lines = [f"[{_quoted(sheet.chip_id)}]"]
    lines += [f"{name} = {_quoted(text)}" for name in TEXTS[1:] if (text := getattr(sheet, name))]
    lists = {name: getattr(sheet, name) for name in NAME_LISTS} | {"recalled": sorted(sheet.recalled_texts)}
    lines += [f"{name} = [{', '.join(map(_quoted, names))}]" for name, names in lists.items() if names]
    lines += [f"{name} = {_inline(claim, sheet.source)}" for name, claim in sheet.claims()]
    return "\n".join(lines) + "\n"


def _inline(claim: Figure | Flag, source: str) -> str:
    parts = [f"is = {claim_text(claim.value)}", f"kind = {_quoted(claim.kind)}"]
    if claim.source != source:
        parts.append(f"source = {_quoted(claim.source)}")
    if claim.kind is Kind.DISPUTED:
        parts.append(f"readings = [{', '.join(map(claim_text, claim.readings))}]")
    return "{ " + ", ".join(parts) + " }"


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes are all valid in TOML, and DEL, which JSON leaves bare, is escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
