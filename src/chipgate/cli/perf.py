"""`chipgate perf`: what a chip delivers on a model; for a file of rows, or several chips side by side, too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from chipgate.cli.options import catalogue_with, chips_option, cost_options, echo_json, format_option, language_option
from chipgate.workloads.assumed import LEAST, LEAST_OF_EACH, Assumed
from chipgate.workloads.deliver import PHASES, Delivery, deliver
from chipgate.workloads.faults import MissingExtra

BATCH = 32.0
LOAD = ("context", "output", "precision", "kv_precision", "mtp", "accepted", "lora", "recompute", "software")
COST = ("usd_per_chip_hour", "chip_price_usd", "years")
PARALLEL = (
    "How it is spread over chips, like tp8, ep16 or best. [default: as few chips as hold the weights with 40 % of "
    "the memory left for the cache; in training, one chip]"
)


@click.command(name="perf")
@click.option("--chip", "chips_asked", multiple=True, metavar="NAME", help="The chip; several stand side by side.")
@click.option("--model", metavar="NAME", help="A model by name (an unknown one lists them), or its config.json.")
@click.option("--phase", type=click.Choice(PHASES), default="decode", show_default=True, help="What is done.")
@click.option(
    "--batch",
    type=float,
    help="Sequences on each copy of the attention; in training, of a step and copy; with best, on all chips at once. "
    "[default: 32; with best, searched]",
)
@click.option("--context", type=float, default=4096, show_default=True, help="Tokens of each sequence.")
@click.option("--output-tokens", "output", type=float, default=0, help="Tokens of an answer, for the phase serving.")
@click.option("--parallel", default="", metavar="LAYOUT", help=PARALLEL)
@click.option("--count", type=int, metavar="CHIPS", help="Chips over which --parallel best spreads it.")
@click.option("--max-wait-ms", type=float, help="With best: what a user waits for a token, or in prefill the prompt.")
@click.option("--precision", default="", help="bf16, fp8, int8, fp4 or int4. [default: 8 bits where the chip has them]")
@click.option("--kv-precision", default="", help="Precision of the cache. [default: bf16]")
@click.option("--mtp", type=int, default=0, metavar="DRAFTS", help="Tokens that are drafted ahead in a step.")
@click.option("--accepted", type=float, metavar="SHARE", help="Share of the drafted tokens that are taken.")
@click.option("--lora", is_flag=True, help="Only adapters are trained.")
@click.option("--recompute", default="", metavar="WHAT", help="none, selective or full. [default: the least that fits]")
@click.option("--software", default="", metavar="NAME", help="What serves it, like vllm. [default: the average]")
@cost_options
@click.option("--rows", type=click.Path(exists=True, dir_okay=False), help="Foresee every row of a table instead.")
@click.option("-o", "--output", "written", type=click.Path(dir_okay=False), help="Where the rows go, with figures.")
@chips_option
@format_option
@language_option
def command(**given: Any) -> None:
    """Say how many tokens a second a chip delivers, with an 80 % interval, what binds, and what was measured nearby."""
    _refuse_dropped(bool(given["rows"]))
    if given["rows"]:
        if not given["written"]:
            raise click.UsageError("--rows: say with -o where the rows go")
        from chipgate.cli.perf_rows import foresee_file

        own = catalogue_with(given["own_chips"])
        foresee_file(Path(given["rows"]), Path(given["written"]), own, given["language"])
        return
    if not given["chips_asked"] or not given["model"]:
        raise click.UsageError("give --chip and --model, or --rows FILE")
    searches = _searched(given) if given["parallel"].strip().lower() == "best" else ()
    answers = [one.best for one in searches] if searches else _answers(given)
    language = given["language"]
    if given["form"] == "json":
        told = {
            "answers": [one.json(language) for one in answers],
            "searches": [one.json(language) for one in searches],
        }
        echo_json({"schema": "chipgate/perf/1", **told})
        return
    from chipgate.cli.perf_words import answer_lines, search_lines, table_lines

    if len(answers) > 1:
        click.echo("\n".join(table_lines(answers, language)))
    for at, answer in enumerate(answers):
        click.echo("\n".join(["" for _ in answers[1:2]] + list(answer_lines(answer, language))))
        if searches:
            click.echo("\n".join(search_lines(searches[at], language)))


OF_ROWS = ("rows", "written", "own_chips", "language")


def _refuse_dropped(is_for_rows: bool) -> None:
    """Nothing that was given is passed over: rows say what is asked, and only rows are written."""
    context = click.get_current_context()
    said = {
        one.name: one.opts[-1]
        for one in context.command.params
        if one.name and context.get_parameter_source(one.name) is ParameterSource.COMMANDLINE
    }
    strange = [flag for name, flag in said.items() if name not in OF_ROWS]
    if is_for_rows and strange:
        raise click.UsageError(
            f"{', '.join(strange)}: --rows takes -o, --chips and --lang beside it, and no more; leave it out"
        )
    if not is_for_rows and "written" in said:
        raise click.UsageError(f"{said['written']}: is where the rows of --rows go; give --rows FILE, or leave it out")


def _answers(given: dict[str, Any]) -> list[Delivery]:
    """One answer for each chip."""
    lacking = [name for name in ("count", "max_wait_ms") if given[name] is not None]
    if lacking:
        raise click.UsageError(f"--{lacking[0].replace('_', '-')} is for --parallel best")
    asked = {name: given[name] for name in ("phase", *LOAD, *COST)}
    catalogue = catalogue_with(given["own_chips"])
    asked |= {"batch": BATCH if given["batch"] is None else given["batch"], "catalogue": catalogue}
    layout, said = _layout(given, catalogue)
    answers = [deliver(chip, given["model"], parallel=layout, **asked) for chip in given["chips_asked"]]
    return [replace(one, assumed=(*said, *one.assumed)) for one in answers]


def _layout(given: dict[str, Any], catalogue: Any) -> tuple[str, tuple[Assumed, ...]]:
    """The layout, and that it was assumed; training without one is asked of a single chip."""
    if given["parallel"].strip() or given["phase"] == "training":
        return given["parallel"], ()
    try:
        from chipgate.workloads.common_layout import common_layout
    except ModuleNotFoundError as fault:
        raise MissingExtra(str(fault.name), "workloads") from fault
    chips = given["chips_asked"]
    layout = common_layout(chips, given["model"], given["phase"], given["precision"], catalogue)
    return layout, (Assumed("layout", layout or "tp1", LEAST if len(chips) == 1 else LEAST_OF_EACH),)


def _searched(given: dict[str, Any]) -> tuple[Any, ...]:
    """The best layout of each chip."""
    from chipgate.workloads.best_parallelism import best_parallelism

    if given["count"] is None:
        raise click.UsageError("--parallel best: say with --count over how many chips")
    asked = {name: given[name] for name in ("phase", "max_wait_ms", *LOAD, *COST)}
    asked |= {"chips": given["count"], "sequences": given["batch"], "catalogue": catalogue_with(given["own_chips"])}
    return tuple(best_parallelism(chip, given["model"], **asked) for chip in given["chips_asked"])
