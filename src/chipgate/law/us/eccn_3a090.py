"""ECCN 3A090, advanced computing integrated circuits (15 CFR part 774, Supplement No. 1), in every version."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from chipgate.law.language import (
    Satisfies,
    Stated,
    SumOf,
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
    unless,
)
from chipgate.law.provision import Defines, Describes, Provision, since
from chipgate.law.us import facts as f
from chipgate.law.us.places import AN_IC, macau_or_d5

_R2022 = "774 Supp. 1, 3A090; 87 FR 62186"
_R2023 = "774 Supp. 1, 3A090; 88 FR 73458"
_R2024 = "774 Supp. 1, 3A090.c; 89 FR 96790"
_NOTE_1 = "774 Supp. 1, 3A090 Note 1; 90 FR 5298"
_R2026 = "91 FR 17851"

# 2022: the transfer rate and the sum of bit length x TOPS, joined by "and".

_IO_2022 = at_least(f.IO_GB_S, limit("us/ear/3A090@2022#io", 600))
_PRODUCT_2022 = Stated(f.TPP, SumOf((f.DIGITAL_UNITS_SCORE, f.ANALOG_UNITS_SCORE)))
_LIMIT_2022 = limit("us/ear/3A090@2022#product", 4800)

A_2022 = Provision(
    id="us/ear/3A090.a",
    title="Integrated circuits with a transfer rate of 600 GB/s or more and 4800 bit-TOPS or more",
    cite=_R2022,
    binds=since(2022, 10, 21, until=(2023, 11, 17)),
    subject=AN_IC,
    when=para("a", all_of(_IO_2022, at_least(_PRODUCT_2022, _LIMIT_2022))),
    gives=Describes("3A090.a"),
    source="S3",
    note="The rate counts every link and PCIe. The text has an October 7 and an October 21 group of instructions; "
    "the model starts on 2022-10-21.",
)
A_KINDS_2022 = Provision(
    id="us/ear/3A090.a/kinds of units",
    title="Which kinds of processing units reach 4800",
    cite=_R2022,
    binds=since(2022, 10, 21, until=(2023, 11, 17)),
    subject=AN_IC,
    when=all_of(
        _IO_2022,
        any_of(
            para("a.1", at_least(f.DIGITAL_UNITS_SCORE, _LIMIT_2022)),
            para("a.3", at_least(f.ANALOG_UNITS_SCORE, _LIMIT_2022)),
            para("a.4", at_least(SumOf((f.DIGITAL_UNITS_SCORE, f.ANALOG_UNITS_SCORE)), _LIMIT_2022)),
        ),
    ),
    gives=Defines(),
    source="S3",
    note="a.2, primitive computational units, is counted with a.1.",
)

# 2023 and later: TPP and performance density.

_A_TESTS = any_of(
    para("a.1", at_least(f.TPP, limit("us/ear/3A090.a.1#tpp", 4800))),
    para(
        "a.2",
        all_of(
            at_least(f.TPP, limit("us/ear/3A090.a.2#tpp", 1600)),
            at_least(f.PERFORMANCE_DENSITY, limit("us/ear/3A090.a.2#density", "5.92")),
        ),
    ),
)
_B_TESTS = any_of(
    para(
        "b.1",
        all_of(
            at_least(f.TPP, limit("us/ear/3A090.b.1#tpp", 2400)),
            less_than(f.TPP, limit("us/ear/3A090.b.1#tpp_ceiling", 4800)),
            at_least(f.PERFORMANCE_DENSITY, limit("us/ear/3A090.b.1#density", "1.6")),
            less_than(f.PERFORMANCE_DENSITY, limit("us/ear/3A090.b.1#density_ceiling", "5.92")),
        ),
    ),
    para(
        "b.2",
        all_of(
            at_least(f.TPP, limit("us/ear/3A090.b.2#tpp", 1600)),
            at_least(f.PERFORMANCE_DENSITY, limit("us/ear/3A090.b.2#density", "3.2")),
            less_than(f.PERFORMANCE_DENSITY, limit("us/ear/3A090.b.2#density_ceiling", "5.92")),
        ),
    ),
)

NOTE_2 = Provision(
    id="us/ear/3A090 Note 2",
    title="Not designed or marketed for datacenters, and TPP below 4800",
    cite="774 Supp. 1, 3A090 Note 2; 88 FR 73458",
    binds=since(2023, 11, 17),
    when=all_of(is_not(is_true(f.DATACENTER)), less_than(f.TPP, limit("us/ear/3A090 Note 2#tpp", 4800))),
    gives=Defines(),
    source="S2, S3",
    note="An IC that Note 2 leaves out of 3A090 is also outside every .z paragraph and 4A090.",
)
A_2023 = Provision(
    id="us/ear/3A090.a",
    title="Integrated circuits: TPP 4800 or more, or TPP 1600 or more with performance density 5.92 or more",
    cite=_R2023,
    binds=since(2023, 11, 17, until=(2025, 1, 16)),
    subject=AN_IC,
    when=unless(_A_TESTS, Satisfies("us/ear/3A090 Note 2")),
    gives=Describes("3A090.a"),
    source="S2, S3",
)
A_2025 = Provision(
    id="us/ear/3A090.a",
    title="Integrated circuits: TPP 4800 or more, or TPP 1600 or more with performance density 5.92 or more, "
    "or presumed so of a fabricator or OSAT company",
    cite="774 Supp. 1, 3A090.a; 88 FR 73458; 90 FR 5298",
    binds=since(2025, 1, 16),
    subject=AN_IC,
    when=any_of(unless(_A_TESTS, Satisfies("us/ear/3A090 Note 2")), Satisfies("us/ear/3A090 Note 1")),
    gives=Describes("3A090.a"),
    source="S2, S3",
)
B_2023 = Provision(
    id="us/ear/3A090.b",
    title="Integrated circuits below .a: TPP 2400 to 4800 with density 1.6 to 5.92, or TPP 1600 with density 3.2 "
    "to 5.92",
    cite=_R2023,
    binds=since(2023, 11, 17),
    subject=AN_IC,
    when=unless(unless(_B_TESTS, Satisfies("us/ear/3A090 Note 2")), Satisfies("us/ear/3A090.a")),
    gives=Describes("3A090.b"),
    source="S2, S3",
    note="b.2 prints no upper limit of TPP; an IC that meets .a is .a, whose requirement is the stricter.",
)
C_2024 = Provision(
    id="us/ear/3A090.c",
    title="High bandwidth memory with a memory bandwidth density above 2 GB/s per mm2",
    cite=_R2024,
    binds=since(2024, 12, 2),
    subject=one_of(f.ITEM_KIND, "hbm"),
    when=para("c", more_than(f.HBM_DENSITY, limit("us/ear/3A090.c#density", 2))),
    gives=Describes("3A090.c"),
    source="S2, S3",
    note="A co-packaged part whose main function is processing is not covered; its own HBM is not looked at.",
)

# Note 1: the foundry presumption.

_APPLICABLE_ADVANCED_LOGIC = any_of(
    one_of(f.ITEM_KIND, "foundry_ic"),
    all_of(
        one_of(f.ITEM_KIND, "ic", "low_end_ic"),
        any_of(
            at_most(f.PROCESS_NODE_NM, limit("us/ear/3A090 Note 1#process_node", 16)),
            is_true(f.NONPLANAR_TRANSISTORS),
        ),
    ),
)
_COUNT_IS_LOW = any_of(
    less_than(f.TRANSISTORS_BN, limit("us/ear/3A090 Note 1#transistors", 30)),
    all_of(
        is_not(is_true(f.HBM)),
        any_of(
            all_of(
                at_least(f.COMPLETION_YEAR, limit("us/ear/3A090 Note 1#year_2027", 2027)),
                less_than(f.COMPLETION_YEAR, limit("us/ear/3A090 Note 1#year_2028", 2028)),
                less_than(f.TRANSISTORS_BN, limit("us/ear/3A090 Note 1#transistors_2027", 35)),
            ),
            all_of(
                at_least(f.COMPLETION_YEAR, limit("us/ear/3A090 Note 1#year_2028", 2028)),
                less_than(f.COMPLETION_YEAR, limit("us/ear/3A090 Note 1#year_2029", 2029)),
                less_than(f.TRANSISTORS_BN, limit("us/ear/3A090 Note 1#transistors_2028", 35)),
                is_true(f.LIMIT_FOR_2028),
            ),
            all_of(
                at_least(f.COMPLETION_YEAR, limit("us/ear/3A090 Note 1#year_2029", 2029)),
                less_than(f.TRANSISTORS_BN, limit("us/ear/3A090 Note 1#transistors_2029", 40)),
            ),
        ),
    ),
)
_OVERCOME = any_of(
    para(
        "a",
        all_of(
            any_of(is_true(f.DESIGNER_APPROVED), Satisfies("us/ear/3A090 Note 1/authorized designer")),
            is_true(f.FIGURES_ATTESTED),
        ),
    ),
    para(
        "b",
        all_of(
            one_of(f.PACKAGER, "front_end_fabricator"),
            is_not(macau_or_d5(f.PACKAGED_IN)),
            _COUNT_IS_LOW,
        ),
    ),
    para("c", all_of(one_of(f.PACKAGER, "approved_osat"), _COUNT_IS_LOW)),
)
NOTE_1 = Provision(
    id="us/ear/3A090 Note 1",
    title="A fabricator or OSAT company presumes that advanced logic is 3A090.a for datacenters",
    cite=_NOTE_1,
    binds=since(2025, 1, 16, compliance_from=date(2025, 1, 31)),
    when=unless(
        all_of(one_of(f.EXPORTER, "front_end_fabricator", "osat"), _APPLICABLE_ADVANCED_LOGIC),
        _OVERCOME,
    ),
    gives=Defines(),
    source="S1, S2",
    note="Binds fabricators and OSAT companies only. The text gives limits for 2027 and from 2029, none for 2028.",
)
AUTHORIZED_2025 = Provision(
    id="us/ear/3A090 Note 1/authorized designer",
    title="Authorized integrated circuit designer, without an application until 2026-04-13",
    cite=_NOTE_1,
    binds=since(2025, 1, 16, until=(2026, 4, 7)),
    when=is_true(f.DESIGNER_AUTHORIZED),
    source="S1, S2",
)
AUTHORIZED_2026 = replace(
    AUTHORIZED_2025,
    title="Authorized integrated circuit designer, without an application until 2026-12-31",
    cite=f"{_NOTE_1}; {_R2026}",
    binds=since(2026, 4, 7, until=(2026, 12, 31)),
    note="91 FR 17851 moved the last day without an application from 2026-04-13 to 2026-12-31.",
)
AUTHORIZED_2027 = replace(
    AUTHORIZED_2025,
    title="Authorized integrated circuit designer, for 180 days after its application",
    cite=f"{_NOTE_1}; {_R2026}",
    binds=since(2026, 12, 31),
    when=all_of(is_true(f.DESIGNER_AUTHORIZED), is_true(f.DESIGNER_APPLIED)),
    note="The text says prior to and after December 31, 2026; the day itself is read with the days after it.",
)

PROVISIONS = (
    A_2022,
    A_KINDS_2022,
    A_2023,
    A_2025,
    B_2023,
    C_2024,
    NOTE_1,
    NOTE_2,
    AUTHORIZED_2025,
    AUTHORIZED_2026,
    AUTHORIZED_2027,
)
