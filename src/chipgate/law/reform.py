"""A reform: a change to the law as a value. Applied to a corpus it gives another corpus; the first stays as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from chipgate.errors import BadReform, near_names
from chipgate.law.corpus import Corpus
from chipgate.law.provision import Binds, Days, Provision, with_limits_of
from chipgate.law.walking import with_limits
from chipgate.translation.fault_text import fault
from chipgate.translation.language import marked
from chipgate.units import Exact


@dataclass(frozen=True, slots=True)
class SetLimit:
    """The limit ``name`` reads ``value`` in every provision that prints it."""

    name: str
    value: Exact


@dataclass(frozen=True, slots=True)
class EndProvision:
    """The provision ``id`` no longer binds from ``on``."""

    id: str
    on: date


@dataclass(frozen=True, slots=True)
class AddProvision:
    """One more provision; the version it replaces must be ended first."""

    provision: Provision


Change = SetLimit | EndProvision | AddProvision


@dataclass(frozen=True, slots=True)
class Reform:
    """A named list of changes, applied in their order."""

    name: str
    changes: tuple[Change, ...]


def reformed(corpus: Corpus, reform: Reform) -> Corpus:
    """The corpus as REFORM would make it.

    Raises:
        BadReform: changes name limits or provisions that are not there; carries every one of them.
        BadCorpus: the provisions no longer fit together.
    """
    provisions: Sequence[Provision] = corpus.provisions
    faults: list[str] = []
    for change in reform.changes:
        wrong = _fault_of(change, provisions)
        if wrong:
            faults.append(wrong)
        else:
            provisions = _changed(provisions, change)
    if faults:
        head = fault("reform {name} cannot be made:", name=repr(reform.name))
        raise BadReform.listing(head, faults)
    return Corpus(tuple(provisions), corpus.groups)


def _fault_of(change: Change, provisions: Sequence[Provision]) -> str:
    """What CHANGE names that is not in PROVISIONS; empty where it names nothing strange."""
    match change:
        case SetLimit(name):
            known = {one.name for p in provisions for one in p.limits}
            near = ", ".join(near_names(name, known)) or fault("list them with `chipgate law --limits`")
            return "" if name in known else fault("no limit is named {name}; near: {near}", name=repr(name), near=near)
        case EndProvision(ended, on):
            found = any(p.id == ended and on in p.binds.in_force for p in provisions)
            return "" if found else fault(_NOT_IN_FORCE, name=repr(ended), day=on)
        case AddProvision():
            return ""


_NOT_IN_FORCE: Final = marked("no provision {name} is in force on {day}; `chipgate law` lists them with their days")


def _changed(provisions: Sequence[Provision], change: Change) -> Sequence[Provision]:
    match change:
        case SetLimit():
            return [_with_limit(p, change) for p in provisions]
        case EndProvision(ended, on):
            return _ended(provisions, ended, on)
        case AddProvision(provision):
            return [*provisions, provision]


def _with_limit(provision: Provision, change: SetLimit) -> Provision:
    values = {change.name: change.value}
    subject = None if provision.subject is None else with_limits(provision.subject, values)
    gives = with_limits_of(provision.gives, values)
    return replace(provision, when=with_limits(provision.when, values), subject=subject, gives=gives)


def _ended(provisions: Sequence[Provision], ended: str, on: date) -> list[Provision]:
    kept = [p for p in provisions if p.id != ended or p.binds.in_force.since < on]
    return [_closed(p, on) if p.id == ended and on in p.binds.in_force else p for p in kept]


def _closed(provision: Provision, on: date) -> Provision:
    binds: Binds = replace(provision.binds, in_force=Days(provision.binds.in_force.since, on))
    return replace(provision, binds=binds)
