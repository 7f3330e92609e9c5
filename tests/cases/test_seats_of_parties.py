"""A purchaser and a consignee with seats of their own: no order clears by the seat of one of them alone."""

from __future__ import annotations

import polars as pl
import pytest

from chipgate.cases.check import Checker
from chipgate.cases.check_one import check
from chipgate.cases.columns import canonical
from chipgate.cases.seats import never_reached, that_tells_most
from chipgate.cases.tables.frames import HowToJudge, check_frame
from chipgate.law.facts import NOT_APPLICABLE
from chipgate.law.language import AnyOf, Condition
from chipgate.law.provision import Clock
from chipgate.law.us.corpus import us_corpus
from chipgate.law.walking import children, facts_of, walk
from chipgate.readings.verdict import MET, NOT_MET, weigh

SOLD = {
    "chip": "H100",
    "to": "SG",
    "on": "2024-06-01",
    "end_user": "Foo",
    "end_user_hq_iso2": "SG",
    "transaction": "export",
    "purchaser": "Quux Trading",
    "consignee": "Grault",
}
"""An H100 to Singapore needs a licence if any of the parties is headquartered in Macau or D:5 (744.23(a)(3)(i))."""


def outcome(**seats: str) -> str:
    return check({**SOLD, **seats}, assume="ordinary").outcome


@pytest.mark.proves("15 CFR 744.23(a)(3)(i); 734.9(h)(2), note 6")
@pytest.mark.parametrize("reached", ["purchaser_hq", "purchaser_parent_hq", "consignee_hq", "consignee_parent_hq"])
def test_any_seat_that_is_reached_needs_a_licence(reached: str) -> None:
    seats = dict.fromkeys(("purchaser_hq", "purchaser_parent_hq", "consignee_hq", "consignee_parent_hq"), "SG")
    assert outcome(**seats) == "no_licence_required"
    for country in ("CN", "HK", "MO", "ZW"):
        assert outcome(**{**seats, reached: country}) == "licence_required"


@pytest.mark.parametrize("missing", ["purchaser_hq", "purchaser_parent_hq", "consignee_hq", "consignee_parent_hq"])
def test_the_seat_of_one_party_says_nothing_of_another(missing: str) -> None:
    seats = dict.fromkeys(("purchaser_hq", "purchaser_parent_hq", "consignee_hq", "consignee_parent_hq"), "SG")
    for text in ("", "unknown"):
        answer = check({**SOLD, **seats, missing: text}, assume="ordinary")
        kind = "consignee_parent_hq" if "parent" in missing else "consignee_hq"
        assert (answer.outcome, answer.missing_names) == ("undetermined", (kind,))


def test_seats_in_two_countries_of_which_either_may_be_reached_are_asked_about() -> None:
    """Cyprus and Ethiopia: whether they are in D:5 is not settled on every day."""
    both = {"purchaser_parent_hq": "SG", "consignee_parent_hq": "SG"}
    assert outcome(purchaser_hq="ET", consignee_hq="CY", **both) == "undetermined"
    assert outcome(purchaser_hq="DE", consignee_hq="SG", **both) == "no_licence_required"


@pytest.mark.parametrize("party", ["purchaser", "intermediary", "lessee"])
def test_one_party_alone_is_read_by_its_own_columns(party: str) -> None:
    sold = {**SOLD, "purchaser": "", "consignee": "", party: "Quux Trading"}
    told = {**sold, f"{party}_hq": "SG", f"{party}_parent_hq": "SG"}
    assert check(told, assume="ordinary").outcome == "no_licence_required"
    assert check({**told, f"{party}_parent_hq": "CN"}, assume="ordinary").outcome == "licence_required"
    assert check({**told, "consignee": "Grault"}, assume="ordinary").outcome == "undetermined"


def test_a_purchaser_that_is_the_end_user_needs_no_seats_of_its_own() -> None:
    sold = {**SOLD, "purchaser": "FOO", "consignee": ""}
    assert check({**sold, "purchaser_hq": "SG"}, assume="ordinary").outcome == "no_licence_required"
    assert check({**sold, "purchaser_hq": "CN"}, assume="ordinary").outcome == "licence_required"


def test_china_is_reached_by_every_line_and_most_countries_by_none() -> None:
    assert that_tells_most(("SG", None, "CN")) == "CN"
    assert that_tells_most(("SG", None)) is None
    assert that_tells_most(("SG", "AF", NOT_APPLICABLE)) == "AF"
    assert that_tells_most((NOT_APPLICABLE,)) == NOT_APPLICABLE
    assert {"SG", "DE", "US", "TW"} <= never_reached()
    assert never_reached().isdisjoint(("CN", "HK", "MO", "RU", "KH", "ET", "CY", "SY", "IR", "KP", "CU"))


def test_lines_of_the_law_on_these_seats_reach_china_and_none_of_the_countries_that_are_never_reached() -> None:
    """On every day; lines on a seat stand in lists of which one is enough."""
    corpus, seats, found = us_corpus(), frozenset(("consignee_hq", "consignee_parent_hq")), set[str]()
    for day in corpus.change_days:
        law = corpus.on(day, Clock.ON_THE_BOOKS)
        nodes = [node for one in law.provisions.values() for part in one.conditions for node in walk(part)]
        lines = {id(one): one for one in nodes if not children(one) and not seats.isdisjoint(_names(one))}
        for any_of in (node for node in nodes if isinstance(node, AnyOf)):
            for line in (lines.pop(id(part)) for part in any_of.parts if id(part) in lines):
                (name,) = _names(line)
                found.add(name)
                assert all(weigh(any_of, {name: place}, law) is MET for place in ("CN", "HK")), any_of
                assert all(weigh(line, {name: place}, law) is NOT_MET for place in never_reached()), line
        assert not lines
    assert found == seats


def _names(condition: Condition) -> set[str]:
    return {fact.name for fact in facts_of(condition)}


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Purchaser HQ", "purchaser_hq"),
        ("Sold-To HQ", "purchaser_hq"),
        ("Buyer HQ Country", "purchaser_hq"),
        ("Intermediate Consignee HQ", "intermediary_hq"),
        ("Ultimate Consignee HQ", "consignee_hq"),
    ],
)
def test_headings_of_seats_say_whose_they_are(heading: str, name: str) -> None:
    assert canonical(heading) == name


def test_tables_say_the_same_of_seats() -> None:
    seats = [
        (one, other, third) for one in ("SG", "CN", "") for other in ("SG", "ET", "") for third in ("SG", "MO", "")
    ]
    names = ("purchaser_hq", "consignee_hq", "purchaser_parent_hq")
    rows = [{**SOLD, **dict(zip(names, one, strict=True)), "consignee_parent_hq": "SG"} for one in seats]
    checker, wanted = Checker(assume="ordinary"), ("outcome", "missing")
    frame = check_frame(pl.DataFrame(rows), HowToJudge(checker, wanted=wanted, always=True))
    for row, given in zip(frame.select(wanted).iter_rows(), rows, strict=True):
        answer = check(given, checker=checker)
        assert row == (answer.outcome, ";".join(answer.missing_names))
