"""American restrictions on inputs that were traded against rare earths: chip-design software, engine parts, ethane."""

from __future__ import annotations

from chipgate.law.cn import facts as c
from chipgate.law.language import all_of, is_true, one_of
from chipgate.law.provision import Mark, Provision, RestrictsInput, Severity, Standing, since
from chipgate.law.us.facts import DESTINATION

EDA = Provision(
    id="us/letters/2025-05 EDA",
    title="Letters to Cadence, Synopsys and Siemens: EDA software and technology to any party in China",
    cite="BIS is-informed letters of 2025-05-23 and 2025-05-29; withdrawn 2025-07-02",
    binds=since(2025, 5, 23, until=(2025, 7, 2)),
    when=all_of(
        one_of(c.INPUT_MATERIAL, "eda_software"), one_of(DESTINATION, "CN", "HK"), is_true(c.EDA_LETTER_RECIPIENT)
    ),
    gives=RestrictsInput("US", Severity.LICENCE),
    standing=Standing.LETTER,
    source="T21",
    note="ECCN 3D991 and 3E991, also to Chinese military end users elsewhere. The letters came after Geneva and ended "
    "with London.",
)
ENGINES = Provision(
    id="us/letters/2025-05 engines and ethane",
    title="Jet engine parts for COMAC, ethane and butane: licences suspended, or a new requirement",
    cite="Commerce letters reported 2025-05-28",
    binds=since(2025, 5, 28, until=(2025, 7, 2)),
    when=all_of(one_of(c.INPUT_MATERIAL, "jet_engine_parts_ethane"), one_of(DESTINATION, "CN", "HK")),
    gives=RestrictsInput("US", Severity.LICENCE),
    standing=Standing.LETTER,
    mark=Mark.READING,
    source="T21",
    note="The last day of each letter was not seen apart; 2025-07-02 is that of the EDA letters.",
)

PROVISIONS = (EDA, ENGINES)
