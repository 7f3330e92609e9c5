"""What is said of a design: its knobs, what binds, how far each limit is, and what was sold from the die."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from chipgate.cases.as_text import flag_lines
from chipgate.cases.assumptions import assumption_set
from chipgate.cases.determination import Determination
from chipgate.cases.outcome_words import OUTCOME_NAMES, answer_words
from chipgate.cases.reasons import trace_lines
from chipgate.law.provision import Provision, Standing
from chipgate.readings.phrase import Phrase, Word, phrase
from chipgate.readings.sentence import name_of, short_id
from chipgate.readings.solve.goals import Reviewed
from chipgate.readings.solve.what_binds import Binding, binding
from chipgate.studies.design.aims import COMPUTE, LINKS, MEMORY
from chipgate.studies.design.best_part import CERTIFIED, GOALS, Part
from chipgate.studies.design.front import numbers_of
from chipgate.studies.design.sold import Sold, sold_from
from chipgate.studies.distances import Distance, distances
from chipgate.translation.language import Language, marked, translator
from chipgate.translation.width import left, right, width
from chipgate.units import decimal_text
from chipgate.workloads.asked import of_device
from chipgate.workloads.speed import CLUSTER, CONTEXT, EACH

GOAL_WORDS = {
    "no-licence": marked("without a licence"),
    "exception": marked("without a licence, or under an exception"),
    "case-by-case": marked("without a licence, or with a licence that is not presumed to be denied"),
}
NUMBER_WORDS = {
    COMPUTE: marked("TPP"),
    MEMORY: marked("total DRAM bandwidth"),
    LINKS: marked("aggregate bidirectional transfer rate"),
}
PHASE_WORDS = {"training": marked("training"), "prefill": marked("prefill"), "decode": marked("decode")}
LOAD = marked(
    "Speeds are of the fastest layout on {chips} such chips with up to {sequences} sequences of {context} tokens at "
    "once, as `chipgate perf` answers about a chip of which nothing was measured, with the system around it assumed; "
    "of products too: parts are held against each other by their own numbers."
)
DELIVERED = marked(
    "About a product `chipgate perf` counts what was measured of the chip and what is known of its system besides. No "
    "such part was measured, so that its interval is wide."
)
NEAREST = 6
"""So many distances are shown; the JSON has all of them."""


def design_lines(part: Part, language: Language) -> Iterator[str]:
    """A design as text, section by section."""
    translate = translator(language)
    yield from _head(part, language)
    for title, lines in (
        (marked("Knobs"), knob_lines(part, language)),
        (marked("What binds"), binding_lines(part, language)),
        (marked("Nearest limits"), distance_lines(part, language)),
        (marked("Why"), trace_lines(part.determination.trace(), language)),
        (marked("Red flags to resolve"), red_flag_lines(part, language)),
        (marked("Sold from this die"), sold_lines(part, language)),
        (marked("Taken as given"), given_lines(part, language)),
        (marked("Take note"), note_lines(part, language)),
    ):
        told = list(lines)
        if told:
            yield ""
            yield translate(title)
            yield from (f"  {line}" for line in told)


def _head(part: Part, language: Language) -> Iterator[str]:
    brief = part.brief
    yield phrase(
        "{dies} x {die} to {to} on {day}: the highest {aim} {goal}",
        dies=brief.package.dies,
        die=brief.package.die.name,
        to=brief.to,
        day=brief.day.isoformat(),
        aim=aim_words(part),
        goal=Word(GOAL_WORDS[brief.goal]),
    ).text(language)
    numbers = numbers_of(part)
    rows: tuple[tuple[str, str], ...] = (
        (marked("TPP"), numbers["tpp"]),
        (marked("performance density"), f"{numbers['performance_density']}"),
        (marked("applicable die area"), f"{numbers['die_area_mm2']} mm2"),
        (marked("total DRAM bandwidth"), f"{numbers['memory_bandwidth_gb_s']} GB/s"),
        (marked("aggregate bidirectional transfer rate"), f"{numbers['io_gb_s']} GB/s"),
    )
    if part.speed:
        layout = f"{part.speed.layout or '-'}, {part.speed.precision}"
        rows = (
            (marked("tokens/s a chip"), f"{decimal_text(part.value)} ({layout})"),
            *_delivered(part, language),
            *rows,
        )
    translate = translator(language)
    column = max(width(translate(label)) for label, _ in rows)
    yield from (f"  {left(translate(label), column)}  {value}" for label, value in rows)


def _delivered(part: Part, language: Language) -> Iterator[tuple[str, str]]:
    """The answer of ``chipgate perf`` about the part, with its interval."""
    if part.delivery:
        rate = part.delivery.rate
        value, low, high = (f"{one:.1f}" for one in (rate.value, rate.low80, rate.high80))
        told = phrase("{value}, in four of five cases {low} to {high}", value=value, low=low, high=high)
        yield marked("as `chipgate perf` answers"), told.text(language)


def aim_words(part: Part) -> Phrase | Word:
    """What the design is best at."""
    kind, _, form = part.brief.aim.word.partition(":")
    if part.brief.aim.work:
        phase = Word(PHASE_WORDS[part.brief.aim.work.phase])
        return phrase("tokens/s in {phase} of {model}", phase=phase, model=part.brief.aim.work.model.name)
    if kind == "rate":
        return phrase("dense rate at {form}", form=form)
    return Word(NUMBER_WORDS[part.brief.aim.fact])


def knob_lines(part: Part, language: Language) -> Iterator[str]:
    """Each knob beside what the die has."""
    knobs, package = part.knobs, part.brief.package
    die = package.die
    off = tuple(form for form in die.rates if form not in knobs.formats)
    said = [
        phrase("{count} of {most} {unit}", count=knobs.units, most=package.units, unit=die.unit),
        phrase("clock {clock} of {most} MHz", clock=knobs.clock_mhz, most=die.max_clock_mhz),
        phrase("rate of each unit in matrix formats: {share} of what it has", share=decimal_text(knobs.rate_share)),
        phrase("switched off: {formats}", formats=", ".join(off)) if off else None,
        phrase(
            "{count} of {most} {site}, {rate} of {top} GB/s each",
            count=knobs.memory_sites,
            most=package.memory_sites,
            site=Word(die.memory_site),
            rate=decimal_text(knobs.memory_site_gb_s),
            top=decimal_text(die.memory_site_gb_s),
        ),
        phrase(
            "{count} of {most} links of {rate} GB/s, and PCIe {pcie} GB/s",
            count=knobs.links,
            most=package.links,
            rate=decimal_text(die.link_gb_s),
            pcie=decimal_text(die.pcie_gb_s),
        ),
        phrase(
            "{dies} x {area} mm2; what is off still counts",
            dies=package.dies,
            area=decimal_text(die.area_mm2),
        ),
    ]
    yield from (one.text(language) for one in said if one is not None)


def binding_lines(part: Part, language: Language) -> Iterator[str]:
    """What keeps the optimum where it is, with its worth."""
    aim = NUMBER_WORDS[part.brief.aim.fact]
    for one in binding(part.optimum):
        yield _bound_words(one, aim).text(language)


def _bound_words(one: Binding, aim: str) -> Phrase:
    moved, worth = decimal_text(one.moved_by), "?" if one.worth is None else decimal_text(one.worth)
    if one.provision is None:
        return phrase(
            "{name}: {moved} more of it are worth {worth} {aim}", name=one.name, moved=moved, worth=worth, aim=Word(aim)
        )
    return phrase(
        "{provision} {label} ({limit}): moved by {moved}, it is worth {worth} {aim}",
        provision=short_id(one.provision.id),
        label=one.label,
        limit=one.name,
        moved=moved,
        worth=worth,
        aim=Word(aim),
    )


def all_distances(part: Part) -> tuple[Distance, ...]:
    """The distance of the part to every limit of its goal."""
    facts = part.determination.case.facts
    found = distances(facts, part.optimum.question.law, GOALS[part.brief.goal])
    return tuple(one for one in found if part.brief.letters or one.provision.standing is not Standing.LETTER)


def distance_lines(part: Part, language: Language) -> Iterator[str]:
    """The nearest limits; those at the same place together."""
    grouped: dict[tuple[object, object], list[Distance]] = {}
    for one in all_distances(part):
        grouped.setdefault((one.measure, one.bound), []).append(one)
    for first, *others in list(grouped.values())[:NEAREST]:
        yield distance_words(first, tuple(others)).text(language)


BELOW = "{measure} {value}: {gap} ({share} %) below {bound}, {places}"
NOT_BELOW = "{measure} {value}: {gap} ({share} %) above {bound}, {places}"


def distance_words(one: Distance, others: tuple[Distance, ...] = ()) -> Phrase:
    """A distance in words: the number, the limit, how far apart they are, and where it is printed, OTHERS too."""
    places = (f"{short_id(told.provision.id)} {told.label}".strip() for told in (one, *others))
    return phrase(
        BELOW if one.gap < 0 else NOT_BELOW,
        measure=name_of(one.measure),
        value=decimal_text(one.value),
        gap=decimal_text(max(one.gap, -one.gap)),
        share=decimal_text(abs(one.share) * 100, 3),
        bound=decimal_text(one.bound),
        places=", ".join(dict.fromkeys(places)),
    )


def sold_lines(part: Part, language: Language) -> Iterator[str]:
    """The products of the die, what each has of the aim, and whether the text of the day lets it go."""
    found = sold_from(part.brief)
    column = max((width(one.sheet.name) for one in found), default=0)
    for one in found:
        value = " | ".join(decimal_text(value) for value in one.values) or "?"
        yield f"{left(one.sheet.name, column)}  {right(value, 16)}  {_sold_words(one, part, language)}"


def _sold_words(one: Sold, part: Part, language: Language) -> str:
    answer, translate = one.determination, translator(language)
    told = translate(OUTCOME_NAMES[answer.outcome])
    review = answer.review_policy
    if answer.outcome == "licence_required" and part.brief.goal == "case-by-case":
        told += f", {answer_words(review, translate)}"
    flagged = letter_flags(answer) if one.is_allowed else ()
    letters = "".join(f", {phrase('red flag: {flag}', flag=short_id(flag.id)).text(language)}" for flag in flagged)
    return f"{told}{gap_text(one, part)}{letters}"


def red_flag_lines(part: Part, language: Language) -> Iterator[str]:
    """What stands against the part although the text lets it go, as `chipgate check` says it, and how to ask on."""
    yield from flag_lines(part.determination, language)
    if letter_flags(part.determination):
        yield translator(language)("For a seller that has an individual letter, ask again with --letters.")


def letter_flags(answer: Determination) -> tuple[Provision, ...]:
    """The flags that tell of individual letters of BIS; what they ask for is a licence, of those who have one."""
    return tuple(flag for flag in answer.red_flags if flag.id.startswith("us/letters/"))


def gap_text(one: Sold, part: Part) -> str:
    """How far an allowed product lies below the design, in per cent; empty for one that is not allowed."""
    value = max(one.values, default=0)
    if not one.is_allowed or not value:
        return ""
    share = Fraction(value) / part.value - 1
    return f" ({decimal_text(share * 100, 2)} %)"


def given_lines(part: Part, language: Language) -> Iterator[str]:
    """What was assumed of the transaction, and what the review asks of the seller where it is the goal."""
    translate = translator(language)
    home = phrase("The buyer and its ultimate parent are at home in {to}.", to=part.brief.to)
    yield home.text(language)
    yield translate("The part is exported from the United States, as an IC.")
    yield from dict.fromkeys(translate(line) for _, line in part.determination.case.assumed.values())
    letters = "The seller has received the individual letters that are known."
    none = assumption_set("ordinary")["letter_recipient"][1]
    yield translate(marked(letters) if part.brief.letters else none)
    if part.device and part.brief.aim.work:
        yield from (phrase(one.template, value=one.shown).text(language) for one in of_device(part.device))
        yield phrase(LOAD, **_load(part.brief.aim.work.phase)).text(language)
        yield from [translate(DELIVERED)] if part.delivery else []
    if isinstance(GOALS[part.brief.goal], Reviewed):
        told = phrase("The seller meets what the review asks for: {facts}", facts=", ".join(CERTIFIED))
        yield told.text(language)


def _load(phase: str) -> dict[str, int]:
    chips = CLUSTER[phase]
    return {"chips": chips, "sequences": int(EACH[phase] * chips), "context": int(CONTEXT)}


def note_lines(part: Part, language: Language) -> Iterator[str]:
    """What a reader must know: figures of the die that are less sure, and what was not looked at."""
    die = part.brief.package.die
    if die.recalled:
        yield phrase("Recalled figures of the die: {names}", names=", ".join(sorted(die.recalled))).text(language)
    if die.estimated:
        yield phrase("Estimated figures of the die: {names}", names=", ".join(sorted(die.estimated))).text(language)
    if not part.optimum.proved:
        yield translator(language)("The time ran out: this is the best that was found, and its bound is not proved.")
    yield phrase("Figures of the die: {source}", source=die.source).text(language)
    yield translator(language)("Yield, power and price are not looked at.")
