"""The software that a question names: stacks that measured rows ran on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from chipgate.errors import did_you_mean, near_names
from chipgate.workloads.assumed import ANY_SOFTWARE, SOFTWARE, UNMEASURED_SOFTWARE, Assumed
from chipgate.workloads.measured import NOT_SAID, read_measured

if TYPE_CHECKING:
    from chipgate.workloads.asked import Asked


@cache
def stacks() -> Mapping[str, frozenset[str]]:
    """The stacks that measured rows name, each with the calibrations that saw it; a source is no name."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in read_measured():
        found[row.stack].add(row.phase)
    return {name: frozenset(found[name]) for name in sorted(found) if name != NOT_SAID and "/" not in name}


def spelt(name: str) -> str:
    """NAME as measured rows spell it; letter case does not count."""
    return next((one for one in stacks() if one.casefold() == name.strip().casefold()), name)


def software_faults(name: str) -> list[str]:
    """What is wrong with a NAME of software, with the fix; nothing where nobody gave one."""
    if not name or name in stacks():
        return []
    near = did_you_mean(near_names(name, stacks()))
    return [f"software {name!r} is in no measured row.{near} Give one of {', '.join(stacks())}, or leave it out"]


def stack_of(asked: Asked) -> str:
    """The label that a question shares with the rows of its calibration; like none where they do not have it."""
    return asked.software if asked.fitted in stacks().get(asked.software, ()) else NOT_SAID


def software_assumed(asked: Asked) -> Assumed:
    """What an answer takes the software to be."""
    if not asked.software:
        return Assumed("software", asked.fitted, SOFTWARE)
    is_known = stack_of(asked) == asked.software
    return Assumed("software", asked.software, ANY_SOFTWARE if is_known else UNMEASURED_SOFTWARE)
