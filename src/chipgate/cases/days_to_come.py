"""The days on which the law is going to change in what an answer can hang on: deadlines, and stays that lapse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from chipgate.law.provision import Defines, RaisesFlag
from chipgate.readings.compare import LawDifference, ProvisionChange, Vantage, difference


def days_to_come(now: Vantage) -> Iterator[tuple[date, LawDifference]]:
    """The days after NOW on which the law changes in what an answer can hang on, with what changes."""
    for day in now.corpus.change_days:
        if day > now.day:
            before, after = (Vantage(now.corpus, one, now.clock) for one in (day - timedelta(days=1), day))
            law = what_bears(before, after)
            if law.changes or law.groups:
                yield day, law


def what_bears(before: Vantage, after: Vantage) -> LawDifference:
    """What differs between BEFORE and AFTER, without what no answer can hang on."""
    law = difference(before, after)
    return replace(law, changes=tuple(_bearing(law)))


def _bearing(law: LawDifference) -> Iterator[ProvisionChange]:
    """The changes that can reach an answer: a term that nothing refers to cannot, nor can a red flag."""
    named = {ref for p in law.after.corpus.provisions for ref in p.references}
    for one in law.changes:
        if one.id in named or not isinstance(one.provision.gives, Defines | RaisesFlag):
            yield one
