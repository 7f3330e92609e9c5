"""A comparison as a reader sees it: the law, the chips of the catalogue, the orders, and what is to be found out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from chipgate.cases.compare import Comparison
from chipgate.cases.compare_chips import ChipMove, ChipOutcome
from chipgate.cases.compare_orders import MovedRow, MoveKey, OrderMoves, Tally
from chipgate.cases.law_text import law_lines
from chipgate.cases.moved_by import Mover, MoverKind
from chipgate.cases.not_modelled import NOT_LEGAL_ADVICE
from chipgate.cases.outcome_words import ANSWER_WORDS, CLOCK_WORDS, OUTCOME_NAMES
from chipgate.law.us.corpus import CHECKED_UNTIL
from chipgate.readings.phrase import Phrase, Word, phrase
from chipgate.readings.sentence import short_id
from chipgate.translation.fault_text import said_in
from chipgate.translation.language import Language, marked, translator
from chipgate.translation.width import width
from chipgate.units import decimal_text

LISTED_ROWS: Final = 10
"""Orders of one kind of move that are named on the screen; the file of results has them all."""
_WIDE: Final = 112


def comparison_text(found: Comparison, language: Language = "en") -> str:
    """What FOUND says, section by section."""
    return "\n".join(_lines(found, language))


def _lines(found: Comparison, language: Language) -> Iterator[str]:
    yield head(found).text(language)
    yield from _day_line(found, language)
    yield ""
    yield from law_lines(found.law, language)
    yield ""
    yield from _chip_lines(found, language)
    if found.orders is not None:
        yield ""
        yield from order_lines(found.orders, language)
    yield ""
    yield (
        phrase("Law checked until {day}.", day=CHECKED_UNTIL.isoformat()).text(language)
        + " "
        + translator(language)(NOT_LEGAL_ADVICE)
    )


def head(found: Comparison) -> Phrase:
    """What is compared, in a line."""
    question = found.question
    return phrase("From {one} to {other}", one=question.before.words, other=question.after.words)


def _day_line(found: Comparison, language: Language) -> Iterator[str]:
    """The day and the clock, where a side does not name them."""
    question = found.question
    if question.before.day is None or question.after.day is None:
        day = found.law.after.day if question.after.day is None else found.law.before.day
        yield "  " + phrase("law and chips on {day}", day=day.isoformat()).text(language)
        if found.orders is not None:
            template = (
                marked("each order on its own day")
                if question.on is None
                else marked("each order as if shipped on that day")
            )
            yield "  " + translator(language)(template)
    if question.before.clock is None or question.after.clock is None:
        yield "  " + phrase("by the clock: {clock}", clock=Word(CLOCK_WORDS[question.clock])).text(language)


# Chips.


def _chip_lines(found: Comparison, language: Language) -> Iterator[str]:
    question = found.question
    yield phrase(
        "Chips of the catalogue that move: {moved} of {all}", moved=len(found.chips), all=len(question.catalogue)
    ).text(language)
    places = ", ".join(question.destinations)
    yield "  " + phrase("each as an export to an end user headquartered in {places}", places=places).text(language)
    for line in dict.fromkeys(line for _, line in found.assumptions.values()):
        yield f"    {translator(language)(line)}"
    groups: dict[tuple[str, ...], list[ChipMove]] = {}
    for move in found.chips:
        groups.setdefault(tuple(_chip_words(move, language)), []).append(move)
    for words, moves in sorted(groups.items(), key=lambda one: -len(one[1])):
        yield f"  {words[0]}  ({len(moves)})"
        yield from (f"    {line}" for line in words[1:])
        yield from wrapped((one.name for one in moves), "      ")


def _chip_words(move: ChipMove, language: Language) -> Iterator[str]:
    """The paragraph, then the outcome for each destination, each with what moved it."""
    translate = translator(language)
    before, after = (translate(ANSWER_WORDS.get(one, one)) if one in ANSWER_WORDS else one for one in move.eccns)
    yield before if before == after else arrow(before, after)
    for one in move.by_destination:
        yield f"{one.to}: {_outcome_words(one, language)}{_by(one.mover, language)}"


def _outcome_words(one: ChipOutcome, language: Language) -> str:
    translate = translator(language)
    before, after = one.outcomes
    if before != after:
        return arrow(translate(OUTCOME_NAMES[before]), translate(OUTCOME_NAMES[after]))
    if one.reviews[0] != one.reviews[1]:
        reviews = arrow(*(translate(ANSWER_WORDS[each]) for each in one.reviews))
        return f"{translate(OUTCOME_NAMES[before])}; {reviews}"
    return translate(OUTCOME_NAMES[before])


def _by(mover: Mover | None, language: Language) -> str:
    return "" if mover is None else "  " + phrase("by {provision}", provision=mover_name(mover)).text(language)


def mover_name(mover: Mover) -> object:
    """The short id of a provision; what happened to a country group."""
    return short_id(mover.id) if mover.kind is MoverKind.PROVISION else mover.title


def arrow(before: str, after: str) -> str:
    """BEFORE and AFTER with an arrow between."""
    return f"{before} -> {after}"


def wrapped(names: Iterable[str], indent: str) -> Iterator[str]:
    """NAMES with commas, in lines that a terminal holds."""
    line = ""
    for name in names:
        if line and width(f"{indent}{line}, {name}") > _WIDE:
            yield f"{indent}{line},"
            line = name
        else:
            line = f"{line}, {name}" if line else name
    if line:
        yield f"{indent}{line}"


# Orders.


def order_lines(orders: OrderMoves, language: Language) -> Iterator[str]:
    """The orders that move, by what moved them."""

    def say(template: str, **gaps: object) -> str:
        return phrase(template, **gaps).text(language)

    yield say(
        "Orders that move: {moved} of {judged}; {rejected} rows rejected",
        moved=orders.count(orders.moved),
        judged=orders.judged,
        rejected=orders.rejected_rows,
    )
    yield from table_lines(orders.moved, orders, language)
    if orders.opened:
        yield ""
        yield say("Orders that only become undetermined, or cease to be: {count}", count=orders.count(orders.opened))
        yield from table_lines(orders.opened, orders, language)
        yield from found_out_lines(orders, language)
    if orders.reviewed:
        yield ""
        yield say(
            "Orders that need a licence both ways, reviewed otherwise: {count}", count=orders.count(orders.reviewed)
        )
        yield from table_lines(orders.reviewed, orders, language)
    yield from _what_is_left(orders, language)


def table_lines(table: Mapping[MoveKey, Tally], orders: OrderMoves, language: Language) -> Iterator[str]:
    """The orders of one table, under what moved them."""
    translate, words = translator(language), {**ANSWER_WORDS, **OUTCOME_NAMES}
    shown = ""
    ordered = sorted(table.items(), key=lambda one: -one[1].orders)
    by_mover = {key.moved_by: index for index, (key, _) in reversed(list(enumerate(ordered)))}
    for key, tally in sorted(ordered, key=lambda one: by_mover[one[0].moved_by]):
        if key.moved_by != shown:
            yield from mover_lines(orders.movers[key.moved_by], language)
            shown = key.moved_by
        yield f"    {arrow(translate(words[key.before]), translate(words[key.after]))}"
        yield from (f"      {line}" for line in tally_lines(tally, orders.has_values, language))
        yield from row_lines(orders.rows[key], tally.orders, language)


def mover_lines(mover: Mover, language: Language) -> Iterator[str]:
    """What moved the orders below."""
    name = f"{short_id(mover.id)}  " if mover.kind is MoverKind.PROVISION else ""
    yield f"  {name}{mover.title.text(language)}  {mover.cite}".rstrip()


def tally_lines(tally: Tally, has_values: bool, language: Language) -> Iterator[str]:
    """How many orders, and how much; what is not known is said beside it."""

    def say(template: str, **gaps: object) -> str:
        return phrase(template, **gaps).text(language)

    pieces = [say("orders: {count}", count=f"{tally.orders:,}"), say("units: {count}", count=f"{tally.units:,}")]
    if tally.tpp_unknown < tally.orders:
        pieces.append(f"TPP: {_grouped(tally.tpp)}")
    for currency, amount in sorted(tally.value.items()):
        pieces.append(say("value: {amount} {currency}", amount=_grouped(amount), currency=currency or "?"))
    yield "; ".join(pieces)
    unknown = (
        (tally.units_unknown, marked("without a quantity, not in the units: {count}")),
        (tally.tpp_unknown, marked("without a known TPP, not in the TPP: {count}")),
        (tally.value_unknown * has_values, marked("without a value that can be read, not in the value: {count}")),
    )
    yield from (say(template, count=f"{count:,}") for count, template in unknown if count)


def _grouped(number: object) -> str:
    text = decimal_text(number)  # type: ignore[arg-type]  # exact numbers only
    head_, point, tail = text.partition(".")
    return f"{int(head_):,}{point}{tail}"


def row_lines(rows: list[MovedRow], count: int, language: Language) -> Iterator[str]:
    """The first orders of one kind of move."""
    for one in rows[:LISTED_ROWS]:
        yield f"        {phrase('row {number}', number=one.row).text(language)}  {one.order}"
    if count > LISTED_ROWS:
        yield "        " + phrase("... and {count} more", count=f"{count - LISTED_ROWS:,}").text(language)


def found_out_lines(orders: OrderMoves, language: Language) -> Iterator[str]:
    """What would settle the orders that are open."""
    if not orders.to_find_out:
        return
    yield "  " + translator(language)("To be found out, and for how many orders")
    for one, count in orders.to_find_out.most_common():
        question = orders.questions.get(one)
        words = f": {question.text(language)}" if question is not None else ""
        yield f"    {count:>7,}  {one.fact}{words}"


def _what_is_left(orders: OrderMoves, language: Language) -> Iterator[str]:
    """Rows that were not judged, and what the reader of the book should know."""
    if orders.without_day:
        template = marked("{count} orders give no day and were not judged on any: give --on DAY.")
        yield phrase(template, count=f"{orders.without_day:,}").text(language)
    if orders.rejects:
        yield ""
        yield translator(language)("rows rejected")
        for one in orders.rejects[:LISTED_ROWS]:
            yield f"  {phrase('row {number}', number=one.row).text(language)}  {one.line(language)}"
        if len(orders.rejects) > LISTED_ROWS:
            yield "  ..."
    yield from (said_in(language, note) for note in orders.notes)
