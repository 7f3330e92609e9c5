"""Dated states: which goods and inputs are restricted by whom on a day, what is suspended, and what lapses when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from chipgate.cases.timeline.entries import asks_for_an_extension, by_whom
from chipgate.law.corpus import Corpus
from chipgate.law.provision import Clock, Instructs, Provision, RequiresLicence, RestrictsInput, Standing
from chipgate.readings.phrase import Phrase, Word, phrase
from chipgate.translation.language import marked


@dataclass(frozen=True, slots=True)
class State:
    """One restriction on a day: whose, how severe, and the last day of its suspension, if it is suspended.

    ``is_open`` is a text that is in force unless its suspension was extended, which nobody has told.
    """

    provision: Provision
    by: str
    severity: str
    suspended_to: date | None = None
    is_suspended: bool = False
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Lapse:
    """A day on which a suspension or a text ends unless somebody extends it."""

    day: date
    provision: Provision
    words: Phrase


def states_on(corpus: Corpus, day: date) -> tuple[State, ...]:
    """The restrictions on goods and inputs on DAY: in force first, then what is suspended."""
    found = [state for p in corpus.provisions if (state := _state(p, day)) is not None]
    return tuple(
        sorted(found, key=lambda one: (one.is_suspended, one.is_open, one.by, one.provision.binds.in_force.since))
    )


def _state(provision: Provision, day: date) -> State | None:
    severity = severity_of(provision)
    if not severity or day not in provision.binds.in_force:
        return None
    stay = next((one for one in provision.binds.stayed if day in one), None)
    if stay is None and not provision.on(day, Clock.AS_ENFORCED):
        return None
    until = None if stay is None or stay.until is None else stay.until - timedelta(days=1)
    is_open = asks_for_an_extension(provision)
    return State(provision, by_whom(provision), severity, until, stay is not None, is_open)


def severity_of(provision: Provision) -> str:
    """What a restriction on a good or an input asks; empty for any other provision."""
    match provision.gives:
        case RestrictsInput(_, severity):
            return str(severity)
        case Instructs(_, addressee):
            return INSTRUCTED[addressee]
        case RequiresLicence() if provision.standing is Standing.LETTER:
            return marked("licence required by letter")
        case _:
            return ""


INSTRUCTED = {
    "buyers": marked("buyers are told to refrain"),
    "customs": marked("customs is told to refuse"),
}


def lapses_after(corpus: Corpus, day: date) -> tuple[Lapse, ...]:
    """What ends after DAY by the last text found: suspensions, exclusions, texts with a last day."""
    found = [one for p in corpus.provisions if not _goes_on(corpus, p) for one in _lapses(p, day)]
    return tuple(sorted(found, key=lambda one: (one.day, one.provision.id)))


def _goes_on(corpus: Corpus, provision: Provision) -> bool:
    """Whether a text that was read goes on where PROVISION ends; one that asks for an extension does not count."""
    until = provision.binds.in_force.until
    later = (one for one in corpus.history_of[provision.id] if one.binds.in_force.since == until)
    return until is not None and any(not asks_for_an_extension(one) for one in later)


def _lapses(provision: Provision, day: date) -> Iterator[Lapse]:
    span = provision.binds.in_force
    for stay in provision.binds.stayed:
        if stay.until is not None and stay.until > day >= stay.since:
            words = phrase("the suspension ends: {title}", title=Word(provision.title))
            yield Lapse(stay.until, provision, words)
    followed_by_stay = any(stay.until == span.until for stay in provision.binds.stayed)
    if span.until is not None and span.until > day and day in span and not followed_by_stay:
        yield Lapse(span.until, provision, phrase("the text ends: {title}", title=Word(provision.title)))
