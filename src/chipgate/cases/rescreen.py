"""An order book judged again: what changed since the last time and why, and what will move it next.

An order is taken as open. It is judged as of the day asked, or on its own ship day where that is later: what has a ship
day in the past and stands in the book is late, and goes under the law of the day on which it goes at last. What has
shipped belongs no longer in the book.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from chipgate.cases.check import Checker
from chipgate.cases.columns import DAY
from chipgate.cases.compare import Inquiry, Laws
from chipgate.cases.compare_orders import MOVED_COLUMNS, Collector, OrderMoves, moved_cells
from chipgate.cases.days import day_of
from chipgate.cases.days_to_come import days_to_come, what_bears
from chipgate.cases.determination import Determination
from chipgate.cases.judged_often import Answers, Asker, Askers, judged_often
from chipgate.cases.moved_by import Mover, MoverKind
from chipgate.cases.order_book import OrderBook, TakesRows, opened_book
from chipgate.cases.order_files import OrderRow, open_results, refuse_same_file
from chipgate.cases.order_identity import Identities, Identity, number_column
from chipgate.cases.questions import LICENCE
from chipgate.cases.sides import LAW, BadSide, side_of
from chipgate.cases.verdict_file import COLUMNS, Remembered, Settings, Verdict, beside, settings_of
from chipgate.chips.catalogue import Catalogue, bundled
from chipgate.errors import UnwritableFile
from chipgate.law.provision import Clock
from chipgate.readings.compare import LawDifference, Vantage
from chipgate.readings.phrase import phrase
from chipgate.translation.fault_text import fault
from chipgate.translation.language import Language

THE_ORDER = Mover("the order", phrase("the order itself was changed"), kind=MoverKind.ORDER)
THE_PROGRAM = Mover(
    "chipgate",
    phrase("chipgate answers otherwise than at the last run: its text of the law, its chips or yours were changed"),
    kind=MoverKind.PROGRAM,
)


@dataclass(frozen=True)
class Screening:
    """How a book is screened: as of which day, by which clock, under which assumptions, with which chips."""

    on: date
    since: date | None = None
    clock: Clock = Clock.AS_ENFORCED
    assume: str | None = None
    catalogue: Catalogue = field(default_factory=bundled)

    def checker(self) -> Checker:
        """The checker that judges every order."""
        return Checker(None, self.catalogue, self.assume, self.clock)


@dataclass
class NewOrder:
    """An order that was not there the last time."""

    row: int
    order: str
    outcome: str


@dataclass
class Coming:
    """A day on which the law changes, what changes, and the orders that move then."""

    day: date
    law: LawDifference
    orders: OrderMoves


@dataclass
class Rescreening:
    """What judging a book again came to. ``before`` is the day of the last verdicts, or --since at the first run.

    ``law`` is what changed in it from that day to this one; None where this one is not the later.
    """

    screening: Screening
    before: date
    is_first: bool
    verdicts: Path
    law: LawDifference | None = None
    changed: OrderMoves = field(default_factory=OrderMoves)
    edited: int = 0
    new: list[NewOrder] = field(default_factory=list)
    new_outcomes: Counter[str] = field(default_factory=Counter)
    gone: int = 0
    past: int = 0
    coming: list[Coming] = field(default_factory=list)

    MOST_LISTED: ClassVar[int] = 200

    @property
    def moved(self) -> int:
        """How many orders have another verdict than before."""
        return sum(self.changed.count(table) for table in self.changed.tables())

    def add_new(self, row: OrderRow, label: str, answer: Determination) -> None:
        """Count an order that was not there the last time."""
        self.new_outcomes[answer.outcome] += 1
        if len(self.new) < self.MOST_LISTED:
            self.new.append(NewOrder(row.number, label, answer.outcome))

    def __str__(self) -> str:
        return self.text()

    def text(self, language: Language = "en") -> str:
        """What changed, and what comes, as a reader sees it."""
        from chipgate.cases.rescreen_text import rescreening_text

        return rescreening_text(self, language)

    def json(self, language: Language = "en") -> dict[str, Any]:
        """The same as plain values, in the form ``chipgate/rescreen/1``."""
        from chipgate.cases.rescreen_json import rescreening_json

        return rescreening_json(self, language)


def rescreen(
    orders: str | Path,
    since: date | str | None = None,
    *,
    on: date | str | None = None,
    clock: Clock | str = Clock.AS_ENFORCED,
    assume: str | None = None,
    catalogue: Catalogue | None = None,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    verdicts: str | Path | None = None,
    output: str | Path | None = None,
    language: Language = "en",
) -> Rescreening:
    """Judge the book ORDERS again as of ON (today), compare with the verdicts kept beside it, and keep the new ones.

    At the first run there are none, and the book is compared with what the law of SINCE said. OUTPUT gets the orders
    whose verdict changed.

    Raises:
        BadSide: there are no verdicts yet and SINCE is not given, or they were made under other settings.
        UnreadableFile: the book or the verdicts cannot be read.
        UnwritableFile: the verdicts cannot be kept.
    """
    asked = Screening(_day(on) or date.today(), _day(since), Clock(clock), assume, catalogue or bundled())
    book_path = Path(orders)
    kept = Path(verdicts) if verdicts is not None else beside(book_path)
    _refuse_places(book_path, kept, output)
    if asked.since is not None and asked.since > asked.on:
        raise BadSide(
            fault(
                "--since {since} lies after --on {on}; compare an earlier day with a later one",
                since=asked.since,
                on=asked.on,
            )
        )
    remembered = Remembered(kept) if kept.exists() else None
    found = _begun(asked, kept, remembered)
    with opened_book(book_path, None, columns, sheet) as book:
        numbered = number_column(book)
    with opened_book(book_path, None, columns, sheet) as book, ExitStack() as stack:
        keeps = stack.enter_context(open_results(kept, COLUMNS))
        results = None
        if output is not None:
            given = book.kept_columns(MOVED_COLUMNS).values()
            results = stack.enter_context(open_results(output, (*given, *MOVED_COLUMNS), book.from_excel))
        _Run(found, book, numbered, remembered, keeps, results, language).run()
    return found


def _refuse_places(orders: Path, kept: Path, output: str | Path | None) -> None:
    refuse_same_file(kept, orders)
    if kept.suffix.lower() != ".csv":
        raise UnwritableFile(fault("{file}: verdicts are kept as CSV, to be read again; name it .csv.", file=kept))
    if output is not None:
        refuse_same_file(output, orders)
        if Path(output).resolve() == kept.resolve():
            raise UnwritableFile(
                fault("{output} is where the verdicts are kept; give the changed orders another name.", output=output)
            )


def _day(given: date | str | None) -> date | None:
    return None if given is None else day_of(given.isoformat() if isinstance(given, date) else given)


def _begun(asked: Screening, kept: Path, remembered: Remembered | None) -> Rescreening:
    """The rescreening before its first row: what it is compared with."""
    if remembered is None or remembered.first is None:
        if asked.since is None:
            raise BadSide(
                fault(
                    "there are no verdicts yet ({file} is missing): say with --since DAY what to compare with",
                    file=kept,
                )
            )
        return Rescreening(asked, asked.since, True, kept)
    last, now = settings_of(remembered.first, kept), settings_now(asked, "")
    if (last.clock, last.assume) != (now.clock, now.assume):
        raise BadSide(
            fault(
                "{file} was made with --clock {clock} --assume {assume}, and this run has --clock {now_clock} "
                "--assume {now_assume}: ask the same, or keep these verdicts in another file with --verdicts FILE",
                file=kept,
                clock=last.clock,
                assume=last.assume,
                now_clock=now.clock,
                now_assume=now.assume,
            )
        )
    return Rescreening(asked, last.as_of, False, kept)


def settings_now(asked: Screening, law: str) -> Settings:
    """Under what the verdicts of this run are given."""
    return Settings(asked.on, str(asked.clock), asked.assume or "nothing", law)


class _Run:
    """One run over the book: each row judged as of the last time, as of now, and as of each day to come."""

    def __init__(
        self,
        found: Rescreening,
        book: OrderBook,
        numbered: str,
        remembered: Remembered | None,
        keeps: TakesRows,
        results: TakesRows | None,
        language: Language,
    ) -> None:
        self.found, self.book, self.remembered = found, book, remembered
        self.keeps, self.results, self.language = keeps, results, language
        self.identities = Identities(book, numbered)
        asked = found.screening
        checker = asked.checker()
        self.settings = settings_now(asked, checker.corpus.fingerprint[:12])
        inquiry = Inquiry(side_of(LAW), side_of(LAW), asked.on, asked.clock, asked.assume, asked.catalogue)
        laws = Laws(inquiry)
        now = Vantage(checker.corpus, asked.on, asked.clock)
        days = tuple(days_to_come(now))
        if found.before < asked.on:
            found.law = what_bears(replace(now, day=found.before), now)
        self.askers = [
            Asker(checker, day, or_later=True) for day in (found.before, asked.on, *(day for day, _ in days))
        ]
        self.now = Collector(book, laws.of)
        self.coming = [(day, law, Collector(book, laws.of)) for day, law in days]
        self.kept_columns = book.kept_columns(MOVED_COLUMNS)

    def run(self) -> None:
        """Judge every row, and say what is left over."""
        unread: list[Verdict] = []
        for row, answers in judged_often(self.book, self.askers):
            identity = self.identities.of(row)
            last = None if self.remembered is None else self.remembered.take(identity.key)
            if isinstance(answers, list):
                self.now.refuse(answers)
                unread += [last] if last is not None else []
                continue
            label = self.book.label_of(row)
            verdict = self.settings.verdict(identity, label, answers[1])
            self._judged(row, answers, last, verdict)
            self.keeps.write(verdict._asdict())
        for verdict in unread:  # last, so that the first of the file is of this run: until then, their verdicts stand
            self.keeps.write(verdict._asdict())
        if self.remembered is not None:
            self.found.gone = sum(1 for _ in self.remembered.left())
        self._finish()

    def _judged(self, row: OrderRow, answers: Answers, last: Verdict | None, verdict: Verdict) -> None:
        self._count_past(row)
        if last is not None:
            self._compare(row, answers, last, verdict)
        elif self.found.is_first:
            self._take(row, answers, None)
        else:
            self.now.found.judged += 1
            self.found.add_new(row, verdict.order, answers[1])
        for number, (_, _, collector) in enumerate(self.coming, 2):
            collector.take(row, answers[number - 1], answers[number])

    def _compare(self, row: OrderRow, answers: Answers, last: Verdict, verdict: Verdict) -> None:
        edited = last.content != verdict.content
        self.found.edited += edited
        if not _differs(last, verdict):
            self.now.found.judged += 1
            return
        then = answers[0] if last.as_of == self.found.before.isoformat() else self._as_of(last, row)
        law_moved_it = not edited and not _differs(last, self.settings.verdict(_NOBODY, "", then))
        self._take(row, (then, *answers[1:]), None if law_moved_it else THE_ORDER if edited else THE_PROGRAM, last)

    def _as_of(self, last: Verdict, row: OrderRow) -> Determination:
        """What is said of the order as of its last verdict, which an earlier run gave: since then it was not read."""
        asker = Asker(self.askers[1].checker, date.fromisoformat(last.as_of), or_later=True)
        return Askers((asker,)).check_cells(self.book.cells_of(row))[0]

    def _take(self, row: OrderRow, answers: Answers, mover: Mover | None, last: Verdict | None = None) -> None:
        said = None if last is None else (last.outcome, last.review_policy)
        moved_by = self.now.take(row, answers[0], answers[1], mover, said)
        if moved_by is not None and self.results is not None:
            given = {self.kept_columns[name]: text for name, text in row.cells.items()}
            cells = dict(moved_cells(moved_by, (answers[0], answers[1]), self.language))
            self.results.write({**given, **cells, **({} if last is None else _said_before(last))})

    def _count_past(self, row: OrderRow) -> None:
        text = self.book.cells_of(row).get(DAY)
        self.found.past += text is not None and day_of(text) < self.found.screening.on

    def _finish(self) -> None:
        self.found.changed = self.now.found
        notes = replace(self.book, day=self.found.screening.on.isoformat()).notes
        self.found.changed.notes = list(notes)
        self.found.coming = [Coming(day, law, collector.found) for day, law, collector in self.coming]


_NOBODY = Identity("", "")


def _differs(one: Verdict, other: Verdict) -> bool:
    if one.outcome != other.outcome:
        return True
    return one.outcome == LICENCE and one.review_policy != other.review_policy


def _said_before(last: Verdict) -> dict[str, str]:
    """What was said the last time, for the result file; the reason was not kept."""
    return {
        "before_outcome": last.outcome,
        "before_eccn": last.eccn,
        "before_review_policy": last.review_policy,
        "before_deciding_provision": last.deciding_provision,
        "before_day": last.judged_on,
    }
