"""Laws that hold the TPP of an order against a limit together with other facts, or a multiple of it: a reform may.

The law as it stands holds it alone or in a sum with other totals. A table reads item and order apart, and few
quantities of each item; where a law joins them to other facts, every answer is still that of explaining the row.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import pytest
from bench.differential.compared import EXPLAINED, explained

from chipgate.cases.check import Checker
from chipgate.cases.tables.frames import HowToJudge, check_frame
from chipgate.cases.tables.plan_judge import JUDGED_COLUMNS, PlanJudge
from chipgate.law.corpus import Corpus
from chipgate.law.language import (
    Compared,
    HighestOf,
    Measure,
    Quotient,
    Relation,
    Stated,
    SumOf,
    Times,
    all_of,
    is_true,
    limit,
    one_of,
)
from chipgate.law.provision import OpensException, Provision, RequiresLicence, since
from chipgate.law.us import facts as f
from chipgate.law.us.corpus import us_corpus

MEASURES: Mapping[str, Measure] = {
    "alone": f.ORDER_TPP,
    "a multiple": Times(f.ORDER_TPP, limit("a fifth more", "1.2")),
    "the higher of order and item": HighestOf((f.ORDER_TPP, f.TPP)),
    "added to the item": SumOf((f.ORDER_TPP, f.TPP)),
    "shared out over the area": Quotient(f.ORDER_TPP, f.DIE_AREA_MM2),
    "stated, or half of it": Stated(f.IO_GB_S, Times(f.ORDER_TPP, limit("half", "0.5"))),
    "with the owner's share": SumOf((f.ORDER_TPP, f.LISTED_OWNER_SHARE)),
    "with the year": SumOf((f.ORDER_TPP, f.COMPLETION_YEAR)),
}
"""What is held against the limit, by a word for it."""

AT = ("3000", "5000", "6000", "12000", "900000")


def corpus_with(measure: Measure, value: str) -> Corpus:
    """A licence is needed everywhere; an exception is open below a limit, or for a purchase order outside China."""
    below = Compared(measure, Relation.LESS_THAN, limit("most", value))
    exception = all_of(below, one_of(f.TRANSACTION, "export", "reexport"), is_true(f.PURCHASE_ORDER))
    return Corpus(
        (
            Provision("xx/law/1", "Every item", "1", since(2022, 1, 1), one_of(f.ITEM_KIND, "ic"), RequiresLicence()),
            Provision("xx/law/2", "Small orders", "2", since(2022, 1, 1), exception, OpensException("SMALL")),
        ),
        us_corpus().groups,
    )


def rows() -> pl.DataFrame:
    """Chips of one reading and of several (L40: 2896 or 5793.6), quantities about the limits, names and days."""
    chips, units = ("L40", "RTX 6000 Ada", "H20", None), ("1", "2", "3", "10", "200", None)
    days, owners = ("2023-05-01", "2026-05-01"), ("", "0", "0.5")
    found = [
        {"as_of": day, "chip": chip, "units": count, "purchase_order": "yes", "listed_owner_share": owner or None}
        for chip in chips
        for count in units
        for day in days
        for owner in owners
    ]
    schema = dict.fromkeys(found[0], pl.String)
    return pl.DataFrame(found, schema=schema).with_columns(transaction=pl.lit("export"), item_kind=pl.lit("ic"))


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("value", AT)
def test_tables_and_plans_answer_as_each_row_explained(name: str, value: str) -> None:
    checker, frame = Checker(corpus_with(MEASURES[name], value)), rows()
    expected = explained(checker, frame)
    how = HowToJudge(checker, wanted=JUDGED_COLUMNS, always=True)
    tables = how.judging(frame.columns).table_judge
    told = {
        "table": check_frame(frame, how),
        "polars": PlanJudge(checker, frame.columns, lambda one: one.cast(pl.String), "polars", tables=tables).judge(
            frame
        ),
    }
    for engine, answers in told.items():
        for column in EXPLAINED:
            found = answers[column].to_list()
            if column == "missing":
                found = [None if one is None else ";".join(sorted(one.split(";"))) for one in found]
            assert found == expected[column].to_list(), (engine, column)


def test_the_readings_of_an_item_lie_on_both_sides() -> None:
    """One L40 is below 5,000 by one reading and above it by the other: neither clears the order."""
    checker = Checker(corpus_with(MEASURES["the higher of order and item"], "5000"))
    cells = {"as_of": "2026-05-01", "chip": "L40", "units": "1", "transaction": "export", "purchase_order": "yes"}
    answer = checker.check_cells({**cells, "item_kind": "ic"})
    assert answer.outcome == "undetermined"
    assert answer.outcomes == {"exception", "licence_required"}
