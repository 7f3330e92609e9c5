"""A made-up law as one Polars query, as a team would write it that knows Polars: the rival at five hundred provisions.

What hangs on the chip alone, or on one country alone, is worked out once in its small table and joined; the rest is
compared row by row. Gaps are nulls, which Polars reads by Kleene's logic. It says outcome, provision and the number of
a reason; it does not say what is missing, and does not complete what is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from pathlib import Path

import polars as pl
from polars import col, lit, when

from bench.big.tables import chip_table, country_codes
from chipgate.law.corpus import Corpus, LawOnDay
from chipgate.law.language import (
    AllOf,
    AnyOf,
    Compared,
    Condition,
    IsNot,
    IsTrue,
    OneOf,
    Paragraph,
    Relation,
    Satisfies,
    Under,
    Unless,
    Within,
)
from chipgate.law.provision import Clock, Consequence, OpensException, Provision, RequiresLicence
from chipgate.law.us.corpus import FIRST_DAY
from chipgate.law.walking import facts_of, walk

_TABLES = {
    **dict.fromkeys(("tpp", "performance_density", "io_gb_s", "datacenter", "item_kind"), "chip"),
    **{name: name for name in ("destination_iso2", "end_user_hq", "end_user_parent_hq")},
}
_KEYS = {"chip": "chip", "destination_iso2": "destination"}
_ASSUMED = {"purchase_order_without_notice": lit(value=True), "consignee_certification": lit(None, pl.Boolean)}
_COMPARED = {
    Relation.AT_LEAST: pl.Expr.ge,
    Relation.MORE_THAN: pl.Expr.gt,
    Relation.AT_MOST: pl.Expr.le,
    Relation.LESS_THAN: pl.Expr.lt,
}
OUTCOMES = ("no_licence_required", "exception", "licence_required", "undetermined")


class Query:
    """The query for one version of a made-up law."""

    def __init__(self, corpus: Corpus) -> None:
        self.law: LawOnDay = corpus.on(FIRST_DAY, Clock.AS_ENFORCED)
        self._in_tables: dict[str, dict[str, pl.Expr]] = {name: {} for name in dict.fromkeys(_TABLES.values())}
        self._names: dict[Condition, str] = {}
        self._in_rows: dict[str, pl.Expr] = {}
        self._provisions = [one for one in corpus.provisions if self.law.get(one.id) is not None]
        self._lines = {one.id: self._condition(Under(one.id)) for one in self._provisions}

    def answers(self, transactions: pl.LazyFrame) -> pl.LazyFrame:
        """Outcome, deciding provision and reason of every row, beside what the row says."""
        given, rows = transactions.collect_schema().names(), transactions
        for table, columns in self._in_tables.items():
            rows = rows.join(_table(table, columns), on=_KEYS.get(table, table), how="left")
        rows = rows.with_columns(_order_tpp=col("units") * col("_tpp"))
        judged = _with(rows, self._in_rows).with_columns(**self._decided())
        return judged.select(*given, outcome=self._outcome(), provision=self._provision(), reason=self._reason())

    def _of(self, kind: type[Consequence]) -> list[Provision]:
        return [one for one in self._provisions if isinstance(one.gives, kind)]

    def _decided(self) -> dict[str, pl.Expr]:
        found = {}
        for name, kind in (("needed", RequiresLicence), ("excepted", OpensException)):
            lines = [(one.id, self._lines[one.id]) for one in self._of(kind)]
            found[name] = pl.any_horizontal(line for _, line in lines)
            found[f"{name}_by"] = self._first((one, line) for one, line in lines)
            found[f"{name}_perhaps"] = self._first((one, line.is_null()) for one, line in lines)
        families = [(one.id, self._condition(_family(one))) for one in self._of(RequiresLicence)]
        return found | {"about": self._first(families)}

    def _first(self, lines: Iterable[tuple[str, pl.Expr]]) -> pl.Expr:
        """The first provision whose line holds."""
        names = pl.Enum([one.id for one in self._provisions])
        return pl.coalesce(*(when(holds).then(lit(name, names)) for name, holds in lines))

    def _outcome(self) -> pl.Expr:
        needed, excepted, words = col("needed"), col("excepted"), pl.Enum(OUTCOMES)
        return (
            when(~needed)
            .then(lit("no_licence_required", words))
            .when(needed & excepted)
            .then(lit("exception", words))
            .when(needed & ~excepted)
            .then(lit("licence_required", words))
            .otherwise(lit("undetermined", words))
        )

    def _provision(self) -> pl.Expr:
        return (
            when(~col("needed"))
            .then(col("about"))
            .when(col("needed") & col("excepted"))
            .then(col("excepted_by"))
            .when(col("needed") & col("excepted").is_null())
            .then(col("excepted_perhaps"))
            .otherwise(pl.coalesce("needed_by", "needed_perhaps"))
        )

    def _reason(self) -> pl.Expr:
        """The number of a sentence: one for each provision and outcome."""
        number = self._provision().to_physical().fill_null(len(self._provisions)).cast(pl.UInt16)
        return number * len(OUTCOMES) + self._outcome().to_physical().cast(pl.UInt16)

    # Conditions: a column of a small table where one table has all the facts, else an expression over rows.

    def _condition(self, condition: Condition) -> pl.Expr:
        if condition not in self._names:
            tables = {_TABLES.get(name, "rows") for name in self._facts(condition)}
            table = tables.pop() if len(tables) == 1 else "rows"
            expression = self._written(condition)
            columns = self._in_rows if table == "rows" else self._in_tables[table]
            if table == "rows" and not isinstance(condition, Under | Satisfies):
                return expression  # written out where it stands
            self._names[condition] = name = f"{table} {len(self._names)}"
            columns[name] = expression
        return col(self._names[condition])

    def _facts(self, condition: Condition) -> set[str]:
        found = {fact.name for node in walk(condition) if isinstance(node, _LEAVES) for fact in facts_of(node)}
        for node in walk(condition):
            if isinstance(node, Under | Satisfies) and (one := self.law.get(node.provision)) is not None:
                found |= self._facts(one.when)
        return found

    def _joined(self, kind: type[AllOf] | type[AnyOf], parts: Sequence[Condition]) -> pl.Expr:
        """Parts that one table has come first, together."""
        by_table: dict[str, list[Condition]] = {}
        for part in parts:
            tables = {_TABLES.get(name, "rows") for name in self._facts(part)}
            by_table.setdefault(tables.pop() if len(tables) == 1 else "rows", []).append(part)
        both = and_ if kind is AllOf else or_
        if len(by_table) == 1:
            return reduce(both, map(self._condition, parts))
        of_tables = [self._condition(kind(tuple(ours))) for table, ours in by_table.items() if table != "rows"]
        return reduce(both, [*of_tables, *map(self._condition, by_table.get("rows", ()))])

    def _written(self, condition: Condition) -> pl.Expr:
        match condition:
            case AllOf(parts):
                return self._joined(AllOf, parts)
            case AnyOf(parts):
                return self._joined(AnyOf, parts)
            case Unless(rule, exception):
                return self._condition(rule) & ~self._condition(exception)
            case IsNot(part):
                return ~self._condition(part)
            case Paragraph(_, part):
                return self._condition(part)
            case Under(name) | Satisfies(name):
                found = self.law.get(name)
                return lit(value=False) if found is None else self._condition(found.when)
            case Compared(_, relation, limit):
                (fact,) = facts_of(condition)
                return _COMPARED[relation](_column(fact.name), float(limit.value))
            case IsTrue(fact):
                return _column(fact.name)
            case OneOf(fact, values):
                return _column(fact.name).is_in(values)
            case Within(fact, groups):
                return _column(fact.name).is_in(sorted(self.law.membership(groups)[0]))
        raise TypeError(f"no made-up law has {condition}")


_LEAVES = (Compared, IsTrue, OneOf, Within)


def _family(requirement: Provision) -> Condition:
    """The items that a requirement is about."""
    return next(node for node in walk(requirement.when) if isinstance(node, Under))


def _column(fact: str) -> pl.Expr:
    if fact == "known_end_use":
        return col(fact).fill_null("ordinary")
    return _ASSUMED.get(fact, col(f"_{fact}" if fact == "order_tpp" else fact))


def _table(name: str, columns: Mapping[str, pl.Expr]) -> pl.LazyFrame:
    """A small table with its key and COLUMNS; that of the chips has the TPP as well, for whole orders."""
    if name == "chip":
        chips = pl.LazyFrame([chip._asdict() for chip in chip_table()], infer_schema_length=None)
        kept = _with(chips.rename({"density": "performance_density"}), columns)
        return kept.select("chip", *columns, _tpp="tpp").collect().lazy()
    countries = pl.LazyFrame({name: country_codes()})
    return _with(countries, columns).rename({name: _KEYS.get(name, name)}).collect().lazy()


def _with(frame: pl.LazyFrame, columns: Mapping[str, pl.Expr]) -> pl.LazyFrame:
    """FRAME with COLUMNS; those that stand on others of them come after these."""
    waiting = dict(columns)
    while waiting:
        ready = {name: one for name, one in waiting.items() if waiting.keys().isdisjoint(one.meta.root_names())}
        frame = frame.with_columns(**ready)
        waiting = {name: one for name, one in waiting.items() if name not in ready}
    return frame


def run(corpus: Corpus, path: Path, out: Path) -> None:
    """Judge the shipments in PATH into a Parquet file at OUT."""
    Query(corpus).answers(pl.scan_parquet(path)).sink_parquet(out)
