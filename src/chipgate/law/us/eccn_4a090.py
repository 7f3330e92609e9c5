"""Entries that follow 3A090: 4A090 computers, the .z paragraphs, technology and software (15 CFR 774, Supp. No. 1)."""

from __future__ import annotations

from chipgate.law.language import Satisfies, all_of, any_of, is_true, one_of, under
from chipgate.law.provision import Describes, Mark, Provision, RequiresLicence, since
from chipgate.law.us import facts as f
from chipgate.law.us.places import A_COMPUTER

COMPUTER_A = Provision(
    id="us/ear/4A090.a",
    title="Computers, assemblies and components that contain an IC which meets 3A090.a",
    cite="774 Supp. 1, 4A090.a; 87 FR 62186; 88 FR 73458",
    binds=since(2022, 10, 21),
    subject=A_COMPUTER,
    when=Satisfies("us/ear/3A090.a"),
    gives=Describes("4A090.a"),
    source="S2, S3",
    note="The test is on one IC; TPP is not summed over the ICs of a computer.",
)
COMPUTER_B = Provision(
    id="us/ear/4A090.b",
    title="Computers, assemblies and components that contain an IC which meets 3A090.b",
    cite="774 Supp. 1, 4A090.b; 89 FR 23876",
    binds=since(2024, 4, 4),
    subject=A_COMPUTER,
    when=Satisfies("us/ear/3A090.b"),
    gives=Describes("4A090.b"),
    source="S2",
    note="Reserved in the text of October 2023; filled on 2024-04-04 (recalled).",
)

_SUFFIXES = {
    "3A001": (".z (3A090.a)", ".z (3A090.b)"),
    "4A003": (".z (3A090.a)", ".z (3A090.b)"),
    "4A004": (".z.1", ".z.2"),
    "4A005": (".z.1", ".z.2"),
    "5A002": (".z (3A090.a)", ".z (3A090.b)"),
    "5A004": (".z (3A090.a)", ".z (3A090.b)"),
    "5A992": (".z.1", ".z.2"),
    "5D002": (".z (3A090.a)", ".z (3A090.b)"),
    "5D992": (".z.1", ".z.2"),
}


def _z(entry: str, suffix: str, paragraph: str) -> Provision:
    goods = one_of(f.ITEM_KIND, "software") if entry[1] == "D" else one_of(f.ITEM_KIND, "ic", "computer")
    return Provision(
        id=f"us/ear/{entry}{suffix}",
        title=f"Items described in {entry} that also meet 3A090.{paragraph}",
        cite=f"774 Supp. 1, {entry}.z; 88 FR 73458",
        binds=since(2023, 11, 17),
        subject=goods,
        when=all_of(one_of(f.DESCRIBED_IN, entry), Satisfies(f"us/ear/3A090.{paragraph}")),
        gives=Describes(f"{entry}{suffix}"),
        source="S2",
    )


Z_PARAGRAPHS_A = tuple(_z(entry, suffixes[0], "a") for entry, suffixes in _SUFFIXES.items())
Z_PARAGRAPHS_B = tuple(_z(entry, suffixes[1], "b") for entry, suffixes in _SUFFIXES.items())

WITH_OTHER_CONTROLS = ("3A001", "4A003", "4A004", "4A005", "5A002", "5A004", "5D002")
OTHER_CONTROLS = Provision(
    id="us/ear/738/.z items",
    title="Licence for .z items where the Country Chart requires one for their other reasons for control",
    cite="738; 742; 774 Supp. 1, reasons for control of 3A001, 4A003, 4A004, 4A005, 5A002, 5A004, 5D002",
    binds=since(2023, 11, 17),
    when=all_of(
        under(
            *(f"us/ear/{entry}{suffix}" for entry in WITH_OTHER_CONTROLS for suffix in _SUFFIXES[entry]),
        ),
        is_true(f.OTHER_CONTROLS_REACH),
    ),
    gives=RequiresLicence(),
    source="S1, S2",
    note="National security, missile, nuclear and encryption controls of these entries are not modelled; the answer "
    "stays open until somebody looks at the Country Chart. 5A992.z and 5D992.z have none of them.",
)

TECHNOLOGY = Provision(
    id="us/ear/3E001",
    title="Technology for the development or production of items specified in 3A090",
    cite="774 Supp. 1, 3E001",
    binds=since(2022, 10, 21),
    when=one_of(f.ITEM_KIND, "technology"),
    gives=Describes("3E001"),
    source="S2",
    note="The kind of item 'technology' means technology of this entry; other technology is not modelled. The entry "
    "prints D:1, D:4 and D:5 for all of 3A090.a and .b, 742.6(a)(6)(iii)(A) every destination for .a: the model takes "
    "the latter. Until 2025-01-12 it takes the technology of every paragraph as one.",
)

SOFTWARE = Provision(
    id="us/ear/3D001",
    title="Software for the development or production of items specified in 3A090, 4A090 or a .z paragraph",
    cite="774 Supp. 1, 3D001, 4D001, 4D090",
    binds=since(2022, 10, 21),
    when=all_of(one_of(f.ITEM_KIND, "software"), is_true(f.SOFTWARE_FOR_3A090)),
    gives=Describes("3D001"),
    mark=Mark.READING,
    source="S2",
    note="Stands for 3D001, 4D001 and 4D090 together. Other software (encryption, other commodities) is not modelled.",
)

_TECHNOLOGY_OR_SOFTWARE = under("us/ear/3E001", "us/ear/3D001")
TECHNOLOGY_FOR_B = all_of(_TECHNOLOGY_OR_SOFTWARE, one_of(f.TECHNOLOGY_IS_FOR, "3A090.b"))
"""Technology and software for items of 3A090.b and what follows it, which (iii)(B) names."""
TECHNOLOGY_FOR_C = all_of(_TECHNOLOGY_OR_SOFTWARE, one_of(f.TECHNOLOGY_IS_FOR, "3A090.c"))
"""Technology and software for memory of 3A090.c, which (i)(B) names."""

_A_FAMILY = ("us/ear/3A090.a", "us/ear/4A090.a", *(p.id for p in Z_PARAGRAPHS_A))
_B_FAMILY = ("us/ear/3A090.b", "us/ear/4A090.b", *(p.id for p in Z_PARAGRAPHS_B))

ITEMS_OF_A = Provision(
    id="us/ear/.a items",
    title="Items specified in 3A090.a, 4A090.a or a .z paragraph that follows .a",
    cite="774 Supp. 1",
    binds=since(2022, 10, 21),
    when=under(*_A_FAMILY),
)
ITEMS_OF_B = Provision(
    id="us/ear/.b items",
    title="Items specified in 3A090.b, 4A090.b or a .z paragraph that follows .b",
    cite="774 Supp. 1",
    binds=since(2023, 11, 17),
    when=under(*_B_FAMILY),
)
IN_A = Satisfies(ITEMS_OF_A.id)
IN_B = Satisfies(ITEMS_OF_B.id)

FOR_DATACENTERS = any_of(is_true(f.DATACENTER), all_of(A_COMPUTER, is_true(f.COMPUTER_FOR_DATACENTER)))
"""An item designed or marketed for use in a datacenter (740.8(a), 744.23(d)(3)(i)): its IC, or the computer itself."""

PROVISIONS = (
    *Z_PARAGRAPHS_A,
    *Z_PARAGRAPHS_B,
    COMPUTER_A,
    COMPUTER_B,
    TECHNOLOGY,
    SOFTWARE,
    ITEMS_OF_A,
    ITEMS_OF_B,
    OTHER_CONTROLS,
)
