"""From numbers to words: the result columns of a batch, each text worked out once for all rows that share it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from chipgate.cases.answer_formulas import Part
from chipgate.cases.book_summary import Counted
from chipgate.cases.figure_text import figure_text
from chipgate.cases.questions import LICENCE
from chipgate.cases.result_columns import RESULT_COLUMNS, RESULTS, assumed_text
from chipgate.cases.tables.judged_rows import JudgedRows
from chipgate.cases.tables.levels import PartyLevel
from chipgate.cases.tables.notes_of_rows import Notes
from chipgate.cases.tables.reasons_of_rows import Reasons
from chipgate.cases.tables.stated_eccns import StatedEccns
from chipgate.cases.tables.table_judge import TableJudge
from chipgate.cases.tables.texts import Texts
from chipgate.cases.take_note import notes_on_the_other_clock
from chipgate.law.us.corpus import CHECKED_UNTIL
from chipgate.readings.columns.codes import taken
from chipgate.readings.columns.pairs import Pairs
from chipgate.translation.language import Language

if TYPE_CHECKING:
    import numpy.typing as npt

    Numbers = npt.NDArray[np.int32]

_PART_OF = {
    **dict.fromkeys(("outcome", "outcomes", "deciding_provision", "citation", "missing"), Part.OUTCOME),
    **dict.fromkeys(("licence_codified", "licence_enforced", "other_clock_outcome"), Part.CLOCKS),
    **dict.fromkeys(("exception", "open_exceptions"), Part.CLOCKS),
    "eccn": Part.CLASSIFICATION,
    "paragraphs": Part.CLASSIFICATION,
    "review_policy": Part.REVIEW,
    "red_flags": Part.FLAGS,
}
"""Result columns that are the same in every row with the same number in a part."""

_FIRST_OF = {part: name for name, part in reversed(_PART_OF.items())}
_FIGURES = ("tpp", "performance_density")
_OF_SEVERAL = {"reason": (Part.OUTCOME,), "warnings": (Part.OUTCOME, Part.CLOCKS)}


def _parts_of(wanted: Iterable[str]) -> list[Part]:
    parts = {part for name in wanted for part in _OF_SEVERAL.get(name, (_PART_OF.get(name),))}
    return [part for part in Part if part in parts]


class Answers:
    """The result columns of judged rows, in one language; keeps every text that it has worked out."""

    def __init__(self, judge: TableJudge, language: Language = "en") -> None:
        self.judge = judge
        self.language = language
        self.outcomes: list[Counted] = []
        self._both = Pairs()
        self._notes_on_both: list[str] = []
        self._left_standing: list[list[int]] = [[] for _ in judge.levels]
        self._texts = {name: Texts() for name in _PART_OF}
        self._figures = {name: Texts() for name in _FIGURES}
        self.reasons = Reasons(judge, language)
        self._notes = Notes(judge, language)
        self._eccns = StatedEccns(judge, language)

    def learned(self) -> dict[str, Any]:
        """What was learned from rows, without the rows."""
        return {
            "judge": self.judge.learned(),
            "outcomes": self.outcomes,
            "both": self._both,
            "texts": {name: texts.known for name, texts in self._texts.items()},
            "notes": self._notes.of_finals,
            "reasons": self.reasons.learned(),
        }

    def take_learned(self, learned: Mapping[str, Any]) -> None:
        """Begin with what answers of the same kind have learned."""
        self.judge.take_learned(learned["judge"])
        self.outcomes, self._both, self._notes.of_finals = learned["outcomes"], learned["both"], learned["notes"]
        for name, known in learned["texts"].items():
            self._texts[name].known = known
        self.reasons.take_learned(learned["reasons"])

    def columns(self, judged: JudgedRows, wanted: Sequence[str] = RESULT_COLUMNS) -> dict[str, pl.Series]:
        """The WANTED result columns of every row of JUDGED."""
        for part in _parts_of(wanted):
            self._learn(part, judged)
        return {name: self._column(name, judged).alias(name) for name in wanted}

    def lists(self, judged: JudgedRows, wanted: Sequence[str] = RESULT_COLUMNS) -> dict[str, list[str]]:
        """The WANTED result columns of every row of JUDGED, as lists, which few rows are sooner told in."""
        for part in _parts_of(wanted):
            self._learn(part, judged)
        return {name: self._list(name, judged) for name in wanted}

    def _list(self, name: str, judged: JudgedRows) -> list[str]:
        if name in self._texts:
            return self._texts[name].listed(judged.finals[_PART_OF[name]])
        if name in self._figures:
            texts, numbers = self._figure(name, judged)
            return [""] * judged.height if numbers is None else texts.listed(numbers)
        if name == "reason":
            return self.reasons.texts.listed(self.reasons.numbers(judged))
        if name == "assumed":
            lines, places = self._assumed_lines(judged)
            return [lines[place] for place in places.tolist()]
        if name == "warnings":
            return self._notes.listed(judged, self._others(judged))
        return [self._fixed(name)] * judged.height

    def dictionaries(self, judged: JudgedRows, wanted: Sequence[str]) -> dict[str, tuple[list[str], Numbers]]:
        """The WANTED result columns as dictionaries: the different texts, and the place of that of each row."""
        for part in _parts_of(wanted):
            self._learn(part, judged)
        return {name: self._dictionary(name, judged) for name in wanted}

    def _dictionary(self, name: str, judged: JudgedRows) -> tuple[list[str], Numbers]:
        if name in self._texts:
            return self._texts[name].dictionary(judged.finals[_PART_OF[name]])
        if name in self._figures:
            figures, of_rows = self._figure(name, judged)
            return ([""], _zeros(judged)) if of_rows is None else figures.dictionary(of_rows)
        if name == "reason":
            numbers = self.reasons.numbers(judged)
            return self.reasons.texts.dictionary(numbers)
        if name == "assumed":
            lines, places = self._assumed_lines(judged)
            return lines, places
        if name == "warnings":
            return self._notes.dictionary(judged, self._others(judged))
        return [self._fixed(name)], _zeros(judged)

    def tally(self, judged: JudgedRows) -> Mapping[tuple[str, str], int]:
        """How many rows have which outcome by which deciding provision."""
        self._learn(Part.OUTCOME, judged)
        found = Counter[tuple[str, str]]()
        for number, rows in enumerate(np.bincount(judged.finals[Part.OUTCOME]).tolist()):
            if rows:
                found[self.outcomes[number].outcome, self.outcomes[number].deciding_provision] += rows
        return found

    def counts(self, judged: JudgedRows) -> Iterator[tuple[Counted, int]]:
        """What a summary counts of the rows, and of how many; in the order in which rows first say so."""
        self._learn(Part.OUTCOME, judged)
        self._learn(Part.CLOCKS, judged)
        numbers = self._both.encode(judged.finals[Part.OUTCOME], judged.finals[Part.CLOCKS])
        rows, first = np.bincount(numbers), np.zeros(int(numbers.max(initial=0)) + 1, dtype=np.intp)
        first[numbers[::-1]] = np.arange(len(numbers))[::-1]  # of several rows the first is put in last
        distinct = np.flatnonzero(rows)
        in_order = distinct[np.argsort(first[distinct])]
        return ((self._counted(number), int(rows[number])) for number in in_order.tolist())

    def _counted(self, number: int) -> Counted:
        other = self._texts["other_clock_outcome"].known[self._both.second[number]]
        return self.outcomes[self._both.first[number]]._replace(other_outcome=other)

    def needs_a_person(self, judged: JudgedRows) -> npt.NDArray[np.bool_]:
        """Whether somebody must find something out about a row, as ``Determination.needs_a_person`` says."""
        missing = np.array([bool(one.missing) for one in self.outcomes], dtype=bool)
        cleared = np.array([one.outcome != LICENCE for one in self.outcomes], dtype=bool)
        flagged = np.array([bool(flags) for flags in self._texts["red_flags"].known], dtype=bool)
        finals, flags = judged.finals[Part.OUTCOME], judged.finals[Part.FLAGS]
        flagged = flagged.take(flags)
        if self._eccns.are_given:
            flagged = flagged | self._eccns.need_a_person(self._stated(judged))
        found = missing.take(finals) | (cleared.take(finals) & flagged)
        for level, cells in zip(self.judge.levels, judged.cells, strict=True):
            if isinstance(level, PartyLevel):
                alike = (one.case is not None and bool(one.case.like_listed) for one in level.read)
                found |= np.fromiter(alike, dtype=bool, count=len(level.read)).take(cells.numbers)
        return np.asarray(found, dtype=bool)

    def _learn(self, part: Part, judged: JudgedRows) -> None:
        """Explain one row for each number of a part that came for the first time."""
        finals, known = judged.finals[part], len(self._texts[_FIRST_OF[part]].known)
        if self.judge.count(part) == known:
            return
        fresh = np.flatnonzero(finals >= known)
        _, first = np.unique(finals[fresh], return_index=True)
        ways = {Part.OUTCOME: self._learn_outcome, Part.CLOCKS: self._learn_clocks}
        learn = ways.get(part, partial(self._learn_by_explaining, part))
        for row in fresh[first].tolist():
            learn(judged, row)

    def _learn_outcome(self, judged: JudgedRows, row: int) -> None:
        """Read an answer off a state, and say it as a determination would."""
        answer = self.judge.open_outcomes.answers[judged.finals[Part.OUTCOME][row]]
        deciding, texts = answer.deciding, self._texts
        name, cite, title = ("", "", "") if deciding is None else (deciding.id, deciding.cite, deciding.title)
        texts["outcome"].known.append(answer.outcome)
        texts["outcomes"].known.append(";".join(sorted(answer.outcomes)))
        texts["deciding_provision"].known.append(name)
        texts["citation"].known.append(cite)
        texts["missing"].known.append(";".join(answer.missing))
        self.outcomes.append(Counted(answer.outcome, "", name, title, answer.missing))
        day = self.judge.day_of(judged, row)
        self._notes.keep(deciding, day)
        self.reasons.keep(deciding, day)

    def _learn_clocks(self, judged: JudgedRows, row: int) -> None:
        answer = self.judge.clocks.answers[judged.finals[Part.CLOCKS][row]]
        for name in (name for name, of in _PART_OF.items() if of is Part.CLOCKS):
            self._texts[name].known.append(getattr(answer, name))

    def _learn_by_explaining(self, part: Part, judged: JudgedRows, row: int) -> None:
        answer = self.judge.checker.determine(self.judge.case_of(judged, row), with_completions=False)
        for name in (name for name, of in _PART_OF.items() if of is part):
            self._texts[name].known.append(RESULTS[name](answer, self.language))

    def _column(self, name: str, judged: JudgedRows) -> pl.Series:
        if name in self._texts:
            return self._texts[name].taken(judged.finals[_PART_OF[name]])
        if name in self._figures:
            known, numbers = self._figure(name, judged)
            return _repeated("", judged.height) if numbers is None else known.taken(numbers)
        if name == "reason":
            return self.reasons.column(judged)
        if name == "assumed":
            lines, places = self._assumed_lines(judged)
            return pl.Series(lines, dtype=pl.String).gather(pl.Series(places))
        if name == "warnings":
            return self._notes.column(judged, self._others(judged))
        return _repeated(self._fixed(name), judged.height)

    def _fixed(self, name: str) -> str:
        return str(self.judge.checker.clock) if name == "clock" else CHECKED_UNTIL.isoformat()

    def _others(self, judged: JudgedRows) -> tuple[Numbers, list[str]]:
        """For each row, a number of what is to be noted of the other clock and of a stated ECCN; and the notes."""
        clocks = judged.finals[Part.CLOCKS]
        numbers = self._both.encode(judged.finals[Part.OUTCOME], clocks)
        others, other = self._texts["other_clock_outcome"].known, self.judge.checker.clock.other
        for pair in range(len(self._notes_on_both), len(self._both)):
            one, two = self.outcomes[self._both.first[pair]].outcome, others[self._both.second[pair]]
            notes = notes_on_the_other_clock(one, other, two)
            self._notes_on_both.append(" ".join(note.text(self.language) for note in notes))
        found = numbers, self._notes_on_both
        return self._eccns.beside(self._stated(judged), found) if self._eccns.are_given else found

    def _stated(self, judged: JudgedRows) -> Numbers:
        """For each row, a number of what is to be noted of the ECCN that it states."""
        self._learn(Part.CLASSIFICATION, judged)
        return self._eccns.numbers(judged, judged.finals[Part.CLASSIFICATION], self._texts["eccn"].known)

    def _figure(self, name: str, judged: JudgedRows) -> tuple[Texts, Numbers | None]:
        """The texts of a figure, and the number of that of each row; None where no column gives it."""
        texts = self._figures[name]
        place = next((n for n, level in enumerate(self.judge.levels) if "tpp" in level.group.names), None)
        if place is None:
            return texts, None
        level = self.judge.levels[place]
        cases = (level.case(number) for number in range(len(texts.known), len(level.read)))
        texts.known += ["" if case is None else figure_text(case, name) for case in cases]
        return texts, judged.cells[place].numbers

    def _assumed_lines(self, judged: JudgedRows) -> tuple[list[str], Numbers]:
        """The different lines of assumptions, and the place of that of each row.

        One bit stands for each assumption: which of them the cells of each level left standing.
        """
        lines = self.judge.checker.assumptions
        bits = {name: 1 << place for place, name in enumerate(lines)}
        masks, places = [_mask(self.judge.assumed_everywhere, bits)], _zeros(judged)
        for level, cells, known in zip(self.judge.levels, judged.cells, self._left_standing, strict=True):
            fresh = level.read[len(known) :]
            known += [_mask(() if one.case is None else one.case.assumed, bits) for one in fresh]
            distinct = {mask: number for number, mask in enumerate(dict.fromkeys(known))}
            if len(distinct) == 1:
                masks = [mask | known[0] for mask in masks]
                continue
            both, more = Pairs(), list(distinct)
            places = both.encode(places, taken([distinct[mask] for mask in known], cells.numbers))
            masks = [masks[one] | more[two] for one, two in zip(both.first, both.second, strict=True)]
        texts = [assumed_text({n: lines[n] for n, bit in bits.items() if mask & bit}) for mask in masks]
        return texts, places


def _zeros(judged: JudgedRows) -> Numbers:
    return np.zeros(judged.height, dtype=np.int32)


def _repeated(text: str, height: int) -> pl.Series:
    return pl.repeat(text, height, dtype=pl.String, eager=True)


def _mask(names: Iterable[str], bits: Mapping[str, int]) -> int:
    return sum(bits[name] for name in names)
