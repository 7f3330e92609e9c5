"""A rescreening as a reader sees it: what changed and why, what is new or gone, and what comes, by day."""

from __future__ import annotations

from collections.abc import Iterator

from chipgate.cases.compare_text import LISTED_ROWS, order_lines, table_lines, wrapped
from chipgate.cases.law_text import HEADINGS, group_words
from chipgate.cases.not_modelled import NOT_LEGAL_ADVICE
from chipgate.cases.outcome_words import CLOCK_WORDS, OUTCOME_NAMES
from chipgate.cases.rescreen import Coming, Rescreening
from chipgate.law.us.corpus import CHECKED_UNTIL
from chipgate.law.walking import facts_of
from chipgate.readings.compare import LawDifference, ProvisionChange
from chipgate.readings.phrase import Word, phrase
from chipgate.readings.sentence import short_id
from chipgate.translation.fault_text import said_in
from chipgate.translation.language import Language, translator


def rescreening_text(found: Rescreening, language: Language = "en") -> str:
    """What FOUND says, section by section."""
    return "\n".join(_lines(found, language))


def _lines(found: Rescreening, language: Language) -> Iterator[str]:
    def say(template: str, **gaps: object) -> str:
        return phrase(template, **gaps).text(language)

    on, before = found.screening.on.isoformat(), found.before.isoformat()
    clock = Word(CLOCK_WORDS[found.screening.clock])
    yield say("Open orders as of {day}; by the clock: {clock}", day=on, clock=clock)
    if found.is_first:
        yield "  " + say("first run: compared with what the law of {day} said", day=before)
    else:
        yield "  " + say("compared with the verdicts as of {day} in {file}", day=before, file=found.verdicts.name)
    yield ""
    yield from _changed(found, language)
    yield from _new(found, language)
    yield from _law_since(found, language)
    yield ""
    yield from _coming(found, language)
    yield from _assumed(found, language)
    yield ""
    yield from _notes(found, language)
    day = CHECKED_UNTIL.isoformat()
    yield say("Law checked until {day}.", day=day) + " " + translator(language)(NOT_LEGAL_ADVICE)


def _changed(found: Rescreening, language: Language) -> Iterator[str]:
    if not found.moved and not found.changed.rejected_rows:
        yield phrase("Nothing changed: {count} orders.", count=f"{found.changed.judged:,}").text(language)
    else:
        yield from order_lines(found.changed, language)


def _new(found: Rescreening, language: Language) -> Iterator[str]:
    translate = translator(language)
    if found.new_outcomes:
        yield ""
        yield phrase("New orders: {count}", count=f"{found.new_outcomes.total():,}").text(language)
        for outcome, count in found.new_outcomes.most_common():
            yield f"  {count:>7,}  {translate(OUTCOME_NAMES[outcome])}"
        for one in found.new[:LISTED_ROWS]:
            row = phrase("row {number}", number=one.row).text(language)
            yield f"    {row}  {one.order}  {translate(OUTCOME_NAMES[one.outcome])}"


def _law_since(found: Rescreening, language: Language) -> Iterator[str]:
    """What changed in the law, also where no order moves: it may have moved none only because of an assumption."""
    if found.law is None:
        return
    yield ""
    yield phrase("What changed in the law since {day}", day=found.before.isoformat()).text(language)
    if not found.law.changes and not found.law.groups:
        yield "  " + translator(language)("Nothing that an answer can hang on.")
    assumptions = found.screening.checker().assumptions
    for change in found.law.changes:
        yield f"  {_change_in_short(change, language)}"
        named = dict.fromkeys(fact.name for condition in change.provision.conditions for fact in facts_of(condition))
        for line in dict.fromkeys(assumptions[name][1] for name in named if name in assumptions):
            told = phrase("where an order does not say, it is assumed: {line}", line=Word(line))
            yield f"    {told.text(language)}"
    yield from (f"  {line}" for line in _groups_in_short(found.law, language))


def _assumed(found: Rescreening, language: Language) -> Iterator[str]:
    translate = translator(language)
    lines = dict.fromkeys(line for _, line in found.screening.checker().assumptions.values())
    if lines:
        yield ""
        yield translate("Assumed, because nobody said otherwise")
        yield from (f"  {translate(line)}" for line in lines)


def _coming(found: Rescreening, language: Language) -> Iterator[str]:
    translate = translator(language)
    yield translate("What comes, as far as the law says it today")
    if not found.coming:
        yield "  " + translate("Nothing is announced.")
    for one in found.coming:
        yield f"  {one.day.isoformat()}"
        yield from (f"    {_change_in_short(change, language)}" for change in one.law.changes)
        yield from (f"    {line}" for line in _groups_in_short(one.law, language))
        yield from (f"    {line}" for line in _moves_then(one, language))


def _change_in_short(change: ProvisionChange, language: Language) -> str:
    translate = translator(language)
    what = ", ".join(translate(HEADINGS[kind]) for kind in change.kinds)
    return f"{short_id(change.id)}  {translate(change.provision.title)}  ({what})"


def _groups_in_short(law: LawDifference, language: Language) -> Iterator[str]:
    if len(law.groups) <= LISTED_ROWS:
        yield from (group_words(group, language) for group in law.groups)
    else:
        yield from wrapped(dict.fromkeys(group.country for group in law.groups), "")


def _moves_then(one: Coming, language: Language) -> Iterator[str]:
    tables = [table for table in one.orders.tables() if table]
    if not tables:
        yield translator(language)("no order moves")
    for table in tables:
        yield from table_lines(table, one.orders, language)


def _notes(found: Rescreening, language: Language) -> Iterator[str]:
    def say(template: str, **gaps: object) -> str:
        return phrase(template, **gaps).text(language)

    if found.edited:
        yield say("{count} orders were changed in the book since.", count=f"{found.edited:,}")
    if found.gone:
        yield say("{count} orders are no longer in the book.", count=f"{found.gone:,}")
    if found.past:
        yield say(
            "{count} orders have a ship day before {day} and are taken as late; take out what has shipped.",
            count=f"{found.past:,}",
            day=found.screening.on.isoformat(),
        )
    if not found.moved and not found.changed.rejected_rows:
        yield from (said_in(language, note) for note in found.changed.notes)
    yield say("verdicts kept: {path}", path=found.verdicts)
