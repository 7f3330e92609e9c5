"""The screen Coverage as plain values: what is modelled, partly, not; the vintage; what is known to be odd."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from chipgate.cases.coverage import is_partial
from chipgate.cases.not_modelled import not_modelled
from chipgate.cases.provision_words import consequence_words, days_text
from chipgate.chips.catalogue import bundled
from chipgate.law.provision import Mark, Provision, Standing
from chipgate.law.trade.corpus import DUTIES_CHECKED_UNTIL, FIRST_DAY_OF_DUTIES, trade_corpus
from chipgate.law.us.corpus import CHECKED_UNTIL, FIRST_DAY
from chipgate.law.us.listed_parties import SNAPSHOT
from chipgate.readings.phrase import phrase
from chipgate.studies.known_findings import known_findings
from chipgate.translation.language import Language, marked, translator
from chipgate.web.judge.tree import provision_href
from chipgate.web.render import provision_name


@dataclass(frozen=True)
class CoveredProvision:
    """One version of a provision: its days, what it brings about, and what its model leaves out."""

    name: str
    title: str
    href: str
    days: str
    gives: str
    mark: str
    note: str


@dataclass(frozen=True)
class Group:
    """Provisions that are modelled alike."""

    name: str
    title: str
    provisions: tuple[CoveredProvision, ...]


@dataclass(frozen=True)
class CoverageView:
    """The whole screen."""

    vintage: tuple[str, ...]
    groups: tuple[Group, ...]
    not_modelled: tuple[str, ...]
    findings: tuple[tuple[str, int], ...]
    disputed_chips: tuple[tuple[str, str], ...]


GROUPS = {
    "modelled": marked("Modelled"),
    "partly": marked("Partly modelled"),
    "proposals": marked("Proposals, on record and never applied"),
}


def coverage_view(language: Language) -> CoverageView:
    """The screen, made from the corpus."""
    translate = translator(language)
    provisions = trade_corpus().provisions
    found = Counter(known_findings().values())
    return CoverageView(
        vintage=_vintage(language),
        groups=tuple(
            Group(name, translate(title), tuple(_covered(one, language) for one in provisions if _group(one) == name))
            for name, title in GROUPS.items()
        ),
        not_modelled=tuple(map(translate, not_modelled())),
        findings=tuple((translate(why), count) for why, count in found.most_common()),
        disputed_chips=_disputed_chips(),
    )


def _group(provision: Provision) -> str:
    if provision.standing is Standing.PROPOSAL:
        return "proposals"
    return "partly" if is_partial(provision) else "modelled"


def _vintage(language: Language) -> tuple[str, ...]:
    lines = (
        phrase(
            "United States export rules on advanced-computing chips, {first} on; law checked until {checked}.",
            first=FIRST_DAY.isoformat(),
            checked=CHECKED_UNTIL.isoformat(),
        ),
        phrase(
            "Duties and counter-measures of the United States and China, {first} on; checked until {checked}.",
            first=FIRST_DAY_OF_DUTIES.isoformat(),
            checked=DUTIES_CHECKED_UNTIL.isoformat(),
        ),
        phrase("Lists of parties: a snapshot of {day}, of which only names are compared.", day=SNAPSHOT.isoformat()),
    )
    return tuple(line.text(language) for line in lines)


def _covered(provision: Provision, language: Language) -> CoveredProvision:
    translate = translator(language)
    return CoveredProvision(
        name=provision_name(provision.id, language),
        title=translate(provision.title),
        href=provision_href(provision.id, provision.binds.in_force.since),
        days=days_text(provision).strip().replace("..", " … ").strip(),
        gives=consequence_words(provision, language),
        mark="" if provision.mark is Mark.SEEN else str(provision.mark),
        note=translate(provision.note) if is_partial(provision) else "",
    )


def _disputed_chips() -> tuple[tuple[str, str], ...]:
    """Chips whose sources disagree, with the figures on which they do."""
    return tuple((sheet.name, ", ".join(sheet.disputed())) for sheet in bundled() if sheet.disputed())
