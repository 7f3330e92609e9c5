"""Random designs: the solver's verdict on each against ``explain``; `python -m bench.designs --designs 1000000`.

The solver's verdict is its own constraint with the numbers of the design put in. Designs come from every parent die, on
days of every version of 3A090, by both clocks, with and without letters, for every goal.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from random import Random
from time import perf_counter
from typing import Any

from chipgate.chips.dies import bundled_dies
from chipgate.law.provision import Clock
from chipgate.readings.solve.facts_of_a_world import World
from chipgate.readings.solve.goals import holds_for
from chipgate.readings.solve.logic import all_true, number_term, term_of, z3
from chipgate.readings.solve.optimum import tracked_demands
from chipgate.studies.design.aims import aim_of
from chipgate.studies.design.best_part import GOALS, Brief
from chipgate.studies.design.knobs import Package, tpp_per_step
from chipgate.units import Exact, whole

DAYS = (date(2022, 12, 1), date(2023, 12, 1), date(2024, 6, 1), date(2025, 6, 1), date(2026, 6, 1))
_NUMBERS = ("tpp", "dram_bandwidth_gb_s", "io_gb_s")


def main() -> None:
    """Draw designs until there are enough, and say how many agree."""
    parser = argparse.ArgumentParser(prog="python -m bench.designs", description="Solver against explain.")
    parser.add_argument("--designs", type=int, default=100_000)
    parser.add_argument("--each", type=int, default=2_000, help="designs of one brief")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    random, counted, started = Random(asked.seed), Counter[str](), perf_counter()
    while counted["designs"] < asked.designs:
        for agrees, allowed in verdicts(brief(random), asked.each, random):
            counted["designs"] += 1
            counted["allowed"] += allowed
            counted["contradicted"] += not agrees
    print(f"seed {asked.seed}: {dict(counted)} in {perf_counter() - started:.0f} s")
    raise SystemExit(1 if counted["contradicted"] else 0)


def brief(random: Random) -> Brief:
    """A brief drawn at random."""
    die = random.choice(list(bundled_dies().values()))
    return Brief(
        package=Package(die, random.randint(1, 4), random.random() < 0.7),
        to=random.choice(("CN", "HK", "MO", "VN", "SG", "AE")),
        day=random.choice(DAYS),
        aim=aim_of("tpp", die),
        goal=random.choice(list(GOALS)),
        clock=random.choice(list(Clock)),
        letters=random.random() < 0.5,
    )


def verdicts(asked: Brief, count: int, random: Random) -> Iterator[tuple[bool, bool]]:
    """For COUNT designs of a brief, whether solver and explain agree, and whether explain allows it."""
    question = asked.question
    world = World(question.fixed, {**question.roles, "io_gb_s": question.roles["links"]})
    demand = term_of(all_true(told for _, told in tracked_demands(question, world)))
    terms = [world.number(name) for name in _NUMBERS]
    for _ in range(count):
        numbers = drawn(asked.package, asked.aim.formats, random)
        allowed = holds_for(question.goal, question.law, {**question.fixed, **numbers, **_density(asked, numbers)})
        yield _holds(demand, terms, numbers) == allowed, allowed


def _density(asked: Brief, numbers: dict[str, Exact]) -> dict[str, Exact]:
    return {"performance_density": whole(Fraction(numbers["tpp"]) / asked.package.area_mm2)}


def _holds(demand: Any, terms: list[Any], numbers: dict[str, Exact]) -> bool:
    put_in = [(term, number_term(numbers[name])) for term, name in zip(terms, _NUMBERS, strict=True)]
    told = z3().simplify(z3().substitute(demand, *put_in))
    assert z3().is_true(told) or z3().is_false(told), told
    return bool(z3().is_true(told))


def drawn(package: Package, formats: tuple[str, ...], random: Random) -> dict[str, Exact]:
    """The numbers of a design with random knobs."""
    die = package.die
    step = tpp_per_step(package, formats, random.choice((Fraction(1), Fraction(1, 2), Fraction(1, 4))))
    sites = random.randint(0, package.memory_sites)
    return {
        "tpp": whole(random.randint(0, package.units) * random.randint(300, die.max_clock_mhz) * step),
        "dram_bandwidth_gb_s": whole(sites * Fraction(die.memory_site_gb_s) * Fraction(random.randint(50, 100), 100)),
        "io_gb_s": whole(random.randint(0, package.links) * Fraction(die.link_gb_s) + die.pcie_gb_s),
    }


if __name__ == "__main__":
    main()
