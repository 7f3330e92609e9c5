"""`chipgate coverage`: what is modelled, partly, and not; made from the corpus."""

from __future__ import annotations

from typing import Any

import click

from chipgate.cases.coverage import coverage_json, is_partial
from chipgate.cases.not_modelled import NOT_LEGAL_ADVICE, not_modelled
from chipgate.cases.provision_words import consequence_words, days_text
from chipgate.cli.options import echo_json, format_option, language_option
from chipgate.law.provision import Standing
from chipgate.law.trade.corpus import DUTIES_CHECKED_UNTIL, FIRST_DAY_OF_DUTIES, trade_corpus
from chipgate.law.us.corpus import CHECKED_UNTIL, FIRST_DAY
from chipgate.readings.phrase import phrase
from chipgate.translation.language import marked, translator


@click.command(name="coverage")
@format_option
@language_option
def command(form: str, language: Any) -> None:
    """Say what is modelled, partly modelled, and not modelled."""
    corpus = trade_corpus()
    if form == "json":
        echo_json(coverage_json(corpus, language))
        return
    translate = translator(language)
    click.echo(
        phrase(
            "United States export rules on advanced-computing chips, {first} on; law checked until {checked}.",
            first=FIRST_DAY.isoformat(),
            checked=CHECKED_UNTIL.isoformat(),
        ).text(language)
    )
    click.echo(
        phrase(
            "Duties and counter-measures of the United States and China, {first} on; checked until {checked}.",
            first=FIRST_DAY_OF_DUTIES.isoformat(),
            checked=DUTIES_CHECKED_UNTIL.isoformat(),
        ).text(language)
    )
    groups = (
        (
            marked("Modelled"),
            [p for p in corpus.provisions if not is_partial(p) and p.standing is not Standing.PROPOSAL],
        ),
        (
            marked("Partly modelled"),
            [p for p in corpus.provisions if is_partial(p) and p.standing is not Standing.PROPOSAL],
        ),
        (
            marked("Proposals, on record and never applied"),
            [p for p in corpus.provisions if p.standing is Standing.PROPOSAL],
        ),
    )
    for title, provisions in groups:
        click.echo(f"\n{translate(title)} ({len(provisions)})")
        for one in provisions:
            click.echo(f"  {days_text(one)}  {one.id.removeprefix('us/')}  {consequence_words(one, language)}")
            if is_partial(one) and one.note:
                click.echo(f"      {translate(one.note)}")
    click.echo(f"\n{translate('Not modelled')}")
    for line in not_modelled():
        click.echo(f"  {translate(line)}")
    click.echo(f"\n{translate(NOT_LEGAL_ADVICE)}")
