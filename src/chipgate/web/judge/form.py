"""The form of a case: the fields that most shipments need, and every other fact that was given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from chipgate.cases.columns import CHIP, DAY, PACKED, QUANTITY, fact_columns
from chipgate.cases.transaction import Fault
from chipgate.chips.catalogue import bundled
from chipgate.countries.names import countries
from chipgate.law.facts import FactKind
from chipgate.readings.phrase import said
from chipgate.readings.sentence import value_word
from chipgate.translation.fault_text import said_in
from chipgate.translation.language import Language, marked, translator
from chipgate.web.judge.asked import SHORT, Asked

MAIN: Mapping[str, str] = {
    CHIP: marked("Chip"),
    QUANTITY: marked("How many"),
    "destination_iso2": marked("To"),
    DAY: marked("Day"),
    "end_user_hq": marked("End user's headquarters"),
    "end_user_parent_hq": marked("Headquarters of its ultimate parent"),
}
MORE: Mapping[str, str] = {
    "transaction": marked("Kind of transaction"),
    "item_kind": marked("Kind of item"),
    "known_end_use": marked("What it is for"),
    "end_user": marked("Name or standing of the end user"),
    "exporter": marked("Trade of the exporter"),
    "hts": marked("Tariff code"),
    "origin": marked("Country of origin"),
}


@dataclass(frozen=True)
class Field:
    """One field: its name in the form, what it holds, and what is wrong with that; ``kind`` picks the control."""

    name: str
    label: str
    value: str
    kind: str
    unit: str = ""
    wrong: str = ""
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class CaseForm:
    """The fields of a case; ``others`` are facts that were given and have no field of their own."""

    main: tuple[Field, ...]
    more: tuple[Field, ...]
    others: tuple[Field, ...]
    faults: tuple[Field, ...]

    @property
    def more_is_open(self) -> bool:
        """Whether a field among the further ones holds something."""
        return (
            bool(self.others) or any(one.value for one in self.more) or any(one.name == PACKED for one in self.faults)
        )


def case_form(asked: Asked, faults: Sequence[Fault], language: Language) -> CaseForm:
    """The form that holds what was ASKED, each fault beside its field."""
    wrong = {one.column: said_in(language, one.wrong) for one in faults}
    rest = [name for name in asked.cells if name not in MAIN and name not in MORE and name != PACKED]
    main = tuple(_field(name, label, asked, wrong, language) for name, label in MAIN.items())
    more = tuple(_field(name, label, asked, wrong, language) for name, label in MORE.items())
    others = tuple(_field(name, name, asked, wrong, language) for name in rest)
    shown = {*MAIN, *MORE, *rest}
    lost = tuple(Field(name, name, "", "text", wrong=one) for name, one in wrong.items() if name not in shown)
    return CaseForm(main, more, others, (*(one for one in (*main, *more, *others) if one.wrong), *lost))


def _field(name: str, label: str, asked: Asked, wrong: Mapping[str, str], language: Language) -> Field:
    translate = translator(language)
    fact = fact_columns().get(name)
    value = asked.cells.get(name, "")
    return Field(
        name=SHORT.get(name, name),
        label=translate(label) if label != name else name,
        value=value,
        kind=_kind(name),
        unit="" if fact is None else translate(fact.unit),
        wrong=wrong.get(name, ""),
        options=tuple(_options(name, value, language)),
    )


def _kind(name: str) -> str:
    if name == CHIP:
        return "chip"
    if name == DAY:
        return "day"
    fact = fact_columns().get(name)
    if fact is not None and fact.kind in (FactKind.COUNTRY, FactKind.CHOICE, FactKind.FLAG):
        return "text" if name == "end_user" else str(fact.kind)
    return "number" if name == QUANTITY else "text"


def _options(name: str, value: str, language: Language) -> Iterator[tuple[str, str]]:
    """The values of a choice with their words; what was typed and is none of them stays as it is."""
    translate = translator(language)
    fact = fact_columns().get(name)
    if fact is None or name == "end_user" or fact.kind not in (FactKind.CHOICE, FactKind.FLAG):
        return
    known = fact.choices or ("yes", "no")
    yield from ((one, said(value_word(fact, one), translate) if fact.choices else translate(one)) for one in known)
    if value == "unknown":
        yield value, translate(marked("unknown"))
    elif value and value not in known:
        yield value, value


@cache
def chip_names() -> tuple[str, ...]:
    """The chips that can be named."""
    return bundled().names()


@cache
def country_names(language: Language) -> tuple[tuple[str, str], ...]:
    """Every country: its code and its name."""
    named = ((one.iso2, one.name_zh if language == "zh" else one.name_en) for one in countries().values())
    return tuple(sorted(named, key=lambda pair: pair[1]))
