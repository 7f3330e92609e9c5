"""What differs in the law as a reader sees it: provision by provision, under what happened to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chipgate.law.provision import Clock
from chipgate.readings.compare import ChangeKind, GroupChange, LawDifference, LimitChange, ProvisionChange, State
from chipgate.readings.phrase import phrase
from chipgate.readings.sentence import short_id
from chipgate.translation.language import Language, marked, translator
from chipgate.units import exact_text

HEADINGS: Final = {
    ChangeKind.ADDED: marked("Added"),
    ChangeKind.ENDED: marked("Ended"),
    ChangeKind.REWORDED: marked("Re-worded"),
    ChangeKind.RESTATED: marked("Another version with the same test"),
    ChangeKind.BEGINS: marked("Begins to be enforced"),
    ChangeKind.CEASES: marked("Is no longer enforced"),
    ChangeKind.STAYED: marked("Stayed"),
    ChangeKind.UNSTAYED: marked("No longer stayed"),
}
STATE_WORDS: Final = {
    State.ABSENT: marked("not in force"),
    State.BINDS: marked("binds"),
    State.STAYED: marked("stayed"),
    State.NOT_ENFORCED: marked("in force, not enforced"),
    State.IN_NO_BOOK: marked("a letter, in no book"),
}
_BY_CLOCK: Final = {
    (ChangeKind.BEGINS, Clock.ON_THE_BOOKS): marked("Counts on the books only"),
    (ChangeKind.CEASES, Clock.ON_THE_BOOKS): marked("Counts as enforced only"),
    (ChangeKind.BEGINS, Clock.AS_ENFORCED): marked("Counts as enforced only"),
    (ChangeKind.CEASES, Clock.AS_ENFORCED): marked("Counts on the books only"),
}
"""Where the two sides are two clocks: nothing happened, they count differently."""


def law_lines(law: LawDifference, language: Language) -> Iterator[str]:
    """Every change, the re-worded texts with what went and what came."""
    translate = translator(language)
    yield translate("What changes in the law")
    if not law.changes and not law.groups:
        yield "  " + translate("Nothing.")
    for kind in _ORDER:
        found = [one for one in law.changes if kind in one.kinds]
        if found:
            yield f"  {translate(heading(kind, law))}"
        for one in found:
            yield from _change_lines(one, kind, language)
    if law.groups:
        yield f"  {translate('Country groups')}"
        yield from (f"    {group_words(one, language)}" for one in law.groups)


_ORDER: Final = (ChangeKind.REWORDED, *(kind for kind in ChangeKind if kind is not ChangeKind.REWORDED))


def heading(kind: ChangeKind, law: LawDifference) -> str:
    """What happened, as a heading."""
    if law.before.clock is law.after.clock:
        return HEADINGS[kind]
    return _BY_CLOCK.get((kind, law.after.clock), HEADINGS[kind])


def _change_lines(one: ProvisionChange, kind: ChangeKind, language: Language) -> Iterator[str]:
    translate = translator(language)
    provision = one.provision
    standing = (
        "" if one.state_after in (State.BINDS, State.ABSENT) else f"  ({translate(STATE_WORDS[one.state_after])})"
    )
    yield f"    {short_id(one.id)}  {translate(provision.title)}{standing}"
    yield f"      {provision.cite}"
    if kind is ChangeKind.REWORDED:
        yield from (f"      {limit_words(limit, language)}" for limit in one.limits)
        for sign, line in one.lines:
            label = f"{line.label}  " if line.label else ""
            yield f"      {sign} {'  ' * line.depth}{label}{line.words.text(language)}"


def limit_words(change: LimitChange, language: Language) -> str:
    """A limit that moved, came or went, by its name."""
    old, new = change.before, change.after
    if old is None:
        assert new is not None
        return phrase("limit {name} is new: {value}", name=new.name, value=exact_text(new.value)).text(language)
    if new is None:
        return phrase("limit {name} falls away: {value}", name=old.name, value=exact_text(old.value)).text(language)
    gaps = {"name": new.name, "before": exact_text(old.value), "after": exact_text(new.value)}
    return phrase("limit {name}: {before} -> {after}", **gaps).text(language)


_NOW_IN: Final = marked("{country} is in {group}, which was not settled")
_NOW_OUT: Final = marked("{country} is not in {group}, which was not settled")


def group_words(change: GroupChange, language: Language) -> str:
    """A country that enters or leaves a group."""
    gaps = {"country": change.country, "group": change.group}
    if change.after is None:
        words = phrase("whether {country} is in {group} is no longer settled", **gaps)
    elif change.before is None:
        words = phrase(_NOW_IN if change.after else _NOW_OUT, **gaps)
    else:
        words = phrase("{country} enters {group}" if change.after else "{country} leaves {group}", **gaps)
    return words.text(language)
