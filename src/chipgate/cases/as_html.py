"""A determination as a piece of HTML for notebooks: no script, nothing loaded, every text escaped."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from chipgate.cases.as_text import answer_rows, subject
from chipgate.cases.determination import Determination
from chipgate.cases.outcome_words import OUTCOME_WORDS
from chipgate.cases.reasons import reason, trace_lines
from chipgate.translation.language import Language, translator

_HUES = {
    "no_licence_required": "#2a7f4f",
    "exception": "#2b6cb0",
    "licence_required": "#b3261e",
    "undetermined": "#a86500",
}
_CELL = "text-align:left;padding:.1rem .8rem .1rem 0"


def determination_html(answer: Determination, language: Language = "en") -> str:
    """The outcome, the separate answers, the reason with its trace folded, and what is to be found out."""
    return "".join(_pieces(answer, language))


def _pieces(answer: Determination, language: Language) -> Iterator[str]:
    translate = translator(language)
    hue = _HUES[answer.outcome]
    yield f'<div style="border-left:.35rem solid {hue};padding:.2rem .8rem">'
    yield f'<div>{escape(subject(answer, language))}</div><b style="color:{hue}">'
    yield f"{escape(translate(OUTCOME_WORDS[answer.outcome]))}</b><table>"
    for label, text in answer_rows(answer, language):
        yield f'<tr><th style="{_CELL}">{escape(label)}</th><td style="{_CELL}">{escape(text)}</td></tr>'
    yield f"</table><details><summary>{escape(translate('Why'))}: {escape(reason(answer, language))}</summary><pre>"
    yield escape("\n".join(trace_lines(answer.trace(), language)))
    yield "</pre></details>"
    yield from _questions(answer, language)
    for line in (*(warning.text(language) for warning in answer.warnings), *_assumed(answer, language)):
        yield f"<div><small>{escape(line)}</small></div>"
    yield "</div>"


def _questions(answer: Determination, language: Language) -> Iterator[str]:
    if answer.missing:
        yield f"<div>{escape(translator(language)('To be found out'))}</div><ul>"
        for question in answer.missing:
            yield f"<li><code>{escape(question.fact)}</code>: {escape(question.words.text(language))}</li>"
        yield "</ul>"


def _assumed(answer: Determination, language: Language) -> Iterator[str]:
    yield from dict.fromkeys(translator(language)(line) for _, line in answer.case.assumed.values())
