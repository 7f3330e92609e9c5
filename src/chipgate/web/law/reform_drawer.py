"""The reform drawer: limits that are changed, what moves with them, and the same in Python and as a TOML file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from chipgate.cases.compare import Comparison, Inquiry, comparison, question_of
from chipgate.cases.compare_chips import ChipMove, ChipOutcome
from chipgate.cases.compare_json import assumptions_json
from chipgate.cases.compare_text import mover_name
from chipgate.cases.law_text import HEADINGS
from chipgate.cases.outcome_words import ANSWER_WORDS, OUTCOME_NAMES, answer_words
from chipgate.countries.names import iso2_of, name_of
from chipgate.errors import BadReform, ChipgateError
from chipgate.law.corpus import Corpus
from chipgate.law.provision import Clock, Provision
from chipgate.law.reform import Reform, SetLimit
from chipgate.law.reform_file import limits_as_toml, reform_of_table
from chipgate.law.us.corpus import FIRST_DAY
from chipgate.readings.compare import ProvisionChange
from chipgate.readings.phrase import phrase, said
from chipgate.translation.language import Language, translator
from chipgate.units import Exact, exact_text
from chipgate.web.law.law_list import shown_name
from chipgate.web.law.limits_shown import ShownLimit, limits_shown

NAME: Final = "reform"
"""What the reform of a drawer is called, in the file and in the sentences."""

Changes = tuple[tuple[str, str], ...]
"""Names of limits with what they are to read, as decimal text."""


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the list: the limit by its full name, what it limits, old and new.

    ``is_in_force`` is no where no provision that is in force on the day prints it; ``is_duty`` is yes where no question
    about a licence turns on it.
    """

    limit: ShownLimit
    provision: str
    short_id: str
    old: str
    new: str
    is_in_force: bool
    is_duty: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """The limits of one provision, of which one can be picked."""

    provision: str
    short_id: str
    limits: tuple[ShownLimit, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """The answers about a chip for one destination: outcomes by name and in words, reviews, and what moved it."""

    to: str
    before: str
    after: str
    before_words: str
    after_words: str
    reviews: tuple[str, str] | None
    moved_by: str
    moved_by_words: str


@dataclass(frozen=True, slots=True)
class MovedTogether:
    """Chips that move alike: from one paragraph to another, with the same answers for every destination."""

    eccn_before: str
    eccn_after: str
    answers: tuple[Answered, ...]
    chips: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ChangedProvision:
    """A provision that the reform re-words: the lines that go, and those that come in their place."""

    id: str
    short_id: str
    title: str
    what: tuple[str, ...]
    went: tuple[str, ...]
    came: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """What moves: the comparison itself, the law, and the chips grouped by how they move, most chips first.

    ``assumed`` is what nobody spoke of; ``text`` is what the program of the drawer prints.
    """

    found: Comparison
    law: tuple[ChangedProvision, ...]
    chips: tuple[MovedTogether, ...]
    moved: int
    compared: int
    how: str
    assumed: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Drawer:
    """The drawer of a page. ``fault`` says what is wrong with the changes; then nothing is worked out."""

    changes: tuple[Change, ...]
    given: Changes
    choices: tuple[Choice, ...]
    fault: str
    moved: Moved | None
    is_before_chips: bool
    python: str
    toml: str


def reform_of(corpus: Corpus, changes: Changes) -> Reform:
    """The reform that CHANGES say; changes to what a limit reads anyway are left out.

    Raises:
        BadReform: a name or a number cannot be read; the message lists every fault.
    """
    found = reform_of_table({"name": NAME, "limits": dict(changes)}, NAME, corpus)
    kept = tuple(
        one for one in found.changes if isinstance(one, SetLimit) and corpus.limits[one.name].value != one.value
    )
    return Reform(NAME, kept)


def drawer_of(
    corpus: Corpus, changes: Changes, day: date, clock: Clock, places: tuple[str, ...], language: Language
) -> Drawer:
    """The drawer for CHANGES as of DAY; chips go to PLACES, which are ISO codes."""
    choices = tuple(choices_on(corpus, day, language))
    is_before = day < FIRST_DAY
    try:
        reform = reform_of(corpus, changes) if changes else Reform(NAME, ())
    except BadReform as wrong:
        return Drawer((), changes, choices, faults_text(wrong, language), None, is_before, "", "")
    if not reform.changes:
        return Drawer((), (), choices, "", None, is_before, "", "")
    moved = None if is_before else moved_by(reform, day, clock, places, language)
    listed = tuple(_changes(corpus, reform, day, language))
    given = tuple((one.limit.path, one.new) for one in listed)
    python = python_of(reform, day, clock, places, language)
    return Drawer(listed, given, choices, "", moved, is_before, python, toml_of(reform))


def faults_text(wrong: ChipgateError, language: Language) -> str:
    """The faults of a reform without the name of its file, one a line."""
    first, *rest = wrong.text(language).splitlines()
    return "\n".join(line.removeprefix("  - ") for line in rest) or first


def choices_on(corpus: Corpus, day: date, language: Language) -> Iterator[Choice]:
    """Every limit of a provision in force on DAY, each under the first provision that prints it."""
    seen: set[str] = set()
    for one in corpus.provisions:
        if day in one.binds.in_force:
            limits = tuple(limit for limit in limits_shown(one, language) if limit.path not in seen)
            seen |= {limit.path for limit in limits}
            if limits:
                yield Choice(one.id, shown_name(one.id), limits)


def _changes(corpus: Corpus, reform: Reform, day: date, language: Language) -> Iterator[Change]:
    for one in reform.changes:
        assert isinstance(one, SetLimit)
        printing = _printing(corpus, one.name, day)
        shown = next(limit for limit in limits_shown(printing, language) if limit.path == one.name)
        is_in_force = day in printing.binds.in_force
        is_duty = one.name not in corpus.licensing.limits
        new = exact_text(one.value)
        yield Change(shown, printing.id, shown_name(printing.id), shown.value, new, is_in_force, is_duty)


def _printing(corpus: Corpus, name: str, day: date) -> Provision:
    """The provision that prints the limit NAME: one in force on DAY, if there is one."""
    found = [p for p in corpus.provisions if name in {one.name for one in p.limits}]
    return next((one for one in found if day in one.binds.in_force), found[0])


def inquiry(reform: Reform, day: date, clock: Clock, places: tuple[str, ...], assume: str | None = None) -> Inquiry:
    """The question what differs between the law and REFORM on DAY."""
    return question_of("law", reform, on=day, clock=clock, to=places, assume=assume)


@lru_cache(maxsize=16)  # about 2 MB each
def _compared(reform: Reform, day: date, clock: Clock, places: tuple[str, ...]) -> Comparison:
    return comparison(inquiry(reform, day, clock, places))


def moved_by(reform: Reform, day: date, clock: Clock, places: tuple[str, ...], language: Language) -> Moved:
    """What REFORM moves among the chips of the catalogue, each as an export to PLACES."""
    found = _compared(reform, day, clock, places)
    groups: dict[tuple[object, ...], list[ChipMove]] = {}
    for move in found.chips:
        groups.setdefault(_sign(move), []).append(move)
    chips = tuple(_together(moves, language) for moves in sorted(groups.values(), key=len, reverse=True))
    named = translator(language)(", ").join(name_of(place, language) for place in places)
    how = phrase(_EACH, places=named).text(language)
    law = tuple(_changed_provision(one, language) for one in found.law.changes)
    assumed = tuple(assumptions_json(found.assumptions, language))
    return Moved(found, law, chips, len(found.chips), len(found.question.catalogue), how, assumed, found.text(language))


_EACH: Final = "each as an export to an end user headquartered in {places}"


def _changed_provision(one: ProvisionChange, language: Language) -> ChangedProvision:
    translate = translator(language)
    lines = [(sign, f"{line.label}  {line.words.text(language)}".strip()) for sign, line in one.lines]
    return ChangedProvision(
        one.id,
        shown_name(one.id),
        translate(one.provision.title),
        tuple(translate(HEADINGS[kind]) for kind in one.kinds),
        tuple(words for sign, words in lines if sign == "-"),
        tuple(words for sign, words in lines if sign == "+"),
    )


def _sign(move: ChipMove) -> tuple[object, ...]:
    """What chips that move alike have in common."""
    answers = ((one.outcomes, one.reviews, "" if one.mover is None else one.mover.id) for one in move.by_destination)
    return (move.eccns, *answers)


def _together(moves: list[ChipMove], language: Language) -> MovedTogether:
    translate, first = translator(language), moves[0]
    before, after = (answer_words(one, translate) for one in first.eccns)
    answers = tuple(_answered(one, language) for one in first.by_destination)
    return MovedTogether(before, after, answers, tuple((one.chip_id, one.name) for one in moves))


def _answered(one: ChipOutcome, language: Language) -> Answered:
    translate = translator(language)
    (before, after), reviews = one.outcomes, one.reviews
    words = (translate(ANSWER_WORDS[reviews[0]]), translate(ANSWER_WORDS[reviews[1]]))
    return Answered(
        to=name_of(one.to, language),
        before=before,
        after=after,
        before_words=translate(OUTCOME_NAMES[before]),
        after_words=translate(OUTCOME_NAMES[after]),
        reviews=words if reviews[0] != reviews[1] and before == after else None,
        moved_by="" if one.mover is None else one.mover.id,
        moved_by_words="" if one.mover is None else said(mover_name(one.mover), translate),
    )


def places_of(text: str) -> tuple[str, ...]:
    """The ISO codes of the countries in TEXT, divided by commas; China where it names none.

    Raises:
        UnknownCountry: no country of that name; the message gives the nearest.
    """
    named = [one.strip() for one in text.replace("，", ",").replace("、", ",").split(",") if one.strip()]
    return tuple(dict.fromkeys(iso2_of(one) for one in named)) or ("CN",)


def toml_of(reform: Reform) -> str:
    """REFORM as the text of a file that `chipgate compare law reform.toml` reads."""
    return limits_as_toml(reform.name, _limits(reform))


def _limits(reform: Reform) -> Mapping[str, Exact]:
    return {one.name: one.value for one in reform.changes if isinstance(one, SetLimit)}


def python_of(reform: Reform, day: date, clock: Clock, places: tuple[str, ...], language: Language) -> str:
    """A program that makes REFORM, compares it with the law, and prints what the page shows."""
    lines = (f"    cg.SetLimit({name!r}, exact({exact_text(value)!r}))," for name, value in _limits(reform).items())
    return "\n".join(
        (
            "import chipgate as cg",
            "from chipgate.units import exact",
            "",
            "changes = (",
            *lines,
            ")",
            f"reform = cg.Reform({reform.name!r}, changes)",
            f'found = cg.compare("law", reform, on="{day}", clock="{clock}", to={list(places)!r})',
            f'print(found.text("{language}"))',
            "",
        )
    )
