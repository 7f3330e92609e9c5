"""No assumption clears a buyer whose name is like that of a listed party (744.11, 744.21)."""

from __future__ import annotations

import pytest

from chipgate import Determination, check
from chipgate.cases.columns import canonical
from chipgate.law.us.listed_parties import _SIMPLIFIED, listed_parties


def sold_to(end_user: str, **given: str) -> Determination:
    return check(chip="L20", to="CN", on="2024-06-01", assume="ordinary", end_user=end_user, **given)


def test_a_name_on_the_entity_list_stops_the_assumption_that_nobody_is_listed() -> None:
    answer = sold_to("Huawei Cloud")
    assert (answer.outcome, answer.missing_names) == ("undetermined", ("buyer_itself_listed",))
    assert "Is Huawei Cloud one of these listed parties" in answer.missing[0].words.text()
    assert "buyer_itself_listed" not in answer.case.assumed


def test_what_the_user_says_of_the_party_decides() -> None:
    assert sold_to("Huawei Cloud", buyer_itself_listed="yes").outcome == "licence_required"
    assert sold_to("Inspur", buyer_itself_listed="no").outcome == "no_licence_required"


def test_a_name_that_is_on_no_list_is_left_to_the_assumption() -> None:
    answer = sold_to("Desert Compute LLC")
    assert answer.outcome == "no_licence_required"
    assert not answer.case.like_listed


def test_a_name_on_the_list_of_military_end_users_stops_that_assumption() -> None:
    answer = sold_to("AVIC Aircraft")
    assert "military_end_user" not in answer.case.assumed
    assert answer.outcome == "undetermined"


@pytest.mark.proves("15 CFR 744.21(g): armed services, national guard and police, intelligence organizations")
@pytest.mark.parametrize(
    "name",
    [
        *(
            "PLA",
            "P.L.A. Unit 61398",
            "中国人民解放军",
            "Army Research Lab",
            "Ministry of State Security",
            "Federal police",
        ),
        *("Republic Air Force", "某部队", "Government Intelligence Agency", "公安局", "National Defense Academy"),
    ],
)
@pytest.mark.parametrize("column", ["end_user", "consignee", "purchaser"])
def test_a_name_that_says_it_is_military_stops_that_assumption(name: str, column: str) -> None:
    """It stood on no list, and the assumption that nobody is military cleared it."""
    answer = check({column: name}, chip="L20", to="CN", on="2024-06-01", assume="ordinary")
    assert (answer.outcome, "military_end_user" in answer.case.assumed) == ("undetermined", False)
    assert "military_end_user" in answer.missing_names


@pytest.mark.parametrize(
    "name", ["Artificial Intelligence Lab", "Plano Systems", "Marine Insurance Co", "Grumman Homes"]
)
def test_a_name_that_only_has_such_letters_in_it_is_left_to_the_assumption(name: str) -> None:
    assert "military_end_user" in sold_to(name).case.assumed


def test_the_likeness_is_told_whatever_the_answer() -> None:
    answer = check(chip="H100", to="CN", on="2024-06-01", assume="ordinary", end_user="华为")
    assert answer.outcome == "licence_required"
    assert any("华为" in warning.text() for warning in answer.warnings)


@pytest.mark.parametrize("column", ["consignee", "purchaser", "intermediary", "parent_name"])
def test_the_name_of_any_party_counts(column: str) -> None:
    answer = check({column: "Inspur Group"}, chip="L20", to="CN", on="2024-06-01", assume="ordinary")
    assert answer.outcome == "undetermined"
    assert "buyer_itself_listed" in answer.missing_names


def test_the_name_of_an_owner_opens_its_share() -> None:
    """The Affiliates Rule of 2025-09-29 (90 FR 47201) asks what listed owners hold."""
    given = {"chip": "L20", "to": "CN", "on": "2025-10-15", "buyer_itself_listed": "no"}
    assert check(given, assume="ordinary").outcome == "no_licence_required"
    answer = check(given, assume="ordinary", parent_name="Inspur Group")
    assert (answer.outcome, answer.missing_names) == ("undetermined", ("listed_owner_share",))


def test_a_hit_needs_a_person_whatever_the_answer() -> None:
    answer = check(chip="H100", to="CN", on="2024-06-01", assume="ordinary", end_user="Huawei Cloud")
    assert answer.outcome == "licence_required"
    assert answer.needs_a_person


SOLD_THROUGH = {"chip": "H100", "to": "SG", "on": "2024-06-01", "end_user": "Foo", "end_user_hq_iso2": "SG"}


@pytest.mark.proves("15 CFR 744.23(a)(3)(i)")
@pytest.mark.parametrize("column", ["consignee", "intermediary"])
def test_a_consignee_that_is_named_has_a_headquarters_to_ask_for(column: str) -> None:
    """The ordinary assumption, that the end user is the only consignee, does not stand against a name."""
    assert check(SOLD_THROUGH, assume="ordinary").outcome == "no_licence_required"
    answer = check({**SOLD_THROUGH, column: "Quux Trading"}, assume="ordinary")
    assert (answer.outcome, answer.missing_names) == ("undetermined", ("consignee_hq", "consignee_parent_hq"))
    told = {**SOLD_THROUGH, column: "Quux Trading", "consignee_hq": "SG", "consignee_parent_hq": "SG"}
    assert check(told, assume="ordinary").outcome == "no_licence_required"
    assert check({**told, "consignee_parent_hq": "CN"}, assume="ordinary").outcome == "licence_required"


def test_a_consignee_that_is_the_end_user_asks_nothing() -> None:
    answer = check({**SOLD_THROUGH, "consignee": "foo"}, assume="ordinary")
    assert answer.outcome == "no_licence_required"


@pytest.mark.parametrize("name", ["Ηuawei Technologies", "НUAWEI", "Huаwei", "INSРUR"])
def test_letters_that_look_like_latin_ones_hide_no_name(name: str) -> None:
    """Greek Eta, Cyrillic En, a and Er: a reader sees Huawei and Inspur (Unicode Technical Standard 39)."""
    answer = sold_to(name)
    assert (answer.outcome, answer.missing_names) == ("undetermined", ("buyer_itself_listed",))


@pytest.mark.parametrize(
    "name",
    [
        *("unknown", "TBD", "不详", "?", "TBC", "Unknown customer", "end user unknown", "to be confirmed", "未知客户"),
        *("#N/A", "#REF!", "????", "???? (Shenzhen)", "\ufffd\ufffd\ufffd", "--", "...", "\u200b", "N.A.", "(blank)"),
        *("undisclosed", "保密", "Same as above", "同上", "〃", '"', "ditto", "various", "0", "100234"),
    ],
)
@pytest.mark.parametrize("column", ["end_user", "consignee", "purchaser", "intermediary", "parent_name"])
def test_nobody_assumes_of_a_party_called_unknown_that_it_is_not_listed(column: str, name: str) -> None:
    answer = check({column: name}, chip="L20", to="CN", on="2024-06-01", assume="ordinary")
    assert answer.outcome == "undetermined"
    assert {"buyer_itself_listed", "military_end_user"} <= set(answer.missing_names)


def test_a_party_that_nobody_spoke_of_is_left_to_the_assumption() -> None:
    assert check(chip="L20", to="CN", on="2024-06-01", assume="ordinary", end_user="").outcome == "no_licence_required"


@pytest.mark.parametrize("column", ["end_user", "consignee", "purchaser"])
def test_a_party_that_must_be_there_is_not_none(column: str) -> None:
    assert check({column: "none"}, chip="L20", to="CN", on="2024-06-01", assume="ordinary").outcome == "undetermined"


@pytest.mark.parametrize("column", ["parent_name", "intermediary"])
def test_a_party_that_need_not_be_there_may_be_none(column: str) -> None:
    answer = check({column: "none"}, chip="L20", to="CN", on="2024-06-01", assume="ordinary")
    assert answer.outcome == "no_licence_required"


@pytest.mark.proves("15 CFR 744.23(a)(3)(i)")
@pytest.mark.parametrize("name", ["TBD", "#N/A", "????"])
@pytest.mark.parametrize("column", ["consignee", "intermediary"])
def test_a_consignee_called_unknown_may_be_headquartered_anywhere(column: str, name: str) -> None:
    given = {
        **SOLD_THROUGH,
        "buyer_itself_listed": "no",
        "military_end_user": "no",
        "on_meu_list": "no",
        "on_unverified_list": "no",
        column: name,
    }
    answer = check(given, assume="ordinary")
    assert (answer.outcome, answer.missing_names) == ("undetermined", ("consignee_hq", "consignee_parent_hq"))


@pytest.mark.parametrize("name", ["H.U.A.W.E.I.", "h u a w e i", "S.M.I.C.", "S M I C (Beijing)"])
def test_letters_set_apart_hide_no_name(name: str) -> None:
    answer = sold_to(name)
    assert (answer.outcome, answer.missing_names) == ("undetermined", ("buyer_itself_listed",))


@pytest.mark.parametrize("name", ["Mobile 4711", "Unkai Systems", "X Corp", "3M", "Same Day Ltd"])
def test_names_that_only_look_so_are_names(name: str) -> None:
    assert sold_to(name).case.assumed["military_end_user"]


@pytest.mark.parametrize(
    "name", ["華為", "華爲技術有限公司", "寒武紀", "中國科學院計算技術研究所", "國防科技大學", "華 為"]
)
def test_traditional_characters_hide_no_name(name: str) -> None:
    """As a buyer in Hong Kong or Taiwan writes it."""
    answer = sold_to(name)
    assert (answer.outcome, answer.missing_names) == ("undetermined", ("buyer_itself_listed",))


def test_every_character_of_the_lists_is_a_simplified_one() -> None:
    """So a name in traditional characters is compared in the form that the lists have."""
    listed = "".join(name for party in listed_parties() for name in party.names)
    assert listed.translate(_SIMPLIFIED) == listed


# 744.21(a)(1): a Chinese military end user counts "wherever located"; outside China "limited to entities identified on
# the 'Military End-User' (MEU) List".

ABROAD = {"chip": "RTX 4080", "to": "SG", "on": "2026-06-01", "end_user_hq": "CN", "end_user_parent_hq": "CN"}


@pytest.mark.proves("15 CFR 744.21(a)(1)", "15 CFR 744.21(b)(1)(ii)")
def test_a_listed_military_end_user_counts_wherever_it_is_located() -> None:
    answer = check(
        {**ABROAD, "end_user": "AVIC Aircraft", "buyer_itself_listed": "no", "named_in_744_22": "no"}, assume="ordinary"
    )
    assert (answer.outcome, answer.missing_names) == ("undetermined", ("on_meu_list",))
    assert check({**ABROAD, "on_meu_list": "yes"}, assume="ordinary").outcome == "licence_required"
    assert check({**ABROAD, "on_meu_list": "yes"}, assume="ordinary").deciding_provision == "us/ear/744.21(b)(1)(ii)"


@pytest.mark.proves("15 CFR 744.21(a)(1)")
def test_nobody_assumes_of_a_military_end_user_that_it_is_not_listed() -> None:
    answer = check({**ABROAD, "military_end_user": "yes", "named_in_744_22": "no"}, assume="ordinary")
    assert (answer.outcome, answer.missing_names) == ("undetermined", ("on_meu_list",))
    told = {**ABROAD, "military_end_user": "yes", "on_meu_list": "no", "named_in_744_22": "no"}
    assert check(told, assume="ordinary").outcome == "no_licence_required"


@pytest.mark.proves("15 CFR 744.21(c)")
def test_no_exception_opens_for_a_listed_military_end_user() -> None:
    given = {"chip": "RTX 4090", "to": "VN", "on": "2026-06-01", "end_user_hq_iso2": "VN", "purchase_order": "yes"}
    assert check(given, assume="ordinary").outcome == "exception"
    assert check({**given, "on_meu_list": "yes"}, assume="ordinary").outcome == "licence_required"


@pytest.mark.proves("15 CFR 744.22(a)")
def test_military_intelligence_abroad_counts_whatever_the_use() -> None:
    """ "Wherever located": the Reconnaissance General Bureau in Singapore is a party, though the use is ordinary."""
    given = {"chip": "RTX 4080", "to": "SG", "on": "2026-06-01", "end_user_hq_iso2": "KP", "military_end_user": "yes"}
    asked = check({**given, "on_meu_list": "no"}, assume="ordinary")
    assert (asked.outcome, asked.missing_names) == ("undetermined", ("named_in_744_22",))
    told = {**given, "on_meu_list": "no", "named_in_744_22": "yes"}
    assert check(told, assume="ordinary").outcome == "licence_required"


# 740.2(a)(17): no exception where a party "is listed on the Unverified List".

UNDER_ACA = {"chip": "RTX 4090", "to": "VN", "on": "2026-06-01", "end_user_hq_iso2": "VN", "purchase_order": "yes"}


@pytest.mark.proves("15 CFR 740.2(a)(17)")
def test_no_exception_opens_for_a_party_on_the_unverified_list() -> None:
    assert check(UNDER_ACA, assume="ordinary").outcome == "exception"
    asked = check({**UNDER_ACA, "end_user": "Al Kabiru Trading LLC"}, assume="ordinary")
    assert (asked.outcome, asked.missing_names) == ("undetermined", ("on_unverified_list",))
    assert check({**UNDER_ACA, "on_unverified_list": "yes"}, assume="ordinary").outcome == "licence_required"


@pytest.mark.proves("15 CFR 744.15")
def test_a_party_on_the_unverified_list_needs_no_licence_for_that_alone() -> None:
    given = {"chip": "RTX 4080", "to": "VN", "on": "2026-06-01", "on_unverified_list": "yes"}
    assert check(given, assume="ordinary").outcome == "no_licence_required"


@pytest.mark.proves("15 CFR 734.9(h)(2) Note 6")
@pytest.mark.parametrize("column", ["purchaser", "intermediary", "consignee"])
def test_the_headquarters_of_every_party_count(column: str) -> None:
    """ "Is a party to any transaction ... e.g., as a purchaser, intermediate consignee, ultimate consignee ..."."""
    given = {"chip": "H100", "to": "SG", "on": "2026-06-01", "end_user": "Stadtwerke Ulm", "end_user_hq_iso2": "SG"}
    assert check({**given, column: "Stadtwerke Ulm"}, assume="ordinary").outcome == "no_licence_required"
    asked = check({**given, column: "Kanton Bern"}, assume="ordinary")
    assert (asked.outcome, asked.missing_names[0]) == ("undetermined", "consignee_hq")
    told = {**given, column: "Kanton Bern", "consignee_hq": "SG"}
    assert check({**told, "consignee_parent_hq": "CN"}, assume="ordinary").outcome == "licence_required"
    assert check({**told, "consignee_parent_hq": "SG"}, assume="ordinary").outcome == "no_licence_required"


@pytest.mark.proves("15 CFR 744.22(a)")
def test_military_intelligence_counts_as_a_purchaser_or_consignee_too() -> None:
    """ "For a ... Chinese ... military-intelligence end user ..., wherever located"."""
    given = {"chip": "RTX 4080", "to": "SG", "on": "2026-06-01", "end_user_hq_iso2": "SG", "military_end_user": "yes"}
    behind = {**given, "on_meu_list": "no", "consignee_hq": "CN", "consignee_parent_hq": "CN"}
    asked = check(behind, assume="ordinary")
    assert (asked.outcome, asked.missing_names) == ("undetermined", ("named_in_744_22",))
    assert check({**behind, "named_in_744_22": "yes"}, assume="ordinary").outcome == "licence_required"


@pytest.mark.proves("15 CFR 744.23(a)(3)(i)")
@pytest.mark.parametrize("heading", ["Lessee", "Tenant", "Tenant Name", "租户"])
def test_a_lessee_uses_what_is_shipped_to_another(heading: str) -> None:
    """A datacenter that lets its chips ships them to nobody: who rents them is looked up, and asked for."""
    given = {**SOLD_THROUGH, canonical(heading) or heading: "Quux Cloud"}
    answer = check(given, assume="ordinary")
    assert (answer.outcome, answer.missing_names) == ("undetermined", ("consignee_hq", "consignee_parent_hq"))
    assert (
        check({**given, "lessee_hq": "SG", "lessee_parent_hq": "SG"}, assume="ordinary").outcome
        == "no_licence_required"
    )
    assert check({**given, "lessee_hq": "CN"}, assume="ordinary").outcome == "licence_required"
    listed = check({**given, "lessee": "Huawei Cloud"}, assume="ordinary")
    assert "buyer_itself_listed" in listed.missing_names
    for nobody in ("none", "无", "foo"):
        assert check({**given, "lessee": nobody}, assume="ordinary").outcome == "no_licence_required"


@pytest.mark.parametrize("column", ["intermediary", "lessee"])
def test_a_party_that_is_none_has_no_seat_to_ask_for(column: str) -> None:
    for none in ("none", "None", "nil", "无"):
        assert check({**SOLD_THROUGH, column: none}, assume="ordinary").outcome == "no_licence_required"
    for unknown in ("n/a", "unknown", "不适用", "no"):
        assert check({**SOLD_THROUGH, column: unknown}, assume="ordinary").outcome == "undetermined"
