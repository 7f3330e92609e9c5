"""`chipgate coverage`: what is modelled, partly, and not; made from the corpus."""

from __future__ import annotations

from typing import Any

import click

from chipgate.cases.not_modelled import NOT_LEGAL_ADVICE, not_modelled
from chipgate.cases.provision_words import consequence_words, days_text
from chipgate.cli.options import echo_json, format_option, language_option
from chipgate.law.corpus import Corpus
from chipgate.law.provision import Mark, Provision, Standing
from chipgate.law.trade.corpus import DUTIES_CHECKED_UNTIL, FIRST_DAY_OF_DUTIES, trade_corpus
from chipgate.law.us.corpus import CHECKED_UNTIL, FIRST_DAY
from chipgate.readings.phrase import phrase
from chipgate.translation.language import marked, translator


def is_partial(provision: Provision) -> bool:
    """A provision that is modelled in part: recalled, read by us, or with a note on what it leaves out."""
    return provision.mark is not Mark.SEEN or "not modelled" in provision.note or "the model takes" in provision.note


@click.command(name="coverage")
@format_option
@language_option
def command(form: str, language: Any) -> None:
    """Say what is modelled, partly modelled, and not modelled."""
    corpus = trade_corpus()
    if form == "json":
        echo_json(_as_json(corpus, language))
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


def _as_json(corpus: Corpus, language: Any) -> dict[str, Any]:
    translate = translator(language)
    return {
        "schema": "chipgate/coverage/1",
        "first_day": str(FIRST_DAY),
        "checked_until": str(CHECKED_UNTIL),
        "provisions": [
            {
                "key": one.key,
                "standing": str(one.standing),
                "mark": str(one.mark),
                "modelled": "partly" if is_partial(one) else "yes",
                "note": translate(one.note) if one.note else "",
            }
            for one in corpus.provisions
        ],
        "not_modelled": [translate(line) for line in not_modelled()],
    }
