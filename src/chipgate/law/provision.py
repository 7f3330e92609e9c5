"""A provision: one sentence of law beside its citation, the days it binds, and what it brings about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from chipgate.errors import BadCorpus
from chipgate.kept_property import kept_property
from chipgate.law.facts import Fact
from chipgate.law.language import Condition, Limit
from chipgate.law.walking import facts_of, limits_of, references_of
from chipgate.translation.fault_text import fault
from chipgate.units import Exact


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
            raise BadCorpus(
                fault("a span from {since} until {until} has no day in it", since=self.since, until=self.until)
            )

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


class DutyForm(StrEnum):
    """How a rate becomes an amount."""

    BASE = "base"  # the ordinary rate of the schedule
    ADDED = "added"  # a percentage of the same customs value, added to all others; layers do not compound
    UP_TO = "up_to"  # tops the base rate up to this rate, and is nothing where that is as high already
    VAT = "vat"  # on the customs value with every duty on it


@dataclass(frozen=True, slots=True)
class ImposesDuty:
    """A duty on what is imported into ``importer`` (its ISO code), in per cent of the customs value.

    ``authority`` is the power under which several instruments stand. The rate is printed, or a fact that somebody
    must look up, which then lies ``between`` two limits where they are known.
    """

    importer: str
    authority: str
    instrument: str
    rate_pct: Limit | Fact
    form: DutyForm = DutyForm.ADDED
    between: tuple[Limit, Limit] | None = None


@dataclass(frozen=True, slots=True)
class ImposesFee:
    """A fee in per cent of the customs value, with a least and a most amount in the currency named."""

    importer: str
    instrument: str
    rate_pct: Limit
    least: Limit | None = None
    most: Limit | None = None
    currency: str = ""


class Severity(StrEnum):
    """What a restriction asks of who wants to ship."""

    LICENCE = "licence required"
    NOT_PERMITTED = "in principle not permitted"
    BARRED = "barred"


@dataclass(frozen=True, slots=True)
class RestrictsInput:
    """What ``by`` (an ISO code) does not let go without more: minerals, magnets, chip-design software."""

    by: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Instructs:
    """An instruction of ``by`` to customs, or to ``addressee``: no published law, and yet nothing passes."""

    by: str
    addressee: str


@dataclass(frozen=True, slots=True)
class Guides:
    """Guidance on duties: how a text is read, or which heading says that nothing is due."""


Consequence = (
    Defines
    | Describes
    | RequiresLicence
    | OpensException
    | SetsReview
    | RaisesFlag
    | ImposesDuty
    | ImposesFee
    | RestrictsInput
    | Instructs
    | Guides
)
TRADE_MEASURES = (ImposesDuty, ImposesFee, RestrictsInput, Instructs, Guides)
"""Consequences that no question about an export licence asks for."""


def limits_of_consequence(gives: Consequence) -> tuple[Limit, ...]:
    """The numbers that a consequence itself prints: the rate of a duty, the bounds of a fee."""
    match gives:
        case ImposesDuty():
            found = (gives.rate_pct, *(gives.between or ()))
        case ImposesFee():
            found = (gives.rate_pct, gives.least, gives.most)
        case _:
            return ()
    return tuple(one for one in found if isinstance(one, Limit))


def with_limits_of(gives: Consequence, values: Mapping[str, Exact]) -> Consequence:
    """GIVES with the limits named in VALUES changed."""

    def changed(bound: Limit) -> Limit:
        return Limit(bound.name, values[bound.name]) if bound.name in values else bound

    def perhaps(bound: Limit | None) -> Limit | None:
        return None if bound is None else changed(bound)

    match gives:
        case ImposesDuty():
            rate = changed(gives.rate_pct) if isinstance(gives.rate_pct, Limit) else gives.rate_pct
            between = None if gives.between is None else (changed(gives.between[0]), changed(gives.between[1]))
            return replace(gives, rate_pct=rate, between=between)
        case ImposesFee():
            return replace(
                gives, rate_pct=changed(gives.rate_pct), least=perhaps(gives.least), most=perhaps(gives.most)
            )
        case _:
            return gives


@dataclass(frozen=True)  # without slots: what it names is kept beside its fields
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

    def __hash__(self) -> int:
        """By what names the version: equal ones have it, and the whole condition takes long."""
        return hash((self.id, self.binds.in_force.since))

    @kept_property
    def key(self) -> str:
        """The id with the first day of this version: unique in a corpus."""
        return f"{self.id}@{self.binds.in_force.since.isoformat()}"

    @kept_property
    def conditions(self) -> tuple[Condition, ...]:
        """What it is about, where it says so, and its test."""
        return (self.when,) if self.subject is None else (self.subject, self.when)

    @kept_property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact that it asks for itself, in the order of the text; one that it names twice comes twice."""
        rate = self.gives.rate_pct if isinstance(self.gives, ImposesDuty) else None
        named = (fact for condition in self.conditions for fact in facts_of(condition))
        return (*named, rate) if isinstance(rate, Fact) else tuple(named)

    @kept_property
    def limits(self) -> tuple[Limit, ...]:
        """Every number that it prints, what it is about and what it gives included."""
        named = (limit for condition in self.conditions for limit in limits_of(condition))
        return (*named, *limits_of_consequence(self.gives))

    @kept_property
    def references(self) -> tuple[str, ...]:
        """The ids of the provisions that it refers to, in the order of the text."""
        return tuple(name for condition in self.conditions for name in references_of(condition))

    def on(self, day: date, clock: Clock) -> bool:
        """Whether this version counts on DAY by CLOCK. A letter is in no book, and a proposal counts nowhere."""
        if self.standing is Standing.PROPOSAL:
            return False
        if self.standing is Standing.LETTER and clock is Clock.ON_THE_BOOKS:
            return False
        return self.binds.on(day, clock)
