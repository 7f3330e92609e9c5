"""The facts of a case as duties ask for them: codes spelled out, base rates looked up, nothing claimed unless said."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from chipgate.cases.case import Case
from chipgate.law.corpus import LawOnDay
from chipgate.law.facts import Value
from chipgate.law.language import Classified
from chipgate.law.provision import Provision
from chipgate.law.tariff_codes import OTHER_LINE, Scope
from chipgate.law.trade.base_rates import BaseRate, base_rate, base_rates
from chipgate.law.us.tariffs import facts as f
from chipgate.law.us.tariffs.lists import tariff_lists
from chipgate.readings.leaves import leaves_of
from chipgate.readings.verdict import Facts
from chipgate.translation.language import marked

BASE_RATE_OF: Final[Mapping[str, str]] = {"US": "us_base_rate_pct", "CN": "cn_base_rate_pct"}

TAKEN: Final[Mapping[str, tuple[Value, str]]] = {
    **{
        claim.name: (False, marked("No exclusion, end use or preference is claimed with the entry."))
        for claim in f.CLAIMS
    },
    f.POSTAL_ITEM.name: (False, marked("The good is not entered as a postal item of small value.")),
    f.OTHER_SECTION_232.name: (
        False,
        marked("No other Section 232 action (steel, aluminium, copper, vehicles, wood, medicines) reaches the good."),
    ),
    f.BY_SEA.name: (False, marked("The good does not arrive by sea, so that no harbour fee is due.")),
    f.AD_CVD.name: (False, marked("No anti-dumping or countervailing duty order reaches the good.")),
}
"""What is taken where nobody spoke of it, and the line that says so: a claim is made or it is not."""

_CHIPS: Final = (("h20", "h20"), ("h200", "h200"), ("rtx-pro-6000d", "rtx_pro_6000d"))
"""Chips by the beginning of their ids, up to a hyphen, as buyers in China were told of them."""


def taken_lines(case: Case, importer: str) -> Sequence[str]:
    """The lines of what is taken for CASE, each once; they speak of entries into the United States."""
    if importer != "US":
        return ()
    unsaid = (line for name, (_, line) in TAKEN.items() if name not in (*case.facts, *case.transaction.doubted))
    return tuple(dict.fromkeys(unsaid))


def duty_readings(case: Case, law: LawOnDay, importer: str, provisions: Sequence[Provision]) -> tuple[Facts, ...]:
    """The facts of CASE, one mapping for each reading of its figures and each line that its code can still be."""
    return tuple(
        reading
        for facts in case.readings
        for reading in _spelled_out(_with_taken(facts, case), law, importer, provisions)
    )


def _with_taken(facts: Facts, case: Case) -> dict[str, Value]:
    taken = {name: value for name, (value, _) in TAKEN.items() if name not in case.transaction.doubted}
    return {**taken, **named_chip(case), **facts}


def named_chip(case: Case) -> dict[str, Value]:
    """Whether the chip is one that buyers in China were told of; unknown where no chip is named."""
    return {} if case.sheet is None else {"named_chip": _name_of_chip(case.sheet.chip_id)}


@lru_cache(maxsize=1024)
def _name_of_chip(chip_id: str) -> str:
    return next((name for start, name in _CHIPS if f"{chip_id}-".startswith(f"{start}-")), "other")


def _spelled_out(
    facts: dict[str, Value], law: LawOnDay, importer: str, provisions: Sequence[Provision]
) -> Iterator[Facts]:
    code = facts.get(f.HTS.name)
    if not isinstance(code, str):
        yield facts
        return
    code = known_part(code, importer)
    if not code:
        yield {name: value for name, value in facts.items() if name != f.HTS.name}
        return
    key = ("lines of a code", importer, code)
    if key not in law.worked_out:  # the provisions of one side under one law are always the same
        law.worked_out[key] = lines_of(code, scopes_of(law, provisions), importer)
    for line in law.worked_out[key]:
        found = base_rate(importer, line)
        rate = {} if found is None else {BASE_RATE_OF[importer]: found.rate_pct}
        yield {**rate, **facts, f.HTS.name: line}


def known_part(code: str, importer: str) -> str:
    """As many digits of CODE as begin a line that is held; all of them where its line is, or no schedule is held.

    A line that no text names may be one of an older schedule, or a slip: it is taken for whatever it can be. What is
    left is empty where nothing begins so, and of chapters 98 and 99, which say nothing of the good itself.
    """
    if importer != "US":
        return code
    if code[:2] in _SPECIAL_CHAPTERS:
        return ""
    if code[:8] in _beginnings():
        return code
    return next((code[:digits] for digits in range(len(code) - 2, 0, -2) if code[:digits] in _beginnings()), "")


_SPECIAL_CHAPTERS: Final = ("98", "99")
"""Provisions for some entries; what a good entered under them is, and pays besides, another code says."""


@cache
def _beginnings() -> frozenset[str]:
    """Every beginning, whole lines too, of the lines of eight digits that some text of the United States names."""
    listed = {code for codes in tariff_lists().values() for code in codes} | set(base_rates("US"))
    return frozenset(code[:digits] for code in listed for digits in range(2, min(len(code), 8) + 1, 2))


def base_rates_used(case: Case, importer: str, readings: Sequence[Facts]) -> tuple[BaseRate, ...]:
    """The base rates of the schedule that stand in READINGS because nobody stated one, each once."""
    if BASE_RATE_OF[importer] in case.facts:
        return ()
    codes = (facts.get(f.HTS.name) for facts in readings)
    found = (base_rate(importer, code) for code in codes if isinstance(code, str))
    return tuple(dict.fromkeys(one for one in found if one is not None))


def scopes_of(law: LawOnDay, provisions: Sequence[Provision]) -> Sequence[Scope]:
    """Every scope of tariff codes that PROVISIONS come down to."""
    leaves = (leaf for leaf in leaves_of(tuple(provisions), law) if isinstance(leaf, Classified))
    return tuple(dict.fromkeys(leaf.scope for leaf in leaves if leaf.fact == f.HTS))


def lines_of(code: str, scopes: Sequence[Scope], importer: str) -> Sequence[str]:
    """CODE itself, or one code for each way in which the lines below it are answered.

    A line that no text names is one of them, unless the schedule is known to have none.
    """
    named = {longer for one in scopes for longer in one.codes if longer.startswith(code) and longer != code}
    named |= {longer for longer in base_rates(importer) if longer.startswith(code) and longer != code}
    if not named:
        return (code,)
    candidates = [*sorted(named), *(one + OTHER_LINE for one in sorted({code, *named}))]
    by_answer: dict[tuple[object, ...], str] = {}
    for line in candidates:
        if _does_not_exist(line, named):
            continue
        answer = (*(one.holds(line) for one in scopes), _rate(importer, line))
        if None not in answer[:-1]:
            by_answer.setdefault(answer, line)
    return tuple(by_answer.values())


def _rate(importer: str, line: str) -> object:
    found: BaseRate | None = base_rate(importer, line)
    return None if found is None else found.rate_pct


_COMPLETE: Final = frozenset(("847330", "8542"))
"""Codes below which every line is named by some text, so that no other is left."""

_SOLE_LINE: Final = ("00", "01")
"""How a line of eight digits ends that is the only one of its subheading, as the schedule numbers them."""


def _does_not_exist(line: str, named: Collection[str]) -> bool:
    """Whether LINE stands for another line where the schedule has none."""
    if not line.endswith(OTHER_LINE):
        return False
    code = line.removesuffix(OTHER_LINE)
    return code in _COMPLETE or any(f"{code}{end}" in named for end in _SOLE_LINE if len(code) == 6)
