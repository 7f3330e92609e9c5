"""Named entities: United Arab Emirates entities and companies of 740 Supp. 8."""

from __future__ import annotations

from types import MappingProxyType

END_USER_WORDS = MappingProxyType(
    {
        "government_agency": "government_agency",
        "g42": "approved_uae_entity",
        "core42": "approved_uae_entity",
        "amazon": "approved_us_company",
        "apple": "approved_us_company",
        "google": "approved_us_company",
        "meta": "approved_us_company",
        "microsoft": "approved_us_company",
        "openai": "approved_us_company",
        "oracle": "approved_us_company",
        "x.ai": "approved_us_company",
        "xai": "approved_us_company",
        "approved_uae_entity": "approved_uae_entity",
        "approved_us_company": "approved_us_company",
        "not_approved": "not_approved",
        "private_company_not_listed": "not_approved",
        "state_owned_enterprise": "not_approved",
        "subsidiary_of_chinese_company": "not_approved",
    }
)
"""What an end user's name, or the word that describes it, says about 740 Supp. 8. Any other name says nothing."""
