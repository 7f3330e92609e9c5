"""`chipgate design`: the best part that a text still allows, cut from a die that exists."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from chipgate.cli.options import echo_json, format_option, language_option, share_of


@click.command(name="design")
@click.option("--from", "die", metavar="DIE", help="The parent die: GH100, AD102, GB202 ...")
@click.option("--to", default="CN", show_default=True, metavar="COUNTRY", help="The destination.")
@click.option("--on", "day", metavar="DAY", help="The day whose text counts. [default: today]")
@click.option(
    "--aim",
    default="tpp",
    show_default=True,
    help="What is to be as high as possible: tpp, memory, io, rate:FORMAT like rate:fp8, or tokens a second: "
    "decode:MODEL, prefill:MODEL, train:MODEL.",
)
@click.option("--dies", type=int, default=1, show_default=True, help="Dies in the package: each brings its area.")
@click.option("--not-for-datacenters", is_flag=True, help="The part is neither designed nor marketed for datacenters.")
@click.option(
    "--goal",
    type=click.Choice(["no-licence", "exception", "case-by-case"]),
    default="no-licence",
    show_default=True,
    help="What the text must come to: no licence, or an open exception too, or a review that does not presume denial "
    "too, with what it asks of the seller taken as given.",
)
@click.option("--letters", is_flag=True, help="The seller has received the individual letters that are known.")
@click.option(
    "--margin",
    default="0%",
    show_default=True,
    callback=share_of,
    metavar="SHARE",
    help="Keep this far off each limit.",
)
@click.option(
    "--at-least",
    "floors",
    multiple=True,
    metavar="NUMBER=VALUE",
    help="What must not be given up: tpp=4992, memory=2000, io=500. May be given more than once.",
)
@click.option(
    "--clock",
    type=click.Choice(["as_enforced", "on_the_books"]),
    default="as_enforced",
    show_default=True,
    help="By what BIS enforces, or by the text in force.",
)
@click.option("--seconds", type=float, default=10.0, show_default=True, help="How long the solver may take for a step.")
@click.option(
    "--front",
    is_flag=True,
    help="The parts that none is better than: in compute, memory and links, "
    "or in training and decode where the aim is tokens a second.",
)
@click.option("--csv", "table", type=click.Path(dir_okay=False), help="Write the front as CSV.")
@click.option("--chart", type=click.Path(dir_okay=False), help="Write the front as a chart (SVG).")
@click.option("--versions", is_flag=True, help="The best value by every version of the text, by both clocks.")
@click.option("--sold", is_flag=True, help="The table of what each text allows against what was sold; needs no DIE.")
@format_option
@language_option
def command(die: str | None, sold: bool, form: str, language: Any, **options: Any) -> None:
    """Find the best part that the text of a day still allows, cut from a parent DIE.

    The aim is raised first; then what is left of compute, memory and links. Every answer is judged as any chip is.
    """
    if sold:
        _show_sold(form, language)
        return
    if die is None:
        raise click.UsageError("name the parent die, like --from GH100, or ask for the table with --sold")
    from chipgate.studies.design.best_part import best_part
    from chipgate.studies.design.front import front

    brief = _brief(die, options)
    part = best_part(brief)
    wants_front = options["front"] or options["table"] or options["chart"]
    parts = front(brief) if wants_front else ()
    written = _written(parts, options, language)
    found = _versions(brief) if options["versions"] else ()
    if form == "json":
        from chipgate.cases.worksheet_words import worksheet_json
        from chipgate.studies.design.as_json import design_json
        from chipgate.studies.design.over_time import version_json

        told = {"versions": [version_json(one) for one in found], "written": written}
        echo_json(design_json(part, language, parts) | {"worksheet": worksheet_json(part.worksheet)} | told)
        return
    _show(part, parts, written, language)
    if found:
        _show_versions(found, language)


def _versions(brief: Any) -> tuple[Any, ...]:
    from chipgate.studies.design.over_time import versions

    return tuple(versions(brief))


def _show_versions(found: tuple[Any, ...], language: Any) -> None:
    from chipgate.studies.design.over_time import version_lines
    from chipgate.translation.language import translator

    click.echo("\n" + translator(language)("By every version of the text"))
    click.echo("\n".join(version_lines(found, language)))


def _brief(die: str, options: dict[str, Any]) -> Any:
    from datetime import date

    from chipgate.cases.days import day_of
    from chipgate.chips.dies import die_named
    from chipgate.countries.names import iso2_of
    from chipgate.law.provision import Clock
    from chipgate.studies.design.aims import aim_of
    from chipgate.studies.design.best_part import Brief
    from chipgate.studies.design.knobs import Package

    found = die_named(die)
    return Brief(
        package=Package(found, options["dies"], not options["not_for_datacenters"]),
        to=iso2_of(options["to"]),
        day=day_of(options["day"]) if options["day"] else date.today(),
        aim=aim_of(options["aim"], found),
        goal=options["goal"],
        clock=Clock(options["clock"]),
        letters=options["letters"],
        margin=options["margin"],
        within_ms=int(options["seconds"] * 1000),
        floors=_floors(options["floors"]),
    )


def _floors(given: tuple[str, ...]) -> dict[str, Any]:
    from chipgate.studies.design.aims import fact_of
    from chipgate.units import exact

    lacking = next((one for one in given if not one.partition("=")[2].strip()), None)
    if lacking:
        raise click.UsageError(f"--at-least: {lacking!r} names no value; write it like memory=2000")
    pairs = (one.partition("=") for one in given)
    return {fact_of(name.strip()): exact(value) for name, _, value in pairs}


def _written(parts: Any, options: dict[str, Any], language: Any) -> list[str]:
    from chipgate.studies.design.chart import as_svg
    from chipgate.studies.design.front import as_csv
    from chipgate.translation.language import translator

    translate = translator(language)
    files = {}
    if options["table"]:
        files[options["table"]] = as_csv(parts)
    if options["chart"]:
        files[options["chart"]] = as_svg(parts, *_axes(parts, translate))
    for path, text in files.items():
        _write(Path(path), text)
    return list(files)


def _axes(parts: Any, translate: Any) -> tuple[str, str]:
    if any(part.brief.aim.work for part in parts):
        unit = translate("tokens/s a chip")
        return f"{translate('training')} ({unit})", f"{translate('decode')} ({unit})"
    return "TPP", f"{translate('total DRAM bandwidth')} (GB/s)"


def _write(path: Path, text: str) -> None:
    from chipgate.errors import UnwritableFile

    try:
        path.write_text(text, encoding="utf-8")
    except OSError as wrong:
        raise UnwritableFile(f"{path}: {wrong.strerror}; give another name") from wrong


def _show(part: Any, parts: Any, written: list[str], language: Any) -> None:
    from chipgate.cli.worksheet import WORKSHEET, work_lines
    from chipgate.readings.phrase import phrase
    from chipgate.studies.design.front import columns_of, numbers_of
    from chipgate.studies.design.words import design_lines
    from chipgate.translation.language import translator
    from chipgate.translation.width import right

    click.echo("\n".join(design_lines(part, language)))
    click.echo("\n" + translator(language)(WORKSHEET))
    click.echo("\n".join(work_lines(part.worksheet, language)))
    if parts:
        click.echo("\n" + translator(language)("Front: none of these is better than another in every number"))
        columns = columns_of(parts)
        click.echo("  " + "  ".join(right(name, 10) for name in columns))
        for one in parts:
            rows = zip(columns, numbers_of(one).values(), strict=True)
            click.echo("  " + "  ".join(right(value, max(10, len(name))) for name, value in rows))
    for path in written:
        click.echo(phrase("written: {path}", path=path).text(language))


def _show_sold(form: str, language: Any) -> None:
    from chipgate.studies.design.as_json import row_json
    from chipgate.studies.design.sold import table
    from chipgate.studies.design.sold_words import table_lines

    rows = tuple(table())
    if form == "json":
        echo_json({"schema": "chipgate/designs_sold/1", "rows": [row_json(row) for row in rows]})
    else:
        click.echo("\n".join(table_lines(rows, language)))
