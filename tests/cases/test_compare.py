"""Two days, two clocks, the law and a reform: which chips and orders move, by which provision, and how much of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import pytest

import chipgate as cg
from chipgate.cases.check import Checker
from chipgate.cases.columns import understand
from chipgate.cases.compare_orders import MoveKey, OrderMoves
from chipgate.cases.judged_often import Asker, Askers
from chipgate.cases.result_columns import result_of
from chipgate.cases.sides import BadSide, side_of
from chipgate.cases.transaction import transaction_of
from chipgate.law.language import one_of, under
from chipgate.law.provision import Clock, Provision, RequiresLicence, since
from tests.cases.worked_cases import cells_of, rows

DEMO = Path(str(files("chipgate.cases") / "data" / "demo_orders.csv"))
RULE_OF_2023 = ("2023-11-16", "2023-11-17")


def book(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def orders(found: cg.Comparison) -> OrderMoves:
    assert found.orders is not None
    return found.orders


def moved(found: cg.Comparison) -> dict[str, tuple[str, str, str]]:
    """Chip to its outcomes for the first destination, and what moved it."""
    firsts = {one.chip_id: one.by_destination[0] for one in found.chips}
    return {chip: (*one.outcomes, one.mover.id if one.mover else "") for chip, one in firsts.items()}


@pytest.fixture(scope="module")
def of_2023() -> cg.Comparison:
    return cg.compare(*RULE_OF_2023)


@pytest.mark.proves("15 CFR 774 Supp. 1, 3A090.a")
def test_the_a800_and_the_h800_move_with_the_rule_of_2023(of_2023: cg.Comparison) -> None:
    """A800: 4992 TPP and 400 GB/s; the new text asks for no transfer rate. H20, 2368 TPP, is below either text."""
    chips = moved(of_2023)
    for chip in ("a800-sxm-80", "h800-sxm", "l40s"):
        assert chips[chip] == ("no_licence_required", "licence_required", "us/ear/3A090.a")
    assert not {"h20-96", "h20-141"} & chips.keys()
    eccns = {one.chip_id: one.eccns for one in of_2023.chips}
    assert eccns["h800-sxm"] == ("none", "3A090.a")


def test_a_chip_that_only_the_new_paragraph_reaches_moves_by_it(of_2023: cg.Comparison) -> None:
    """A30: 2640 TPP, density 3.2: in .b, which is new, and NAC may be open."""
    assert moved(of_2023)["a30"] == ("no_licence_required", "undetermined", "us/ear/3A090.b")


def test_the_letters_of_april_2025_move_the_h20(tmp_path: Path) -> None:
    path = book(tmp_path / "o.csv", "order,chip,to,units,letter_recipient", "1,H20,CN,1000,yes", "2,H20,CN,50,no")
    found = orders(cg.compare("2025-04-08", "2025-04-09", path, assume="ordinary"))
    ((key, tally),) = found.moved.items()
    assert key == MoveKey("us/letters/2025-04", "no_licence_required", "licence_required")
    assert (tally.orders, tally.units, tally.tpp) == (1, 1000, 2_368_000)


def test_the_diffusion_text_is_on_the_books_and_not_enforced() -> None:
    found = cg.compare(Clock.AS_ENFORCED, "on_the_books", on="2025-06-01", to="Brazil")
    assert moved(found)["h100-sxm"] == ("no_licence_required", "undetermined", "us/ear/742.6(a)(6)(iii)(A)")
    assert "h20-96" not in moved(found)


def test_a_country_that_enters_a_group_moves_its_orders() -> None:
    """Nicaragua, 2024-03-15."""
    found = cg.compare("2024-03-14", "2024-03-15", to="NI")
    assert moved(found)["h100-sxm"] == ("no_licence_required", "licence_required", "group D:1/NI")


def test_an_order_that_is_only_reviewed_otherwise(tmp_path: Path) -> None:
    """15 January 2026 (91 FR 1684): the H200 to China goes from a presumption of denial to case by case, or is open."""
    path = book(tmp_path / "o.csv", "chip,to,units", "H200,CN,10")
    found = orders(cg.compare("2026-01-14", "2026-01-15", path, assume="ordinary"))
    assert (found.moved, found.opened) == ({}, {})
    (key,) = found.reviewed
    assert (key.moved_by, key.before) == ("us/ear/742.6(b)(10)(iii)(A)(1)", "presumption_of_denial")


def test_a_reform_moves_what_the_python_form_of_it_moves(tmp_path: Path) -> None:
    text = '[limits]\n"us/ear/3A090.b.1#tpp" = 2000\n"us/ear/3A090.b.1#density" = 2\n'
    path = book(tmp_path / "reform.toml", text)
    by_file = cg.compare("law", path, on="2026-09-01")
    changes = (cg.SetLimit("us/ear/3A090.b.1#tpp", 2000), cg.SetLimit("us/ear/3A090.b.1#density", 2))
    assert moved(by_file) == moved(cg.compare("law", cg.Reform("reform", changes), on="2026-09-01"))
    assert moved(by_file).keys() == {"v100-sxm2-32", "a10", "h20-96", "h20-141", "v100s-pcie-32"}
    assert {mover for _, _, mover in moved(by_file).values()} == {"us/ear/3A090.b"}


def test_two_changes_that_move_an_order_only_together_are_told_by_the_one_it_needs() -> None:
    """The requirement is added, and the paragraph of which it speaks: neither moves anything alone."""
    chip = Provision("us/x/paragraph", "p", "", since(2026, 1, 1), one_of(cg.us_corpus().facts["item_kind"], "ic"))
    licence = Provision("us/x/licence", "l", "", since(2026, 1, 1), under("us/x/paragraph"), RequiresLicence())
    reform = cg.Reform("both", (cg.AddProvision(chip), cg.AddProvision(licence)))
    assert moved(cg.compare("law", reform, on="2026-09-01"))["h20-96"][2] == "us/x/licence"


# No trace on the baseline.


def answers(checker: Checker) -> list[Mapping[str, str]]:
    asked = ("H20", "A100", "RTX 4090", "L40")
    cells = ({"chip": chip, "destination_iso2": "CN", "as_of": "2026-09-01"} for chip in asked)
    return [result_of(checker.check_cells(one), "en") for one in cells]


def test_a_reform_leaves_no_trace_on_the_baseline(tmp_path: Path) -> None:
    """A change to the law is a value: the baseline answers the same before, between and after, caches included."""
    law, checker = cg.us_corpus(), Checker(assume="ordinary")
    print_, before = law.fingerprint, answers(checker)
    reform = cg.Reform("strict", (cg.SetLimit("us/ear/3A090.a.1#tpp", 1), cg.SetLimit("us/ear/3A090.b.1#tpp", 1)))
    strict = Checker(side_of(reform).corpus, assume="ordinary")
    seen = [answers(one) for _ in range(12) for one in (strict, checker)]  # often enough that both are compiled
    cg.compare("law", reform, DEMO, on="2026-09-01", assume="ordinary")
    assert seen[0] != before
    assert seen == [seen[0], before] * 12
    assert answers(checker) == before == answers(Checker(assume="ordinary"))
    assert (cg.us_corpus(), cg.us_corpus().fingerprint) == (law, print_)


def test_a_reform_without_a_name_is_called_the_reform(tmp_path: Path) -> None:
    path = tmp_path / "reform.toml"
    path.write_text('[limits]\n"us/ear/3A090.a.1#tpp" = 4000\n', encoding="utf-8")
    assert side_of(path).words.text() == "the law with the reform"
    assert side_of(path.rename(tmp_path / "lower.toml")).words.text() == "the law with the reform lower"


def test_nothing_moves_between_a_law_and_itself() -> None:
    found = cg.compare("law", "law", DEMO, on="2026-09-01")
    assert (found.law.changes, found.chips, [table for table in orders(found).tables() if table]) == ((), (), [])


# Counting.


def test_what_is_not_known_is_counted_and_never_zero(tmp_path: Path) -> None:
    path = book(
        tmp_path / "o.csv",
        "order,chip,item_kind,tpp,die_area_mm2,to,units,Amount (USD),currency",
        '1,A800,,,,CN,2,"1,000.50",',
        "2,A800,,,,CN,3,,",
        "3,A800,,,,CN,,7000,EUR",
        "4,,computer,5000,100,CN,4,unknown,",  # ICs in a computer are not given: no TPP of the order
    )
    found = orders(cg.compare(*RULE_OF_2023, path, assume="ordinary"))
    tallies = {key.after: tally for table in found.tables() for key, tally in table.items()}
    tally = tallies["licence_required"]
    assert (tally.orders, tally.units, tally.units_unknown) == (3, 5, 1)
    assert (tally.tpp, tally.tpp_unknown) == (2 * 4992 + 3 * 4992, 1)
    assert ({name: str(amount) for name, amount in tally.value.items()}, tally.value_unknown) == (
        {"USD": "2001/2", "EUR": "7000"},
        1,
    )


def test_a_book_without_money_says_nothing_of_value() -> None:
    found = cg.compare(*RULE_OF_2023, DEMO, assume="ordinary")
    assert not orders(found).has_values
    assert "value:" not in found.text()


def test_orders_that_only_open_are_told_apart_with_what_to_find_out() -> None:
    found = orders(cg.compare(*RULE_OF_2023, DEMO, assume="ordinary"))
    assert all("undetermined" not in (key.before, key.after) for key in found.moved)
    assert all("undetermined" in (key.before, key.after) for key in found.opened)
    asked = {one.fact: count for one, count in found.to_find_out.items()}
    assert asked["end_user_parent_hq"] == 1


def test_rows_that_cannot_be_read_are_counted_and_named(tmp_path: Path) -> None:
    path = book(tmp_path / "o.csv", "chip,to,units", "A800,CN,1", "A8000,CN,1", "H100,Atlantis,1")
    found = orders(cg.compare(*RULE_OF_2023, path, assume="ordinary"))
    assert (found.judged, found.rejected_rows, [one.row for one in found.rejects]) == (1, 2, [3, 4])


def test_each_order_goes_by_its_own_day_where_no_side_names_one(tmp_path: Path) -> None:
    """A reform of 3A090.a reaches nothing that ships before that text begins."""
    path = book(tmp_path / "o.csv", "chip,to,date", "H20,CN,2023-01-10", "H20,CN,2024-06-01", "H20,CN,")
    reform = cg.Reform("lower", (cg.SetLimit("us/ear/3A090.a.1#tpp", 2000),))
    own = orders(cg.compare("law", reform, path, assume="ordinary"))
    assert [row.row for rows_ in own.rows.values() for row in rows_] == [3]
    assert own.without_day == 1
    as_if = orders(cg.compare("law", reform, path, assume="ordinary", on="2024-06-01"))
    assert sum(as_if.count(table) for table in as_if.tables()) == 3


# Sides.


@pytest.mark.parametrize(
    ("sides", "options", "wrong"),
    [
        (("lwa", "2023-11-17"), {}, "'lwa' is nothing to compare. Did you mean 'law'?"),
        (("2023-13-17", "law"), {}, "is not a day"),
        (RULE_OF_2023, {"on": "2024-01-01"}, "both sides name their day"),
        (("2023-11-16", "law"), {}, "say with --on on which day it is read"),
        (("as_enforced", "on_the_books"), {"clock": "as_enforced"}, "both sides are clocks"),
        (("law", "no.toml"), {}, "no.toml cannot be read"),
    ],
)
def test_a_side_that_means_nothing_is_refused(sides: tuple[str, str], options: dict[str, str], wrong: str) -> None:
    with pytest.raises(cg.ChipgateError) as refused:
        cg.compare(*sides, **options)  # type: ignore[arg-type]
    assert wrong in str(refused.value)


def test_a_side_is_what_it_says() -> None:
    assert side_of(date(2024, 1, 1)).day == date(2024, 1, 1)
    assert side_of("on_the_books").clock is Clock.ON_THE_BOOKS
    assert side_of(cg.trade_corpus()) == side_of("law")
    with pytest.raises(BadSide):
        side_of("tomorrow")


# The one place where rows are judged.


def test_judging_often_gives_what_judging_each_time_gives() -> None:
    """Cases are shared between askers; the worked cases, with and without assumptions, on several days."""
    days = (None, date(2023, 5, 1), date(2025, 6, 1), date(2026, 12, 1))
    checkers = [Checker(assume=assume) for assume in (None, "ordinary")]
    askers = [Asker(checker, day) for checker in checkers for day in days]
    for row in rows()[::2]:
        given = cells_of(row)
        cells = {one.name: given[one.header] for one in understand(given) if one.name}
        transaction = transaction_of(cells)
        for asker, answer in zip(askers, Askers(tuple(askers)).check_cells(cells), strict=True):
            alone = asker.checker.check(replace(transaction, day=asker.day or transaction.day))
            assert (answer.decision, answer.outcomes) == (alone.decision, alone.outcomes)
            assert (answer.case.readings, answer.case.assumed) == (alone.case.readings, alone.case.assumed)


def test_an_order_that_ships_later_is_judged_on_its_own_day() -> None:
    asker = Asker(Checker(), date(2026, 9, 1), or_later=True)
    assert [asker.day_for(day) for day in (None, date(2026, 8, 1), date(2026, 10, 1))] == [
        date(2026, 9, 1),
        date(2026, 9, 1),
        date(2026, 10, 1),
    ]


@pytest.mark.parametrize("day", ["2023-11-17", "2024-04-04", "2025-01-16", "2026-07-10", "2026-10-01"])
def test_what_moves_is_moved_by_something_that_changed(day: str) -> None:
    after = date.fromisoformat(day)
    found = cg.compare(after - timedelta(days=1), after, DEMO, assume="ordinary", to=("CN", "AE"))
    movers = {mover for _, _, mover in moved(found).values() if mover} | {*orders(found).movers}
    groups = {f"group {one.group}/{one.country}" for one in found.law.groups}
    assert movers <= {*found.law.by_id, *groups}
