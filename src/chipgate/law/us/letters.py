"""Individual ("is informed") letters that became known: facts about a seller, in no book (15 CFR 744.23(b))."""

from __future__ import annotations

from dataclasses import replace

from chipgate.law.language import SumOf, all_of, any_of, at_least, is_true, limit, one_of
from chipgate.law.provision import Defines, Mark, Provision, RaisesFlag, RequiresLicence, Standing, since
from chipgate.law.us import facts as f
from chipgate.law.us.places import (
    A_COMPUTER,
    AN_IC,
    DESTINED_TO_D1_D4_D5,
    DESTINED_TO_MACAU_OR_D5,
    HEADQUARTERED_IN_MACAU_OR_D5,
    china,
)

_CHIP_OR_COMPUTER = any_of(AN_IC, A_COMPUTER)
"""Of whatever entry: what the letters name may be of 3A991.p or 4A994.l, as H20 is."""

A100_2022 = Provision(
    id="us/letters/2022-08",
    title="Letter to Nvidia: A100, H100 and anything at or above A100, to China, Hong Kong and Russia",
    cite="Nvidia 8-K of 2022-08-31",
    binds=since(2022, 8, 26),
    when=all_of(
        is_true(f.LETTER_RECIPIENT),
        _CHIP_OR_COMPUTER,
        at_least(f.TPP, limit("us/letters/2022-08#tpp", 4992)),
        at_least(f.IO_GB_S, limit("us/letters/2022-08#io", 600)),
        any_of(china(f.DESTINATION), one_of(f.DESTINATION, "RU")),
    ),
    gives=RequiresLicence(),
    standing=Standing.LETTER,
    source="S5",
    note="'At or above A100' is read as peak performance and transfer rate both at or above it.",
)
_MEETS_LIMITS_OF_2023 = all_of(
    _CHIP_OR_COMPUTER,
    is_true(f.DATACENTER),
    at_least(f.TPP, limit("us/letters/2023-10#tpp", 4800)),
    any_of(DESTINED_TO_D1_D4_D5, HEADQUARTERED_IN_MACAU_OR_D5),
)
OCTOBER_2023 = Provision(
    id="us/letters/2023-10",
    title="Letter to Nvidia: the October 2023 rule brought forward for datacenter items of TPP 4800 and more",
    cite="Nvidia 8-K of 2023-10-24",
    binds=since(2023, 10, 23, until=(2023, 11, 17)),
    when=all_of(
        is_true(f.LETTER_RECIPIENT),
        _MEETS_LIMITS_OF_2023,
    ),
    gives=RequiresLicence(),
    standing=Standing.LETTER,
    mark=Mark.RECALLED,
    source="S5",
    note="Named A100, A800, H100, H800 and L40S.",
)
_MEETS_LIMITS_OF_2025 = all_of(
    _CHIP_OR_COMPUTER,
    any_of(
        at_least(f.DRAM_BANDWIDTH_GB_S, limit("us/letters/2025-04#dram", 1400)),
        at_least(f.IO_GB_S, limit("us/letters/2025-04#io", 1100)),
        at_least(SumOf((f.DRAM_BANDWIDTH_GB_S, f.IO_GB_S)), limit("us/letters/2025-04#sum", 1700)),
    ),
    any_of(DESTINED_TO_MACAU_OR_D5, HEADQUARTERED_IN_MACAU_OR_D5),
)
APRIL_2025 = Provision(
    id="us/letters/2025-04",
    title="Letters to Nvidia, AMD and Intel: memory or input/output bandwidth at or above the disclosed limits",
    cite="company disclosures of April 2025 (Nvidia and AMD 8-K; limits disclosed by Intel)",
    binds=since(2025, 4, 9),
    when=all_of(
        is_true(f.LETTER_RECIPIENT),
        _MEETS_LIMITS_OF_2025,
    ),
    gives=RequiresLicence(),
    standing=Standing.LETTER,
    source="S5",
    note="A letter binds its addressee: for any other seller it is unknown whether there is one. H20 and MI308 were "
    "named. Licences for H20 were first given in August 2025; the requirement stands.",
)

DISCLOSED_2023 = Provision(
    id="us/letters/2023-10 disclosed",
    title="Datacenter item of TPP 4800 or more: a seller with the letter of October 2023 needs a licence already",
    cite="Nvidia 8-K of 2023-10-24",
    binds=since(2023, 10, 24, until=(2023, 11, 17)),
    when=_MEETS_LIMITS_OF_2023,
    gives=RaisesFlag(),
    standing=Standing.GUIDANCE,
    mark=Mark.RECALLED,
    source="S5",
)
DISCLOSED_2025 = Provision(
    id="us/letters/2025-04 disclosed",
    title="At or above the limits of the letters of April 2025: a seller that has such a letter needs a licence",
    cite="company disclosures of April 2025 (Nvidia and AMD 8-K; limits disclosed by Intel)",
    binds=since(2025, 4, 15),
    when=_MEETS_LIMITS_OF_2025,
    gives=RaisesFlag(),
    standing=Standing.GUIDANCE,
    source="S5",
    note="Nobody but the addressee and BIS can say whether there is a letter; ask the seller and the vendor.",
)

OTHER_LETTERS = Provision(
    id="us/letters/others",
    title="Individual letters that are not modelled: licence for what the seller was told needs one",
    cite="744.2(b); 744.3(b); 744.4(b); 744.11(c); 744.17(b); 744.21(b); 744.22(b); 744.23(b)",
    binds=since(2022, 10, 21),
    when=all_of(is_true(f.LETTER_RECIPIENT), is_true(f.LETTER_REACHES_ORDER)),
    gives=RequiresLicence(),
    standing=Standing.LETTER,
    source="S1",
    note="BIS may tell one person that a licence is required for an item, a destination or a party, whatever the other "
    "texts say: foundries and sellers of equipment and software got such letters. Who has one must hold the order "
    "against it. No exception that is modelled lifts it (744.3(c), 744.4(c), 744.17(f), 744.21(c), 744.22(c)).",
)


def _reach(letter: Provision) -> Provision:
    """What LETTER reaches, as a term: licence exceptions are read by the books, in which no letter stands."""
    return replace(letter, id=f"{letter.id}/reach", gives=Defines(), standing=Standing.LAW, note="")


REACH = tuple(_reach(letter) for letter in (OCTOBER_2023, APRIL_2025, OTHER_LETTERS))

PROVISIONS = (A100_2022, OCTOBER_2023, DISCLOSED_2023, APRIL_2025, DISCLOSED_2025, OTHER_LETTERS, *REACH)
