"""Duties and landed cost as a reader sees them: the total, each layer with its citation, why no other applies."""

from __future__ import annotations

from collections.abc import Iterator

from chipgate.cases.duties.duty_answer import DutyAnswer, Layer
from chipgate.cases.duties.duty_facts import taken_lines
from chipgate.cases.duties.landed_cost import LandedCost
from chipgate.cases.duties.money import Amount
from chipgate.cases.duties.not_applied import why_not_in_short
from chipgate.cases.duties.total_rates import Rates
from chipgate.cases.not_modelled import NOT_LEGAL_ADVICE
from chipgate.cases.reasons import MARK_WORDS
from chipgate.countries.names import name_of
from chipgate.law.provision import Mark
from chipgate.law.tariff_codes import written_code
from chipgate.law.trade.corpus import DUTIES_CHECKED_UNTIL
from chipgate.readings.phrase import Word, phrase
from chipgate.readings.verdict import MET
from chipgate.translation.language import Language, marked, translator
from chipgate.translation.width import left, width
from chipgate.units import decimal_text


def duty_text(found: LandedCost, language: Language = "en") -> str:
    """The answer as text, section by section."""
    sections = (
        _head(found, language),
        _section(marked("Layers"), _layers(found, found.duties.layers, language), language),
        _section(_title_of_open(found), _layers(found, found.duties.open_layers, language), language),
        _section(marked("Texts that conflict"), _conflicts(found.duties, language), language),
        _section(marked("To be found out"), _missing(found.duties, language), language),
        _section(marked("Money"), _money(found, language), language),
        _section(marked("Not applied"), _not_applied(found, language), language),
        _section(marked("Taken, because nobody said otherwise"), _taken(found, language), language),
        _section(marked("Take note"), _notes(found, language), language),
    )
    return "\n".join(line for section in sections for line in section)


def _title_of_open(found: LandedCost) -> str:
    """Lists of which it is open which one holds the good, at one rate, leave nothing to ask."""
    if found.duties.total.settled is None:
        return marked("Open whether due")
    return marked("Open which of these is due; the total is the same")


def duty_lines(duties: DutyAnswer, language: Language = "en") -> Iterator[str]:
    """The duties in a few lines: the total, each layer, and what is to be found out."""
    translate = translator(language)
    yield f"{translate('All duties together')}: {rates_text(duties.total, language)}"
    for layer in (*duties.layers, *duties.open_layers):
        if layer.rates.highest != 0:
            yield _layer_line(layer, language)
    yield from _conflicts(duties, language)
    yield from _missing(duties, language)


def lines_of_one(duties: DutyAnswer, provision_id: str, language: Language = "en") -> Iterator[str]:
    """One duty alone: its rate, whether it is due, and what would tell."""
    translate = translator(language)
    layers = (one for one in (*duties.layers, *duties.open_layers) if one.provision.id == provision_id)
    for layer in layers:
        yield _layer_line(layer, language)
        missing = (
            one for weighing in duties.weighings for one in weighing.missing_of_provision(layer.provision).values()
        )
        yield from dict.fromkeys(f"{fact.name}: {translate(fact.question)}" for fact in missing)


def _layer_line(layer: Layer, language: Language) -> str:
    rate = rates_text(layer.rates, language) + ("" if layer.verdict is MET else " ?")
    return f"{translator(language)(layer.duty.instrument)}: {rate}  ({layer.provision.cite})"


def rates_text(rates: Rates, language: Language = "en") -> str:
    """A rate in per cent, or from the lowest to the highest."""
    if rates.settled is not None:
        return f"{decimal_text(rates.settled)} %"
    if rates.highest is None:
        return phrase("{lowest} % or more", lowest=decimal_text(rates.lowest)).text(language)
    return f"{decimal_text(rates.lowest)} ... {decimal_text(rates.highest)} %"


def good_of(duties: DutyAnswer, language: Language = "en") -> dict[str, str]:
    """What is said of the good: its name, code, origin and where it goes, as gaps of a phrase."""
    case = duties.case
    code, origin = case.facts.get("hts"), case.facts.get("origin")
    name = case.sheet.name if case.sheet is not None else case.transaction.label
    return {
        "good": name or translator(language)("the good"),
        "code": written_code(code) if isinstance(code, str) else "?",
        "origin": origin if isinstance(origin, str) else "?",
        "importer": name_of(duties.importer, language),
    }


def _head(found: LandedCost, language: Language) -> Iterator[str]:
    translate, duties = translator(language), found.duties
    yield phrase(
        "{good}, tariff code {code}, origin {origin}, into {importer} on {day}",
        **good_of(duties, language),
        day=duties.day.isoformat(),
    ).text(language)
    yield f"  {translate('All duties together')}: {rates_text(duties.total, language)}"
    if duties.total.settled is None and duties.additional.settled is not None:
        yield f"  {translate('without the base rate')}: {rates_text(duties.additional, language)}"


def _section(title: str, lines: Iterator[str], language: Language) -> Iterator[str]:
    kept = list(lines)
    if kept:
        yield ""
        yield translator(language)(title)
        yield from (f"  {line}" for line in kept)


def _layers(found: LandedCost, layers: tuple[Layer, ...], language: Language) -> Iterator[str]:
    translate = translator(language)
    names = [translate(layer.duty.instrument) for layer in layers]
    rates = [rates_text(layer.rates, language) for layer in layers]
    for layer, name, rate in zip(layers, names, rates, strict=True):
        amount = found.amount(layer)
        money = "" if amount is None else f"  {amount.text()}"
        mark = "" if layer.provision.mark is Mark.SEEN else f" ({translate(MARK_WORDS[layer.provision.mark])})"
        padded = left(name, max(map(width, names)))
        yield f"{padded}  {rate.rjust(max(map(width, rates)))}{money}  {layer.provision.cite}{mark}"


def _conflicts(duties: DutyAnswer, language: Language) -> Iterator[str]:
    translate = translator(language)
    for one in duties.conflicts:
        for text, total in zip(one.texts, one.totals, strict=True):
            yield f"{translate(text)}: {rates_text(total, language)}"


def _missing(duties: DutyAnswer, language: Language) -> Iterator[str]:
    for fact in duties.missing:
        yield f"{fact.name}: {translator(language)(fact.question)}"


def _money(found: LandedCost, language: Language) -> Iterator[str]:
    translate = translator(language)
    rows: list[tuple[str, Amount | None]] = [
        (translate(marked("customs value")), found.customs_value),
        (translate(marked("duties")), found.duty),
        *((translate(one.fee.instrument), one.amount) for one in found.fees),
        (translate(marked("value-added tax")), found.tax),
        (translate(marked("landed cost")), found.total),
    ]
    kept = [(label, amount.text()) for label, amount in rows if amount is not None]
    for label, text in kept:
        yield f"{left(label, max(width(one) for one, _ in kept))}  {text}"


def _not_applied(found: LandedCost, language: Language) -> Iterator[str]:
    translate = translator(language)
    by_reason: dict[str, dict[str, None]] = {}
    for one in found.duties.not_applied:
        by_reason.setdefault(why_not_in_short(one, language), {})[translate(one.duty.instrument)] = None
    for reason, names in by_reason.items():
        yield f"{_several(tuple(names), language)}: {reason}"


_MOST_NAMED = 4


def _several(names: tuple[str, ...], language: Language) -> str:
    """The names, or the first of them and how many more there are."""
    if len(names) <= _MOST_NAMED:
        return ", ".join(names)
    shown = ", ".join(names[: _MOST_NAMED - 1])
    return phrase("{names} and {count} more", names=shown, count=len(names) - _MOST_NAMED + 1).text(language)


def _taken(found: LandedCost, language: Language) -> Iterator[str]:
    yield from (translator(language)(line) for line in taken_lines(found.duties.case, found.duties.importer))


def _recalled_base_rates(duties: DutyAnswer, language: Language) -> Iterator[str]:
    for one in duties.base_rates:
        if one.mark is not Mark.SEEN:
            yield phrase(
                "The base rate of {code}, {rate} %, is {mark}: {source}.",
                code=written_code(one.code),
                rate=decimal_text(one.rate_pct),
                mark=Word(MARK_WORDS[one.mark]),
                source=one.source,
            ).text(language)


def _notes(found: LandedCost, language: Language) -> Iterator[str]:
    translate = translator(language)
    if found.lacks_freight:
        yield translate("China's customs value includes freight and insurance: what was not given counts as nothing.")
    if any(one.fee.currency not in ("", found.charges.currency) for one in found.fees if one.amount is not None):
        yield translate("The least and the most of a fee are set in another currency, and no rate of exchange is held.")
    layers = (*found.duties.layers, *found.duties.open_layers)
    yield from _recalled_base_rates(found.duties, language)
    yield from dict.fromkeys(translate(layer.provision.note) for layer in layers if layer.provision.note)
    if found.duties.day > DUTIES_CHECKED_UNTIL:
        yield phrase("The law of duties was checked until {day}.", day=DUTIES_CHECKED_UNTIL.isoformat()).text(language)
    yield translate(NOT_LEGAL_ADVICE) + " " + translate("`chipgate coverage`: what is modelled.")
