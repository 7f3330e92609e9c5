"""The reasons as a folding tree: the path that decides stands open, the rest is folded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from chipgate.cases.determination import Determination
from chipgate.cases.reasons import source_line
from chipgate.readings.phrase import Phrase, phrase
from chipgate.readings.sentence import NOT
from chipgate.readings.trace_lines import DENIED, TraceLine, denials_of
from chipgate.readings.verdict import MET, NOT_MET
from chipgate.translation.language import Language, translator
from chipgate.web.render import provision_name

VERDICT_NAMES = {MET: "met", NOT_MET: "not_met"}
_WORDS = {"met": "yes", "not_met": "no", "unknown": "not known"}


@dataclass(frozen=True)
class Branch:
    """One line: its words with the numbers put in, its verdict by name and in words, and the lines below it.

    ``href`` leads to the provision as it stood on the day; ``is_above`` says that it was spelled out before.
    """

    words: str
    verdict: str
    verdict_words: str
    label: str = ""
    distance: str = ""
    source: str = ""
    href: str = ""
    is_open: bool = False
    is_above: bool = False
    parts: tuple[Branch, ...] = ()


def provision_href(provision_id: str, day: date | None) -> str:
    """The page of a provision as it stood on DAY."""
    on = f"?on={day.isoformat()}" if day is not None else ""
    return f"/law/{quote(provision_id, safe='/()')}{on}"


def reasons_tree(answer: Determination, full: bool, language: Language) -> tuple[Branch, ...]:
    """The trees of ANSWER; the first, that of the deciding provision, is open along what forces its verdict."""
    planting = _Planting(answer, language)
    lines = answer.trace(full)
    telling = set(map(id, _leaves([answer.why] if answer.why is not None else [])))
    return tuple(planting.branch(line, telling if place == 0 else frozenset()) for place, line in enumerate(lines))


def branch_of(line: TraceLine, answer: Determination, language: Language) -> Branch:
    """One line with all below it, folded."""
    return _Planting(answer, language).branch(line, frozenset())


class _Planting:
    """Makes branches; a provision that was spelled out above is not spelled out again."""

    def __init__(self, answer: Determination, language: Language) -> None:
        self.day, self.language = answer.case.day, language
        self._translate = translator(language)
        self._explained: set[str] = set()

    def branch(self, line: TraceLine, telling: set[int] | frozenset[int]) -> Branch:
        name = VERDICT_NAMES.get(line.verdict, "unknown")
        provision = line.provision
        is_above = provision is not None and provision.key in self._explained and bool(line.parts)
        parts = () if is_above else tuple(self.branch(part, telling) for part in line.parts)
        if provision is not None:
            self._explained.add(provision.key)
        return Branch(
            words=self._words(line),
            verdict=name,
            verdict_words=self._translate(_WORDS[name]),
            label=line.label,
            distance="" if line.distance is None else line.distance.text(self.language),
            source="" if provision is None else source_line(line, self.language),
            href="" if provision is None else provision_href(provision.id, self.day),
            is_open=bool(parts) and any(id(leaf.leaf) in telling for leaf in _lines([line])),
            is_above=is_above,
            parts=parts,
        )

    def _words(self, line: TraceLine) -> str:
        """The words of LINE; a provision whose id is no name in this language is called by its title."""
        return self._said(line).text(self.language)

    def _said(self, line: TraceLine) -> Phrase:
        if line.words.template == NOT and len(line.parts) == 1:  # says what is denied, also while it is folded
            return phrase(DENIED, words=self._said(line.parts[0]))
        if line.provision is None or not line.cite or provision_name(line.provision.id, self.language):
            return line.words
        words = Phrase(line.provision.title)
        for _ in range(denials_of(line)):
            words = phrase(DENIED, words=words)
        return words


def _lines(lines: Sequence[TraceLine]) -> Iterator[TraceLine]:
    for line in lines:
        yield from (one for _, one in line.walk())


def _leaves(lines: Sequence[TraceLine]) -> Iterator[object]:
    return (line.leaf for line in _lines(lines) if line.leaf is not None)
