"""The query for a warehouse, run on a table of facts as its comments describe it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from random import Random

import duckdb
import pytest
from bench.differential.shipments import values_of
from click.testing import CliRunner

from chipgate.cases.case import Case
from chipgate.cases.check import Checker
from chipgate.cases.tables.warehouse import SCALE, WarehouseSql
from chipgate.cases.transaction import Transaction
from chipgate.cases.values import value_of
from chipgate.cli.main import cli
from chipgate.law.facts import NOT_APPLICABLE, FactKind, Value
from chipgate.law.provision import Clock
from chipgate.law.us.corpus import us_corpus
from chipgate.readings.columns.stored import OVER

DAY = date(2026, 3, 1)
COLUMNS = ("outcome", "deciding_provision", "eccn", "exception", "review_policy")


def random_facts(chance: Random) -> Mapping[str, Value]:
    found: dict[str, Value] = {}
    for name, fact in us_corpus().facts.items():
        value = value_of(chance.choice(values_of(fact)), fact)
        if name == "training_operations" and isinstance(value, Fraction):
            continue  # a count
        if value is not None and chance.random() > 0.15:
            found[name] = NOT_APPLICABLE if chance.random() < 0.03 else value
    return found


def cell(column: str, facts: Mapping[str, Value]) -> str | bool | int | None:
    """What stands in a column of the table, as the comments say."""
    name = column.removesuffix(OVER)
    fact, value = us_corpus().facts[name], facts.get(name)
    if value is None:
        return None
    if fact.kind is FactKind.FLAG:
        return value is True
    if fact.kind is not FactKind.NUMBER:
        return "-" if value is NOT_APPLICABLE else str(value)
    if value is NOT_APPLICABLE:
        return 1 if column != name else -1
    assert isinstance(value, int | Fraction)
    if name == "performance_density":
        return value.denominator if column != name else value.numerator
    whole = value if name == "training_operations" else value * SCALE
    assert whole.denominator == 1
    return int(whole)


@pytest.mark.parametrize("clock", Clock)
def test_the_query_answers_a_table_of_facts_as_explain_does(clock: Clock) -> None:
    chance, sql = Random(5), WarehouseSql(us_corpus(), DAY, clock, "sales.facts", ("id",))
    table = [random_facts(chance) for _ in range(300)]
    columns = sql.columns()
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA sales")
        listed = ", ".join(f"{name} {kind}" for name, (kind, _) in columns.items())
        connection.execute(f"CREATE TABLE sales.facts (id INTEGER, {listed})")
        marks = ", ".join("?" * (len(columns) + 1))
        rows = [(number, *(cell(name, facts) for name in columns)) for number, facts in enumerate(table)]
        connection.executemany(f"INSERT INTO sales.facts VALUES ({marks})", rows)
        found = connection.sql(sql.commented()).pl().sort("id").to_dicts()
    checker, compared = Checker(clock=clock), 0
    for facts, row in zip(table, found, strict=True):
        answer = checker.determine(Case(Transaction(DAY, facts=facts), DAY, (facts,), {}))
        if answer.narrowed is None:  # completions are not tried in a query
            compared += 1
            assert {name: row[name] for name in COLUMNS} == {name: getattr(answer, name) for name in COLUMNS}
            assert set(row["missing"].split(";")) == set(answer.missing_names or [""])
            assert row["outcomes"] == ";".join(sorted(answer.outcomes))
    assert compared > 200


def test_the_comments_say_what_is_read_and_how_long_it_holds() -> None:
    sql = WarehouseSql(us_corpus(), DAY)
    text = sql.commented()
    assert "--   tpp BIGINT: What is the total processing performance" in text
    assert "--   training_operations DECIMAL(38, 0): " in text
    since, until = sql.span()
    assert since <= DAY
    assert until is not None
    assert us_corpus().period(since) == us_corpus().period(DAY) == us_corpus().period(until) - 1
    assert f"On {until} they may be others" in text


def test_the_command_writes_the_query() -> None:
    run = CliRunner().invoke(cli, ["sql", "--on", "2026-03-01", "--table", "sales.facts", "--key", "order_id"])
    assert run.exit_code == 0
    assert run.output == WarehouseSql(us_corpus(), DAY, table="sales.facts", keys=("order_id",)).commented()


def test_a_name_that_is_no_name_is_refused() -> None:
    run = CliRunner().invoke(cli, ["sql", "--on", "2026-03-01", "--table", "facts; DROP TABLE facts"])
    assert run.exit_code == 2
    assert "is no plain name" in run.output
