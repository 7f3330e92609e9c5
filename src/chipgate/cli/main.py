"""The command `chipgate`: a room for each question, loaded only when it is asked."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import NoReturn

import click

from chipgate.cli.interruption import Interrupted, handle_ending_signals
from chipgate.cli.options import LANGUAGE_ASKED
from chipgate.errors import ChipgateError, did_you_mean, near_names
from chipgate.translation.language import Language

_NOTHING_LEFT = "interrupted; nothing half-written was left"
EXIT_FAILED_ON, EXIT_BAD_INPUT, EXIT_REJECTS = 1, 2, 3

COMMANDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "check": ("chipgate.cli.check", "Judge one shipment, or a file of orders, with reasons."),
        "compare": ("chipgate.cli.compare", "Compare two days, two clocks, or the law and a reform of it."),
        "difference": ("chipgate.cli.difference", "Find every region of facts in which two laws answer differently."),
        "rescreen": ("chipgate.cli.rescreen", "Judge a book again: what changed and why, and what will move it next."),
        "duty": ("chipgate.cli.duty", "Say what a good pays at the border of the United States or China, and why."),
        "timeline": ("chipgate.cli.timeline", "What was restricted, taxed, lifted and traded, on one line of time."),
        "chips": ("chipgate.cli.chips", "List the chips of the catalogue, or show one datasheet with its sources."),
        "worksheet": ("chipgate.cli.worksheet", "Work out TPP and performance density of a chip, line by line."),
        "design": ("chipgate.cli.design", "Find the best part that a text still allows, cut from a parent die."),
        "margins": ("chipgate.cli.margins", "List the chips that sit near a limit, and what rounding would do."),
        "lint": ("chipgate.cli.lint", "Look for gaps, overlaps and limits that never bind in the law or a reform."),
        "perf": ("chipgate.cli.perf", "Say what a chip delivers on a language model, with error bars."),
        "train": ("chipgate.cli.train", "Say how long a training run takes, and what it costs."),
        "law": ("chipgate.cli.law", "List the provisions, or show one as it stood on a day, with its history."),
        "coverage": ("chipgate.cli.coverage", "Say what is modelled, partly modelled, and not modelled."),
        "sql": ("chipgate.cli.sql", "Write the law of a day as SQL, for a table of facts in a warehouse."),
        "facts": ("chipgate.cli.facts", "List every fact and column that can be given, with its unit."),
        "mcp": ("chipgate.cli.mcp", "Serve the answers as read-only tools over MCP, for a model."),
        "serve": ("chipgate.cli.serve", "Open the console: the same answers in a browser, and a JSON API."),
        "demo": ("chipgate.cli.demo", "Judge the bundled order book."),
    }
)


class _ReaderGone(Exception):
    """Whoever read our output has gone, as `| head` does."""


class _NowhereToPrint(Exception):
    """What we say goes to a disk that is full; every file of ours says so itself."""


class _LazyGroup(click.Group):
    """A group that knows its commands by name and imports one when it is called."""

    language: Language = "en"
    """The language in which the last command was asked to answer."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(f"no command {args[0]!r}.{did_you_mean(near_names(args[0], tuple(COMMANDS), count=1))}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as gone:  # click would exit with 1, which is the code of --fail-on
            raise _ReaderGone from gone
        except OSError as full:
            if full.errno != errno.ENOSPC:
                raise
            raise _NowhereToPrint from full
        finally:
            self.language = ctx.meta.get(LANGUAGE_ASKED, "en")

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="chipgate")
def cli() -> None:
    """Say whether an AI chip may go there, that day, and why.

    \b
    chipgate check --chip H20 --to CN --on 2024-06-01 --assume ordinary
    chipgate check orders.xlsx --assume ordinary

    chipgate informs; it is not legal advice. `chipgate coverage` shows what it does not model.

    \b
    Exit codes: 0 answered; 1 an outcome named by --fail-on occurred, or lint found something new;
    2 the input or the command line is wrong; 3 some rows could not be read (the others are judged, the rejects are in a
    file).
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; an error of ours is one message and exit code 2."""
    for channel in (sys.stdout, sys.stderr):
        if isinstance(channel, io.TextIOWrapper):
            channel.reconfigure(errors="backslashreplace")  # a terminal without Chinese shows codes
    with contextlib.suppress(ValueError):  # not in the main thread: whoever runs us there handles signals
        handle_ending_signals()
    try:
        code = cli.main(args=None if arguments is None else list(arguments), standalone_mode=False)
    except click.exceptions.Abort:
        _leave(128 + signal.SIGINT, _NOTHING_LEFT)
    except Interrupted as stopped:
        left = notes_of(stopped)
        _leave(128 + stopped.number, *(("interrupted", *left) if left else (_NOTHING_LEFT,)))
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(EXIT_BAD_INPUT)
    except ChipgateError as wrong:
        _leave(EXIT_BAD_INPUT, f"chipgate: {wrong.text(cli.language)}", *notes_of(wrong))
    except _ReaderGone:
        _forget_output()
        sys.exit(128 + signal.SIGPIPE)
    except _NowhereToPrint:
        _forget_output()
        _leave(EXIT_BAD_INPUT, "chipgate: the output cannot be printed: the disk is full. Files of results are whole.")
    sys.exit(code if isinstance(code, int) else 0)


def _forget_output() -> None:
    """Send what is still held to nowhere: it would be flushed at the end, and fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def notes_of(error: BaseException) -> list[str]:
    """What was added to ERROR on its way, such as what a run that ended early has left."""
    return getattr(error, "__notes__", [])


def _leave(code: int, *lines: str) -> NoReturn:
    """Say why and end with CODE, also where the terminal has gone."""
    with contextlib.suppress(OSError):
        click.echo("\n".join(lines), err=True)
    sys.exit(code)
