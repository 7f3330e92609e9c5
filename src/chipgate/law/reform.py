"""A reform: a change to the law as a value. Applied to a corpus it gives another corpus; the first stays as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from chipgate.errors import BadReform, near_names
from chipgate.law.corpus import Corpus
from chipgate.law.language import with_limits
from chipgate.law.provision import Binds, Days, Provision
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
        BadReform: a change names a limit or provision that is not there.
        BadCorpus: the provisions no longer fit together.
    """
    _refuse_strange_limits(corpus, reform)
    provisions: Sequence[Provision] = corpus.provisions
    for change in reform.changes:
        match change:
            case SetLimit():
                provisions = [_with_limit(p, change) for p in provisions]
            case EndProvision(ended, on):
                provisions = _ended(provisions, ended, on)
            case AddProvision(provision):
                provisions = [*provisions, provision]
    return Corpus(tuple(provisions), corpus.groups)


def _refuse_strange_limits(corpus: Corpus, reform: Reform) -> None:
    for change in reform.changes:
        if isinstance(change, SetLimit) and change.name not in corpus.limits:
            near = ", ".join(near_names(change.name, corpus.limits)) or "list them with `chipgate law --limits`"
            raise BadReform(f"reform {reform.name!r}: no limit is named {change.name!r}; near: {near}")


def _with_limit(provision: Provision, change: SetLimit) -> Provision:
    values = {change.name: change.value}
    subject = None if provision.subject is None else with_limits(provision.subject, values)
    return replace(provision, when=with_limits(provision.when, values), subject=subject)


def _ended(provisions: Sequence[Provision], ended: str, on: date) -> list[Provision]:
    if not any(p.id == ended and on in p.binds.in_force for p in provisions):
        raise BadReform(f"no provision {ended!r} is in force on {on}; `chipgate law` lists them with their days")
    kept = [p for p in provisions if p.id != ended or p.binds.in_force.since < on]
    return [_closed(p, on) if p.id == ended and on in p.binds.in_force else p for p in kept]


def _closed(provision: Provision, on: date) -> Provision:
    binds: Binds = replace(provision.binds, in_force=Days(provision.binds.in_force.since, on))
    return replace(provision, binds=binds)
