"""The line of time as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chipgate.cases.not_modelled import NOT_LEGAL_ADVICE
from chipgate.cases.reasons import MARK_WORDS
from chipgate.cases.timeline.entries import Entry, by_whom, entries
from chipgate.cases.timeline.states import Lapse, State, lapses_after, states_on
from chipgate.law.corpus import Corpus
from chipgate.law.provision import Mark
from chipgate.law.trade.events import Swap, swaps
from chipgate.readings.phrase import phrase
from chipgate.translation.language import Language, marked, translator

SCHEMA = "chipgate/timeline/1"
_MARKS = {
    **{str(mark): words for mark, words in MARK_WORDS.items()},
    "seen-secondary": marked("read in a second-hand text"),
}


@dataclass(frozen=True)
class Timeline:
    """What happened from ``since`` to ``until``, and what stands on the last day."""

    since: date
    until: date
    entries: tuple[Entry, ...]
    swaps: tuple[Swap, ...]
    states: tuple[State, ...]
    lapses: tuple[Lapse, ...]
    by: str = ""

    def text(self, language: Language = "en") -> str:
        """The line as a reader sees it."""
        return "\n".join(_lines(self, language))

    def json(self, language: Language = "en") -> dict[str, Any]:
        """The line as plain values, in the form ``chipgate/timeline/1``."""
        return {
            "schema": SCHEMA,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "entries": [_entry_json(one, language) for one in self.entries],
            "swaps": [_swap_json(one, language) for one in self.swaps],
            "states": [_state_json(one, language) for one in self.states],
            "lapses": [
                {"day": one.day.isoformat(), "provision": one.provision.key, "text": one.words.text(language)}
                for one in self.lapses
            ],
        }


def timeline_of(corpus: Corpus, since: date, until: date, by: str = "") -> Timeline:
    """The line from SINCE to UNTIL; BY keeps the measures of one side (an ISO code)."""
    kept = tuple(one for one in entries(corpus, since, until) if not by or by in one.by.split("+"))
    states = tuple(one for one in states_on(corpus, until) if not by or one.by == by)
    told = tuple(one for one in swaps() if since <= one.day <= until)
    lapsing = tuple(one for one in lapses_after(corpus, until) if not by or by_whom(one.provision) == by)
    return Timeline(since, until, kept, told, states, lapsing, by)


def _lines(line: Timeline, language: Language) -> Iterator[str]:
    translate = translator(language)
    yield from (_entry_text(one, language) for one in line.entries)
    yield from _section(translate("What was swapped for what"), [_swap_text(one, language) for one in line.swaps])
    title = phrase("Restricted on {day}", day=line.until.isoformat()).text(language)
    yield from _section(title, [_state_text(one, language) for one in line.states])
    lapsing = [f"{one.day}  {one.words.text(language)}  ({one.provision.cite})" for one in line.lapses]
    yield from _section(translate("What lapses next, by the last text found"), lapsing)
    yield ""
    yield translate(NOT_LEGAL_ADVICE)


def _section(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        yield from (f"  {one}" for one in lines)


def _entry_text(one: Entry, language: Language) -> str:
    translate = translator(language)
    mark = "" if one.mark == Mark.SEEN else f" [{translate(_MARKS[one.mark])}]"
    return f"{one.day}  {one.by:5}  {one.words.text(language)}  ({one.cite}){mark}"


def _swap_text(one: Swap, language: Language) -> str:
    translate = translator(language)
    return phrase(
        "{day}  {name}: the United States gave: {us}; China gave: {cn}; left out: {rest}",
        day=one.day.isoformat(),
        name=translate(one.name),
        us=translate(one.us_gave),
        cn=translate(one.cn_gave),
        rest=translate(one.left_out),
    ).text(language)


def _state_text(one: State, language: Language) -> str:
    translate = translator(language)
    title, cite = translate(one.provision.title), one.provision.cite
    if one.is_open:
        words = phrase("open, in force unless its suspension was extended: {title}", title=title)
        return f"{one.by}  {words.text(language)}  ({cite})"
    if not one.is_suspended:
        return f"{one.by}  {translate(one.severity)}: {title}  ({cite})"
    to = "?" if one.suspended_to is None else one.suspended_to.isoformat()
    words = phrase("suspended to {day}: {title}", day=to, title=title)
    return f"{one.by}  {words.text(language)}  ({cite})"


def _entry_json(one: Entry, language: Language) -> dict[str, Any]:
    return {
        "day": one.day.isoformat(),
        "by": one.by,
        "kind": one.kind,
        "text": one.words.text(language),
        "citation": one.cite,
        "mark": one.mark,
        "provision": one.provision,
        "provisions": [] if one.event is None else list(one.event.provisions),
        "source": "" if one.event is None else one.event.source,
    }


def _swap_json(one: Swap, language: Language) -> dict[str, Any]:
    translate = translator(language)
    return {
        "day": one.day.isoformat(),
        "round": translate(one.name),
        "us_gave": translate(one.us_gave),
        "cn_gave": translate(one.cn_gave),
        "left_out": translate(one.left_out),
        "citation": one.cite,
        "mark": one.mark,
    }


def _state_json(one: State, language: Language) -> dict[str, Any]:
    return {
        "by": one.by,
        "severity": translator(language)(one.severity),
        "title": translator(language)(one.provision.title),
        "provision": one.provision.key,
        "citation": one.provision.cite,
        "suspended": one.is_suspended,
        "suspended_to": None if one.suspended_to is None else one.suspended_to.isoformat(),
        "open": one.is_open,
    }
