"""Tables of shipments: the answers of ``check``, row for row, whatever the columns."""

from __future__ import annotations

import random
from pathlib import Path

import polars as pl
import pytest

from chipgate.cases.check import Checker
from chipgate.cases.result_columns import result_of
from chipgate.cases.tables.frame_judge import FAULTS, FRAME_COLUMNS, FrameJudge
from chipgate.chips.catalogue import bundled
from chipgate.errors import ChipgateError

DATA = Path(__file__).parent / "data"
CLOCKS = ("as_enforced", "on_the_books")


def differences(frame: pl.DataFrame, checker: Checker) -> list[tuple[int, str, str, str]]:
    """Row, column, what the table says and what ``check`` says, wherever they differ."""
    judge = FrameJudge(frame.columns, checker)
    found = []
    for number, (row, told) in enumerate(
        zip(frame.iter_rows(named=True), judge.results(frame).iter_rows(named=True), strict=True)
    ):
        cells = {judge.names[head]: text for head, text in row.items() if head in judge.names and text}
        wanted = result_or_faults(cells, checker)
        found += [
            (number, name, str(told[name]), str(wanted.get(name)))
            for name in FRAME_COLUMNS
            if told[name] != wanted.get(name)
        ]
    return found


def result_or_faults(cells: dict[str, str], checker: Checker) -> dict[str, str]:
    try:
        return result_of(checker.check_cells(cells), "en")
    except ChipgateError as fault:
        return {FAULTS: str(fault)}


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("assume", ["nothing", "ordinary"])
@pytest.mark.parametrize("book", ["cases_us.csv", "further_cases.csv"])
def test_worked_cases_are_answered_as_one_by_one(book: str, assume: str, clock: str) -> None:
    frame = pl.read_csv(DATA / book, infer_schema=False)
    assert differences(frame, Checker(assume=assume, clock=clock)) == []


def random_orders(rows: int, seed: int) -> pl.DataFrame:
    """Orders of catalogue chips with names, uses, quantities and places, a tenth of the cells missing or not."""
    chance = random.Random(seed)
    chips = [sheet.name for sheet in bundled()]
    places = ["CN", "HK", "MO", "TW", "SG", "AE", "SA", "IN", "US", "DE", "RU", "VN", "CY", "ET", "KH", "CH"]
    names = ["Huawei Cloud", "Contoso Ltd", "上海某某科技有限公司", "Inspur Group", "datacenter_operator"]
    columns = {
        "chip": lambda: chance.choice([*chips, "H9999"] if chance.random() < 0.01 else chips),
        "destination": lambda: chance.choice(places),
        "date": lambda: f"{chance.randint(2022, 2027)}-{chance.randint(10, 12)}-{chance.randint(21, 28)}",
        "end_user_hq": lambda: chance.choice(places),
        "end_user_parent_hq": lambda: chance.choice(places),
        "end_user": lambda: chance.choice(names),
        "end_use": lambda: chance.choice(
            ["ordinary", "supercomputer", "military", "advanced_node_fab", "games, maybe"]
        ),
        "units": lambda: str(chance.choice([1, 8, 64, 1000, 1699, 30000])),
        "item_kind": lambda: chance.choice(["ic", "computer"]),
        "ic_count": lambda: str(chance.choice([1, 8])),
        "dram_bandwidth_gb_s": lambda: chance.choice(["6500", "1400"]) if chance.random() < 0.1 else None,
    }
    made = {name: [None if chance.random() < 0.1 else one() for _ in range(rows)] for name, one in columns.items()}
    return pl.DataFrame(made, schema=dict.fromkeys(columns, pl.String))


@pytest.mark.parametrize(("assume", "clock"), [("ordinary", "as_enforced"), ("nothing", "on_the_books")])
def test_random_orders_are_answered_as_one_by_one(assume: str, clock: str) -> None:
    assert differences(random_orders(1_200, 7), Checker(assume=assume, clock=clock)) == []


def test_batches_share_what_was_learned_and_answer_alike() -> None:
    frame, checker = random_orders(600, 11), Checker(assume="ordinary")
    whole = FrameJudge(frame.columns, checker).results(frame)
    judge = FrameJudge(frame.columns, checker)
    assert pl.concat([judge.results(frame.slice(start, 50)) for start in range(0, 600, 50)]).equals(whole)


def test_a_column_of_ours_among_those_given_keeps_its_content() -> None:
    frame = pl.DataFrame({"chip": ["H20"], "to": ["CN"], "on": ["2024-06-01"], "outcome": ["mine"]})
    judged = FrameJudge(frame.columns, Checker(assume="ordinary")).judge(frame)
    assert judged["given_outcome"].to_list() == ["mine"]
    assert judged["outcome"].to_list() == ["no_licence_required"]
