"""Reforms as TOML files: limits that move, provisions that end, proposals that become law, provisions that are added.

Every fault of a file comes in one report, each with its place in the file; places in a list are counted from 1.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from chipgate.errors import BadCorpus, BadReform, did_you_mean, near_names
from chipgate.law.added_provision import provision_of
from chipgate.law.condition_form import Terms
from chipgate.law.corpus import Corpus
from chipgate.law.language import AnyOf, Compared, Within
from chipgate.law.printed_number import number_of
from chipgate.law.provision import Binds, Days, Provision, Standing
from chipgate.law.reform import AddProvision, Change, EndProvision, Reform, SetLimit, reformed
from chipgate.law.walking import facts_of_measure, walk
from chipgate.translation.fault_text import fault
from chipgate.units import Exact, exact_text

LARGEST_FILE: Final = 4 * 1024 * 1024  # bytes
KEYS: Final = ("name", "note", "limits", "end", "enact", "add")


def read_reform(path: Path | str, corpus: Corpus) -> Reform:
    """The reform in the TOML file at PATH, a change to CORPUS.

    Raises:
        BadReform: the file cannot be read, or has faults; the message lists every one of them.
    """
    path = Path(path)
    return reform_of(_text(path), path.name, corpus)


def reform_of(text: str, file: str, corpus: Corpus) -> Reform:
    """The reform that TEXT says; FILE is what a report calls it.

    Raises:
        BadReform: it has faults; the message lists every one of them.
    """
    return reform_of_table(_table(text, file), file, corpus)


def reform_of_table(table: Mapping[str, Any], file: str, corpus: Corpus) -> Reform:
    """The reform that TABLE says, with the words of a TOML file (KEYS); a number is an int, or decimal text.

    Raises:
        BadReform: it has faults; the message lists every one of them.
    """
    reader = _Reader(corpus, table, file)
    reform = reader.reform()
    faults = reader.faults
    if not faults:
        try:
            reformed(corpus, reform)
        except BadCorpus as wrong:  # what fits in itself, and not to the rest of the law
            faults = list(wrong.faults)
    if faults:
        raise _report(file, faults)
    return reform


def limits_as_toml(name: str, limits: Mapping[str, Exact]) -> str:
    """A reform that moves LIMITS, as the text of a file that reads back as it; NAME is what the reform is called."""
    written = (f"{_quoted(limit)} = {exact_text(value)}" for limit, value in limits.items())
    return "\n".join((f"name = {_quoted(name)}", "", "[limits]", *written, ""))


def _quoted(text: str) -> str:
    """TEXT as a string of TOML; those of JSON are such strings."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _report(file: str, faults: list[str]) -> BadReform:
    found = fault("{file}: 1 fault" if len(faults) == 1 else "{file}: {count} faults", file=file, count=len(faults))
    return BadReform.listing(found, faults)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise _report(
                path.name, [fault("is larger than {most} MB; a reform is a page of text", most=LARGEST_FILE >> 20)]
            )
        return path.read_bytes().decode("utf-8-sig")
    except OSError as refused:
        raise BadReform(
            fault(
                "{path} cannot be read: {reason}. Name the TOML file of a reform.",
                path=path,
                reason=refused.strerror,
            )
        ) from refused
    except UnicodeDecodeError as refused:
        raise _report(path.name, [fault("is not UTF-8 text; save it as plain text in UTF-8")]) from refused


def _table(text: str, file: str) -> dict[str, Any]:
    try:
        # Floats stay the text that was typed: 5.92 is 592/100, and no binary fraction near it.
        return tomllib.loads(text, parse_float=lambda number: number)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as refused:
        raise _report(file, [fault("is not valid TOML: {reason}", reason=refused)]) from refused


class _Reader:
    """Reads one file; ``faults`` gets a line for each thing that is wrong."""

    def __init__(self, corpus: Corpus, table: Mapping[str, Any], file: str) -> None:
        self.corpus, self.table, self.file = corpus, table, file
        self.faults: list[str] = []

    def reform(self) -> Reform:
        """The reform, as far as it can be read."""
        unknown = [name for name in self.table if name not in KEYS]
        self.faults += [
            fault("unknown word {name}.{near}", name=repr(name), near=did_you_mean(near_names(name, KEYS)))
            for name in unknown
        ]
        name = self.table.get("name", Path(self.file).stem)
        if not isinstance(name, str) or not name.strip():
            self.faults.append(fault('name: must be a text, like name = "A lower limit"'))
        # What ends makes room for what is added, and a limit may be one that is added.
        changes = (*self._ends(), *self._enacted(), *self._added(), *self._limits())
        if not changes and not self.faults:
            self.faults.append(fault("changes nothing; write [limits], [end], [enact] or [[add]]"))
        return Reform(str(name).strip(), changes)

    def _pairs(self, name: str, like: str) -> Iterator[tuple[str, Any]]:
        table = self.table.get(name, {})
        if isinstance(table, dict):
            yield from table.items()
        else:
            self.faults.append(fault("[{name}]: must be a table with lines like {like}", name=name, like=like))

    def _limits(self) -> Iterator[Change]:
        units = _units(self.corpus)
        for name, value in self._pairs("limits", '"NAME" = 2000'):
            if name not in units:
                near = did_you_mean(near_names(name, units))
                self.faults.append(
                    fault(
                        "limits.{name}: no limit has that name.{near} See `chipgate law --limits`",
                        name=repr(name),
                        near=near,
                    )
                )
                continue
            number, wrong = number_of(value, units[name])
            if number is None:
                self.faults.append(fault("limits.{name}: {wrong}", name=repr(name), wrong=wrong))
            elif number < 0:
                self.faults.append(fault("limits.{name}: a limit is not negative", name=repr(name)))
            else:
                yield SetLimit(name, number)

    def _ends(self) -> Iterator[Change]:
        for ended, value in self._pairs("end", '"ID" = 2026-10-01'):
            day = self.day(value, f"end.{ended!r}")
            if day is not None and self._is_there(ended, f"end.{ended!r}"):
                if any(day in one.binds.in_force for one in self.corpus.history_of[ended]):
                    yield EndProvision(ended, day)
                else:
                    self.faults.append(
                        fault(
                            "end.{ended}: is not in force on {day}; `chipgate law` shows its days",
                            ended=repr(ended),
                            day=day,
                        )
                    )

    def _enacted(self) -> Iterator[Change]:
        for bill, value in self._pairs("enact", '"ID" = 2026-10-01'):
            where = f"enact.{bill!r}"
            day = self.day(value, where)
            if day is None or not self._is_there(bill, where):
                continue
            text = self.corpus.history_of[bill][-1]
            if text.standing is not Standing.PROPOSAL:
                self.faults.append(
                    fault("{where}: is no proposal but {standing} already", where=where, standing=text.standing)
                )
            elif text.when == AnyOf(()):
                self.faults.append(
                    fault("{where}: has no text on record that could be made law; write one with [[add]]", where=where)
                )
            elif day <= text.binds.in_force.since:
                self.faults.append(
                    fault(
                        "{where}: the proposal is of {day}; name a later day",
                        where=where,
                        day=text.binds.in_force.since,
                    )
                )
            else:
                yield from _made_law(text, day)

    def _added(self) -> Iterator[Change]:
        tables = self.table.get("add", [])
        if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
            self.faults.append(fault("add: begin each added provision with a line [[add]]"))
            return
        ids = frozenset(one["id"] for one in tables if isinstance(one.get("id"), str))
        terms = _terms(self.corpus, ids)
        for number, table in enumerate(tables, 1):
            provision = provision_of(table, f"add[{number}]", terms, self.corpus, self)
            if provision is not None:
                yield AddProvision(provision)

    def _is_there(self, provision_id: str, where: str) -> bool:
        if provision_id in self.corpus.history_of:
            return True
        near = did_you_mean(near_names(provision_id, self.corpus.history_of))
        self.faults.append(
            fault("{where}: no provision has that id.{near} List them with `chipgate law`", where=where, near=near)
        )
        return False

    def day(self, value: Any, where: str) -> date | None:
        """The day that VALUE says, or None where it says none."""
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        with suppress(ValueError):
            return date.fromisoformat(value if isinstance(value, str) else "")
        self.faults.append(
            fault("{where}: {given} is not a day; write it like 2026-10-01", where=where, given=repr(str(value)[:40]))
        )
        return None


def _made_law(bill: Provision, day: date) -> Iterator[Change]:
    """A proposal becomes law on DAY: it ends as one, and binds from then on."""
    if day in bill.binds.in_force:
        yield EndProvision(bill.id, day)
    yield AddProvision(replace(bill, standing=Standing.LAW, binds=Binds(Days(day))))


def _terms(corpus: Corpus, added: frozenset[str]) -> Terms:
    nodes = (node for p in corpus.provisions for node in walk(p.when))
    groups = frozenset(group for node in nodes if isinstance(node, Within) for group in node.groups)

    def is_group(name: str) -> bool:
        try:
            corpus.groups.members(name, corpus.change_days[-1])
        except (KeyError, BadCorpus, IndexError):
            return False
        return True

    known = frozenset(corpus.history_of) | added
    return Terms(corpus.facts, known, groups, is_group, frozenset(corpus.limits))


def _units(corpus: Corpus) -> dict[str, str]:
    """The unit in which each named limit counts; empty where it has none."""
    found = dict.fromkeys(corpus.limits, "")
    for provision in corpus.provisions:
        for node in (node for condition in provision.conditions for node in walk(condition)):
            if isinstance(node, Compared):
                units = {fact.unit for fact in facts_of_measure(node.measure)}
                found[node.limit.name] = units.pop() if len(units) == 1 else ""
    return found
