"""The entries below 3A090: 3A991.p and 4A994.l, controlled for anti-terrorism only (15 CFR 774, Supp. No. 1)."""

from __future__ import annotations

from chipgate.law.language import Satisfies, any_of, at_least, limit, one_of, para
from chipgate.law.provision import Describes, Provision, since
from chipgate.law.us import facts as f

LOW_END_IC = Provision(
    id="us/ear/3A991.p",
    title="ICs not specified elsewhere with 8 TOPS or more, or 150 GB/s or more of input and output",
    cite="774 Supp. 1, 3A991.p",
    binds=since(2022, 10, 21),
    subject=one_of(f.ITEM_KIND, "low_end_ic"),
    when=any_of(
        para("p.1", at_least(f.TOPS, limit("us/ear/3A991.p.1#tops", 8))),
        para("p.2", at_least(f.IO_GB_S, limit("us/ear/3A991.p.2#io", 150))),
    ),
    gives=Describes("3A991.p"),
    source="S2",
    note="Matters for 744.21 and 744.23(a)(1). The rate of p.2 leaves volatile memories out; p.1 has no bit length.",
)
LOW_END_COMPUTER = Provision(
    id="us/ear/4A994.l",
    title="Computers, assemblies and components that contain an IC which meets 3A991.p",
    cite="774 Supp. 1, 4A994.l",
    binds=since(2022, 10, 21),
    subject=one_of(f.ITEM_KIND, "low_end_computer"),
    when=Satisfies("us/ear/3A991.p"),
    gives=Describes("4A994.l"),
    source="S2",
)

PROVISIONS = (LOW_END_IC, LOW_END_COMPUTER)
