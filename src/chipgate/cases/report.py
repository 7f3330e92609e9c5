"""One self-contained HTML page: the summary of an order book, and every order that it keeps, with its reasons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from chipgate.cases.determination import Determination
from chipgate.cases.not_modelled import NOT_LEGAL_ADVICE, not_modelled
from chipgate.cases.outcome_words import OUTCOME_NAMES, OUTCOME_WORDS, answer_words
from chipgate.cases.reasons import reason, trace_lines
from chipgate.cases.settled_by import asked_first
from chipgate.law.provision import Clock
from chipgate.law.us.corpus import CHECKED_UNTIL
from chipgate.readings.sentence import short_id
from chipgate.translation.language import Language, marked, translator

if TYPE_CHECKING:
    from chipgate.cases.book_summary import Summary
    from chipgate.cases.check import Checker

MOST_ORDERS = 5_000
"""Orders that a page shows; a larger book is read in its result file."""

_CLOCK = {
    Clock.AS_ENFORCED: marked("Answers go by what BIS enforces."),
    Clock.ON_THE_BOOKS: marked("Answers go by the text in force."),
}


@dataclass
class Report:
    """Collects the orders of one page."""

    title: str
    language: Language = "en"
    orders: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Whether the page shows no more orders."""
        return len(self.orders) >= MOST_ORDERS

    def add(self, row: int, label: str, answer: Determination) -> None:
        """Keep one judged order, in words, while there is room."""
        if self.is_full:
            return
        translate = translator(self.language)
        self.orders.append(
            {
                "row": row,
                "label": label,
                "needs_person": answer.needs_a_person,
                "asked_first": asked_first(answer),
                "outcome": answer.outcome,
                "outcome_words": translate(OUTCOME_NAMES[answer.outcome]),
                "eccn": answer_words(answer.eccn, translate),
                "exception": answer_words(answer.exception, translate),
                "review": answer_words(answer.review_policy, translate),
                "decided_by": short_id(answer.deciding_provision) if answer.deciding_provision else "",
                "citation": "" if answer.deciding is None else answer.deciding.cite,
                "reason": reason(answer, self.language),
                "trace": "\n".join(trace_lines(answer.trace(), self.language)),
                "missing": [(q.fact, q.words.text(self.language)) for q in answer.missing],
                "duties": _duties(answer, self.language),
                "flags": [translate(flag.title) for flag in answer.red_flags],
                "warnings": [warning.text(self.language) for warning in answer.warnings],
            }
        )

    def html(self, summary: Summary, checker: Checker) -> str:
        """The page. User text is escaped; nothing is loaded from elsewhere."""
        from jinja2 import Environment, PackageLoader

        environment = Environment(loader=PackageLoader("chipgate.cases"), autoescape=True, trim_blocks=True)
        translate = translator(self.language)
        return environment.get_template("report.html").render(
            _=translate,
            language=self.language,
            title=self.title,
            orders=self.orders,
            left_out=summary.judged - len(self.orders),
            summary=summary,
            rejects=[one.told(self.language) for one in summary.rejects],
            outcomes=[(name, translate(words), summary.outcomes[name]) for name, words in OUTCOME_WORDS.items()],
            provisions=[
                (
                    short_id(provision) or "-",
                    translate(summary.titles.get((provision, outcome), "")),
                    translate(OUTCOME_NAMES[outcome]),
                    count,
                )
                for (provision, outcome), count in summary.deciding.most_common()
            ],
            assumptions=list(dict.fromkeys(translate(line) for _, line in checker.assumptions.values())),
            not_modelled=[translate(line) for line in not_modelled()],
            rejects_left_out=summary.rejected_rows - len({one.row for one in summary.rejects}),
            checked_until=CHECKED_UNTIL.isoformat(),
            clock=translate(_CLOCK[checker.clock]),
            disclaimer=translate(NOT_LEGAL_ADVICE),
        )


def _duties(answer: Determination, language: Language) -> list[str]:
    """The duties on arrival, if the order says how its good is classified or where it is from."""
    if answer.trade.duties is None:
        return []
    from chipgate.cases.duties.as_text import duty_lines  # needed only where a duty is asked for

    return list(duty_lines(answer.trade.duties, language))
