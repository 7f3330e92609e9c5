"""Every fact that the United States rules ask for, with its unit and the question that would settle it."""

from __future__ import annotations

from chipgate.law.facts import choice, country, flag, number

# The item.

ITEM_KIND = choice(
    "item_kind",
    "the kind of item",
    "What is the item: an IC, a computer or assembly that contains ICs, an HBM stack, model weights, technology?",
    "ic",
    "foundry_ic",
    "low_end_ic",
    "computer",
    "low_end_computer",
    "hbm",
    "weights",
    "technology",
    "software",
    "other",
)
TPP = number("tpp", "TPP", "What is the total processing performance of the IC, or its peak dense rate per format?")
PERFORMANCE_DENSITY = number(
    "performance_density",
    "performance density",
    "What is the performance density (TPP per mm2 of applicable die area), or the applicable die area?",
    "per mm2",
)
DIE_AREA_MM2 = number(
    "die_area_mm2",
    "applicable die area",
    "What is the area of all logic dies made on a node with non-planar transistors, in mm2?",
    "mm2",
)
DATACENTER = flag(
    "datacenter",
    "the IC is designed or marketed for datacenters",
    "Is the IC designed for datacenters, or marketed for them? One of the two is enough.",
)
COMPUTER_FOR_DATACENTER = flag(
    "computer_for_datacenter",
    "the computer or assembly is itself designed or marketed for datacenters",
    "Is the computer or assembly itself, whatever its ICs are, designed or marketed for use in a datacenter?",
)
IO_GB_S = number(
    "io_gb_s",
    "aggregate bidirectional transfer rate",
    "What is the transfer rate over all inputs and outputs, both directions, PCIe included, in GB/s?",
    "GB/s",
)
DRAM_BANDWIDTH_GB_S = number(
    "dram_bandwidth_gb_s",
    "total DRAM bandwidth",
    "What is the bandwidth to all HBM and GDDR of the IC together, in GB/s?",
    "GB/s",
)
HBM_DENSITY = number(
    "hbm_density_gb_s_mm2",
    "memory bandwidth density",
    "What is the bandwidth of the stack per mm2 of its package (or of the stack where it is not packaged)?",
    "GB/s per mm2",
)
DIGITAL_UNITS_SCORE = number(
    "digital_units_score",
    "bit length x TOPS of the digital processor units",
    "What is the sum of bit length x TOPS over the digital processor units?",
)
ANALOG_UNITS_SCORE = number(
    "analog_units_score",
    "TOPS x 8 of the analog, multi-value or multi-level units",
    "What is 8 x TOPS over the analog, multi-value and multi-level units?",
)
PROCESS_NODE_NM = number(
    "process_node_nm", "process node", "On which process node (marketing class, in nm) is the logic made?", "nm"
)
NONPLANAR_TRANSISTORS = flag(
    "nonplanar_transistors",
    "the logic is made with non-planar transistors",
    "Is the logic made with non-planar transistors (FinFET or later), whatever the node is called?",
)
TOPS = number("tops", "peak rate", "What is the highest peak rate of the IC at any bit length, in TOPS?", "TOPS")
CONTROLLED_ELSEWHERE = flag(
    "controlled_elsewhere",
    "the item is specified in another entry of the Commerce Control List",
    "Is the item specified in an ECCN other than 3A991 and 4A994?",
)
DESCRIBED_IN = choice(
    "described_in",
    "the other entry that describes the item",
    "Is the item also described in 3A001, 4A003, 4A004, 4A005, 5A002, 5A004, 5A992.c, 5D002 or 5D992.c, or in another "
    "entry that is none of these, 3A090, 3A991, 4A090 and 4A994?",
    "none",
    "3A001",
    "4A003",
    "4A004",
    "4A005",
    "5A002",
    "5A004",
    "5A992",
    "5D002",
    "5D992",
    "another",
)
EAR99 = flag(
    "ear99",
    "the item is EAR99",
    "Is the item EAR99, which means that it is subject to the rules and on no entry of the Commerce Control List?",
)
NAMED_BY_746_8 = flag(
    "named_by_746_8",
    "the item that is EAR99 is one that 746.8 names",
    "Is the item listed in 746 Supp. 4, 5 or 6 (by its tariff code, as ICs and computers are), or software that "
    "746.8(a)(8) names?",
)

TECHNOLOGY_FROM_D5 = flag(
    "technology_from_macau_or_d5",
    "the technology comes from Macau or D:5, and from an entity headquartered there that developed it",
    "Is the technology exported from Macau or D:5, developed by an entity headquartered there (or with its ultimate "
    "parent there) as the direct product of software subject to the rules, and for producing items of 3A090, 4A090 "
    "or a .z paragraph?",
)
TECHNOLOGY_FROM_D1_D4_D5 = flag(
    "technology_from_d1_d4_or_d5",
    "the technology moves from or within D:1, D:4 or D:5, and an entity of Macau or D:5 developed it",
    "Is the technology reexported or transferred from or within D:1, D:4 or D:5 (and not A:5 or A:6), developed by an "
    "entity headquartered in Macau or D:5 (or with its ultimate parent there) as the direct product of software "
    "subject to the rules, and for producing items of 3A090, 4A090 or a .z paragraph?",
)
TECHNOLOGY_IS_FOR = choice(
    "technology_is_for",
    "the paragraph of 3A090 that the technology or software is for",
    "Are the technology or software for items of 3A090.a (or of entries that follow it), for items of 3A090.b only, or "
    "for memory of 3A090.c only?",
    "3A090.a",
    "3A090.b",
    "3A090.c",
)
SOFTWARE_FOR_3A090 = flag(
    "software_for_3a090",
    "the software is for developing or producing items of 3A090, 4A090 or a .z paragraph, or is specified in 4D090",
    "Is the software specially designed or modified for the development or production of items specified in 3A090, "
    "4A090 or a .z paragraph (3D001, 4D001), or is it specified in 4D090?",
)

# Model weights.

TRAINING_OPERATIONS = number(
    "training_operations",
    "operations used in training",
    "How many operations went into training the model, later training included (about 6 x parameters x tokens)?",
    "operations",
)
PUBLISHED = flag("published", "the model weights are published", "Are the model weights published?")
BELOW_BEST_OPEN_MODEL = flag(
    "below_best_open_model",
    "the model needs less training compute than equals the best published model",
    "Was the model trained with less than is needed to equal the best published model?",
)
DERIVED_FROM_PUBLISHED = flag(
    "derived_from_published",
    "the weights are derived from published weights with little added training",
    "Are the weights derived from published ones with added operations of at most 2.5e25 or 25 % of the total, "
    "whichever is higher?",
)

# The transaction and its parties.

TRANSACTION = choice(
    "transaction",
    "the kind of transaction",
    "Is it an export, a reexport, a transfer in country, or a deemed export?",
    "export",
    "reexport",
    "transfer_in_country",
    "deemed_export",
)
NATIONAL_OF = country(
    "national_of",
    "the country of the person in a deemed export",
    "Of which country is the person to whom the technology is released a citizen or permanent resident, most recently?",
)
USE_IN_COUNTRY_OF_PERSON = flag(
    "use_in_country_of_person",
    "the military use or user is in the country of the person in a deemed export",
    "Is the military or military-intelligence end use, or end user, for which the technology is released in the "
    "country of the person, wherever the release takes place?",
)
DESTINATION = country("destination_iso2", "the destination", "Which country is the item to be used in?")
END_USER_HQ = country(
    "end_user_hq",
    "the headquarters of the end user",
    "Where is the end user headquartered?",
)
END_USER_PARENT = country(
    "end_user_parent_hq",
    "the headquarters of the end user's ultimate parent",
    "Where is the ultimate parent company of the end user headquartered?",
)
CONSIGNEE_HQ = country(
    "consignee_hq",
    "the headquarters of the purchaser or a consignee",
    "Where are the purchaser and the consignees headquartered, each of them that is not the end user?",
)
CONSIGNEE_PARENT = country(
    "consignee_parent_hq",
    "the headquarters of the ultimate parent of the purchaser or a consignee",
    "Where is the ultimate parent company of the purchaser and of each consignee headquartered?",
)
COMPLETION_YEAR = number(
    "completion_year", "the year in which the shipment is completed", "In which year is the shipment completed?"
)
EXPORTER = choice(
    "exporter",
    "the trade of the exporter",
    "Is the exporter a front-end fabricator, an OSAT company, or neither?",
    "front_end_fabricator",
    "osat",
    "distributor",
    "other",
)
EXPORTER_HQ = country(
    "exporter_hq",
    "the headquarters of the exporter and of its ultimate parent",
    "Where are the exporter and its ultimate parent headquartered?",
)
END_USER_STANDING = choice(
    "end_user",
    "the standing of the end user in the United Arab Emirates",
    "Are the ultimate consignee and every end user agencies of the government of the United Arab Emirates, or entities "
    "of 740 Supp. 8 (or subsidiaries, where the list says so)?",
    "government_agency",
    "approved_uae_entity",
    "approved_us_company",
    "approved_uae_entity_and_us_company",
    "not_approved",
)
ORDER_TPP = number(
    "order_tpp",
    "the aggregate TPP of the order",
    "What is the TPP of the whole order (units x TPP of one)?",
    "TPP",
)
COUNTRY_CUMULATIVE_TPP = number(
    "country_cumulative_tpp_2025_2027",
    "the aggregate TPP already licensed to the country in 2025 to 2027",
    "How much TPP has been licensed to the destination since 2025, before this order?",
    "TPP",
)
CONSIGNEE_YEAR_TPP = number(
    "consignee_calendar_year_tpp",
    "the TPP that the ultimate consignee received this calendar year",
    "How much TPP has the ultimate consignee received this calendar year under LPP, from all sellers?",
    "TPP",
)

# End use, lists, letters.

TRAINING_NEEDS_LICENCE = flag(
    "training_needs_licence",
    "744.6, 744.22 or 744.23 reaches the training of models for weapons or military intelligence",
    "Does 744.6, 744.22 or 744.23 require a licence for this training of AI models? Ask counsel or BIS.",
)
NAMED_IN_744_22 = flag(
    "named_in_744_22",
    "a party is a military-intelligence end user of 744.22, outside its countries one that (f)(2) names",
    "Is a party an intelligence or reconnaissance organization of the armed services, or the national guard, of a "
    "country of 744.22; and, where it is located outside these countries, one that 744.22(f)(2) names?",
)
BUYER_LISTED = flag(
    "buyer_itself_listed",
    "a party to the transaction is listed",
    "Is any party (purchaser, consignees, end user) on the Entity List, at an address on it, a designated person of "
    "744.8, or denied export privileges (Denied Persons List)? Or does an entity with a footnote of the Entity List "
    "order, buy or make what a foreign-made item goes into, or is used to develop or produce (734.9(e), (g))?",
)
LISTED_OWNER_SHARE = number(
    "listed_owner_share",
    "the share owned by listed parties",
    "Which share of a party (0 to 1) do listed parties own, directly or indirectly and together? Those on the Entity "
    "List, on the Military End-User List and designated persons of 744.8 count.",
)
OWNERS_DESIGNATED = flag(
    "owners_designated",
    "a listed owner is designated (744.8)",
    "Does a designated person of 744.8 own a part of the share, besides or in place of parties on the Entity List or "
    "the Military End-User List?",
)
AFFILIATE_IS_JOINT_VENTURE = flag(
    "affiliate_is_joint_venture",
    "the party is a joint venture of General Order No. 7",
    "Is the party that listed parties own a joint venture with an entity headquartered in the United States, A:5 or "
    "A:6 that is neither listed nor owned by listed parties to 50 percent or more?",
)
AFFILIATES_STAY_EXTENDED = flag(
    "affiliates_stay_extended",
    "the stay of the Affiliates Rule was extended past 2026-11-09",
    "Has the Federal Register extended the stay of the Affiliates Rule past 2026-11-09? An extension to 2027-01-10 "
    "was announced; no instrument was found.",
)
KNOWN_END_USE = choice(
    "known_end_use",
    "the known end use",
    "What is the item for? Say whether it is a supercomputer, an advanced-node fab or a fab whose node is not known, "
    "equipment for chip making, military, military-intelligence or weapons of mass destruction (rockets, drones and "
    "nuclear activities of 744.2 and 744.3 too), a foreign vessel or aircraft, or an ordinary use.",
    "ordinary",
    "development_production_storage",
    "supercomputer",
    "advanced_node_fab",
    "semiconductor_equipment",
    "military",
    "military_intelligence",
    "wmd",
    "ai_training_for_military",
    "fab_of_unknown_node",
    "foreign_craft",
)
SUPERCOMPUTER_SITE = country(
    "supercomputer_site", "the site of the supercomputer", "In which country does the supercomputer stand?"
)
FAB_SITE = country(
    "fab_site",
    "the site of the fab of advanced-node ICs",
    "In which country is the facility where the ICs, of an advanced node or of one that is not known, are produced?",
)
VESSEL_COUNTRIES_NEED_LICENCE = flag(
    "vessel_countries_need_licence",
    "a licence is required to a country of the vessel or aircraft",
    "Is a licence required, and no licence exception open, to the country in which the foreign vessel or aircraft is "
    "located, or is registered, or to the country which (or a national of which) controls, leases or charters it?",
)
NAMED_BY_END_USE_RULE = flag(
    "named_by_end_use_rule",
    "the item is one that the section on its end use names",
    "Is the item among those that the section on its end use names: 744 Supp. 2 for military end uses and end users "
    "(3A991, 3D991, 5A992, 5D992 and others), 744.23(a)(1) for supercomputers (3A001, 3A991, 4A003, 4A994 and others), "
    "744.23(a)(2)(ii) for a fab whose node is not known (3B, 3C, 3D and 3E)?",
)
MILITARY_END_USER = flag(
    "military_end_user",
    "a party is a military or military-intelligence end user",
    "Is any party, or any remote user, a military or military-intelligence end user?",
)
ON_MEU_LIST = flag(
    "on_meu_list",
    "a party is listed as a military end user",
    "Is any party on the Military End-User List (744 Supp. 7)?",
)
ON_UNVERIFIED_LIST = flag(
    "on_unverified_list",
    "a party is on the Unverified List",
    "Is any party on the Unverified List (744 Supp. 6)?",
)
IN_OCCUPIED_UKRAINE = flag(
    "in_occupied_ukraine",
    "the place is in Crimea or in the so-called People's Republics of Donetsk and Luhansk",
    "Is the place in Ukraine in Crimea, or in the so-called People's Republics of Donetsk or Luhansk? 746.6 does not "
    "cover Kherson and Zaporizhzhia.",
)
CAME_TO_IRAQ_UNDER_LICENCE = flag(
    "came_to_iraq_under_licence",
    "the item came to Iraq under a licence or a licence exception",
    "Did the item, which is transferred within Iraq, come there under a licence of Commerce or the Treasury, or under "
    "a licence exception?",
)
LETTER_RECIPIENT = flag(
    "letter_recipient",
    "the seller has received an individual letter that is in force",
    "Has the seller received an individual ('is informed') letter of BIS about such items?",
)
LETTER_REACHES_ORDER = flag(
    "letter_reaches_order",
    "a letter other than those of 2022-08, 2023-10 and 2025-04 requires a licence for the order",
    "Does an individual letter of BIS, other than those of August 2022, October 2023 and April 2025 that were "
    "disclosed, require a licence for this item to this destination or party (744.2(b) to 744.23(b))?",
)
LETTER_KEEPS_EXCEPTIONS = flag(
    "letter_keeps_exceptions",
    "the letter leaves licence exceptions open",
    "Does the individual letter leave licence exceptions open?",
)

IS_MICROPROCESSOR = flag(
    "is_microprocessor_744_17",
    "the item is a microprocessor, microcomputer or microcontroller of 744.17",
    "Is the item a microprocessor, microcomputer or microcontroller with 5 GFLOPS or more and an arithmetic unit of "
    "32 bits or more, or software or technology for producing or developing one? Whether a GPU is one is a question of "
    "classification.",
)
OTHER_CONTROLS_REACH = flag(
    "country_chart_requires_licence",
    "the Country Chart requires a licence for the entry that describes the item",
    "Does the Commerce Country Chart, or the entry itself, require a licence to the destination (for a deemed export: "
    "to the country of the person) for any other reason for control (NS, RS, MT, NP, CC, EI and others) of the entry "
    "that describes the item? No for EAR99.",
)
SUPP_5A_PREVAILS = flag(
    "supp_5a_policy_prevails",
    "BIS reviews a party located in, or headquartered in, Supp. 5(a) but not both under the policy for Supp. 5(a)",
    "The texts of the approval policy and of the country cap both fit a party that is located in Supp. 5(a) and "
    "headquartered outside it, or the other way round: which does BIS apply?",
)
NAC_COVERS_TRANSFERS = flag(
    "nac_covers_transfers",
    "BIS reads NAC to cover transfers in country outside Macau and D:5",
    "NAC names exports and reexports only, and ACA leaves entities headquartered in Macau or D:5 out; 740.1(a) extends "
    "exceptions for reexports to transfers. Does BIS read NAC to cover this transfer in country?",
)

EXCEPTION_COVERS_ENTRY = flag(
    "exception_covers_entry",
    "BIS reads the licence exception to cover the entry of the item",
    "The section of the exception and the entry on the Commerce Control List differ on whether the item is covered "
    "(NAC and ACA: 5A002.z, 5A004.z and 5A992.z that follow 3A090.a; ACM: 4A004.z; LPP: 5A002.z). Does BIS read the "
    "exception to cover it?",
)

EXCEPTION_LIFTS_OTHER_CONTROLS = flag(
    "exception_lifts_other_controls",
    "the licence exception lifts the other reasons for control too",
    "The Country Chart requires a licence for other reasons too. Does the licence exception lift these as well? Not "
    "where the item is controlled for missile technology (740.2(a)(5)), nor to or from Hong Kong without a copy of its "
    "licence, or its statement that none is required (740.2(a)(19), (20)).",
)

# Conditions of licence exceptions.

ENC_MET = flag(
    "enc_requirements_met",
    "the requirements of License Exception ENC are met",
    "Are the requirements of License Exception ENC (740.17) met, which 740.8(a)(3) asks for with 5A002.z, 5A004.z and "
    "5D002.z?",
)
HBM_ACCOUNTED_FOR = flag(
    "hbm_accounted_for",
    "the packaging site confirms the delivery of the finished products, or sends them back to be counted",
    "Does a packaging site headquartered in the United States, A:5 or A:6 confirm in writing that the finished "
    "products went to their designer, or does another site send them back to the seller, who counts the HBM in them?",
)
CUSTOMERS_OUTSIDE = flag(
    "customers_outside_macau_and_d5",
    "the items are ultimately destined to customers outside Macau and D:5",
    "Are the items, after development, production or storage, ultimately destined to customers outside Macau and D:5?",
)
WEIGHTS_FACILITY = flag(
    "weights_facility_complies",
    "the model weights are stored in a facility that complies with 748 Supp. 10",
    "Are the model weights stored in a facility that complies with paragraphs 14, 15 and 18 of 748 Supp. 10?",
)

PURCHASE_ORDER = flag("purchase_order", "there is a written purchase order", "Is there a written purchase order?")
PURCHASE_ORDER_WITHOUT_NOTICE = flag(
    "purchase_order_without_notice",
    "there is a written purchase order, notice or not",
    "Is there a written purchase order, which 740.8(a)(1) asks for under ACA too?",
)
NOTIFIED_DAYS_BEFORE = number(
    "notified_days_before",
    "days between the notice to BIS and the shipment",
    "How many calendar days before the shipment was BIS notified through SNAP-R?",
    "days",
)
BIS_OBJECTION = flag(
    "bis_objection",
    "BIS answered the notice that a licence is needed",
    "Did BIS answer the notice that the exception may not be used?",
)
BUYER_IS_DESIGNER = flag(
    "buyer_is_designer_of_copackaged_product",
    "the HBM is bought by the designer of the co-packaged product",
    "Is the buyer of the HBM the designer of the product it is packaged into?",
)
DIRECT_TO_PACKAGING_SITE = flag(
    "direct_to_packaging_site",
    "the HBM goes directly to the packaging site",
    "Does the HBM go directly to the site where it is packaged, without a distributor, and without an intermediate "
    "consignee but one that the site hired for forwarding or customs clearance?",
)
PACKAGED_IN_ADVANCED_FAB = flag(
    "packaged_in_advanced_node_fab",
    "the HBM is packaged where advanced-node ICs are produced, in Macau or D:5",
    "Is the HBM co-packaged at a facility in Macau or D:5 where advanced-node ICs are produced?",
)
COPACKAGED_EXCEEDS = flag(
    "copackaged_product_exceeds_3A090",
    "the co-packaged product is specified in 3A090",
    "Is the product that the HBM is packaged into specified in 3A090.a or .b?",
)
CONSIGNEE_CERTIFICATION = flag(
    "consignee_certification",
    "the ultimate consignee has signed the certification",
    "Has the ultimate consignee signed the certification that the exception needs?",
)
NOTIFIED = flag(
    "notified", "BIS was notified of the shipment", "Was BIS notified of the shipment, where its TPP calls for it?"
)
PRIVATE_SECTOR_END_USER = flag(
    "private_sector_end_user",
    "the end user is a private-sector entity",
    "Is the end user a private-sector entity?",
)

# The foundry presumption.

DESIGNER_APPROVED = flag(
    "designer_approved", "the designer is approved (740 Supp. 6)", "Is the designer of the IC listed in 740 Supp. 6?"
)
DESIGNER_AUTHORIZED = flag(
    "designer_authorized",
    "the designer meets the criteria of an authorized designer",
    "Is the designer headquartered in Taiwan, A:1 or A:5, without a place or an ultimate parent in Macau or D:5, "
    "and has it agreed to give the information of 743.9(b)?",
)
DESIGNER_APPLIED = flag(
    "designer_applied",
    "the designer applied for approval less than 180 days ago",
    "Has the designer applied to become an approved designer, less than 180 days before the shipment?",
)
FIGURES_ATTESTED = flag(
    "figures_attested",
    "the designer attests TPP and performance density",
    "Does the designer attest TPP and performance density, in a datasheet or otherwise?",
)
PACKAGER = choice(
    "packager",
    "who packages the die",
    "Who packages the die: the front-end fabricator, an approved OSAT company (740 Supp. 7), or another?",
    "front_end_fabricator",
    "approved_osat",
    "other",
)
PACKAGED_IN = country("packaged_in", "where the die is packaged", "In which country is the die packaged?")
TRANSISTORS_BN = number(
    "transistors_bn",
    "attested aggregated approximated transistor count",
    "Which aggregated approximated transistor count (in billions) does the packager attest?",
    "billion",
)
HBM = flag("hbm", "the packaged IC contains high-bandwidth memory", "Does the packaged IC contain HBM?")
LIMIT_FOR_2028 = flag(
    "note_1_limit_2027_holds_in_2028",
    "BIS reads the 2027 limit of 35 billion to hold in 2028",
    "Which transistor limit holds for shipments completed in 2028? The text gives 35 billion for 2027 and 40 billion "
    "from 2029, and is silent on 2028: ask BIS.",
)

# Case-by-case review of January 2026, information of 748 Supp. 2 (dd).

CERT_DD_COMPLETE = flag(
    "cert_dd_complete",
    "the information and certifications of 748 Supp. 2 (dd)(i) to (ix) are supplied",
    "Does the application carry, or commit to submit before the export, every item of 748 Supp. 2 (dd): (i) units "
    "shipped in the United States and specifications; (ii) no delay of US orders, no foundry capacity "
    "diverted; (iii) volume; (iv) no military, intelligence or WMD use; (v) know-your-customer procedures; "
    "(vi) remote end users; (vii) IaaS conditions; "
    "(viii) physical security; (ix) US laboratory test?",
)
VOLUME_RATIO = number(
    "volume_ratio",
    "aggregate TPP to China and Macau over that to US customers",
    "What is the aggregate TPP shipped to China and Macau as a share of that shipped to US end-use customers?",
)
US_LAB_TEST = flag(
    "us_lab_test",
    "an independent US laboratory tests every shipment",
    "Is every shipment tested in the US customs territory by a US-headquartered laboratory without a stake?",
)
US_COMMERCIALLY_AVAILABLE = flag(
    "us_commercially_available",
    "the product is commercially available in the United States",
    "Is the product commercially available in the United States?",
)
