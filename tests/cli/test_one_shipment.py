"""`chipgate check` on one shipment, as somebody types it: answers, faults, and options that do not fit."""

from __future__ import annotations

import json

import pytest

from .conftest import Chipgate

H20 = ("check", "--chip", "H20", "--to", "CN")

FAULTS = [
    (("--chip", "HH20", "--on", "2024-06-01"), "no chip named 'HH20' in the catalogue. Did you mean 'H20' or 'H200'"),
    (("--on", "2022-10-01"), "--on: 2022-10-01 lies before 2022-10-21, the first day that is modelled"),
    (("--to", "Atlantis", "--on", "2024-06-01"), "--to: no country 'Atlantis'."),
    (("--on", "01/02/2024"), "--on: '01/02/2024' can be read in two ways; write the day in ISO form"),
    (("--on", "2024-06-31"), "--on: '2024-06-31' is not a day that exists"),
    (("--on", "2024-06-01", "--fact", "tpp=-1"), "tpp: '-1' is negative; write a number of zero or more"),
    (("--on", "2024-06-01", "--fact", "nonsense=1"), "facts: no fact 'nonsense'; "),
    (("--on", "2024-06-01", "--fact", "tpp"), "facts: 'tpp' is no fact with a value; write name=value"),
    (("--on", "2024-06-01", "--fact", "tpp=1", "--fact", "tpp=2"), "'tpp=2' contradicts what stands before it"),
    (("--units", "3", "--fact", "units=4"), "facts: units=4 differs from units '3' beside it; keep one"),
    (("--units", "many"), "--units: 'many' is not a decimal number"),
    (("--kind", "gift"), "--kind: 'gift' is no transaction; write one of: "),
    (("--item-kind", "spaceship"), "--item-kind: 'spaceship' is no item_kind; write one of: ic,"),
    (("--end-user-hq", "Nowhere"), "--end-user-hq: no country 'Nowhere'"),
    (("--chip", "RTX PRO 6000"), "chip 'RTX PRO 6000' can mean "),
]


@pytest.mark.parametrize(("options", "message"), FAULTS, ids=[" ".join(options)[:40] for options, _ in FAULTS])
def test_a_fault_is_one_message(chipgate: Chipgate, options: tuple[str, ...], message: str) -> None:
    given = (("--chip", "H20"), ("--to", "CN"))
    rest = [word for flag, text in given if flag not in options for word in (flag, text)]
    ran = chipgate("check", *rest, *options)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("chipgate: ")
    assert message in ran.err


USAGE = [
    ((), "give a file of orders, or at least --chip, --to and --on"),
    (("orders.csv", "--chip", "H20"), "give either a file of orders ('orders.csv') or the options of one shipment"),
    (("orders.csv", "--fact", "tpp=1"), "--fact: for one shipment only; in a file, facts stand in columns"),
    (("orders.csv", "--full"), "--full: for one shipment only"),
    (("--chip", "H20", "-o", "out.csv"), "--output: for a file of orders only"),
    (("--chip", "H20", "--dry-run", "--rejects", "r.csv"), "--rejects, --dry-run: for a file of orders only"),
    (
        ("--chip", "H20", "--fail-on", "license_required"),
        "name one of no_licence_required, exception, licence_required",
    ),
    (("--chip", "H20", "--chip", "H100"), "given 2 times (H20, H100); keep one, or put the orders in a file"),
    (("--chip", "H20", "--assume", "everything"), "'everything' is not one of 'nothing', 'ordinary'"),
    (("--chip", "H20", "--clock", "noon"), "'noon' is not one of 'as_enforced', 'on_the_books'"),
    (("--chip", "H20", "--chips", "none.toml"), "'none.toml' does not exist"),
    (("--chips",), "requires an argument"),
]


@pytest.mark.parametrize(("options", "message"), USAGE, ids=[" ".join(options)[:40] or "none" for options, _ in USAGE])
def test_options_that_do_not_fit(chipgate: Chipgate, options: tuple[str, ...], message: str) -> None:
    ran = chipgate("check", *options)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


SYSTEM = "A server, board or rack is judged by the chip in it: name that chip, and give item_kind computer."


@pytest.mark.parametrize(
    ("name", "meant", "is_a_system"),
    [
        ("DGX H100", "Did you mean 'H100' or", True),
        ("HGX H20", "Did you mean 'H20' or", True),
        ("GB200 NVL72", "Did you mean 'GB200' or", True),
        ("H20 (not H100)", "Did you mean 'H100' or 'H20' or", False),
        ("H100/H20", "Did you mean 'H100' or 'H20' or", False),
        ("HH20", "Did you mean 'H20' or 'H200'", False),
    ],
)
def test_a_name_with_the_name_of_a_chip_in_it_leads_to_that_chip(
    chipgate: Chipgate, name: str, meant: str, is_a_system: bool
) -> None:
    ran = chipgate("check", "--chip", name, "--to", "CN", "--on", "2026-09-01")
    assert ran.code == 2
    assert meant in ran.err
    assert (SYSTEM in ran.err) is is_a_system


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("chek",), "no command 'chek'. Did you mean 'check'?"),
        (("worksheet",), "Missing argument 'CHIP'"),
        (("worksheet", "HH20"), "no chip named 'HH20' in the catalogue. Did you mean 'H20'"),
        (("chips", "HH20"), "no chip named 'HH20' in the catalogue. Did you mean 'H20'"),
        (("chips", "--vendor", "Nvida"), "no chip of vendor 'Nvida' in the catalogue; the vendors are AMD,"),
        (("facts", "exporterr"), "no fact or column has 'exporterr' in its name. Did you mean 'exporter'"),
    ],
)
def test_a_wrong_name_gives_near_names(chipgate: Chipgate, arguments: tuple[str, ...], message: str) -> None:
    ran = chipgate(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize(
    "options", [("--chip", "H20"), ("--to", "CN"), ("--fact", "tpp=4992"), ("--chip", "H20", "--to", "CN")]
)
def test_without_a_day_the_day_is_asked_for(chipgate: Chipgate, form: str, options: tuple[str, ...]) -> None:
    ran = chipgate("check", *options, "--format", form)
    assert ran.code == 0
    if form == "json":
        answer = json.loads(ran.out)
        assert answer["outcome"] == "undetermined"
        assert [question["fact"] for question in answer["missing"]] == ["as_of"]
    else:
        assert "UNDETERMINED" in ran.out
        assert "On which day is the item shipped?" in ran.out


def test_what_is_missing_for_the_review_is_asked_in_words(chipgate: Chipgate) -> None:
    """A licence for Kazakhstan (D:4) is certain; its review hangs on what was licensed (742.6(b)(10)(iii)(B))."""
    case = ("check", "--chip", "B200", "--to", "KZ", "--on", "2026-09-01", "--kind", "export", "--assume", "ordinary")
    lines = chipgate(*case, "--end-user-hq", "KZ", "--end-user-parent-hq", "KZ", "--units", "512").out.splitlines()
    asked = lines[lines.index("  for the review of an application:") + 1]
    assert asked.startswith("    country_cumulative_tpp_2025_2027: How much TPP")


# The arms embargo on Cyprus was suspended to 2026-09-30 (22 CFR 126.1(r)); whether it is in D:5 after that is open.
@pytest.mark.parametrize("fact", ["end_user_hq", "end_user_parent_hq"])
def test_a_country_that_was_given_is_not_asked_for_again(chipgate: Chipgate, fact: str) -> None:
    case = ("check", "--chip", "H100", "--to", "CY", "--on", "2026-11-28", "--kind", "export", "--assume", "ordinary")
    ran = chipgate(*case, "--end-user-hq", "CY", "--end-user-parent-hq", "CY")
    (asked,) = (line for line in ran.out.splitlines() if line.startswith(f"  {fact}: "))
    assert "CY was given" in asked
    assert "not settled on this day" in asked
    silent = chipgate(*case).out  # a headquarters that nobody gave is asked for as ever
    assert f"  {fact}: Where is" in silent


# H100: 1979 dense FP8 TOPS x 8 bits = 15832 TPP. H20: 296 x 8 = 2368 TPP on 814 mm2, density 2.91.
@pytest.mark.parametrize(
    ("chip", "day", "outcome", "deciding"),
    [
        ("H100", "2024-06-01", "licence_required", "us/ear/742.6(a)(6)(iii)"),
        ("H20", "2024-06-01", "no_licence_required", "us/ear/3A090.a"),
    ],
)
def test_words_in_both_languages_are_one_answer(
    chipgate: Chipgate, chip: str, day: str, outcome: str, deciding: str
) -> None:
    answers = []
    for place, hq in (("CN", "CHN"), ("China", "中国"), ("中国", "people's republic of china"), ("cn", "China")):
        options = ("--to", place, "--on", day, "--end-user-hq", hq, "--end-user-parent-hq", hq)
        ran = chipgate("check", "--chip", chip, *options, "--assume", "ordinary", "--format", "json")
        answers.append(json.loads(ran.out))
    assert all(answer == answers[0] for answer in answers)
    assert (answers[0]["outcome"], answers[0]["deciding_provision"]) == (outcome, deciding)


def test_every_option_of_a_shipment_reaches_the_answer(chipgate: Chipgate) -> None:
    """Options are columns: what stands in one row of a file gives the same answer."""
    options = {
        "--chip": "H200",
        "--to": "CN",
        "--on": "2026-03-01",
        "--kind": "reexport",
        "--item-kind": "ic",
        "--units": "1000",
        "--end-user": "Acme Ltd",
        "--end-user-hq": "CN",
        "--end-user-parent-hq": "CN",
        "--end-use": "gaming",
        "--exporter": "other",
    }
    facts = ("cert_dd_complete=yes", "volume_ratio=0.30", "us_lab_test=yes", "military_end_user=no")
    words = [word for pair in options.items() for word in pair]
    ran = chipgate("check", *words, *(word for fact in facts for word in ("--fact", fact)), "--format", "json")
    as_facts = [
        *("transaction=reexport", "item_kind=ic", "units=1000", "end_user=Acme Ltd", "end_user_hq=CN"),
        *("end_user_parent_hq=CN", "known_end_use=ordinary", "exporter=other", "destination=中国", "date=2026-03-01"),
        *("gpu=H200", *facts),
    ]
    again = chipgate("check", *(word for fact in as_facts for word in ("--fact", fact)), "--format", "json")
    assert ran.code == again.code == 0
    told, told_again = json.loads(ran.out), json.loads(again.out)
    for answer in (told, told_again):
        answer["figures"].sort(key=lambda figure: figure["fact"])  # figures stand in the order in which they are given
    assert told == told_again


def test_full_reasons_hold_the_short_ones_and_more(chipgate: Chipgate) -> None:
    options = ("--on", "2024-06-01", "--assume", "ordinary")
    short, full = chipgate(*H20, *options), chipgate(*H20, *options, "--full")
    assert len(full.out.splitlines()) > len(short.out.splitlines())
    assert short.out.splitlines()[:2] == full.out.splitlines()[:2]


def test_the_clock_is_named_and_can_be_chosen(chipgate: Chipgate) -> None:
    """The AI diffusion rule stood in the text from 2025-05-15 and was not enforced."""
    poland = ("--to", "PL", "--end-user-hq", "PL", "--end-user-parent-hq", "PL")
    options = ("check", "--chip", "H100", *poland, "--on", "2025-08-01", "--assume", "ordinary", "--format", "json")
    told = {clock: json.loads(chipgate(*options, "--clock", clock).out) for clock in ("as_enforced", "on_the_books")}
    for clock, answer in told.items():
        other = next(one for name, one in told.items() if name != clock)
        assert answer["clock"] == clock
        assert answer["other_clock"] == {"clock": other["clock"], "outcome": other["outcome"]}
    assert told["as_enforced"]["outcome"] != told["on_the_books"]["outcome"]


OUTCOMES = [
    (("H100", "CN", "2024-06-01"), "licence_required"),
    (("H20", "DE", "2024-06-01"), "no_licence_required"),
    (("H100", "SG", "2024-06-01"), "undetermined"),
]


@pytest.mark.parametrize(("shipment", "outcome"), OUTCOMES)
def test_fail_on_an_outcome(chipgate: Chipgate, shipment: tuple[str, str, str], outcome: str) -> None:
    chip, place, day = shipment
    assume = ("--assume", "nothing" if outcome == "undetermined" else "ordinary")
    options = ("check", "--chip", chip, "--to", place, "--on", day, *assume)
    for named in ("licence_required", "exception", "undetermined", "no_licence_required", "rejected"):
        ran = chipgate(*options, "--fail-on", named)
        assert ran.code == (1 if named == outcome else 0)
        assert ran.out
    both = ("--fail-on", "exception", "--fail-on", outcome)
    assert chipgate(*options, *both).code == 1
