"""Names that are like those of listed parties, and names that are not."""

from __future__ import annotations

from datetime import date

import pytest

from chipgate.law.us.listed_parties import LISTS, listed_parties, parties_like, telling_words


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("Huawei", "Huawei"),
        ("HUAWEI TECHNOLOGIES CO., LTD.", "Huawei"),
        ("华为", "Huawei"),
        ("Inspur Singapore Pte", "Inspur Group"),
        ("浪潮信息", "Inspur Group"),
        ("SenseTime", "Sensetime"),
        ("商汤科技", "Sensetime"),
        ("BAAI", "Beijing Academy of Artificial Intelligence"),
        ("Cambricon Kunshan Branch", "Cambricon"),
        ("中科曙光", "Sugon"),
        ("智源研究院", "Beijing Academy of Artificial Intelligence"),
        ("Inspurr", "Inspur Group"),
        ("lnspur", "Inspur Group"),
        ("Hauwei", "Huawei"),
        ("Hua Wei", "Huawei"),
    ],
)
def test_a_name_like_a_listed_one_is_found(name: str, listed: str) -> None:
    assert any(listed in party.name for party in parties_like(name))


# Searched by name and alias in the list of 2026-07-31, and not on it.
@pytest.mark.parametrize(
    "name", ["CXMT", "Enflame", "Iluvatar", "MetaX", "Kunlunxin", "Alibaba", "Tencent", "腾讯", "ByteDance", "DeepSeek"]
)
def test_a_name_that_is_not_on_the_lists_is_not_found(name: str) -> None:
    assert parties_like(name) == ()


@pytest.mark.parametrize(
    "name", ["", "Technology Co., Ltd.", "Beijing Technology", "北京科技有限公司", "University", "?"]
)
def test_words_of_many_companies_make_no_likeness(name: str) -> None:
    assert telling_words(name) == frozenset()
    assert parties_like(name) == ()


def test_a_party_counts_from_the_day_it_was_added() -> None:
    """Sophgo was added on 2025-01-16 (90 FR 4621)."""
    assert parties_like("Sophgo", date(2025, 1, 15)) == ()
    assert parties_like("Sophgo", date(2025, 1, 16))


def test_the_lists_are_the_three_that_the_rules_know() -> None:
    assert {party.on_list for party in listed_parties()} == set(LISTS)
    assert len(listed_parties()) == 3712
    assert all(party.citation for party in listed_parties() if party.on_list == "EL" and party.footnote == "4")


def test_every_listed_name_is_like_itself() -> None:
    for party in listed_parties():
        assert party in parties_like(party.name)
