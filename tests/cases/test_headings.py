"""What the headings of real sales systems mean, and what is not taken for a destination."""

from __future__ import annotations

import polars as pl
import pytest

from chipgate.cases.check import Checker
from chipgate.cases.columns import canonical, understand
from chipgate.cases.heading_looks import looks_like_a_party, looks_telling
from chipgate.cases.tables.frames import HowToJudge, check_frame
from chipgate.cases.transaction import BadOrder


def meanings(*headers: str, **mapping: str) -> dict[str, str | None]:
    return {one.header: one.name for one in understand(headers, mapping)}


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Ship-To Country", "destination_iso2"),
        ("收货国家", "destination_iso2"),
        ("End Customer", "end_user"),
        ("最终客户", "end_user"),
        ("Req. Del. Date", "as_of"),
        ("交货日期", "as_of"),
        ("Order Qty", "units"),
        ("产品型号", "chip"),
        ("Parent Country", "end_user_parent_hq"),
        ("母公司所在国", "end_user_parent_hq"),
        ("Sold-to Party", "purchaser"),
        ("Parent Company", "parent_name"),
        ("Ultimate Consignee", "consignee"),
        ("用途", "known_end_use"),
        ("End use remarks", "known_end_use"),
        ("End-Use Description", "known_end_use"),
        ("Use case", "known_end_use"),
        ("Verwendungszweck", "known_end_use"),
        ("最终用途说明", "known_end_use"),
        ("End client", "end_user"),
        ("Ultimate End-User", "end_user"),
        ("Endkunde", "end_user"),
        ("最终用户名称", "end_user"),
        ("Buyer", "purchaser"),
        ("Sold-To Name", "purchaser"),
        ("采购商", "purchaser"),
        ("Ultimate Consignee Name", "consignee"),
        ("Recipient", "consignee"),
        ("最终收货人", "consignee"),
        ("Dealer", "intermediary"),
        ("Final destination", "destination_iso2"),
        ("Country of ultimate destination", "destination_iso2"),
        ("Destination Country/Region", "destination_iso2"),
        ("目的国（地区）", "destination_iso2"),
        ("On Entity List", "buyer_itself_listed"),
        ("Military?", "military_end_user"),
        ("UVL", "on_unverified_list"),
        ("BIS letter", "letter_recipient"),
        ("MEU", "military_end_user"),
        ("Final country", "destination_iso2"),
        ("Country of use", "destination_iso2"),
        ("End-use country", "destination_iso2"),
        ("Place of installation", "destination_iso2"),
        ("Site country", "destination_iso2"),
        ("Ultimate consignee country", "destination_iso2"),
        ("最终使用国", "destination_iso2"),
        ("FP16 TFLOPS", "dense_fp16_tops"),
        ("INT8 (TOPS)", "dense_int8_tops"),
        ("FP8 (dense)", "dense_fp8_tops"),
    ],
)
def test_headings_of_sales_systems_are_known(heading: str, name: str) -> None:
    assert meanings(heading) == {heading: name}


def test_a_country_is_the_destination_where_nothing_else_may_be() -> None:
    assert meanings("Chip", "Country")["Country"] == "destination_iso2"


def test_a_country_is_not_the_destination_beside_an_unknown_place() -> None:
    """In many systems "Country" is that of the invoice."""
    assert meanings("Chip", "Country", "Country of final delivery")["Country"] is None


def test_two_headings_of_the_destination_must_agree() -> None:
    (first, second) = understand(("Ship-To Country", "Country"))
    assert (first.name, second.name, second.same_as, second.must_agree) == (
        "destination_iso2",
        None,
        "Ship-To Country",
        True,
    )


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Ordered Qty", "units"),
        ("Qty. Ordered", "units"),
        ("订单数量", "units"),
        ("Requested Ship Date", "as_of"),
        ("Req. Ship Date", "as_of"),
        ("Planned Goods Issue Date", "as_of"),
        ("预计发货日期", "as_of"),
        ("Parent Co. HQ", "end_user_parent_hq"),
        ("Parent Company Country", "end_user_parent_hq"),
        ("最终母公司总部", "end_user_parent_hq"),
        ("End Customer HQ", "end_user_hq"),
        ("Ship-To Country/Region", "destination_iso2"),
        ("Shipping Country", "destination_iso2"),
        ("Delivery Name", "consignee"),
        ("Sold-To Account Name", "purchaser"),
        ("终端客户名称", "end_user"),
        ("芯片名称", "chip"),
        ("Ship From Country", None),
        ("Shipped Qty", None),
        ("Requested Date", None),
    ],
)
def test_headings_of_erp_exports(heading: str, name: str | None) -> None:
    assert meanings(heading) == {heading: name}


def test_days_that_are_planned_give_way_to_the_day_of_the_shipment() -> None:
    """A delivery, and what was requested, may well be on another day than the shipment: they need not agree with it."""
    found = understand(("Delivery Date", "Requested Ship Date", "Ship Date"))
    assert [(one.name, one.same_as, one.must_agree) for one in found] == [
        (None, "Ship Date", False),
        (None, "Ship Date", False),
        ("as_of", "", False),
    ]
    assert meanings("Delivery Date", "Requested Ship Date") == {"Delivery Date": None, "Requested Ship Date": "as_of"}
    assert meanings("Delivery Date") == {"Delivery Date": "as_of"}
    said = understand(("Delivery Date", "Ship Date"), {"Delivery Date": "as_of"})
    assert any(one.must_agree for one in said)


def test_a_bare_date_gives_way_to_any_day_that_says_of_what() -> None:
    """An export has the date of the order beside that of the shipment; they need not agree."""
    assert meanings("Date", "Ship Date") == {"Date": None, "Ship Date": "as_of"}
    assert meanings("Date", "Requested Delivery Date") == {"Date": None, "Requested Delivery Date": "as_of"}
    assert not any(one.must_agree for one in understand(("Date", "Ship Date")))
    assert meanings("Date") == {"Date": "as_of"}


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        *(("Menge", "units"), ("Liefertermin", "as_of"), ("Endverwendung", "known_end_use"), ("Artikel", "chip")),
        *(("Sitz Endverwender", "end_user_hq"), ("Muttergesellschaft", "parent_name"), ("KWMENG", "units")),
        *(("EDATU", "as_of"), ("ARKTX", "item"), ("出荷日", "as_of"), ("仕向地", "destination_iso2")),
        *(("最終需要者", "end_user"), ("型番", "chip"), ("SHIP_TO_CUSTOMER_NAME", "consignee")),
        *(("SOLD_TO_CUSTOMER_NAME", "purchaser"), ("LAND1", None)),
    ],
)
def test_headings_of_german_japanese_and_erp_exports(heading: str, name: str | None) -> None:
    assert canonical(heading) == name


def test_the_country_of_a_partner_is_told_where_it_is_not_read() -> None:
    """LAND1 may be that of the buyer as well as that of the destination."""
    assert looks_telling("LAND1")


def test_two_days_of_the_shipment_must_agree() -> None:
    assert any(one.must_agree for one in understand(("Ship Date", "Date of export")))
    assert any(one.must_agree for one in understand(("Scheduled Ship Date", "Requested Ship Date")))


def test_the_user_can_say_what_a_heading_means() -> None:
    assert meanings("Endkunde", "Land", Endkunde="end_user", Land="destination_iso2") == {
        "Endkunde": "end_user",
        "Land": "destination_iso2",
    }


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "Billing country",
            "客户名",
            "End client",
            "Owner",
            "HQ city",
            "Military",
            "Entity List",
            "Final use",
            "军方",
        ),
        *("Screening result", "Denied party list", "Watchlist hit", "筛查结果", "Actual chip", "Model", "RPS status"),
        *("Installed at", "Deployed in", "Hosted by", "Site", "部署地点"),
    ],
)
def test_headings_that_may_decide_are_told_apart(heading: str) -> None:
    assert looks_telling(heading)


@pytest.mark.parametrize(
    "heading",
    ["Importer of record", "Notify party", "Broker", "Client (EMEA) final", "甲方", "Kunde intern", "Ship-to party 2"],
)
def test_headings_that_look_like_a_party_are_told_apart(heading: str) -> None:
    assert looks_like_a_party(heading)


@pytest.mark.parametrize(
    "heading", ["Customer No", "Customer PO", "Client ID", "End user country", "客户编号", "Third-party price"]
)
def test_what_is_only_said_of_a_party_is_none(heading: str) -> None:
    assert not looks_like_a_party(heading)


@pytest.mark.parametrize("heading", ["Price", "Currency", "备注", "Sales region"])
def test_others_are_passed_over(heading: str) -> None:
    assert not looks_telling(heading)


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "FP16 (PFLOPS)",
            "FP8 (sparse)",
            "TPP (thousands)",
            "TPP (k)",
            "TPP (x1000)",
            "TPP (千)",
            "tpp (POPS)",
            "Memory bandwidth GB/s (TB/s)",
        ),
        *("Country (origin)", "Country (ship from)", "Country (exporter)", "Country (bill to)", "国家（发货）"),
        *("Destination (port of transit)", "Ship to (intermediate)", "HQ (seller)", "Parent (consignee)"),
        *("Date (order)", "Qty (thousands)", "GPU (per node)", "process_node_nm (angstrom)"),
    ],
)
def test_brackets_that_change_a_heading_leave_it_unknown(heading: str) -> None:
    """Unknown never clears: no TPP of 15.8 thousand is 15.8, and no country of the seller is the destination."""
    assert meanings(heading) == {heading: None}


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Country (of origin)", "origin"),
        ("End user (HQ)", "end_user_hq"),
        ("Ship-to (country)", "destination_iso2"),
        ("Destination (ISO 3166)", "destination_iso2"),
        ("Destination (目的地)", "destination_iso2"),
        ("Ship date (YYYY-MM-DD)", "as_of"),
        ("交货日期（dd.mm.yyyy）", "as_of"),
        ("Die area mm2 (mm²)", "die_area_mm2"),
        ("io_gb_s (GB/s)", "io_gb_s"),
        ("Transistors bn (billion)", "transistors_bn"),
        ("Qty (pcs)", "units"),
        ("数量（台）", "units"),
        ("GPU (model)", "chip"),
    ],
)
def test_units_and_formats_in_brackets_change_nothing(heading: str, name: str) -> None:
    assert meanings(heading) == {heading: name}


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Military end user (Y/N, per KYC)", "military_end_user"),
        ("Customer (bill-to)", "end_user"),
        ("Consignee HQ (registered)", "consignee_hq"),
        ("End use (as stated)", "known_end_use"),
    ],
)
def test_what_would_be_assumed_if_it_were_not_read_is_read_whatever_the_brackets_say(heading: str, name: str) -> None:
    assert meanings(heading) == {heading: name}


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Military end user?", "military_end_user"),
        ("Destination*", "destination_iso2"),
        ("Ship date:", "as_of"),
        ("最终用户：", "end_user"),
        ("最终用户 / End User", "end_user"),
        ("End Use 最终用途", "known_end_use"),
    ],
)
def test_marks_and_a_second_language_change_nothing(heading: str, name: str) -> None:
    assert meanings(heading) == {heading: name}


@pytest.mark.parametrize("heading", ["TPP/1000", "Destination/Origin", "目的地 Origin", "Country/Date"])
def test_a_heading_of_two_meanings_has_none(heading: str) -> None:
    assert meanings(heading) == {heading: None}


@pytest.mark.parametrize(
    ("given", "column"), [("end_user_name", "end_user"), ("quantity", "units"), ("HTS code", "hts")]
)
def test_cells_under_a_heading_are_refused_with_the_name_of_its_column(given: str, column: str) -> None:
    """Cells go by names of columns; a heading that means one is not asked back as a guess at itself."""
    with pytest.raises(BadOrder, match=f"'{given}' is a heading of the column {column}; cells go by the name"):
        Checker().check_cells({given: "1"})


@pytest.mark.parametrize("end_user", ["End Customer", "End User", "最终用户", "end_user"])
@pytest.mark.parametrize(
    "customer", ["Customer", "Customer Name", "Account", "客户", "客户 / Customer", "Client (name)"]
)
def test_a_customer_beside_an_end_user_is_the_purchaser(customer: str, end_user: str) -> None:
    """In the export of an ERP system the customer is who is sold to, where another column says who uses the goods."""
    meant = {one.header: one.name for one in understand((customer, end_user))}
    assert meant == {customer: "purchaser", end_user: "end_user"}
    assert {one.header: one.name for one in understand((customer,))} == {customer: "end_user"}


def test_the_seat_of_a_customer_goes_with_it() -> None:
    meant = {one.header: one.name for one in understand(("Customer", "Customer HQ", "End User", "End User HQ"))}
    assert list(meant.values()) == ["purchaser", "purchaser_hq", "end_user", "end_user_hq"]
    assert [one.name for one in understand(("Customer", "Customer HQ"))] == ["end_user", "end_user_hq"]


def test_what_the_user_says_that_a_customer_is_holds() -> None:
    first, second = understand(("Customer", "End User"), {"Customer": "end_user"})
    assert (first.name, second.same_as, second.must_agree) == ("end_user", "Customer", True)


def test_a_customer_beside_a_purchaser_and_an_end_user_is_not_dropped() -> None:
    """Two headings of a purchaser: rows in which they differ are rejected, as with any two that mean the same."""
    customer, sold_to, _ = understand(("Customer", "Sold To", "End User"))
    assert (customer.name, sold_to.same_as, sold_to.must_agree) == ("purchaser", "Customer", True)
    first, second = understand(("Customer", "Customer.2"))
    assert (first.name, second.same_as) == ("end_user", "Customer")


def test_no_order_clears_by_its_end_user_alone_where_its_customer_is_another() -> None:
    """734.9(h)(2), note 6: the purchaser is a party, whose name and seat count."""
    frame = pl.DataFrame(
        {
            "Chip": ["H100"] * 4,
            "Destination": ["SG"] * 4,
            "Date": ["2024-06-01"] * 4,
            "Customer": ["Quux Trading", "foo", "Huawei Cloud", "Quux Trading"],
            "End Customer": ["Foo"] * 4,
            "Customer HQ": ["CN", "SG", "SG", ""],
            "End Customer HQ": ["SG"] * 4,
            "Ultimate Parent HQ": ["SG"] * 4,
        }
    )
    judged = check_frame(frame, HowToJudge(Checker(assume="ordinary")))
    assert judged["faults"].to_list() == [None] * 4
    assert judged["outcome"].to_list() == [
        "licence_required",
        "no_licence_required",
        "undetermined",
        "undetermined",
    ]
    assert "buyer_itself_listed" in judged["missing"][2]


@pytest.mark.parametrize(
    "heading", ["Via", "Via Country", "Routing", "Routed through", "Transit Country", "Transshipment Port", "中转地"]
)
def test_a_way_that_is_not_read_is_told(heading: str) -> None:
    """A transit country may be what a diversion goes through: it decides nothing here, and that is said."""
    assert [one.name for one in understand((heading,))] == [None]
    assert looks_telling(heading)


@pytest.mark.parametrize("heading", ["Lessee (subtenant)", "Subtenant", "Sub-Lessee", "转租户"])
def test_a_party_that_rents_is_told_where_it_is_not_read(heading: str) -> None:
    assert looks_like_a_party(heading)


@pytest.mark.parametrize("heading", ["Viability", "Router", "Available"])
def test_other_words_with_such_letters_are_none(heading: str) -> None:
    assert not looks_telling(heading)
