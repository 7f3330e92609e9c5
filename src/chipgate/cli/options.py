"""Options that several commands take, and how a result is shown as text or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any, Final, TypeVar

import click

LANGUAGE_ASKED: Final = "chipgate.language"
"""Where the context of a command keeps the language of the answer."""

F = TypeVar("F", bound=Callable[..., Any])


def format_option(command: F) -> F:
    """``--format text|json``."""
    option = click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print."
    )
    return option(command)


def _remembered(context: click.Context, _option: click.Parameter, language: str) -> str:
    """LANGUAGE, kept for the message of an error: it is printed after the command has ended."""
    context.meta[LANGUAGE_ASKED] = language
    return language


def language_option(command: F) -> F:
    """``--lang en|zh``."""
    option = click.option(
        "--lang",
        "language",
        type=click.Choice(["en", "zh"]),
        default="en",
        show_default=True,
        envvar="CHIPGATE_LANG",
        is_eager=True,
        callback=_remembered,
        help="Language of the answer.",
    )
    return option(command)


def chips_option(command: F) -> F:
    """``--chips FILE``, chips of the user's own."""
    option = click.option(
        "--chips",
        "own_chips",
        type=click.Path(exists=True, dir_okay=False),
        multiple=True,
        metavar="FILE",
        help="Datasheets of your own (TOML or CSV), beside the bundled ones. May be given more than once.",
    )
    return option(command)


def _columns(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """Headings to canonical names of columns."""
    from chipgate.cases.columns import columns_named
    from chipgate.errors import UnknownFact

    try:
        return columns_named(given)
    except UnknownFact as wrong:
        raise click.BadParameter(str(wrong)) from wrong


def headings_options(command: F) -> F:
    """``--column HEADING=NAME`` and ``--sheet NAME``: how a file of orders is read."""
    column = click.option(
        "--column",
        "columns",
        multiple=True,
        metavar="HEADING=NAME",
        callback=_columns,
        help="What a heading of ORDERS means, like 'Site Operator=end_user' (`chipgate facts` lists the names). May be "
        "given more than once.",
    )
    sheet = click.option(
        "--sheet", metavar="NAME", help="The sheet of an XLSX file to read. [default: the first with headings]"
    )
    return column(sheet(command))


def share_of(_context: click.Context, _option: click.Parameter, given: str) -> Fraction:
    """A share written as 2% or 0.02."""
    from chipgate.errors import ChipgateError
    from chipgate.units import exact

    text = given.strip()
    try:
        share = Fraction(exact(text.rstrip("%"))) / (100 if text.endswith("%") else 1)
    except ChipgateError as wrong:
        raise click.BadParameter(f"{given!r} is no share; write 2% or 0.02") from wrong
    if not 0 <= share < 1:
        raise click.BadParameter(f"{given!r} is no share between 0% and 100%")
    return share


def catalogue_with(own_chips: tuple[str, ...]) -> Any:
    """The bundled catalogue, with the chips of the files named."""
    from pathlib import Path

    from chipgate.chips.catalogue import bundled
    from chipgate.chips.own_chips import read_chips

    catalogue = bundled()
    for file in own_chips:
        catalogue = catalogue.with_chips(read_chips(Path(file)))
    return catalogue


def echo_json(value: object) -> None:
    """VALUE as indented JSON, Chinese readable."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def cost_options(command: F) -> F:
    """``--usd-per-chip-hour``, or ``--chip-price-usd`` with ``--years``: no cost is told without one of them."""
    for option in (
        click.option(
            "--usd-per-chip-hour", type=float, help="What an hour of a chip costs. [default: no cost is told]"
        ),
        click.option("--chip-price-usd", type=float, help="Or what a chip costs. [default: its typical price]"),
        click.option("--years", type=float, help="In so many years that price is written off."),
    ):
        command = option(command)
    return command
