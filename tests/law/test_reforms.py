"""A reform gives another corpus and leaves the first as it was; one that cannot be made says all that is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chipgate.errors import BadCorpus, BadReform
from chipgate.law.corpus import Corpus
from chipgate.law.facts import number
from chipgate.law.language import at_least, limit, under
from chipgate.law.provision import Provision, RequiresLicence, since
from chipgate.law.reform import AddProvision, Change, EndProvision, Reform, SetLimit, reformed
from chipgate.law.us.corpus import us_corpus
from tests.law.questions_of_a_case import answer, cells_of

DAY = date(2026, 8, 1)
TO_CHINA = "item_kind=ic;datacenter=yes;transaction=export;destination_iso2=CN;end_user_hq_iso2=CN"
H20 = f"{TO_CHINA};tpp=2368;performance_density=2.91"
H100 = f"{TO_CHINA};tpp=15832;performance_density=19.45;dram_bandwidth_gb_s=3352"
A_WIDE_LIMIT = Provision(
    id="us/ear/3A090.d",
    title="Integrated circuits with a total DRAM bandwidth of 1400 GB/s or more",
    cite="a proposal",
    binds=since(2026, 1, 1),
    when=at_least(us_corpus().facts["dram_bandwidth_gb_s"], limit("us/ear/3A090.d#dram", 1400)),
    gives=RequiresLicence(),
)


def with_changes(*changes: Change) -> Corpus:
    return reformed(us_corpus(), Reform("a trial", changes))


def eccn(facts: str, corpus: Corpus, day: date = DAY) -> str:
    return answer("eccn", day, cells_of(facts), corpus)


def licence(facts: str, corpus: Corpus, day: date = DAY) -> str:
    return answer("licence_codified", day, cells_of(facts), corpus)


def test_a_limit_moves_in_every_provision_that_prints_it() -> None:
    stricter = with_changes(SetLimit("us/ear/3A090.b.1#tpp", 2300))
    assert eccn(H20, stricter) == "3A090.b"
    assert eccn(H20, us_corpus()) == "none"
    cap = with_changes(SetLimit("us/ear/742.6(b)(10)(iii)(B)#country_cap_tpp", 1))
    printing = [p.key for p in cap.provisions if p not in us_corpus().provisions]
    assert len(printing) == 2  # the approval up to the cap, and the policy of denial once it is used up


def test_a_limit_takes_any_exact_number() -> None:
    third = with_changes(SetLimit("us/ear/3A090.a.2#density", Fraction(1, 3)))
    assert third.limits["us/ear/3A090.a.2#density"].value == Fraction(1, 3)


def test_an_ended_provision_binds_until_the_day_before() -> None:
    ended = with_changes(EndProvision("us/ear/3A090.a", DAY))
    assert eccn(H100, ended, DAY - timedelta(days=1)) == "3A090.a"
    # Without .a nothing displaces .b any more, and H100 is too dense for it.
    assert eccn(H100, ended, DAY) == "none"
    assert eccn(H100, us_corpus(), DAY) == "3A090.a"


def test_an_ended_provision_takes_its_later_versions_along() -> None:
    ended = with_changes(EndProvision("us/ear/744.21", date(2024, 1, 1)))
    assert [str(p.binds.in_force.until) for p in ended.history("us/ear/744.21")] == ["2024-01-01"]
    assert len(us_corpus().history("us/ear/744.21")) == 2


def test_an_added_provision_counts_from_its_first_day() -> None:
    added = with_changes(AddProvision(A_WIDE_LIMIT))
    h20 = f"{H20};dram_bandwidth_gb_s=4000"
    assert licence(h20, added) == "yes"
    assert licence(h20, added, date(2025, 12, 31)) == "no"
    assert licence(h20, us_corpus()) == "no"


def test_changes_are_made_in_their_order() -> None:
    """The limit of a provision that the reform itself adds can be set after it, and not before."""
    changes = (AddProvision(A_WIDE_LIMIT), SetLimit("us/ear/3A090.d#dram", 5000))
    assert with_changes(*changes).limits["us/ear/3A090.d#dram"].value == 5000
    with pytest.raises(BadReform, match=r"no limit is named 'us/ear/3A090.d#dram'"):
        with_changes(*reversed(changes))


def test_a_version_is_replaced_by_ending_it_first() -> None:
    c = us_corpus().history("us/ear/3A090.c")[0]
    newer = replace(c, binds=since(2026, 7, 1), title="a new text")
    with pytest.raises(BadCorpus, match=r"3A090\.c@2024-12-02 still binds when us/ear/3A090\.c@2026-07-01 begins"):
        with_changes(AddProvision(newer))
    replaced = with_changes(EndProvision(c.id, date(2026, 7, 1)), AddProvision(newer))
    assert [p.title for p in replaced.history(c.id)] == [c.title, "a new text"]


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_a_reform_leaves_no_trace_on_the_baseline(data: st.DataObject) -> None:
    """Nothing is edited in place: the baseline stays as it was."""
    corpus = us_corpus()
    before, provisions = corpus.fingerprint, corpus.provisions
    answers = [eccn(H20, corpus), licence(H100, corpus)]
    name = data.draw(st.sampled_from(sorted(corpus.limits)))
    value = data.draw(st.fractions(0, 10**6))
    ended = data.draw(st.sampled_from(sorted(p.id for p in corpus.provisions if DAY in p.binds.in_force)))
    day = data.draw(st.dates(DAY, date(2027, 12, 31)))
    changes: tuple[Change, ...] = (SetLimit(name, value), AddProvision(A_WIDE_LIMIT))
    if day in next(p for p in corpus.history(ended) if DAY in p.binds.in_force).binds.in_force:
        changes = (*changes, EndProvision(ended, day))
    other = with_changes(*changes)
    assert other.fingerprint != before
    assert other.limits[name].value == value
    assert corpus.fingerprint == before
    assert corpus.provisions is provisions
    assert [eccn(H20, corpus), licence(H100, corpus)] == answers


def test_a_reform_that_changes_nothing_gives_an_equal_corpus() -> None:
    corpus = us_corpus()
    same = with_changes(*(SetLimit(one.name, one.value) for one in corpus.limits.values()))
    assert same.fingerprint == corpus.fingerprint
    assert with_changes().provisions == corpus.provisions


def test_every_fault_of_a_reform_is_named() -> None:
    with pytest.raises(BadReform) as caught:
        with_changes(
            SetLimit("us/ear/3A090.a.1#tp", 4000),
            EndProvision("us/ear/3A090.x", DAY),
            EndProvision("us/ear/3A090.c", date(2024, 12, 1)),
            SetLimit("us/ear/3A090.a.1#tpp", 4000),
        )
    said = str(caught.value)
    assert "'a trial'" in said
    assert "no limit is named 'us/ear/3A090.a.1#tp'; near: us/ear/3A090.a.1#tpp" in said
    assert "no provision 'us/ear/3A090.x' is in force on 2026-08-01" in said
    assert "no provision 'us/ear/3A090.c' is in force on 2024-12-01" in said
    assert said.count("  - ") == 3


def test_a_reform_whose_provisions_no_longer_fit_is_refused() -> None:
    """Ended on its first day, Note 2 is gone, and .a and .b still refer to it."""
    with pytest.raises(BadCorpus, match=r"us/ear/3A090.a refers to us/ear/3A090 Note 2, which is not in the corpus"):
        with_changes(EndProvision("us/ear/3A090 Note 2", date(2023, 11, 17)))


def test_a_reform_that_gives_one_limit_two_values_is_refused() -> None:
    again = replace(A_WIDE_LIMIT, when=at_least(number("x", "x", "x?"), limit("us/ear/3A090.a.1#tpp", 1)))
    with pytest.raises(BadCorpus, match=r"the limit us/ear/3A090\.a\.1#tpp has two values"):
        with_changes(AddProvision(again))


def test_a_reform_that_closes_a_circle_is_refused() -> None:
    there, back = (
        Provision(id=f"us/ear/{one}", title=one, cite="", binds=since(2026, 1, 1), when=under(f"us/ear/{other}"))
        for one, other in (("there", "back"), ("back", "there"))
    )
    with pytest.raises(BadCorpus, match="in a circle: us/ear/there -> us/ear/back -> us/ear/there"):
        with_changes(AddProvision(there), AddProvision(back))


def test_both_corpora_are_used_side_by_side() -> None:
    other = with_changes(SetLimit("us/ear/3A090.a.1#tpp", 10**6))
    facts = f"{TO_CHINA};tpp=5000;performance_density=1"
    assert [eccn(facts, corpus) for corpus in (us_corpus(), other, us_corpus(), other)] == ["3A090.a", "none"] * 2
