"""A corpus whose provisions do not fit together is refused, with every fault in one message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from chipgate.errors import BadCorpus, UnknownProvision
from chipgate.law.corpus import Corpus
from chipgate.law.facts import Fact, FactKind, choice, country, flag, number
from chipgate.law.language import (
    Condition,
    Satisfies,
    all_of,
    at_least,
    at_most,
    is_not,
    is_true,
    limit,
    one_of,
    under,
    unless,
    within,
)
from chipgate.law.provision import Clock, Days, Provision, since
from chipgate.readings.verdict import MET, NOT_MET, UNKNOWN, weigh

TPP = number("tpp", "TPP", "What is the TPP?")
DATACENTER = flag("datacenter", "it is for datacenters", "Is it?")
PLACE = country("place", "the place", "Where?")
KIND = choice("kind", "the kind", "Which?", "ic", "computer")


def provision(name: str, when: Condition, begins: int = 2023, ends: int | None = None) -> Provision:
    until = None if ends is None else (ends, 1, 1)
    return Provision(id=f"xx/law/{name}", title=name, cite=name, binds=since(begins, 1, 1, until=until), when=when)


def refused(*provisions: Provision) -> str:
    with pytest.raises(BadCorpus) as caught:
        Corpus(provisions)
    return str(caught.value)


def test_a_reference_must_lead_somewhere() -> None:
    said = refused(provision("a", unless(is_true(DATACENTER), Satisfies("xx/law/Note 2"))))
    assert "xx/law/a refers to xx/law/Note 2, which is not in the corpus" in said


def test_a_reference_of_a_subject_counts_too() -> None:
    one = Provision("xx/law/a", "a", "a", since(2023, 1, 1), is_true(DATACENTER), subject=under("xx/law/b"))
    assert "xx/law/a refers to xx/law/b" in refused(one)


def test_a_reference_of_an_old_version_counts_too() -> None:
    old = provision("a", under("xx/law/gone"), 2022, 2023)
    assert "xx/law/a refers to xx/law/gone" in refused(old, provision("a", is_true(DATACENTER)))


def test_references_must_not_run_in_a_circle() -> None:
    said = refused(
        provision("a", under("xx/law/b")), provision("b", is_not(under("xx/law/c"))), provision("c", under("xx/law/a"))
    )
    assert "in a circle: xx/law/a -> xx/law/b -> xx/law/c -> xx/law/a" in said


def test_a_provision_must_not_refer_to_itself() -> None:
    assert "in a circle: xx/law/a -> xx/law/a" in refused(provision("a", under("xx/law/a")))


def test_two_versions_must_not_bind_on_one_day() -> None:
    said = refused(provision("a", is_true(DATACENTER), 2023), provision("a", is_not(is_true(DATACENTER)), 2024))
    assert "xx/law/a@2023-01-01 still binds when xx/law/a@2024-01-01 begins" in said
    assert "end one of them" in said


def test_the_order_of_versions_does_not_matter() -> None:
    newer, older = provision("a", is_true(DATACENTER), 2024), provision("a", is_true(DATACENTER), 2023)
    assert "xx/law/a@2023-01-01 still binds when xx/law/a@2024-01-01 begins" in refused(newer, older)
    ended = provision("a", is_true(DATACENTER), 2023, 2024)
    assert [p.key for p in Corpus((newer, ended)).history("xx/law/a")] == ["xx/law/a@2023-01-01", "xx/law/a@2024-01-01"]


def test_one_name_means_one_fact() -> None:
    other = flag("tpp", "there is TPP", "Is there?")
    said = refused(provision("a", at_least(TPP, limit("x", 1))), provision("b", is_true(other)))
    assert "xx/law/b@2023-01-01: the fact tpp is declared twice, differently" in said


def test_one_name_means_one_limit() -> None:
    said = refused(provision("a", at_least(TPP, limit("x", 1))), provision("b", at_most(TPP, limit("x", 2))))
    assert "xx/law/b@2023-01-01: the limit x has two values; give each its own name" in said


def test_every_fault_is_in_the_message() -> None:
    said = refused(
        provision("a", all_of(at_least(TPP, limit("x", 1)), under("xx/law/gone"))),
        provision("a", at_least(TPP, limit("x", 2)), 2024),
        provision("b", under("xx/law/b")),
    )
    assert said.count("  - ") == 4
    for words in ("still binds", "which is not in the corpus", "in a circle", "two values"):
        assert words in said


def test_a_group_needs_a_corpus_with_groups() -> None:
    corpus = Corpus((provision("a", within(PLACE, "D:5")),))
    with pytest.raises(BadCorpus, match="names the country group D:5, and the corpus has no groups"):
        weigh(under("xx/law/a"), {"place": "CN"}, corpus.on(date(2024, 1, 1), Clock.AS_ENFORCED))


@pytest.mark.parametrize(
    ("write", "wrong"),
    [
        (lambda: is_true(TPP), "fact tpp is a number, and the rule needs a flag"),
        (lambda: within(KIND, "D:5"), "fact kind is a choice, and the rule needs a country"),
        (lambda: one_of(DATACENTER, "yes"), "fact datacenter is a flag, and the rule needs a choice or a country"),
        (lambda: one_of(KIND, "ic", "chip"), "fact kind has no value chip"),
        (lambda: one_of(KIND), r"fact kind has no value \(none given\)"),
        (lambda: Fact("kind", FactKind.CHOICE, "", ""), "fact kind: choices go with a choice"),
        (lambda: Fact("tpp", FactKind.NUMBER, "", "", choices=("1",)), "fact tpp: choices go with a choice"),
        (lambda: Days(date(2024, 1, 1), date(2024, 1, 1)), "a span from 2024-01-01 until 2024-01-01 has no day in it"),
    ],
)
def test_what_cannot_be_meant_is_refused_where_it_is_written(write: Callable[[], object], wrong: str) -> None:
    with pytest.raises(BadCorpus, match=wrong):
        write()


def test_a_provision_that_nobody_wrote_has_no_history() -> None:
    corpus = Corpus((provision("3A090.a", is_true(DATACENTER)),))
    with pytest.raises(UnknownProvision, match=r"no provision 'xx/law/3A090'.*Did you mean 'xx/law/3A090.a'"):
        corpus.history("xx/law/3A090")


@dataclass(frozen=True)
class Groups:
    """D:5 with one sure member and one that nobody can be sure of; E:1 has the doubtful one for sure."""

    change_days: tuple[date, ...] = ()

    def members(self, group: str, day: date) -> frozenset[str]:
        return {"D:5": frozenset({"CN", "KH"}), "E:1": frozenset({"KH"}), "A:5": frozenset({"JP"})}[group]

    def uncertain(self, group: str, day: date) -> frozenset[str]:
        return frozenset({"KH", "CY"}) if group == "D:5" else frozenset()

    def known(self) -> frozenset[str]:
        return frozenset({"CN", "KH", "CY", "JP"})


@pytest.mark.parametrize(
    ("groups", "place", "verdict"),
    [
        (("D:5",), "CN", MET),
        (("D:5",), "JP", NOT_MET),
        (("D:5",), "CY", UNKNOWN),  # on one list, not on the other
        (("D:5",), "KH", UNKNOWN),  # in the printed table, and yet unsettled
        (("D:5", "E:1"), "KH", MET),  # the other group settles it
        (("D:5",), "XX", UNKNOWN),  # a country that the table does not speak of
    ],
)
def test_an_unsettled_membership_is_unknown(groups: tuple[str, ...], place: str, verdict: object) -> None:
    law = Corpus((provision("a", within(PLACE, *groups)),), Groups()).on(date(2024, 1, 1), Clock.AS_ENFORCED)
    assert weigh(under("xx/law/a"), {"place": place}, law) is verdict
