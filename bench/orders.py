"""Made-up orders, one after the other without end: chips, countries, days and uses as they come, facts missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from bench.big.tables import country_codes
from bench.big.transactions import BUSY, END_USES, SAME_AS_DESTINATION, SAME_AS_END_USER, SEED
from bench.shipments import Cells
from chipgate.chips.catalogue import bundled
from chipgate.law.us.corpus import CHECKED_UNTIL, FIRST_DAY

BUSY_SHARE = 0.8
"""So many orders go to one of the busy destinations."""

GIVEN = {"end_user_hq": 0.7, "end_user_parent_hq": 0.6, "known_end_use": 0.8}
"""How often a fact is given."""

KINDS = ("computer", "ic")
NAMES = ("Huawei Technologies Co., Ltd.", "Inspur", "Acme GmbH", "Initech")


def made_up_orders(seed: int = SEED) -> Iterator[Cells]:
    """Orders without end; the same from one SEED."""
    dice, chips, countries = Random(seed), bundled().names(), country_codes()
    while True:
        destination = dice.choice(BUSY if dice.random() < BUSY_SHARE else countries)
        end_user = destination if dice.random() < SAME_AS_DESTINATION else dice.choice(countries)
        parent = end_user if dice.random() < SAME_AS_END_USER else dice.choice(countries)
        (use,) = dice.choices(tuple(END_USES), tuple(END_USES.values()))
        facts = {"end_user_hq": end_user, "end_user_parent_hq": parent, "known_end_use": use}
        day = date.fromordinal(dice.randint(FIRST_DAY.toordinal(), CHECKED_UNTIL.toordinal()))
        order = {"chip": dice.choice(chips), "to": destination, "on": day.isoformat()}
        order |= {"units": str(dice.randint(1, 3000))}
        order |= {name: value for name, value in facts.items() if dice.random() < GIVEN[name]}
        order |= {"item_kind": dice.choice(KINDS)} if dice.random() < 0.1 else {}
        order |= {"end_user": dice.choice(NAMES)} if dice.random() < 0.05 else {}
        yield order
