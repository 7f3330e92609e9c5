"""The best part: the optimum of the text, brought onto the knobs of a die, and judged as any chip is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Final

from chipgate.cases.assumptions import assumption_set
from chipgate.cases.check import Checker
from chipgate.cases.columns import CHIP, DAY
from chipgate.cases.determination import Determination
from chipgate.cases.worksheet import Worksheet, worksheet_of
from chipgate.chips.catalogue import bundled
from chipgate.chips.datasheet import Datasheet
from chipgate.law.corpus import Corpus
from chipgate.law.facts import Value
from chipgate.law.provision import Clock
from chipgate.law.us.approved_entities import is_approved_designer
from chipgate.law.us.corpus import us_corpus
from chipgate.readings.solve.facts_of_a_world import Free, Ratio, Role, Tied
from chipgate.readings.solve.goals import Goal, NoLicence, OpenException, Reviewed
from chipgate.readings.solve.optimum import DESTINATION, WITHIN_MS, Best, NothingFits, Question, SolverDisagrees, solved
from chipgate.studies.design.aims import COMPUTE, LINKS, MEMORY, Aim
from chipgate.studies.design.grid import Below, Setting, best_compute, best_links, best_memory
from chipgate.studies.design.keeping_off import kept_off
from chipgate.studies.design.knobs import Knobs, Package, sheet_of, tpp_per_step
from chipgate.studies.design.work import Work, device_of_part, exact_speed, fastest_part
from chipgate.units import Exact, whole
from chipgate.workloads.delivery import Delivery
from chipgate.workloads.device import Device
from chipgate.workloads.speed import Speed

GOALS: Final[Mapping[str, Goal]] = {
    "no-licence": NoLicence(),
    "exception": OpenException(),
    "case-by-case": Reviewed(("case_by_case", "presumption_of_approval")),
}

CERTIFIED: Final[Mapping[str, Value]] = {
    "cert_dd_complete": True,
    "volume_ratio": Fraction(1, 2),
    "us_lab_test": True,
    "us_commercially_available": True,
}
"""What a review that is not a presumption of denial asks of the seller; taken as given where it is the goal."""

MOST_STEPS: Final = 64
"""So often a bound is lowered to the next value of the grid before a region is given up."""


@dataclass(frozen=True)
class Brief:
    """What is asked: which part of which package, to whom, when, by which text."""

    package: Package
    to: str
    day: date
    aim: Aim
    goal: str = "no-licence"
    clock: Clock = Clock.AS_ENFORCED
    letters: bool = False
    margin: Fraction = Fraction(0)
    corpus: Corpus = field(default_factory=us_corpus)
    within_ms: int = WITHIN_MS
    floors: Mapping[str, Exact] = field(default_factory=dict)

    @cached_property
    def assumed(self) -> Mapping[str, Value]:
        """What is taken as given of the transaction: ordinary, from the vendor, to a buyer at home in the country."""
        found: dict[str, Value] = {name: value for name, (value, _) in assumption_set("ordinary").items()}
        found |= {"letter_recipient": self.letters, "item_kind": "ic", "transaction": "export"}
        found |= {"end_user_hq": self.to, "end_user_parent_hq": self.to, DESTINATION: self.to}
        return {**found, **(CERTIFIED if isinstance(GOALS[self.goal], Reviewed) else {})}

    @cached_property
    def question(self) -> Question:
        """The question to the solver, with nothing brought onto the grid."""
        package = self.package
        fixed: dict[str, Value] = dict(self.assumed)
        fixed |= {"datacenter": package.datacenter, "die_area_mm2": package.area_mm2}
        fixed |= {"process_node_nm": package.die.process_node_nm, "hbm": package.die.memory_is_hbm}
        fixed |= {"designer_approved": True} if is_approved_designer(package.die.vendor) else {}
        fixed |= {"completion_year": self.day.year}
        law = self.corpus.on(self.day, self.clock)
        roles, goal = _roles(package, self.aim), GOALS[self.goal]
        plain = Question(self.aim.fact, law, fixed, roles, goal, within_ms=self.within_ms)
        also = tuple((name, ">=", value) for name, value in self.floors.items())
        return replace(plain, limits=kept_off(plain, self.margin), also=also)


def _roles(package: Package, aim: Aim) -> Mapping[str, Role]:
    die = package.die
    most = whole(tpp_per_step(package, aim.formats, Fraction(1)) * package.units * die.max_clock_mhz)
    return {
        COMPUTE: Free(0, most),
        MEMORY: Free(0, package.memory_gb_s),
        "links": Free(0, package.links, whole=True),
        LINKS: Tied((("links", die.link_gb_s),), die.pcie_gb_s),
        "performance_density": Ratio(COMPUTE, "die_area_mm2"),
    }


@dataclass(frozen=True)
class Part:
    """The best part of a brief: the knobs, the optimum of the text they come from, and the judgement on the part."""

    brief: Brief
    optimum: Best
    knobs: Knobs
    reached: Mapping[str, Exact]

    @cached_property
    def sheet(self) -> Datasheet:
        """The part as a datasheet."""
        return sheet_of(self.brief.package, self.knobs)

    @cached_property
    def worksheet(self) -> Worksheet:
        """TPP and density of the part, line by line."""
        return worksheet_of(self.sheet)

    @cached_property
    def determination(self) -> Determination:
        """What ``explain`` says of the part, judged as any chip of a catalogue."""
        return judged(self.brief, self.sheet)

    @cached_property
    def device(self) -> Device | None:
        """The part as the numbers that decide how fast it works; None where nothing is left of it."""
        return device_of_part(self)

    def speed_at(self, work: Work) -> Speed:
        """What the part delivers of WORK."""
        return work.speed(self.device)

    @cached_property
    def speed(self) -> Speed | None:
        """What the part delivers of the aim, where that is tokens a second."""
        return self.speed_at(self.brief.aim.work) if self.brief.aim.work else None

    @cached_property
    def delivery(self) -> Delivery | None:
        """What ``chipgate perf`` answers about the part, where the aim is tokens a second and the model fits."""
        work, speed = self.brief.aim.work, self.speed
        return work.delivery(self.device, speed) if work and self.device and speed and speed.layout else None

    @property
    def value(self) -> Exact:
        """What the part reaches of the aim."""
        return exact_speed(self.speed) if self.speed else self.reached[self.brief.aim.fact]


def judged(brief: Brief, sheet: Datasheet) -> Determination:
    """The answer about SHEET under the law and with the assumptions of BRIEF."""
    known = sheet.chip_id in bundled()
    checker = Checker(brief.corpus, bundled() if known else bundled().with_chips((sheet,)), "ordinary", brief.clock)
    cells = {CHIP: sheet.chip_id, DAY: brief.day.isoformat(), "transaction": "export", "item_kind": "ic"}
    cells |= dict.fromkeys((DESTINATION, "end_user_hq", "end_user_parent_hq"), brief.to)
    cells |= {"letter_recipient": "yes" if brief.letters else "no"}
    if isinstance(GOALS[brief.goal], Reviewed):
        cells |= {"cert_dd_complete": "yes", "volume_ratio": "0.5"}
        cells |= {"us_lab_test": "yes", "us_commercially_available": "yes"}
    return checker.check_cells(cells)


def is_allowed(answer: Determination, goal: str) -> bool:
    """Whether ANSWER reaches the goal."""
    if answer.outcome == "no_licence_required":
        return True
    wanted = GOALS[goal]
    if isinstance(wanted, OpenException):
        return answer.outcome == "exception"
    return isinstance(wanted, Reviewed) and answer.review_policy in wanted.policies


def best_part(brief: Brief) -> Part:
    """The best part of BRIEF. The aim is raised first, then what is left of compute, memory and links, in that order.

    Raises:
        LacksSolver: the solver is not installed.
        NothingFits: no setting is allowed.
        SolverDisagrees: the judgement on the part is not what the solver says; a defect of chipgate.
    """
    return fastest_part(brief, brief.aim.work) if brief.aim.work else best_by_number(brief)


def best_by_number(brief: Brief) -> Part:
    """The part with the most of the number that the aim of BRIEF names; raises as ``best_part`` does."""
    question = brief.question
    optimum = solved(question)
    settings: dict[str, Setting] = {}
    for name in brief.aim.order:
        known = optimum if name == brief.aim.fact else None
        settings[name], question = _onto_grid(brief, replace(question, aim=name), known)
    knobs = Knobs(
        units=settings[COMPUTE].count,
        clock_mhz=int(settings[COMPUTE].rate),
        rate_share=settings[COMPUTE].rate_share,
        formats=brief.aim.formats,
        memory_sites=settings[MEMORY].count,
        memory_site_gb_s=settings[MEMORY].rate,
        links=settings[LINKS].count,
    )
    part = Part(brief, optimum, knobs, {name: one.value for name, one in settings.items()})
    if not is_allowed(part.determination, brief.goal):
        raise SolverDisagrees(f"{knobs} is {part.determination.outcome}, and was said to be allowed")
    return part


def _onto_grid(brief: Brief, question: Question, found: Best | None) -> tuple[Setting, Question]:
    """The highest setting of one number that is allowed, and the question with the number fixed at it."""
    for _ in range(MOST_STEPS):
        found = found or solved(question)
        setting = _setting(brief, question.aim, _below(found))
        fixed = _fixed_at(question, setting)
        if (found.attained and setting.value == found.bound) or _is_open(fixed):
            return setting, fixed
        question = replace(question, also=(*question.also, (question.aim, "<", setting.value)))
        found = None
    raise NothingFits((), (question.aim,))


def _below(found: Best) -> Below:
    """The bound, or where the time ran out what was found."""
    proved = found.proved and found.bound is not None
    return Below(found.bound, found.attained) if proved and found.bound is not None else Below(found.value, True)


def _setting(brief: Brief, name: str, below: Below) -> Setting:
    if name == COMPUTE:
        return best_compute(brief.package, brief.aim.formats, below)
    return best_memory(brief.package, below) if name == MEMORY else best_links(brief.package, below)


def _fixed_at(question: Question, setting: Setting) -> Question:
    if question.aim == LINKS:
        return replace(question, roles={**question.roles, "links": Free(setting.count, setting.count, whole=True)})
    return replace(question, roles={**question.roles, question.aim: Free(setting.value, setting.value)})


def _is_open(question: Question) -> bool:
    try:
        solved(question)
    except NothingFits:
        return False
    return True
