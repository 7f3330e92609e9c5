"""A provision as a table ``[[add]]`` of a reform: what it says, beside its citation and the days that it binds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final, Protocol, TypeVar

from chipgate.errors import BadCorpus, did_you_mean, near_names
from chipgate.law.condition_form import ConditionReader, Terms
from chipgate.law.corpus import Corpus
from chipgate.law.provision import (
    Binds,
    Consequence,
    Days,
    Defines,
    Describes,
    Mark,
    OpensException,
    Provision,
    RaisesFlag,
    RequiresLicence,
    SetsReview,
    Standing,
)
from chipgate.translation.fault_text import fault
from chipgate.translation.language import marked

KEYS: Final = (
    *("id", "title", "cite", "since", "until", "published", "compliance_from", "not_enforced_from", "stayed"),
    *("gives", "about", "when", "standing", "mark", "source", "note"),
)
"""Every word that an added provision may hold; id, title, since, gives and when must stand."""

_GIVES: Final[Mapping[str, Consequence]] = {
    "licence": RequiresLicence(),
    "definition": Defines(),
    "red flag": RaisesFlag(),
}
_GIVES_NAMED: Final = ("eccn", "exception", "review")
_GIVES_WORDS: Final = marked(
    'must be "licence", "definition", "red flag", {{ eccn = "..." }}, {{ exception = "..." }} or {{ review = "..." }}'
)

E = TypeVar("E", bound=StrEnum)


class ReadsDays(Protocol):
    """Reads days, and takes what is wrong with the file."""

    faults: list[str]

    def day(self, value: Any, where: str) -> date | None:
        """The day that VALUE says."""


def provision_of(
    table: Mapping[str, Any], place: str, terms: Terms, corpus: Corpus, reader: ReadsDays
) -> Provision | None:
    """The provision that TABLE says, or None where it has faults."""
    before = len(reader.faults)
    known_id = table.get("id") if isinstance(table.get("id"), str) else ""
    where = f"{place} ({known_id})" if known_id else place
    found = _Adding(table, where, terms, corpus, reader).provision()
    return found if len(reader.faults) == before else None


class _Adding:
    def __init__(self, table: Mapping[str, Any], where: str, terms: Terms, corpus: Corpus, reader: ReadsDays) -> None:
        self.table, self.where, self.terms, self.corpus, self.reader = table, where, terms, corpus, reader

    def provision(self) -> Provision | None:
        """The provision, as far as it can be read."""
        for name in (name for name in self.table if name not in KEYS):
            self._fault(
                "", fault("unknown word {name}.{near}", name=repr(name), near=did_you_mean(near_names(name, KEYS)))
            )
        own_id, title = self._id(), self._text("title", required=True)
        conditions = ConditionReader(self.terms, own_id, self.reader.faults)
        when = self._condition("when", conditions)
        about = self._condition("about", conditions)
        binds, gives = self._binds(), self._gives()
        standing, mark = self._word("standing", Standing, Standing.LAW), self._word("mark", Mark, Mark.SEEN)
        if binds is None or gives is None or when is None:
            return None
        cite, source, note = self._text("cite"), self._text("source"), self._text("note")
        return Provision(own_id, title, cite or "a reform", binds, when, gives, about, standing, mark, source, note)

    def _fault(self, name: str, wrong: str) -> None:
        self.reader.faults.append(
            fault("{where}: {wrong}", where=f"{self.where}{'.' if name else ''}{name}", wrong=wrong)
        )

    def _id(self) -> str:
        own_id = self._text("id", required=True)
        if own_id and ("/" not in own_id.strip("/") or "@" in own_id):
            self._fault("id", fault("must be a path like JURISDICTION/reform/NAME, without @"))
        return own_id

    def _text(self, name: str, *, required: bool = False) -> str:
        value = self.table.get(name, "")
        if not isinstance(value, str):
            self._fault(name, fault("must be a text in quotation marks"))
            return ""
        if required and not value.strip():
            self._fault(name, fault("is missing; a provision needs id, title, since, gives and when"))
        return value.strip()

    def _condition(self, name: str, conditions: ConditionReader) -> Any:
        if name in self.table:
            return conditions.read(self.table[name], f"{self.where}.{name}")
        if name == "when":
            self._fault("when", fault("is missing; say on which condition it applies"))
        return None

    # Days.

    def _binds(self) -> Binds | None:
        if "since" not in self.table:
            self._fault("since", fault("is missing; say from which day it binds, like since = 2026-10-01"))
            return None
        days = {name: self._day(name) for name in ("published", "compliance_from", "not_enforced_from")}
        span = self._span(self.table, "")
        stays = self._stays()
        return None if span is None else Binds(span, stayed=stays, **days)

    def _day(self, name: str) -> date | None:
        return self.reader.day(self.table[name], f"{self.where}.{name}") if name in self.table else None

    def _stays(self) -> tuple[Days, ...]:
        tables = self.table.get("stayed", [])
        if not isinstance(tables, list) or not all(isinstance(one, dict) and "since" in one for one in tables):
            self._fault("stayed", fault("must be a list like [{{ since = 2026-10-01, until = 2027-01-01 }}]"))
            return ()
        spans = [self._span(one, f"stayed[{number}]") for number, one in enumerate(tables, 1)]
        return tuple(span for span in spans if span is not None)

    def _span(self, table: Mapping[str, Any], name: str) -> Days | None:
        where = f"{self.where}.{name}" if name else self.where
        since = self.reader.day(table["since"], f"{where}.since")
        until = self.reader.day(table["until"], f"{where}.until") if "until" in table else None
        if since is None or ("until" in table and until is None):
            return None
        try:
            return Days(since, until)
        except BadCorpus as wrong:
            self._fault(name, wrong.said)
            return None

    # What it brings about, and how well it is known.

    def _gives(self) -> Consequence | None:
        value = self.table.get("gives")
        if isinstance(value, str) and value in _GIVES:
            return _GIVES[value]
        if isinstance(value, dict) and len(value) == 1:
            ((kind, name),) = value.items()
            if kind in _GIVES_NAMED and isinstance(name, str) and name.strip():
                return self._named(kind, name.strip())
        near = did_you_mean(near_names(value, _GIVES, alike=0.7)) if isinstance(value, str) else ""
        self._fault("gives", fault("{words}.{near}", words=fault(_GIVES_WORDS), near=near))
        return None

    def _named(self, kind: str, name: str) -> Consequence | None:
        if kind == "eccn":
            return Describes(name)
        if kind == "exception":
            return OpensException(name)
        policies = {one.gives.policy for one in self.corpus.provisions if isinstance(one.gives, SetsReview)}
        if name not in policies:
            near = did_you_mean(near_names(name, policies))
            self._fault(
                "gives.review",
                fault(
                    "no policy {name}.{near} It is one of {known}",
                    name=repr(name),
                    near=near,
                    known=", ".join(sorted(policies)),
                ),
            )
            return None
        return SetsReview(name)

    def _word(self, name: str, words: type[E], default: E) -> E:
        value = self.table.get(name, str(default))
        if isinstance(value, str) and value in set(words):
            return words(value)
        self._fault(
            name, fault("must be one of {known}, not {given}", known=", ".join(words), given=repr(str(value)[:40]))
        )
        return default
