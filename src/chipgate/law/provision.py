"""A provision: one sentence of law beside its citation, the days it binds, and what it brings about."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from chipgate.errors import BadCorpus
from chipgate.law.language import Condition


class Clock(StrEnum):
    """Which of the two answers: what the books say, or what the authority enforces."""

    ON_THE_BOOKS = "on_the_books"
    AS_ENFORCED = "as_enforced"

    @property
    def other(self) -> Clock:
        """The clock that is not this one."""
        return Clock.ON_THE_BOOKS if self is Clock.AS_ENFORCED else Clock.AS_ENFORCED


class Standing(StrEnum):
    """What kind of text it is; only law and letters can require a licence."""

    LAW = "law"
    LETTER = "letter"  # binds its addressee, and is in no book
    GUIDANCE = "guidance"
    PROPOSAL = "proposal"


class Mark(StrEnum):
    """How well the sentence is known."""

    SEEN = "seen"
    RECALLED = "recalled"
    READING = "reading"  # our conclusion from text that was seen


@dataclass(frozen=True, slots=True)
class Days:
    """A span of days: ``since`` is the first, ``until`` the first day after it, or None while it goes on."""

    since: date
    until: date | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until <= self.since:
            raise BadCorpus(f"a span from {self.since} until {self.until} has no day in it")

    def __contains__(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Binds:
    """The dates of a text: published, in force, complied with from, not enforced from, stayed."""

    in_force: Days
    published: date | None = None
    compliance_from: date | None = None
    not_enforced_from: date | None = None
    stayed: tuple[Days, ...] = ()

    def on(self, day: date, clock: Clock) -> bool:
        """Whether the text binds on DAY by CLOCK; a stay takes it out of both."""
        if day not in self.in_force or any(day in stay for stay in self.stayed):
            return False
        return clock is Clock.ON_THE_BOOKS or self._enforced(day)

    def _enforced(self, day: date) -> bool:
        begun = self.compliance_from is None or self.compliance_from <= day
        ended = self.not_enforced_from is not None and self.not_enforced_from <= day
        return begun and not ended

    def change_days(self) -> frozenset[date]:
        """Every day on which the answer of ``on`` can change."""
        spans = (self.in_force, *self.stayed)
        marks = {self.compliance_from, self.not_enforced_from}
        marks |= {span.since for span in spans} | {span.until for span in spans}
        return frozenset(day for day in marks if day is not None)


def since(*ymd: int, until: tuple[int, int, int] | None = None, **dates: date | tuple[Days, ...] | None) -> Binds:
    """Binding dates in one line: ``since(2023, 11, 17, until=(2024, 4, 4))``."""
    year, month, day = ymd
    span = Days(date(year, month, day), date(*until) if until else None)
    return Binds(span, **dates)  # type: ignore[arg-type]  # the names are those of Binds


# What a provision brings about.


@dataclass(frozen=True, slots=True)
class Defines:
    """A term that other provisions use."""


@dataclass(frozen=True, slots=True)
class Describes:
    """The item is specified in ``eccn``."""

    eccn: str


@dataclass(frozen=True, slots=True)
class RequiresLicence:
    """A licence is needed."""


@dataclass(frozen=True, slots=True)
class OpensException:
    """The licence exception ``name`` is open."""

    name: str


@dataclass(frozen=True, slots=True)
class SetsReview:
    """An application is reviewed under ``policy``."""

    policy: str


@dataclass(frozen=True, slots=True)
class RaisesFlag:
    """A red flag, or other guidance, to resolve before going on."""


Consequence = Defines | Describes | RequiresLicence | OpensException | SetsReview | RaisesFlag


@dataclass(frozen=True, slots=True)
class Provision:
    """One version of one sentence of law.

    Versions of the same sentence share ``id`` and never bind on the same day. ``subject`` says what the sentence is
    about (an integrated circuit); ``when`` is its test. ``note`` tells a reader where text and reading could part.
    """

    id: str
    title: str
    cite: str
    binds: Binds
    when: Condition
    gives: Consequence = field(default_factory=Defines)
    subject: Condition | None = None
    standing: Standing = Standing.LAW
    mark: Mark = Mark.SEEN
    source: str = ""
    note: str = ""

    @property
    def key(self) -> str:
        """The id with the first day of this version: unique in a corpus."""
        return f"{self.id}@{self.binds.in_force.since.isoformat()}"

    def on(self, day: date, clock: Clock) -> bool:
        """Whether this version counts on DAY by CLOCK. A letter is in no book, and a proposal counts nowhere."""
        if self.standing is Standing.PROPOSAL:
            return False
        if self.standing is Standing.LETTER and clock is Clock.ON_THE_BOOKS:
            return False
        return self.binds.on(day, clock)
