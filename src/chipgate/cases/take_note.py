"""What a reader must know beside the answer: the vintage of the law, the other clock, how the chip was read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from chipgate.cases.outcome_words import CLOCK_WORDS, OUTCOME_NAMES
from chipgate.cases.party_names import nearest
from chipgate.cases.rates import are_wide
from chipgate.cases.remarks import telling_remarks
from chipgate.cases.stated_eccn import notes_on_the_stated_eccn, stated_eccn
from chipgate.cases.values import says_nothing
from chipgate.law.us.corpus import CHECKED_UNTIL
from chipgate.law.us.listed_parties import SNAPSHOT
from chipgate.readings.phrase import Phrase, Word, phrase
from chipgate.readings.sentence import short_id
from chipgate.translation.language import marked

if TYPE_CHECKING:
    from chipgate.cases.case import Case
    from chipgate.cases.determination import Determination
    from chipgate.law.provision import Clock, Provision

UNSOLD = (marked("announced"), marked("reported"))
"""States of a chip that nobody can measure yet."""


def take_note(answer: Determination) -> Iterator[Phrase]:
    """The warnings that go with ANSWER."""
    for notes in NOTES_ON_A_CASE:
        yield from notes(answer.case)
    yield from notes_on_the_clocks(answer)
    yield from notes_on_the_stated_eccn(stated_eccn(answer), answer.eccn)


def notes_on_the_clocks(answer: Determination) -> Iterator[Phrase]:
    """Why the text that decides does not bind, and what the other clock says."""
    if answer.case.day is not None:
        yield from notes_on_the_text(answer.deciding, answer.case.day, answer.clock)
    if answer.decision is not None:
        yield from notes_on_the_other_clock(answer.outcome, answer.other_clock, answer.other_outcome)


def notes_on_the_other_clock(outcome: str, other: Clock, its_outcome: str) -> Iterator[Phrase]:
    """That the OTHER clock has another outcome than this one."""
    if its_outcome != outcome:
        yield phrase(
            "The clock {clock} answers differently: {outcome}.",
            clock=Word(CLOCK_WORDS[other]),
            outcome=Word(OUTCOME_NAMES[its_outcome]),
        )


def _of_the_parties(case: Case) -> Iterator[Phrase]:
    """Which names were found alike; an entry of the Unverified List suspends exceptions (740.2(a)(17))."""
    for name, parties in case.like_listed.items():
        yield phrase(
            "{name} is like {count} names on the lists of {day}, nearest: {nearest}. Screen it.",
            name=name,
            count=len(parties),
            day=SNAPSHOT.isoformat(),
            nearest=nearest(parties),
        )
    if any(party.on_list == "UVL" for parties in case.like_listed.values() for party in parties):
        yield phrase("A name of the Unverified List is among them: exceptions are suspended for it (740.2(a)(17)).")


def _of_the_unverified_list(case: Case) -> Iterator[Phrase]:
    """What is due before a shipment to a party on the Unverified List (744.15(b))."""
    if case.facts.get("on_unverified_list") is True:
        yield phrase("A party is on the Unverified List: where no licence is needed, get a UVL statement (744.15(b)).")


def notes_on_the_text(deciding: Provision | None, day: date, clock: Clock) -> Iterator[Phrase]:
    """Why the text that decides on DAY is met and does not bind by CLOCK."""
    if deciding is None or deciding.on(day, clock):
        return
    if deciding.binds.compliance_from is not None and day < deciding.binds.compliance_from:
        yield phrase(
            "{provision} stands in the text, and is to be complied with only from {since}.",
            provision=short_id(deciding.id),
            since=deciding.binds.compliance_from.isoformat(),
        )
    elif deciding.binds.not_enforced_from is not None:
        yield phrase(
            "{provision} stands in the text, and has not been enforced since {since}.",
            provision=short_id(deciding.id),
            since=deciding.binds.not_enforced_from.isoformat(),
        )


def _of_the_use(case: Case) -> Iterator[Phrase]:
    """That a use was given in words that are not understood, and so counts as unknown, not as ordinary."""
    given = case.transaction.given.get("known_end_use", "").strip()
    if given and not says_nothing(given) and "known_end_use" not in case.transaction.facts:
        yield phrase("The end use '{given}' is not understood and counts as unknown.", given=given[:60])


def _of_the_remarks(case: Case) -> Iterator[Phrase]:
    """That a remark speaks of what is else assumed, and so is to be asked."""
    for text in telling_remarks(case.transaction.given):
        yield phrase("'{given}' stands beside the order: what it speaks of is not assumed.", given=text[:60])


def _of_the_rates(case: Case) -> Iterator[Phrase]:
    """That the rates given are those of wide formats, whose product is seldom the highest."""
    if not are_wide(case.transaction.rates):
        return
    if all("tpp" not in reading for reading in case.readings):
        yield phrase("Only rates above 16 bits were given; a narrower format mostly has more, so TPP is not known.")
    else:
        yield phrase("Only rates above 16 bits were given; a narrower format may have a higher TPP.")


def _of_the_kind(case: Case) -> Iterator[Phrase]:
    """What is not judged of an item whose own entry is not modelled."""
    if case.facts.get("item_kind") == "other":
        yield phrase("An item of another kind: only rules on parties and uses are judged, not the entry it belongs to.")


def _of_the_chip(case: Case) -> Iterator[Phrase]:
    """What the name and the datasheet of the chip leave in the air."""
    sheet = case.sheet
    if sheet is None:
        return
    if case.read_as:
        yield phrase(
            "{given} is a family of chips; it was read as {chip}.", given=case.transaction.chip, chip=sheet.name
        )
    if sheet.state in UNSOLD:
        yield phrase("{chip} is {state}: its figures are plans or reports.", chip=sheet.name, state=Word(sheet.state))
    if "tpp" not in case.figures:
        yield phrase("The datasheet of {chip} gives no rate at 16 bits or fewer; TPP is not known.", chip=sheet.name)


def _of_the_day(case: Case) -> Iterator[Phrase]:
    if case.day is not None and case.day > CHECKED_UNTIL:
        yield phrase(
            "The law was last checked on {checked}: what was published since is not in this answer for {day}.",
            checked=CHECKED_UNTIL.isoformat(),
            day=case.day.isoformat(),
        )


NOTES_ON_A_CASE: Sequence[Callable[[Case], Iterator[Phrase]]] = (
    _of_the_chip,
    _of_the_kind,
    _of_the_parties,
    _of_the_unverified_list,
    _of_the_remarks,
    _of_the_rates,
    _of_the_use,
    _of_the_day,
)
"""What is to be noted of the case itself, whatever the answer; each looks at cells of one group of columns."""
