"""Words of a provision that reach beyond its first destination, and restrictions that no exception lifts."""

from __future__ import annotations

import pytest

from chipgate import check

ABROAD = {"chip": "RTX 4080", "to": "SG", "on": "2026-06-01"}


@pytest.mark.proves("15 CFR 744.23(a)(4)(ii)")
@pytest.mark.parametrize(
    ("hq", "parent", "outcome"),
    [("CN", "CN", "licence_required"), ("SG", "CN", "licence_required"), ("SG", "SG", "no_licence_required")],
)
def test_equipment_made_abroad_by_entities_of_macau_or_d5(hq: str, parent: str, outcome: str) -> None:
    """ "The development or production is by an entity headquartered in ... Macau or a destination in D:5"."""
    given = {**ABROAD, "known_end_use": "semiconductor_equipment", "end_user_hq": hq, "end_user_parent_hq": parent}
    assert check(given, assume="ordinary").outcome == outcome


@pytest.mark.proves("15 CFR 744.23(a)(4)(ii); 89 FR 23886")
@pytest.mark.parametrize(
    ("day", "outcome"), [("2024-04-03", "no_licence_required"), ("2024-04-04", "licence_required")]
)
def test_equipment_made_abroad_is_reached_from_april_2024_on(day: str, outcome: str) -> None:
    """Before, (a)(4) spoke only of what is "destined to either Macau or a destination specified in ... D:5"."""
    given = {
        "item_kind": "ic",
        "tpp": "1000",
        "performance_density": "1",
        "io_gb_s": "1",
        "to": "SG",
        "datacenter": "no",
    }
    use = {"known_end_use": "semiconductor_equipment", "end_user_hq_iso2": "CN", "on": day, "transaction": "export"}
    assert check({**given, **use}, assume="ordinary").outcome == outcome


@pytest.mark.proves("15 CFR 746.6(b)")
def test_occupied_ukraine_is_reviewed_with_a_policy_of_denial() -> None:
    answer = check(chip="RTX 4090", to="UA", on="2026-06-01", end_user_hq_iso2="UA", in_occupied_ukraine=True)
    assert answer.review_policy == "policy_of_denial"


@pytest.mark.proves("15 CFR 744.21(b)(1)")
def test_who_is_listed_as_a_military_end_user_is_not_assumed_to_be_none() -> None:
    answer = check({**ABROAD, "end_user_hq_iso2": "SG", "on_meu_list": "yes"}, assume="ordinary")
    assert answer.outcome == "licence_required"
    assert not {"military_end_user", "on_meu_list"} & set(answer.case.assumed)


@pytest.mark.proves("15 CFR 744.15(b)")
def test_a_shipment_without_licence_to_an_unverified_party_needs_its_statement() -> None:
    answer = check({**ABROAD, "end_user_hq_iso2": "SG", "on_unverified_list": "yes"}, assume="ordinary")
    assert answer.outcome == "no_licence_required"
    assert any("UVL statement" in warning.text() for warning in answer.warnings)


@pytest.mark.proves("15 CFR 740.8(b)")
@pytest.mark.parametrize(("needed", "outcome"), [("yes", "licence_required"), ("no", "exception")])
def test_no_exception_lifts_a_licence_for_training(needed: str, outcome: str) -> None:
    given = {"chip": "RTX 4090", "to": "VN", "on": "2026-06-01", "end_user_hq_iso2": "VN", "purchase_order": "yes"}
    use = {"known_end_use": "ai_training_for_military", "military_end_user": "no", "training_needs_licence": needed}
    assert check({**given, **use}, assume="ordinary").outcome == outcome


@pytest.mark.proves("15 CFR 746.6(a)")
def test_an_order_to_ukraine_asks_for_the_region() -> None:
    """The code UA stands for Simferopol and Donetsk too."""
    given = {**ABROAD, "to": "UA", "end_user_hq_iso2": "UA"}
    asked = check(given, assume="ordinary")
    assert (asked.outcome, asked.missing_names) == ("undetermined", ("in_occupied_ukraine",))
    assert check({**given, "in_occupied_ukraine": "no"}, assume="ordinary").outcome == "no_licence_required"
    assert check({**given, "in_occupied_ukraine": "yes"}, assume="ordinary").outcome == "licence_required"
    assert check({**ABROAD, "end_user_hq_iso2": "SG"}, assume="ordinary").outcome == "no_licence_required"


H20 = {"chip": "H20", "to": "CN", "on": "2026-06-01", "end_user_hq_iso2": "CN", "item_kind": "ic"}


@pytest.mark.proves("15 CFR 736.2(b)(1)", "15 CFR 742.15(a)(1)")
@pytest.mark.parametrize("entry", ["3A001", "4A003", "4A004", "4A005", "5A002", "5A004"])
def test_an_item_below_3a090_that_another_entry_describes_is_not_cleared(entry: str) -> None:
    """ "A license is required to export or reexport encryption items ... to all destinations, except Canada"."""
    asked = check({**H20, "described_in": entry}, assume="ordinary")
    assert (asked.outcome, asked.missing_names) == ("undetermined", ("country_chart_requires_licence",))
    told = {**H20, "described_in": entry, "country_chart_requires_licence": "yes"}
    assert check(told, assume="ordinary").deciding_provision == "us/ear/738/other entries"


@pytest.mark.proves("15 CFR 736.2(b)(1)")
def test_nobody_assumes_of_an_item_of_another_entry_that_no_entry_describes_it() -> None:
    asked = check({**H20, "controlled_elsewhere": "yes"}, assume="ordinary")
    assert asked.outcome == "undetermined"
    assert "described_in" in asked.missing_names
    assert check(H20, assume="ordinary").outcome == "no_licence_required"


@pytest.mark.proves("15 CFR 744.23(a)(2)(i)")
@pytest.mark.parametrize(
    ("site", "outcome"), [("CN", "licence_required"), ("TW", "no_licence_required"), ("", "undetermined")]
)
def test_what_counts_is_where_the_fab_stands(site: str, outcome: str) -> None:
    """ "Items ... used in the development or production of ICs destined to a facility located in Macau or ... D:5"."""
    given = {"chip": "RTX 4080", "to": "SG", "on": "2026-06-01", "end_user_hq_iso2": "SG"}
    assert (
        check({**given, "known_end_use": "advanced_node_fab", "fab_site": site}, assume="ordinary").outcome == outcome
    )


@pytest.mark.proves("15 CFR 734.13(b)", "15 CFR 746.8(a)(12)(i)")
@pytest.mark.parametrize(
    ("national", "outcome"),
    [("IR", "licence_required"), ("SY", "licence_required"), ("RU", "no_licence_required"), ("", "undetermined")],
)
def test_a_release_is_an_export_to_the_country_of_the_person(national: str, outcome: str) -> None:
    """ "Any release in the United States ... is a deemed export to the foreign person's most recent country"."""
    given = {"item_kind": "technology", "transaction": "deemed_export", "to": "US", "on": "2026-06-01"}
    answer = check({**given, "end_user_hq_iso2": "US", "national_of": national}, assume="ordinary")
    assert answer.outcome == outcome


@pytest.mark.proves("15 CFR 744.23(a)(3)(ii)")
@pytest.mark.parametrize("transaction", ["reexport", "transfer_in_country"])
def test_technology_of_macau_or_d5_needs_a_licence_to_any_destination(transaction: str) -> None:
    """ "From or within ... D:1, D:4, D:5 ... to any destination worldwide", where 742.6(a)(6)(ii) leaves A:5 out."""
    given = {"item_kind": "technology", "to": "JP", "on": "2026-06-01", "end_user_hq_iso2": "JP"}
    answer = check(
        {**given, "transaction": transaction, "technology_from_d1_d4_or_d5": "yes"},
        assume="ordinary",
    )
    assert (answer.outcome, answer.deciding_provision) == ("licence_required", "us/ear/744.23(a)(3)(ii)")


@pytest.mark.proves("15 CFR 744.23(b)")
@pytest.mark.parametrize("seller", ["NVIDIA Corporation", "Advanced Micro Devices, Inc.", "Intel", "ＡＭＤ", "英伟达"])
def test_nobody_assumes_of_an_addressee_of_letters_that_it_has_none(seller: str) -> None:
    """Who said in public that BIS sent it a letter has one until it says otherwise."""
    told = {"figures_attested": "yes", "designer_approved": "yes"}
    asked = check({**H20, **told, "exporter": seller}, assume="ordinary")
    assert (asked.outcome, asked.missing_names) == ("undetermined", ("letter_recipient",))
    none = check({**H20, **told, "exporter": seller, "letter_recipient": "no"}, assume="ordinary")
    assert none.outcome == "no_licence_required"
    another = check({**H20, **told, "exporter": "Intelligent Systems Ltd"}, assume="ordinary")
    assert another.outcome == "no_licence_required"
