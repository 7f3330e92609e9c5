"""Made-up corpora of any size, to see how engines grow: so many provisions in force, so many versions of the law.

They read the facts of the real rules and have their shape: paragraphs by TPP and performance density that displace one
another, places by country groups, requirements and exceptions that refer to both. From one version to the next a fifth
of the provisions print other limits. None of it is law.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from bench.big.tables import country_codes
from chipgate.law.corpus import Corpus
from chipgate.law.facts import Fact
from chipgate.law.language import (
    Condition,
    Limit,
    Satisfies,
    all_of,
    any_of,
    at_least,
    at_most,
    is_not,
    is_true,
    less_than,
    limit,
    one_of,
    para,
    under,
    unless,
    within,
)
from chipgate.law.provision import (
    Binds,
    Consequence,
    Days,
    Defines,
    Describes,
    OpensException,
    Provision,
    RequiresLicence,
    SetsReview,
)
from chipgate.law.us import country_groups
from chipgate.law.us import facts as f
from chipgate.law.us.corpus import CHECKED_UNTIL, FIRST_DAY
from chipgate.law.us.places import AN_IC

SIZES, VERSIONS = (40, 200, 500, 1_000), (1, 3, 12)
"""Provisions in force, and versions of the law, that the benches go through."""

CHANGED_SHARE = 0.2
SHARES = {"place": 0.15, "paragraph": 0.2, "items": 0.05, "requirement": 0.35, "exception": 0.15, "policy": 0.1}
"""How the provisions divide into kinds, about as in the real corpus."""

_GROUPS = ("A:1", "A:5", "A:6", "D:1", "D:4", "D:5", "E:1", "E:2")
_USES = tuple(use for use in f.KNOWN_END_USE.choices if use != "ordinary")
_FIRST_PARAGRAPHS = ("us/ear/3A090.a", "us/ear/3A090.b")  # ids that reasons look for


def synthetic_corpus(provisions: int, versions: int = 1, seed: int = 1) -> Corpus:
    """A corpus with so many PROVISIONS in force on every day, in so many VERSIONS one after another."""
    days = _days_of_versions(versions)
    written = tuple(_versions(provisions, days, seed))
    return Corpus(written, _Groups(days[0]))


@dataclass(frozen=True)
class _Groups:
    """The country groups of one day for every day: versions of the law are then all that changes."""

    day: date
    change_days: tuple[date, ...] = ()

    def members(self, group: str, day: date) -> frozenset[str]:
        return country_groups.groups_on(self.day)[group]

    def uncertain(self, group: str, day: date) -> frozenset[str]:
        return frozenset()

    def known(self) -> frozenset[str]:
        return country_groups.known_countries()


def _days_of_versions(versions: int) -> list[date]:
    """The first day of each version, evenly over the days that shipments have."""
    step = (CHECKED_UNTIL - FIRST_DAY).days // versions
    return [FIRST_DAY + timedelta(days=number * step) for number in range(versions)]


def _versions(provisions: int, days: Sequence[date], seed: int) -> Iterator[Provision]:
    """Every version of every provision, in the order of the law: an answer can hang on it."""
    for number, (kind, name) in enumerate(_names(provisions)):
        begins = [day for day in days if day == days[0] or _changes(seed, number, day)]
        for since, until in zip(begins, [*begins[1:], None], strict=True):
            writer = _Writer(Random(f"{seed} {number}"), f"{name}@{since}", since, provisions)
            gives, when = _KINDS[kind](writer, number)
            subject = AN_IC if isinstance(gives, Describes) else None
            yield Provision(
                name, f"Synthetic {kind}", f"synthetic {number}", Binds(Days(since, until)), when, gives, subject
            )


def _changes(seed: int, number: int, day: date) -> bool:
    """Whether a provision prints another limit from DAY on; the first one always does, so that a version is one."""
    return number == 0 or Random(f"{seed} {number} {day}").random() < CHANGED_SHARE


def _names(provisions: int) -> Iterator[tuple[str, str]]:
    """Kind and id of each provision."""
    counts = {kind: round(share * provisions) for kind, share in SHARES.items()}
    counts["requirement"] += provisions - sum(counts.values())
    for kind, count in counts.items():
        for number in range(count):
            yield kind, _id(kind, number)


def _id(kind: str, number: int) -> str:
    if kind == "paragraph" and number < len(_FIRST_PARAGRAPHS):
        return _FIRST_PARAGRAPHS[number]
    return f"synthetic/{number} items" if kind == "items" else f"synthetic/{kind} {number}"


@dataclass
class _Writer:
    """Writes one version of one provision: the same words in each version, and other limits in a later one."""

    dice: Random
    key: str
    since: date
    provisions: int
    limits: list[Limit] = field(default_factory=list)

    def limit(self, low: float, high: float) -> Limit:
        """A number between LOW and HIGH that belongs to this version."""
        moved = 1 + Random(self.key).uniform(-0.1, 0.1)
        value = self.dice.uniform(low, high) * moved
        self.limits.append(limit(f"{self.key}#{len(self.limits)}", f"{value:.2f}" if high < 100 else round(value)))
        return self.limits[-1]

    def one_of_kind(self, kind: str) -> str:
        """The id of some provision of KIND."""
        return _id(kind, self.dice.randrange(max(1, round(SHARES[kind] * self.provisions))))

    def countries(self, fact: Fact) -> Condition:
        """A few countries by name."""
        return one_of(fact, *self.dice.sample(country_codes(), self.dice.randint(1, 6)))

    def groups(self, fact: Fact) -> Condition:
        """One or two country groups."""
        return within(fact, *self.dice.sample(_GROUPS, self.dice.randint(1, 2)))


def _place(writer: _Writer, number: int) -> tuple[Consequence, Condition]:
    """A destination or a headquarters, with or without a carve-out."""
    fact = writer.dice.choice((f.DESTINATION, f.DESTINATION, f.END_USER_HQ))
    if number == 0:  # has a limit, so that every version differs from the one before
        return Defines(), all_of(writer.groups(fact), at_least(f.TPP, writer.limit(100, 1000)))
    named = any_of(writer.countries(fact), writer.groups(fact)) if writer.dice.random() < 0.5 else writer.groups(fact)
    if fact is f.END_USER_HQ:
        return Defines(), any_of(named, writer.groups(f.END_USER_PARENT))
    return Defines(), unless(named, writer.groups(fact)) if writer.dice.random() < 0.5 else named


def _paragraph(writer: _Writer, number: int) -> tuple[Consequence, Condition]:
    """TPP alone, or TPP with a density below a ceiling; displaced by another paragraph, or outside datacenters."""
    tests = any_of(
        para("1", at_least(f.TPP, writer.limit(1200, 40_000))),
        para(
            "2",
            all_of(
                at_least(f.TPP, writer.limit(400, 6000)),
                at_least(f.PERFORMANCE_DENSITY, writer.limit(0.5, 8)),
                less_than(f.PERFORMANCE_DENSITY, writer.limit(8, 20)),
            ),
        ),
    )
    gives = Describes(f"S{number}")
    if writer.dice.random() < 0.3:
        return gives, all_of(tests, at_least(f.IO_GB_S, writer.limit(100, 900)))
    if writer.dice.random() < 0.5 and writer.key.partition("@")[0] not in _FIRST_PARAGRAPHS:
        return gives, unless(tests, Satisfies(writer.dice.choice(_FIRST_PARAGRAPHS)))
    return gives, unless(tests, all_of(is_not(is_true(f.DATACENTER)), less_than(f.TPP, writer.limit(2000, 6000))))


def _items(writer: _Writer, number: int) -> tuple[Consequence, Condition]:
    """A family of paragraphs."""
    found = {writer.one_of_kind("paragraph") for _ in range(writer.dice.randint(1, 4))}
    return Defines(), under(*sorted(found))


def _requirement(writer: _Writer, number: int) -> tuple[Consequence, Condition]:
    """Items of a family, below a ceiling, to a place or for a use."""
    parts: list[Condition] = [under(writer.one_of_kind("items")), less_than(f.TPP, writer.limit(2000, 60_000))]
    if writer.dice.random() < 0.25:
        parts.append(one_of(f.KNOWN_END_USE, *writer.dice.sample(_USES, 2)))
    place = Satisfies(writer.one_of_kind("place"))
    parts.append(place if writer.dice.random() < 0.5 else all_of(place, writer.countries(f.DESTINATION)))
    return RequiresLicence(), unless(all_of(*parts), one_of(f.TRANSACTION, "deemed_export"))


def _exception(writer: _Writer, number: int) -> tuple[Consequence, Condition]:
    """Items of a family outside a place, and a small order or one with its papers."""
    papers = writer.dice.choice(
        (
            is_true(f.PURCHASE_ORDER_WITHOUT_NOTICE),
            at_most(f.ORDER_TPP, writer.limit(20_000, 2_000_000)),
            is_true(f.CONSIGNEE_CERTIFICATION),
        )
    )
    outside = is_not(Satisfies(writer.one_of_kind("place")))
    parts = (under(writer.one_of_kind("items")), outside, less_than(f.TPP, writer.limit(500, 5000)), papers)
    return OpensException(f"S{number}"), all_of(*parts)


def _policy(writer: _Writer, number: int) -> tuple[Consequence, Condition]:
    """How an application is reviewed, by items and place."""
    policy = writer.dice.choice(("presumption_of_denial", "presumption_of_approval", "case_by_case"))
    return SetsReview(policy), all_of(under(writer.one_of_kind("items")), Satisfies(writer.one_of_kind("place")))


_KINDS: dict[str, Callable[[_Writer, int], tuple[Consequence, Condition]]] = {
    "place": _place,
    "paragraph": _paragraph,
    "items": _items,
    "requirement": _requirement,
    "exception": _exception,
    "policy": _policy,
}
