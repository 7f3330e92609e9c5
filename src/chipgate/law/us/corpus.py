"""The United States corpus: every provision that is modelled, with the country groups of 15 CFR 740 Supp. 1."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

from chipgate.law.corpus import Corpus
from chipgate.law.us import (
    country_groups,
    diffusion,
    eccn_3a090,
    eccn_3a991,
    eccn_4a090,
    eccn_4e091,
    embargoes,
    end_use,
    entity_list,
    guidance,
    letters,
    license_exceptions,
    license_requirements,
    places,
    proposals,
    review_policy,
)

FIRST_DAY = date(2022, 10, 21)
"""The first day that is modelled."""

CHECKED_UNTIL = date(2026, 9, 24)
"""The vintage: the day of the Code of Federal Regulations against which the provisions were last checked."""

# Order matters inside a question: the first paragraph, requirement, exception or policy that fits decides.
_INSTRUMENTS = (
    eccn_4a090,
    eccn_3a090,
    eccn_3a991,
    license_requirements,
    eccn_4e091,
    entity_list,
    end_use,
    embargoes,
    letters,
    license_exceptions,
    review_policy,
    diffusion,
    guidance,
    proposals,
    places,
)


class _Supplement1:
    """Country groups as the corpus asks for them."""

    change_days: Sequence[date] = country_groups.CHANGE_DAYS

    def members(self, group: str, day: date) -> frozenset[str]:
        return country_groups.groups_on(day)[group]

    def uncertain(self, group: str, day: date) -> frozenset[str]:
        return frozenset(iso2 for named, iso2 in country_groups.uncertain_on(day) if named == group)

    def known(self) -> frozenset[str]:
        return country_groups.known_countries()


@cache
def us_corpus() -> Corpus:
    """The corpus, built and checked once."""
    return Corpus(tuple(p for instrument in _INSTRUMENTS for p in instrument.PROVISIONS), _Supplement1())
