"""A reform in TOML is the reform that it says; a file with faults names every one of them, with its place."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from chipgate.errors import BadReform
from chipgate.law.language import (
    Compared,
    Condition,
    HighestOf,
    IsTrue,
    Satisfies,
    all_of,
    any_of,
    at_least,
    at_most,
    is_not,
    is_true,
    less_than,
    limit,
    more_than,
    one_of,
    para,
    under,
    unless,
    within,
)
from chipgate.law.language import SumOf as Sum
from chipgate.law.provision import (
    Days,
    Describes,
    Mark,
    OpensException,
    Provision,
    RequiresLicence,
    SetsReview,
    Standing,
)
from chipgate.law.reform import AddProvision, EndProvision, Reform, SetLimit, reformed
from chipgate.law.reform_file import read_reform, reform_of
from chipgate.law.us.corpus import us_corpus
from chipgate.readings.sentence import printed

FACTS = us_corpus().facts
EXAMPLES = sorted((Path(__file__).parents[2] / "docs" / "tutorials" / "data").glob("*.toml"))

HEAD = """
[[add]]
id = "us/reform/trial"
title = "A trial"
since = 2026-10-01
gives = "licence"
"""


def read(text: str) -> Reform:
    return reform_of(text, "trial.toml", us_corpus())


def added(text: str) -> Provision:
    (change,) = read(text).changes
    assert isinstance(change, AddProvision)
    return change.provision


def condition(when: str) -> Condition:
    return added(f"{HEAD}when = {when}").when


def faults(text: str) -> list[str]:
    with pytest.raises(BadReform) as refused:
        read(text)
    first, *rest = str(refused.value).splitlines()
    assert first == f"trial.toml: {len(rest)} fault{'s' if len(rest) > 1 else ''}"
    return [one.removeprefix("  - ") for one in rest]


def test_limits_and_ends() -> None:
    text = """
name = "Lower"
[limits]
"us/ear/3A090.b.1#density" = 5.92
"us/ear/3A090.b.1#tpp" = 2_000
"us/letters/2025-04#dram" = "1,200 GB/s"
[end]
"us/ear/740.8 NAC" = 2026-09-01
"us/ear/3A090.c" = "2026-10-01"
"""
    assert read(text) == Reform(
        "Lower",
        (
            EndProvision("us/ear/740.8 NAC", date(2026, 9, 1)),
            EndProvision("us/ear/3A090.c", date(2026, 10, 1)),
            SetLimit("us/ear/3A090.b.1#density", Fraction(148, 25)),
            SetLimit("us/ear/3A090.b.1#tpp", 2000),
            SetLimit("us/letters/2025-04#dram", 1200),
        ),
    )


@pytest.mark.parametrize("number", ["0.1", "5.92", "1e3", "0.30000000000000004", "4_800.5"])
def test_a_number_is_the_decimal_that_is_typed(number: str) -> None:
    """5.92 is 592/100, and no binary fraction near it."""
    (change,) = read(f'[limits]\n"us/ear/3A090.b.1#density" = {number}').changes
    assert change == SetLimit("us/ear/3A090.b.1#density", Fraction(number.replace("_", "")))


TPP, DRAM, IO = FACTS["tpp"], FACTS["dram_bandwidth_gb_s"], FACTS["io_gb_s"]
PLACE, KIND, DATACENTER = FACTS["destination_iso2"], FACTS["item_kind"], FACTS["datacenter"]


def named(end: str, value: str | int) -> object:
    return limit(f"us/reform/trial#{end}", value)


CONDITIONS = {
    '{ fact = "tpp", at_least = 4800 }': at_least(TPP, limit("us/reform/trial#tpp", 4800)),
    '{ fact = "tpp", more_than = 4800.5 }': more_than(TPP, limit("us/reform/trial#tpp", "4800.5")),
    '{ fact = "tpp", at_most = "4,800" }': at_most(TPP, limit("us/reform/trial#tpp", 4800)),
    '{ fact = "io_gb_s", less_than = "600 GB/s", limit = "us/x#io" }': less_than(IO, limit("us/x#io", 600)),
    '{ fact = "tpp", at_least = 1, less_than = 2 }': all_of(
        at_least(TPP, limit("us/reform/trial#tpp", 1)), less_than(TPP, limit("us/reform/trial#tpp.2", 2))
    ),
    '{ sum_of = ["dram_bandwidth_gb_s", "io_gb_s"], at_least = 1700 }': at_least(
        Sum((DRAM, IO)), limit("us/reform/trial#dram_bandwidth_gb_s+io_gb_s", 1700)
    ),
    '{ highest_of = ["dram_bandwidth_gb_s", "io_gb_s"], at_least = 1 }': at_least(
        HighestOf((DRAM, IO)), limit("us/reform/trial#dram_bandwidth_gb_s+io_gb_s", 1)
    ),
    '{ fact = "item_kind", one_of = ["ic", "computer"] }': one_of(KIND, "ic", "computer"),
    '{ fact = "destination_iso2", one_of = "越南" }': one_of(PLACE, "VN"),
    '{ fact = "destination_iso2", within = ["D:5", "E:1"] }': within(PLACE, "D:5", "E:1"),
    '{ is_true = "datacenter" }': is_true(DATACENTER),
    '{ under = "us/ear/3A090.a" }': under("us/ear/3A090.a"),
    '{ under = ["us/ear/3A090.a", "us/ear/3A090.b"] }': under("us/ear/3A090.a", "us/ear/3A090.b"),
    '{ satisfies = "us/ear/3A090 Note 2" }': Satisfies("us/ear/3A090 Note 2"),
    '{ not = { is_true = "datacenter" }, para = "a.1" }': para("a.1", is_not(is_true(DATACENTER))),
    '{ rule = { is_true = "datacenter" }, unless = { is_true = "published" } }': unless(
        is_true(DATACENTER), is_true(FACTS["published"])
    ),
    '{ any_of = [{ is_true = "datacenter" }, { all_of = [{ is_true = "published" }] }] }': any_of(
        is_true(DATACENTER), all_of(is_true(FACTS["published"]))
    ),
}


@pytest.mark.parametrize(("written", "meant"), CONDITIONS.items())
def test_a_condition_is_read_as_its_node(written: str, meant: Condition) -> None:
    assert condition(written) == meant


def test_every_field_of_an_added_provision() -> None:
    text = """
[[add]]
id = "us/reform/trial"
title = "A trial"
cite = "a draft"
since = 2026-10-01
until = 2027-10-01
published = 2026-09-01
compliance_from = 2026-11-01
not_enforced_from = 2027-06-01
stayed = [{ since = 2027-01-01, until = 2027-02-01 }]
gives = "licence"
standing = "letter"
mark = "reading"
source = "S9"
note = "A note."
about = { fact = "item_kind", one_of = "ic" }
when = { is_true = "datacenter" }
"""
    found = added(text)
    assert (found.cite, found.source, found.note) == ("a draft", "S9", "A note.")
    assert (found.standing, found.mark, found.gives) == (Standing.LETTER, Mark.READING, RequiresLicence())
    assert (found.subject, found.when) == (one_of(KIND, "ic"), IsTrue(DATACENTER))
    binds = found.binds
    assert binds.in_force == Days(date(2026, 10, 1), date(2027, 10, 1))
    assert binds.stayed == (Days(date(2027, 1, 1), date(2027, 2, 1)),)
    assert (binds.published, binds.compliance_from) == (date(2026, 9, 1), date(2026, 11, 1))
    assert binds.not_enforced_from == date(2027, 6, 1)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('{ eccn = "3A090.d" }', Describes("3A090.d")),
        ('{ exception = "XYZ" }', OpensException("XYZ")),
        ('{ review = "presumption_of_denial" }', SetsReview("presumption_of_denial")),
    ],
)
def test_what_a_provision_brings_about(written: str, meant: object) -> None:
    text = HEAD.replace('"licence"', written) + 'when = { is_true = "datacenter" }'
    assert added(text).gives == meant


def test_a_proposal_is_made_law() -> None:
    reform = read('[enact]\n"us/proposals/SAFE Chips Act" = 2026-09-01')
    bill, law = reformed(us_corpus(), reform).history("us/proposals/SAFE Chips Act")
    assert (bill.standing, bill.binds.in_force.until) == (Standing.PROPOSAL, date(2026, 9, 1))
    assert (law.standing, law.binds.in_force.since, law.when) == (Standing.LAW, date(2026, 9, 1), bill.when)


def test_an_added_provision_may_refer_to_another_one_that_is_added() -> None:
    second = HEAD.replace("trial", "other") + 'when = { under = "us/reform/trial" }\n'
    reform = read(HEAD + 'when = { is_true = "datacenter" }\n' + second)
    assert len(reform.changes) == 2


BAD = {
    '[limits]\n"us/ear/3A090.b.1#ttp" = 1': "no limit has that name. Did you mean 'us/ear/3A090.b.1#tpp'",
    '[limits]\n"us/ear/3A090.b.1#tpp" = "many"': "must be a number like 4800 or 5.92, not 'many'",
    '[limits]\n"us/ear/3A090.b.1#tpp" = nan': "must be a number like 4800 or 5.92, not 'nan'",
    '[limits]\n"us/ear/3A090.b.1#tpp" = true': "must be a number",
    '[limits]\n"us/ear/3A090.b.1#tpp" = -1': "a limit is not negative",
    '[limits]\n"us/letters/2025-04#dram" = "1.2 TB/s"': "'TB/s' is not its unit: it counts in GB/s; convert the number",
    'limits = "all"': '[limits]: must be a table with lines like "NAME" = 2000',
    '[end]\n"us/ear/740.8 NCA" = 2026-09-01': "no provision has that id. Did you mean 'us/ear/740.8 NAC'",
    '[end]\n"us/ear/3A090.c" = 2020-01-01': "is not in force on 2020-01-01",
    '[end]\n"us/ear/3A090.c" = "soon"': "'soon' is not a day; write it like 2026-10-01",
    '[end]\n"us/ear/3A090.c" = 2026-10-01T10:00:00': "is not a day",
    '[enact]\n"us/ear/3A090.c" = 2026-10-01': "is no proposal but law already",
    '[enact]\n"us/proposals/Chip Security Act" = 2026-10-01': "has no text on record that could be made law",
    '[enact]\n"us/proposals/SAFE Chips Act" = 2025-01-01': "the proposal is of 2025-12-04; name a later day",
    '[ends]\n"us/ear/3A090.c" = 2026-10-01': "unknown word 'ends'. Did you mean 'end'",
    "name = 5\n": 'name: must be a text, like name = "A lower limit"',
    "": "changes nothing; write [limits], [end], [enact] or [[add]]",
    "[add]\nid = 5": "add: begin each added provision with a line [[add]]",
    "limits = [": "is not valid TOML: ",
}


@pytest.mark.parametrize(("text", "wrong"), BAD.items())
def test_a_fault_says_what_is_wrong(text: str, wrong: str) -> None:
    (found,) = faults(text)
    assert wrong in found


BAD_CONDITIONS = {
    '{ fact = "tp", at_least = 1 }': "when.fact: no fact 'tp'. Did you mean 'tpp'",
    '{ fact = "tpp", atleast = 1 }': "when: unknown word 'atleast'. Did you mean 'at_least'",
    '{ fact = "tpp" }': "when: says nothing about fact; add one of at_least",
    '{ fact = "tpp", at_least = "1 GB/s" }': "'GB/s' is not its unit: it has no unit",
    '{ fact = "tpp", at_least = inf }': "must be a number like 4800",
    '{ fact = "datacenter", at_least = 1 }': "datacenter is a flag, and is not held against a number",
    '{ fact = ["tpp", "io_gb_s"], at_least = 1 }': "names several facts; write sum_of or highest_of",
    '{ sum_of = ["tpp", "io_gb_s"], at_least = 1 }': "have different units",
    '{ sum_of = ["tpp"], one_of = ["ic"] }': "goes with one fact, not with sum_of",
    '{ fact = "tpp", one_of = ["ic"] }': "tpp is a number, and one_of goes with a choice or a country",
    '{ fact = "item_kind", one_of = ["chip"] }': "item_kind has no value 'chip'",
    '{ fact = "destination_iso2", one_of = ["Chnia"] }': "no country 'Chnia'. Did you mean 'China'",
    '{ fact = "destination_iso2", within = ["D5"] }': "no country group 'D5'. Did you mean 'D:5'",
    '{ fact = "item_kind", within = ["D:5"] }': "item_kind is a choice, and within goes with a country",
    '{ is_true = "tpp" }': "tpp is a number, and this needs a flag",
    '{ under = "us/ear/3A090.x" }': "no provision 'us/ear/3A090.x'",
    "{ under = 5 }": "must be a text or a list of texts, not 5",
    "{ all_of = [] }": "when.all_of: must be a list with at least one condition",
    '{ all_of = [{ is_true = "published" }, 5] }': "when.all_of[2]: must be a table like",
    '{ rule = { is_true = "published" } }': "rule and unless go together; unless is missing",
    "{}": "when: says nothing; write {",
    '{ is_true = "published", under = "us/ear/3A090.a" }': "says is_true and under at once; join them with all_of",
    '{ is_true = "published", at_least = 4 }': "when.at_least: goes with fact, sum_of or highest_of",
    '{ is_true = "published", para = 1 }': 'when.para: must be a label like "a.1"',
    '"datacenter"': "when: must be a table like",
}


@pytest.mark.parametrize(("when", "wrong"), BAD_CONDITIONS.items())
def test_a_fault_in_a_condition_says_what_is_wrong_and_where(when: str, wrong: str) -> None:
    (found,) = faults(f"{HEAD}when = {when}")
    assert found.startswith("add[1] (us/reform/trial).when")
    assert wrong in found


BAD_PROVISIONS = {
    ('id = "us/reform/trial"', 'id = "trial"'): "id: must be a path like JURISDICTION/reform/NAME",
    ('title = "A trial"', ""): "title: is missing",
    ("since = 2026-10-01", ""): "since: is missing",
    ("since = 2026-10-01", "since = 2026-10-01\nuntil = 2026-10-01"): "has no day in it",
    ("since = 2026-10-01", "since = 2026-10-01\nsince_when = 4"): "unknown word 'since_when'. Did you mean 'since'",
    ("since = 2026-10-01", 'since = 2026-10-01\nstayed = "x"'): "stayed: must be a list like",
    ('"licence"', '"license"'): "Did you mean 'licence'?",
    ('"licence"', '{ review = "denial" }'): "no policy 'denial'. Did you mean",
    ('"licence"', '"licence"\nmark = "sure"'): "mark: must be one of seen, recalled, reading",
    ('"licence"', '"licence"\nstanding = { of = "law" }'): "standing: must be one of law, ",
    (
        "us/reform/trial",
        "us/ear/3A090.c",
    ): "us/ear/3A090.c@2024-12-02 still binds when us/ear/3A090.c@2026-10-01 begins",
}


@pytest.mark.parametrize(("change", "wrong"), BAD_PROVISIONS.items())
def test_a_fault_in_a_provision_says_what_is_wrong(change: tuple[str, str], wrong: str) -> None:
    (found,) = faults(HEAD.replace(*change) + 'when = { is_true = "datacenter" }')
    assert wrong in found


def in_chinese(text: str) -> str:
    """What a reform with faults says in Chinese, without quotations and values to be written."""
    with pytest.raises(BadReform) as refused:
        reform_of(text, "reform.toml", us_corpus())
    return re.sub(r"'[^']*'|`[^`]*`|\"[^\"]*\"|us/[^ ]+", " ", refused.value.text("zh"))


@pytest.mark.parametrize("when", BAD_CONDITIONS)
def test_a_fault_in_a_condition_is_said_in_chinese(when: str) -> None:
    said = in_chinese(f"{HEAD}when = {when}")
    assert "1 处错误" in said
    assert re.findall(r"[a-z]{2,} [a-z]{2,}", said) == []


@pytest.mark.parametrize("change", BAD_PROVISIONS)
def test_a_fault_in_a_provision_is_said_in_chinese(change: tuple[str, str]) -> None:
    said = in_chinese(HEAD.replace(*change) + 'when = { is_true = "datacenter" }')
    assert "1 处错误" in said
    assert re.findall(r"[a-z]{2,} [a-z]{2,}", said) == []


def test_every_fault_in_one_report() -> None:
    whens = ", ".join(BAD_CONDITIONS)
    text = f'nam = "x"\n[limits]\n"us/ear/3A090.b.1#ttp" = 1\n{HEAD}when = {{ all_of = [{whens}] }}'
    assert len(faults(text)) == len(BAD_CONDITIONS) + 2


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(BadReform, match=r"no\.toml cannot be read: .* Name the TOML file of a reform"):
        read_reform(tmp_path / "no.toml", us_corpus())
    (tmp_path / "utf16.toml").write_text("name = 'x'", encoding="utf-16")
    with pytest.raises(BadReform, match="is not UTF-8 text"):
        read_reform(tmp_path / "utf16.toml", us_corpus())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_examples_can_be_made(path: Path) -> None:
    reform = read_reform(path, us_corpus())
    changed = reformed(us_corpus(), reform)
    assert changed.fingerprint != us_corpus().fingerprint
    assert reform.name != path.stem


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 2


def test_an_added_sentence_prints_like_any_other() -> None:
    fast = '{ fact = "dram_bandwidth_gb_s", at_least = 1400, para = "a.1" }'
    when = condition(f'{{ all_of = [{fast}, {{ under = "us/ear/3A090.a" }}] }}')
    assert printed(when).splitlines() == [
        "all of",
        "  a.1  total DRAM bandwidth is 1400 GB/s or more",
        "  the case falls under 3A090.a",
    ]


def test_a_comparison_is_of_the_kind_that_the_word_says() -> None:
    found = condition('{ fact = "tpp", at_least = 4800 }')
    assert isinstance(found, Compared)
    assert found.limit.value == 4800
