"""Write the country tables of chipgate from CLDR (through Babel) and the aliases kept here by hand.

Run it as ``python scripts/make_countries.py``; Babel is needed to run it, and only for that.
"""

from __future__ import annotations

import csv
from pathlib import Path

from babel import Locale
from babel.core import get_global

from chipgate.countries.names import AMBIGUOUS, fold

ROOM = Path(__file__).parents[1] / "src" / "chipgate" / "countries"

NOT_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
"""CLDR territories that ISO 3166-1 does not assign. Kosovo (XK) is kept: the country groups have a row for it."""

ISO3_BY_HAND = {"XK": "XKX"}

OBSOLETE_ISO3 = {"BUR", "DDR", "FXX", "NTZ", "ROM", "SUN", "TMP", "YMD", "ZAR"}
"""Codes of former states and former codes, which CLDR maps to today's as well."""

NAMES_BY_HAND = {
    "GN": ("Guinea (Conakry)", "几内亚（科纳克里）"),  # "Guinea" alone is ambiguous, as "Congo" is
    "HK": ("Hong Kong", "香港"),
    "MF": ("Saint Martin (French part)", "法属圣马丁"),
    "MO": ("Macau", "澳门"),
}
"""English and Chinese names that differ from CLDR: the spelling of the EAR, or a name that resolves to one country."""

ALIASES = {
    "AE": "UAE;Vereinigte Arabische Emirate;Emirates;阿联酋;阿拉伯联合酋长国",
    "AR": "Argentine Republic",
    "AX": "Aland;Aaland Islands",
    "BA": "Bosnia;Bosnia Herzegovina;波黑",
    "BN": "Brunei Darussalam",
    "BO": "Plurinational State of Bolivia;Bolivia, Plurinational State of",
    "BQ": "Bonaire, Sint Eustatius and Saba;Bonaire",
    "CC": "Cocos Islands;Keeling Islands",
    "CD": "DR Congo;DRC;Congo (Dem. Rep.);Democratic Republic of the Congo;Democratic Republic of Congo;"
    "Congo, Democratic Republic of the;Congo, The Democratic Republic of the;Zaire;"
    "刚果民主共和国;民主刚果",
    "CF": "CAR;Central African Rep.;中非",
    "CG": "Congo (Rep.);Republic of the Congo;Republic of Congo;Congo, Republic of the;刚果共和国",
    "CH": "Swiss Confederation;Schweiz;スイス",
    "CI": "Ivory Coast;Republic of Cote d'Ivoire",
    "CN": "VR China;Volksrepublik China;China PR;"
    "PRC;PR China;People's Republic of China;China, People's Republic of;Mainland China;China (Mainland);"
    "China Mainland;中华人民共和国;中国大陆;中国内地;中國大陸;中華人民共和国;中華人民共和國",
    "CV": "Cabo Verde",
    "CZ": "Czech Republic;捷克共和国",
    "DE": "Deutschland;ドイツ",
    "DO": "Dominican Rep.;多米尼加",
    "EH": "Sahrawi Arab Democratic Republic",
    "FK": "Falkland Islands (Malvinas);Malvinas;Falklands",
    "FM": "Federated States of Micronesia;Micronesia, Federated States of",
    "FO": "Faroes;Faeroe Islands",
    "FR": "French Republic;Frankreich;フランス",
    "GA": "Gabonese Republic",
    "GB": "UK;Britain;Great Britain;Britain (UK);England;Scotland;Wales;Northern Ireland;"
    "United Kingdom of Great Britain and Northern Ireland;大不列颠;联合王国",
    "GM": "Republic of The Gambia",
    "GN": "Republic of Guinea;Guinea, Republic of;几内亚共和国",
    "GR": "Hellenic Republic",
    "GS": "South Georgia",
    "HK": "Hong Kong SAR;Hong Kong SAR China;Hong Kong, China;China, Hong Kong SAR;China Hong Kong;"
    "Hong Kong (as China);"
    "HKSAR;Hong Kong Special Administrative Region of China;"
    "中国香港;中国香港特别行政区;香港特别行政区;中國香港",
    "HM": "Heard Island and McDonald Islands",
    "ID": "印尼",
    "IR": "Islamic Republic of Iran;Iran, Islamic Republic of",
    "IT": "Italian Republic",
    "KG": "Kyrgyz Republic",
    "KN": "St Kitts",
    "KP": "DPRK;Democratic People's Republic of Korea;Korea, Democratic People's Republic of;"
    "Korea, North;Korea (North);Korea DPR;北朝鲜;北韩;朝鲜民主主义人民共和国",
    "KR": "Rep. of Korea;Südkorea;韓国;"
    "ROK;Republic of Korea;Korea, Republic of;Korea, South;Korea (South);南韩;大韩民国",
    "KZ": "哈萨克",
    "LA": "Lao PDR;Lao People's Democratic Republic",
    "LB": "Lebanese Republic",
    "MD": "Republic of Moldova;Moldova, Republic of",
    "MF": "St Martin (French)",
    "MK": "Macedonia;FYROM;Republic of North Macedonia;Macedonia, North",
    "MM": "Myanmar;Burma",
    "MO": "Macao;Macao SAR;Macau SAR;Macao SAR China;Macao, China;Macau, China;China, Macao SAR;China Macau;"
    "Macao Special Administrative Region of China;"
    "中国澳门;中国澳门特别行政区;澳门特别行政区;中國澳門",
    "MX": "United Mexican States",
    "MY": "马来",
    "NL": "Holland;Netherlands, Kingdom of the",
    "NU": "Niue Island",
    "PG": "PNG;巴新",
    "PN": "Pitcairn",
    "PS": "Palestine;State of Palestine;Palestine, State of;Palestinian Territory;巴勒斯坦",
    "PT": "Portuguese Republic",
    "RU": "Russian Federation;俄罗斯联邦;俄国",
    "RW": "Rwandese Republic",
    "SA": "KSA;Kingdom of Saudi Arabia;沙特",
    "SB": "Solomons",
    "SH": "Saint Helena, Ascension and Tristan da Cunha",
    "SJ": "Svalbard",
    "SK": "Slovak Republic",
    "ST": "Sao Tome",
    "SX": "Sint Maarten (Dutch part);St Maarten;St Maarten (Dutch)",
    "SY": "Syrian Arab Republic",
    "SZ": "Swaziland;Eswatini (Swaziland)",
    "TF": "French Southern and Antarctic Lands",
    "TG": "Togolese Republic",
    "TL": "East Timor",
    "TR": "Turkey;Turkiye;Republic of Turkiye",
    "TW": "Taiwan, Province of China;Taiwan Province of China;Taiwan, China;China Taiwan;Chinese Taipei;Taiwan ROC;"
    "Republic of China (Taiwan);臺灣;台灣;中国台湾;中國台灣;中華民國;台湾省;台湾地区;中国台湾省",
    "TZ": "United Republic of Tanzania;Tanzania, United Republic of",
    "UM": "United States Minor Outlying Islands",
    "US": "USA;U.S.;U.S.A.;America;United States of America;美利坚合众国;美國",
    "VA": "Holy See;Vatican;Vatican City State;Holy See (Vatican City State);教廷",
    "VC": "St Vincent",
    "VE": "Bolivarian Republic of Venezuela;Venezuela, Bolivarian Republic of",
    "VG": "BVI;Virgin Islands (British);Virgin Islands, British",
    "VI": "USVI;Virgin Islands (U.S.);Virgin Islands of the United States;United States Virgin Islands",
    "VN": "Viet Nam;Socialist Republic of Vietnam",
    "WS": "Western Samoa;Samoa (western)",
    "XK": "XKK;Republic of Kosovo",
    "ZA": "RSA;Republic of South Africa",
}

MODULE = '''"""Every country code that chipgate knows: ISO 3166-1 alpha-2, and XK for Kosovo.

Written by scripts/make_countries.py.
"""

from __future__ import annotations

from typing import Final

_LISTED: Final = """
{lines}
"""

CODES: Final = frozenset(_LISTED.split())
'''


def main() -> None:
    """Write countries.csv and codes.py."""
    rows = [row_of(iso2) for iso2 in iso2_codes()]
    complain_about_clashes(rows)
    with (ROOM / "data" / "countries.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("iso2", "iso3", "name_en", "name_zh", "aliases"))
        writer.writerows(rows)
    (ROOM / "codes.py").write_text(codes_module([row[0] for row in rows]), encoding="utf-8")


def iso2_codes() -> list[str]:
    """Every ISO 3166-1 code that CLDR names, and Kosovo."""
    named = Locale("en").territories
    return sorted(code for code in map(str, named) if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES)


def row_of(iso2: str) -> tuple[str, str, str, str, str]:
    """One line of countries.csv, without aliases that add nothing or that name several countries."""
    cldr = [str(Locale.parse(tag).territories[iso2]) for tag in ("en", "zh", "zh_Hant", "zh_Hant_HK")]
    english, chinese = NAMES_BY_HAND.get(iso2, (cldr[0], cldr[1]))
    spare = cldr[2:] if iso2 in NAMES_BY_HAND else cldr
    seen = {fold(english), fold(chinese)} | {fold(name) for name in AMBIGUOUS}
    aliases = list[str]()
    for alias in (*filter(None, ALIASES.get(iso2, "").split(";")), *spare):
        if fold(alias) not in seen:
            seen.add(fold(alias))
            aliases.append(alias)
    return iso2, iso3_of(iso2), english, chinese, ";".join(aliases)


def iso3_of(iso2: str) -> str:
    """The three-letter code: CLDR knows it as an alias of the two-letter one."""
    if iso2 in ISO3_BY_HAND:
        return ISO3_BY_HAND[iso2]
    aliases = [str(old) for old, new in get_global("territory_aliases").items() if new == [iso2]]
    found = [old for old in aliases if len(old) == 3 and old.isalpha() and old not in OBSOLETE_ISO3]
    if len(found) != 1:
        raise SystemExit(f"{iso2}: expected one three-letter code, found {found}")
    return found[0]


def complain_about_clashes(rows: list[tuple[str, str, str, str, str]]) -> None:
    """Stop if one spelling stands for two countries, or for one country and for several."""
    owner = {fold(name): "several" for name in AMBIGUOUS}
    for iso2, iso3, english, chinese, aliases in rows:
        for name in (iso2, iso3, english, chinese, *filter(None, aliases.split(";"))):
            if owner.setdefault(fold(name), iso2) != iso2:
                raise SystemExit(f"{name!r} stands for {owner[fold(name)]} and for {iso2}")


def codes_module(codes: list[str]) -> str:
    """The source text of codes.py: the codes alone, so that checking one reads no file."""
    lines = [" ".join(codes[start : start + 25]) for start in range(0, len(codes), 25)]
    return MODULE.format(lines="\n".join(lines))


if __name__ == "__main__":
    main()
