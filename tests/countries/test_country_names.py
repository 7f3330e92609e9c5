"""Every way in which people write a country leads to one code, or to a refusal that says what was meant."""

from __future__ import annotations

import csv
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chipgate.countries.codes import CODES
from chipgate.countries.names import AMBIGUOUS, AmbiguousCountry, countries, fold, iso2_of, name_of
from chipgate.errors import UnknownCountry

EVERY = sorted(CODES)
SPELLINGS = [
    (spelling, country.iso2)
    for country in countries().values()
    for spelling in (country.name_en, country.name_zh, *country.aliases)
]


def test_the_list_is_iso_3166_1_and_kosovo() -> None:
    assert len(CODES) == 250
    assert set(countries()) == CODES
    assert "XK" in CODES
    assert not CODES & {"UK", "EL", "EU", "AN", "SU", "YU", "ZZ"}


def test_three_letter_codes_are_unique() -> None:
    codes = [country.iso3 for country in countries().values()]
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 3 and code.isupper() for code in codes)


@pytest.mark.parametrize("iso2", EVERY)
def test_codes_and_names_lead_back_to_the_country(iso2: str) -> None:
    country = countries()[iso2]
    assert {iso2_of(text) for text in (iso2, iso2.lower(), country.iso3, f" {country.iso3.lower()} ")} == {iso2}
    assert iso2_of(name_of(iso2, "en")) == iso2
    assert iso2_of(name_of(iso2, "zh")) == iso2


@pytest.mark.parametrize(("spelling", "iso2"), SPELLINGS)
def test_every_spelling_in_the_table_is_read(spelling: str, iso2: str) -> None:
    assert fold(spelling)
    assert iso2_of(spelling) == iso2


def test_no_spelling_belongs_to_two_countries() -> None:
    owners: dict[str, set[str]] = {}
    for spelling, iso2 in SPELLINGS:
        owners.setdefault(fold(spelling), set()).add(iso2)
    assert not {spelling: who for spelling, who in owners.items() if len(who) > 1}
    assert not owners.keys() & {fold(name) for name in AMBIGUOUS}


@pytest.mark.parametrize(
    ("text", "iso2"),
    [
        ("USA", "US"),
        ("u.s.a.", "US"),
        ("美国", "US"),
        ("UK", "GB"),
        ("U.K.", "GB"),
        ("great britain", "GB"),
        ("Korea (South)", "KR"),
        ("Korea, Republic of", "KR"),
        ("DPRK", "KP"),
        ("韩国", "KR"),
        ("朝鲜", "KP"),
        ("Hong Kong SAR", "HK"),
        ("HONGKONG", "HK"),
        ("中国香港", "HK"),
        ("Macao", "MO"),
        ("Macau", "MO"),
        ("UAE", "AE"),
        ("emirates", "AE"),
        ("阿联酋", "AE"),
        ("Taiwan", "TW"),
        ("台湾", "TW"),
        ("臺灣", "TW"),
        ("中国台湾", "TW"),
        ("PRC", "CN"),
        ("P.R. China", "CN"),
        ("Mainland China", "CN"),
        ("中华人民共和国", "CN"),
        ("ＣＮ", "CN"),
        ("俄罗斯联邦", "RU"),
        ("Turkey", "TR"),
        ("Turkiye", "TR"),
        ("TÜRKİYE", "TR"),
        ("Burma", "MM"),
        ("Ivory Coast", "CI"),
        ("Cote d'Ivoire", "CI"),
        ("Czech Republic", "CZ"),
        ("Viet Nam", "VN"),
        ("Bahamas, The", "BS"),
        ("the Netherlands", "NL"),
        ("Saint Lucia", "LC"),
        ("Bosnia and Herzegovina", "BA"),
        ("Republic of Poland", "PL"),
        ("Federal Democratic Republic of Ethiopia", "ET"),
        ("Sao Tome and Principe", "ST"),
        ("Guinea Bissau", "GW"),
        ("Georgia", "GE"),
    ],
)
def test_usual_spellings(text: str, iso2: str) -> None:
    assert iso2_of(text) == iso2


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_an_ambiguous_name_is_refused_with_what_it_can_mean(name: str) -> None:
    with pytest.raises(AmbiguousCountry) as refused:
        iso2_of(name.upper())
    assert refused.value.candidates == AMBIGUOUS[name]
    for iso2 in AMBIGUOUS[name]:
        assert f"{name_of(iso2)} ({iso2})" in str(refused.value)


def test_the_message_for_korea() -> None:
    with pytest.raises(UnknownCountry) as refused:
        iso2_of("korea")
    assert (
        str(refused.value)
        == "country 'korea' can mean South Korea (KR) or North Korea (KP). Give the code or the full name."
    )


@pytest.mark.parametrize("text", ["", "  ", ".", "EL", "EU", "ZZ", "N/A", "N.A.", "Kingdom of", "Atlantis", "C N", "?"])
def test_what_is_no_country_is_refused(text: str) -> None:
    with pytest.raises(UnknownCountry):
        iso2_of(text)


def test_a_misspelling_gets_the_nearest_names() -> None:
    with pytest.raises(UnknownCountry, match="Did you mean 'Singapore'"):
        iso2_of("Singapur")


def test_a_very_long_text_is_refused_at_once_and_in_short() -> None:
    with pytest.raises(UnknownCountry) as refused:
        iso2_of("China " * 100_000)
    assert len(str(refused.value)) < 300


def test_a_name_needs_a_code_of_the_list() -> None:
    with pytest.raises(UnknownCountry):
        name_of("UK")


def test_a_plain_code_opens_no_file() -> None:
    program = (
        "from chipgate.countries import names\n"
        "assert names.iso2_of('CN') == 'CN' and names.iso2_of('cn') == 'CN'\n"
        "assert names.countries.cache_info().currsize == 0\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_the_table_is_as_its_script_writes_it(tmp_path: Path) -> None:
    pytest.importorskip("babel")
    root = Path(__file__).parents[2]
    kept = root / "src/chipgate/countries/data/countries.csv"
    with kept.open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == ["iso2", "iso3", "name_en", "name_zh", "aliases"]
    program = (
        "import runpy, pathlib, sys\n"
        "made = runpy.run_path(sys.argv[1])\n"
        "made['main'].__globals__['ROOM'] = pathlib.Path(sys.argv[2])\n"
        "made['main']()\n"
    )
    (tmp_path / "data").mkdir()
    subprocess.run([sys.executable, "-c", program, str(root / "scripts/make_countries.py"), str(tmp_path)], check=True)
    assert (tmp_path / "data/countries.csv").read_text("utf-8") == kept.read_text("utf-8")
    assert (tmp_path / "codes.py").read_text("utf-8") == (root / "src/chipgate/countries/codes.py").read_text("utf-8")


SPACING = st.sampled_from([" ", "  ", ".", ". ", "-", "\t", " , "])


@given(st.sampled_from(SPELLINGS), st.data())
def test_case_spacing_and_dots_do_not_matter(spelled: tuple[str, str], data: st.DataObject) -> None:
    spelling, iso2 = spelled
    words = [data.draw(st.sampled_from([word, word.upper(), word.lower(), word.title()])) for word in spelling.split()]
    written = data.draw(SPACING).join(words)
    assert iso2_of(f"{data.draw(SPACING)}{written}{data.draw(SPACING)}") == iso2


@given(st.text(max_size=40))
def test_any_text_gives_a_code_of_the_list_or_a_refusal(text: str) -> None:
    with suppress(UnknownCountry):
        assert iso2_of(text) in CODES
