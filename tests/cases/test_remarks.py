"""What remarks, a screening and places beside an order say, no assumption says otherwise."""

from __future__ import annotations

import pandas as pd
import polars as pl
import pytest

from chipgate import Determination, check
from chipgate.cases.columns import REMARKS, understand
from chipgate.cases.remarks import telling_part
from chipgate.cases.transaction import BadOrder
from chipgate.countries.names import iso2_of
from chipgate.readings.columns.codes import BLANK, ColumnCodes

TO_GERMANY = {"chip": "H100", "to": "DE", "on": "2026-06-15", "end_user_hq": "DE", "end_user_parent_hq": "DE"}
TO_MALAYSIA = {**TO_GERMANY, "chip": "L4", "to": "MY", "end_user_hq": "MY", "end_user_parent_hq": "MY"}
A_PARTY_OF_LISTS = {"buyer_itself_listed", "on_meu_list", "on_unverified_list"}


def judged(**given: str) -> Determination:
    return check({**TO_GERMANY, **given}, assume="ordinary")


@pytest.mark.parametrize(
    ("remark", "fact"),
    [
        ("for military simulation", "known_end_use"),
        ("PLA end user", "military_end_user"),
        ("Bedarf der Rüstungsindustrie", "military_end_user"),
        ("军事仿真", "known_end_use"),
        ("used in a 7nm wafer fab", "known_end_use"),
        ("supercomputer at NUDT", "known_end_use"),
        ("DO NOT SHIP - entity list hit", "buyer_itself_listed"),
        ("实体清单待核", "buyer_itself_listed"),
        ("ship via HK forwarder, final China", "consignee_hq"),
        ("parent is Chinese", "consignee_hq"),
        ("goods for re-export", "consignee_hq"),
        ("转口中国", "consignee_hq"),
    ],
)
def test_a_remark_stops_the_assumption_that_it_speaks_against(remark: str, fact: str) -> None:
    answer = judged(remarks=remark)
    assert fact not in answer.case.assumed
    assert answer.outcome == "undetermined"
    assert any(remark in warning.text() for warning in answer.warnings)


@pytest.mark.parametrize(
    "remark",
    [
        *("", "deliver before noon", "non-military", "no military use", "not on the entity list", "no sanctions"),
        *("审核通过", "冠军项目", "Acme Sdn Bhd", "order blocked: credit limit", "无军事用途", "prefabricated racks"),
    ],
)
def test_other_remarks_stop_none(remark: str) -> None:
    assert judged(remarks=remark).outcome == judged().outcome == "no_licence_required"


def test_a_no_beside_one_thing_is_none_beside_another() -> None:
    assert "military_end_user" not in judged(remarks="not only military").case.assumed
    assert "military_end_user" not in judged(remarks="no objection; military base").case.assumed


def test_what_a_column_says_holds_whatever_the_remark() -> None:
    said = {"known_end_use": "ordinary", "military_end_user": "no", "on_meu_list": "no"}
    assert judged(remarks="not yet known whether military", **said).outcome == "no_licence_required"


@pytest.mark.parametrize("found", ["HIT - Entity List", "pending", "yes", "TBD", "possible match", "red"])
def test_a_screening_that_is_not_clear_leaves_the_lists_open(found: str) -> None:
    answer = judged(screening_result=found)
    assert answer.outcome == "undetermined"
    assert not A_PARTY_OF_LISTS & answer.case.assumed.keys()


@pytest.mark.parametrize("found", ["", "Clear", "PASSED", "no match", "No hits found", "OK", "通过"])
def test_a_clear_screening_opens_nothing(found: str) -> None:
    assert judged(screening_result=found).outcome == "no_licence_required"


@pytest.mark.parametrize(
    "heading",
    [
        *("End user country", "Beneficial owner country", "Country of incorporation", "Remote user country"),
        *("Data center location", "Ship-to address", "City", "备注", "Memo", "Notes", "Bemerkungen", "備考"),
    ],
)
def test_a_place_beside_the_order_is_not_passed_over(heading: str) -> None:
    rows = [{**TO_GERMANY, heading: text} for text in ("Munich, Germany", "Shenzhen, China")]
    found = check(pd.DataFrame(rows), assume="ordinary")
    assert [*found["outcome"]] == ["no_licence_required", "undetermined"]
    assert "consignee_hq" in found["missing"][1]


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        *(("End user country", "CN"), ("Beneficial owner country", "RU"), ("Country of incorporation", "MO")),
        *(("Remote user country", "worldwide"), ("Owner country", "CN/HK"), ("End user country", "VEN")),
        *(("Address", "1 Pudong Ave, CN"), ("Data center location", "Minsk, Belarus"), ("Remarks", "final dest CN")),
    ],
)
def test_a_place_may_be_told_by_a_code_or_by_no_country(heading: str, place: str) -> None:
    """What an ERP prints is mostly a code; and what is no country may be any."""
    (answer,) = check(pd.DataFrame([{**TO_MALAYSIA, heading: place}]), assume="ordinary")["outcome"]
    assert answer == "undetermined"


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        *(("End user country", "MY"), ("Owner country", "Japan"), ("Address", "5 Jalan Ampang, MY")),
        ("Owner country", "Korea, Republic of"),
    ],
)
def test_a_place_that_bears_on_nothing_asks_nothing(heading: str, place: str) -> None:
    (answer,) = check(pd.DataFrame([{**TO_MALAYSIA, heading: place}]), assume="ordinary")["outcome"]
    assert answer == "no_licence_required"


def test_notes_that_say_nothing_make_no_cells_of_their_own() -> None:
    """A book may have another note in each row: those that stop no assumption are as none."""
    codes = ColumnCodes(lambda column: column, telling_part("remarks"))
    texts = [f"call 555-{number}" for number in range(500)]
    numbers = codes.encode(pl.Series([*texts, "for military use"])).numbers
    assert set(numbers[:-1].tolist()) == {BLANK}
    assert codes.texts == ["", "for military use"]


def test_remarks_of_one_kind_are_all_read_and_need_not_agree() -> None:
    found = understand(("Remarks", "Bemerkung", "Ship-to address", "Delivery address"))
    assert all(one.name in REMARKS and not one.same_as for one in found)
    assert len({one.name for one in found}) == len(found)


def test_frames_stop_the_same_assumptions() -> None:
    texts = ("", "for military simulation", "final China", "no military use", "entity list hit")
    rows = [{**TO_GERMANY, "remarks": text} for text in texts for _ in range(200)]
    found = check(pd.DataFrame(rows), assume="ordinary")
    one_by_one = [check(row, assume="ordinary") for row in rows[::200]]
    assert [*found["outcome"]][::200] == [one.outcome for one in one_by_one]
    assert [*found["missing"]][::200] == ["; ".join(one.missing_names).replace("; ", ";") for one in one_by_one]
    assert [*found["warnings"]][::200] == [" ".join(w.text() for w in one.warnings) for one in one_by_one]


def test_a_stated_end_use_is_read_as_one() -> None:
    (found,) = understand(("End use statement",))
    assert found.name == "known_end_use"
    assert check({**TO_MALAYSIA, "known_end_use": "military simulation"}, assume="ordinary").missing_names


@pytest.mark.parametrize("quantity", ["8 pcs", "8 EA", "8pc.", "8 Stk", "8片", "8 個"])
def test_a_quantity_counted_one_by_one_is_a_number(quantity: str) -> None:
    assert judged(units=quantity).case.transaction.units == 8


@pytest.mark.parametrize("quantity", ["8 boards", "2 servers", "1.000 pcs", "1,000 Stk", "8.5 pcs", "8 packs", "8台"])
def test_a_quantity_that_may_count_otherwise_is_refused(quantity: str) -> None:
    with pytest.raises(BadOrder):
        judged(units=quantity)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        *(("Deutschland", "DE"), ("Schweiz", "CH"), ("VR China", "CN"), ("Frankreich", "FR"), ("Südkorea", "KR")),
        *(("中華人民共和国", "CN"), ("韓国", "KR"), ("ドイツ", "DE"), ("Rep. of Korea", "KR")),
    ],
)
def test_countries_in_german_and_japanese(given: str, code: str) -> None:
    assert iso2_of(given) == code


def test_a_seat_to_be_confirmed_is_unknown() -> None:
    answer = judged(end_user_parent_hq="TBC")
    assert (answer.outcome, "end_user_parent_hq" in answer.missing_names) == ("undetermined", True)
