"""The rules as one Polars query, written by hand for the streaming engine: the rival that chipgate is measured against.

Chips are put into paragraphs once, in their small table; places bring the days of their memberships; the rest is a
chain of when and then. As in the plain loop, what no column can tell is ``undetermined``.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl
from polars import col, lit, when

from bench.big import by_hand_python as words
from bench.big.by_hand_python import EXCEPTION, LICENCE, NO, OPEN
from bench.big.provisions import DECIDING
from bench.big.tables import SPANS, chip_table, country_table
from bench.big.transactions import END_USES

PROVISIONS = pl.Enum(DECIDING)
USES = pl.Enum(list(END_USES))
OUTCOMES = pl.Enum([NO, EXCEPTION, LICENCE, OPEN])

Lines = Iterable[tuple[str, pl.Expr]]


def answers(transactions: pl.LazyFrame) -> pl.LazyFrame:
    """Outcome and deciding provision of every row of TRANSACTIONS, beside what the row says."""
    given = transactions.collect_schema().names()
    joined = (
        transactions.join(_chips(), on="chip", how="left")
        .join(_destinations(), on="destination", how="left")
        .join(_headquarters("end_user_hq", "user"), on="end_user_hq", how="left")
        .join(_headquarters("end_user_parent_hq", "parent"), on="end_user_parent_hq", how="left")
    )
    judged = (
        joined.with_columns(span=_span(), **_periods(), **_uses())
        .with_columns(**_places())
        .with_columns(**_paragraphs())
        .with_columns(**_helpers())
        .with_columns(met=_first(_met()), asked=_first(_asked()), exception=_exception())
    )
    return judged.select(*given, _outcome().alias("outcome"), _provision().alias("provision"))


# The chip: which paragraph, by the text of 2022 and by that of 2023.


def _chips() -> pl.LazyFrame:
    tpp, density = col("tpp").fill_null(0), col("density").fill_null(0)
    chips = pl.LazyFrame([chip._asdict() for chip in chip_table()], infer_schema_length=None)
    left_out = ~col("datacenter").fill_null(False) & (tpp < 4800)
    in_a = (tpp >= 4800) | ((tpp >= 1600) & (density >= 5.92))
    in_b = tpp.is_between(2400, 4800, "left") & density.is_between(1.6, 5.92, "left")
    in_b |= (tpp >= 1600) & density.is_between(3.2, 5.92, "left")
    return chips.select(
        "chip",
        "datacenter",
        a_2022=(col("io_gb_s").fill_null(0) >= 600) & (tpp >= 4800),
        a_2023=in_a & ~left_out,
        b_2023=in_b & ~left_out & ~in_a,
        note_2_2023=(in_a | in_b) & left_out,
    )


def _paragraphs() -> dict[str, pl.Expr]:
    since_2023 = ~col("in_2022")
    return {
        "a": when(col("in_2022")).then(col("a_2022")).otherwise(col("a_2023")),
        "b": col("b_2023") & since_2023,
        "note_2": col("note_2_2023") & since_2023,
    }


# Days and places.


def _periods() -> dict[str, pl.Expr]:
    return {
        "in_2022": col("date") < words.OCTOBER_2023,
        "in_2023": col("date").is_between(words.OCTOBER_2023, words.WORLDWIDE_2025, "left"),
        "in_2025": col("date") >= words.WORLDWIDE_2025,
        "since_april_2024": col("date") >= words.APRIL_2024,
        "uae_open": col("emirates") & (col("date") >= words.EMIRATES_2026),
    }


def _countries() -> pl.LazyFrame:
    groups = dict.fromkeys(("d145", "d145_unsure", "d5", "d5_unsure", "d1"), pl.UInt8)
    return pl.LazyFrame(list(country_table()), {"country": pl.String, **groups}, orient="row")


def _destinations() -> pl.LazyFrame:
    """Countries by what the rules say of a destination, so that no text is compared ten million times."""
    to = col("country")
    return _countries().with_columns(
        destination="country",
        abroad=to != "US",
        emirates=to == "AE",
        macau=to == "MO",
        nicaragua=to == "NI",
        iraq=to == "IQ",
        ukraine=to == "UA",
        china=to.is_in(words.CHINA),
        military=to.is_in(words.MILITARY),
        intelligence=to.is_in(words.INTELLIGENCE),
        embargoed=to.is_in(words.EMBARGOED),
    )


def _headquarters(column: str, prefix: str) -> pl.LazyFrame:
    kept = {f"{prefix}_d5": col("d5"), f"{prefix}_d5_unsure": col("d5_unsure")}
    spies = {f"{prefix}_spies": col("country").is_in(words.INTELLIGENCE)}
    return _countries().select(col("country").alias(column), **kept, **spies)


def _span() -> pl.Expr:
    """The bit of the span of days in which the shipment falls."""
    bit: pl.Expr = lit(1 << (len(SPANS) - 1), pl.UInt8)
    for number, until in reversed([*enumerate(SPANS[1:])]):
        bit = when(col("date") < until).then(lit(1 << number, pl.UInt8)).otherwise(bit)
    return bit


def _in(groups: pl.Expr) -> pl.Expr:
    return (groups & col("span")) != 0


def _places() -> dict[str, pl.Expr]:
    return {
        **{group: _in(col(group)) for group in ("d145", "d145_unsure", "d5", "d5_unsure", "d1")},
        "hq": _in(col("user_d5") | col("parent_d5")),
        "hq_unsure": _in(col("user_d5_unsure") | col("parent_d5_unsure")),
        "spies": col("user_spies") | col("parent_spies"),
    }


def _uses() -> dict[str, pl.Expr]:
    use = col("known_end_use").fill_null("ordinary").cast(USES)
    return {"use": use, "near_military": pl.any_horizontal(use == lit(name, USES) for name in words.NEAR_MILITARY)}


def _use(name: str) -> pl.Expr:
    return col("use") == lit(name, USES)


# Requirements: what is met, and what a fact that no column gives could make so.


def _helpers() -> dict[str, pl.Expr]:
    nicaragua = col("nicaragua") & (col("date") >= words.NICARAGUA_2024)
    either = col("a") | col("b")
    return {
        "china_or_macau": col("china") | (col("macau") & (col("date") >= words.MACAU_2023)),
        "a_to_d": col("a") & col("in_2025") & (col("d145") | col("emirates")),
        "either_2023": either & col("in_2023"),
        "either_hq": either & col("abroad") & col("hq"),
        "either_hq_unsure": either & col("abroad") & col("hq_unsure"),
        "listed_military": col("near_military") & (col("military") | nicaragua),
        "perhaps_micro": col("near_military") & col("d1"),
        "perhaps_spies": col("near_military") & col("spies"),
        "equipment_abroad": _use("semiconductor_equipment") & col("since_april_2024"),
    }


def _met() -> Lines:
    yield "us/ear/742.6(a)(6)", col("in_2022") & col("a") & col("china_or_macau")
    yield "us/ear/742.6(a)(6)(iii)", col("either_2023") & col("d145")
    yield "us/ear/744.23(a)(3)(i)", col("in_2023") & col("either_hq")
    yield "us/ear/742.6(a)(6)(iii)(A)/D:1, D:4, D:5", col("a_to_d") & ~col("uae_open")
    yield "us/ear/742.6(a)(6)(iii)(A)/headquarters", col("in_2025") & col("a") & col("either_hq")
    yield "us/ear/742.6(a)(6)(iii)(B)", col("in_2025") & col("b") & col("d145")
    yield "us/ear/744.23(a)(3)(i)(A)", col("in_2025") & col("b") & col("either_hq")
    yield from _met_by_end_use()
    yield "us/ear/746", col("embargoed")
    yield "us/ear/746.3", col("iraq") & (col("a") | col("b"))


def _met_by_end_use() -> Lines:
    yield "us/ear/744.23(a)(1)", _use("supercomputer") & col("d5")
    yield "us/ear/744.23(a)(2)", _use("advanced_node_fab") & col("d5")
    yield "us/ear/744.23(a)(4)", _use("semiconductor_equipment") & col("d5")
    yield "us/ear/744.23(a)(4)(ii)", col("equipment_abroad") & col("hq")
    yield "us/ear/744.21", _use("military") & col("listed_military")
    yield "us/ear/744.22", _use("military_intelligence") & col("intelligence")
    yield "us/ear/744.2-4", _use("wmd")


def _asked() -> Lines:
    yield "us/ear/742.6(a)(6)(iii)", col("either_2023") & col("d145_unsure")
    yield "us/ear/744.23(a)(3)(i)", col("in_2023") & col("either_hq_unsure")
    a_2025, b_2025 = col("a") & col("in_2025"), col("b") & col("in_2025")
    yield "us/ear/742.6(a)(6)(iii)(A)/D:1, D:4, D:5", a_2025 & (col("uae_open") | col("d145_unsure"))
    yield "us/ear/742.6(a)(6)(iii)(A)/headquarters", a_2025 & col("either_hq_unsure")
    yield "us/ear/742.6(a)(6)(iii)(B)", b_2025 & (col("uae_open") | col("d145_unsure"))
    yield "us/ear/744.23(a)(3)(i)(A)", b_2025 & col("either_hq_unsure")
    yield from _asked_by_end_use()
    yield "us/ear/746.6", col("ukraine")


def _asked_by_end_use() -> Lines:
    yield "us/ear/744.23(a)(1)", _use("supercomputer")
    yield "us/ear/744.23(a)(2)", _use("advanced_node_fab")
    yield "us/ear/744.23(a)(4)", _use("semiconductor_equipment") & col("d5_unsure")
    yield "us/ear/744.23(a)(4)(ii)", col("equipment_abroad") & col("hq_unsure")
    yield "us/ear/744.21", col("listed_military")
    yield "us/ear/744.17", col("perhaps_micro")
    yield "us/ear/744.22", col("perhaps_spies")
    yield "us/ear/744.6, 744.22, 744.23/training", _use("ai_training_for_military")


# Exceptions, and the answer.


def _exception() -> pl.Expr:
    """The exception that is open or could be, where a licence is needed."""
    barred = pl.any_horizontal(col("embargoed"), col("iraq"), *(line for _, line in _met_by_end_use()))
    could = ~col("in_2022") & ~barred.fill_null(False)  # headquarters that nobody gave bar nothing
    eligible = col("b") | (col("a") & ~col("datacenter"))
    notified = col("d5") | col("hq") | col("d5_unsure") | col("hq_unsure")
    manufacturing = (col("a") | col("b")) & col("in_2025") & _use("development_production_storage")
    lines = (
        ("us/ear/740.8 NAC", could & eligible & (notified | ~col("since_april_2024"))),
        ("us/ear/740.8 ACA", could & eligible),
        ("us/ear/740.28 ACM", could & manufacturing & ~(col("d5") | col("hq"))),
    )
    return _first(lines)


def _is_open() -> pl.Expr:
    """Whether the exception that was found still asks for something."""
    asks = col("d5") | col("hq") | col("d5_unsure") | col("hq_unsure")
    perhaps_barred = pl.any_horizontal(line for _, line in _asked_by_end_use())
    return asks | perhaps_barred | (col("exception") == "us/ear/740.28 ACM")


def _outcome() -> pl.Expr:
    return (
        when(col("met").is_not_null() & col("exception").is_null())
        .then(_word(LICENCE))
        .when(col("met").is_not_null() & ~_is_open())
        .then(_word(EXCEPTION))
        .when(col("met").is_not_null() | col("asked").is_not_null())
        .then(_word(OPEN))
        .otherwise(_word(NO))
    )


def _provision() -> pl.Expr:
    needed = when(col("exception").is_null()).then(col("met")).otherwise(col("exception"))
    return when(col("met").is_not_null()).then(needed).otherwise(pl.coalesce(col("asked"), _first(_why_not())))


def _why_not() -> Lines:
    yield "us/ear/3A090 Note 2", col("note_2")
    yield "us/ear/3A090.a", ~(col("a") | col("b"))
    yield "us/ear/742.6(a)(6)", col("in_2022")
    yield "us/ear/742.6(a)(6)(iii)", col("in_2023")
    yield "us/ear/742.6(a)(6)(iii)(A)/D:1, D:4, D:5", col("a")
    yield "us/ear/742.6(a)(6)(iii)(B)", col("b")


def _first(lines: Lines) -> pl.Expr:
    """The first provision whose line holds."""
    return pl.coalesce(*(when(holds).then(lit(name, PROVISIONS)) for name, holds in lines))


def _word(outcome: str) -> pl.Expr:
    return lit(outcome, OUTCOMES)


# In and out.


def prepare() -> object:
    """Read the small tables, which an engineer would have as files."""
    return chip_table(), country_table()


def run(path: Path, out: Path | None) -> object:
    """Judge the shipments in PATH: a histogram, or a Parquet file at OUT."""
    judged = answers(pl.scan_parquet(path))
    if out is not None:
        return judged.sink_parquet(out)
    return judged.group_by("outcome", "provision").len().collect(engine="streaming").rows()
