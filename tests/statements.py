"""Verification statements for tests: one that is complete, and changes of it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

__all__ = ["a_statement"]

_STATEMENT: dict[str, Any] = {
    "schema": "footprint/statement/1",
    "number": "DL-2026-000001",
    "demonstration": False,
    "lifted": [],
    "issued": "2026-03-02T08:30:00Z",
    "valid_from": "2026-03-02T08:30:00Z",
    "valid_until": "2028-03-01T08:30:00Z",
    "issuer": {
        "id": "urn:footprint:issuer:example",
        "name": "Example verification body",
        "accreditation": None,
        "keys": {"ed25519": "A" * 43, "p256": "B" * 43},
    },
    "verifier": {
        "organisation": {"en": "Example verification body", "zh": "示例核查机构"},
        "accreditation": "EX-0001",
        "reviewer": "Wang Wei",
        "independent_reviewer": "Li Na",
    },
    "responsible_party": {
        "name": {"en": "Example cement works", "zh": "示例水泥厂"},
        "uscc": "91210200000000000X",
        "site": "Dalian, CN-21, CN",
    },
    "product": {
        "name": {"en": "Ordinary Portland cement P·O 42.5, bulk", "zh": "普通硅酸盐水泥 P·O 42.5（散装）"},
        "declared_unit": "1 t",
        "identifiers": {"hs": "2523.29", "cpc": "37440"},
        "version": 1,
    },
    "model": {"sha256": "1" * 64, "status": "primary"},
    "period": {"start": "2025-01-01", "end": "2025-12-31"},
    "boundary": "cradle-to-gate",
    "method": {"name": "ipcc-ar6-gwp100", "sha256": "2" * 64},
    "criteria": [
        {
            "id": "gbt-24067-2024",
            "title": {
                "en": "GB/T 24067-2024 Greenhouse gases. Carbon footprint of products",
                "zh": "GB/T 24067-2024 温室气体 产品碳足迹 量化要求和指南",
            },
            "version": "1",
            "sha256": "3" * 64,
        }
    ],
    "result": {
        "headline": {"sum": "excl_uptake", "value": 729.0636581732808, "unit": "kg CO2e"},
        "sums": {"excl_uptake": 729.0636581732808, "incl_uptake": 729.0636581732808, "iso_net": 729.0636581732808},
        "categories": {
            "fossil": 729.0636581732808,
            "biogenic_co2": None,
            "biogenic_non_co2": None,
            "uptake": None,
            "land_use_change": None,
            "land_management": None,
            "removals": None,
        },
        "of_which": {"aircraft": 0.0, "unsplit": 52.732065213280926},
        "parts_of": "excl_uptake",
        "stages": [
            {"stage": "clinker", "value": 705.546258173281, "share": 0.9677430088081412},
            {"stage": "grinding", "value": 23.517400000000002, "share": 0.03225699119185897},
        ],
        "biogenic_carbon_content": 0.0,
        "contributions": [
            {"exchange": "clinker/inputs/calcination", "provider": "cn-processes/clinker-calcination", "value": 428.0, "share": 0.58705},
            {
                "exchange": "clinker/inputs/kiln_coal",
                "provider": "cn-fuels/cets-steel-2025/enterprise/bituminous-coal-per-gj",
                "value": 247.573411008,
                "share": 0.33958,
            },
        ],
        "remaining": {"count": 12, "value": 53.49024716528},
        "cut_offs": [{"exchange": "clinker/inputs/refractory", "why": "Below 1 % of the result.", "value": 0.2782}],
        "numerical_error": 2.3491905054755426e-12,
        "uncertainty": None,
        "data_quality": {"technology": 2.0, "geography": 1.0, "time": 2.2, "precision": 2.4, "rated_share": 0.978},
        "primary_data_share": 0.62,
        "reasons": {
            "uncertainty": {"en": "no distributions are stated for the inputs", "zh": "输入数据未给出分布"},
            "categories/biogenic_co2": {"en": "Some datasets give no split.", "zh": "部分数据集未给出分类。"},
        },
    },
    "level_of_assurance": "limited",
    "materiality": 0.05,
    "opinion": "unmodified",
    "qualifications": [],
    "procedures": {
        "sample": {"inputs": 24, "planned": 6, "seen": 6, "threshold": 36.45, "bound": 21.3},
        "single_sources": ["clinker/inputs/kiln_coal"],
        "site_visits": [{"place": "Dalian", "date": "2026-02-10"}],
        "conservative": [],
        "not_assessable": ["capital-goods"],
    },
    "nonconformities": {"closed": 3, "closed_not_satisfied": 0, "open": 0, "not_satisfied_rules": []},
    "bundle": {"manifest_sha256": "4" * 64, "file_sha256": "5" * 64, "disclosure": "full"},
    "algorithm_fingerprint": "6" * 64,
    "software": {"footprint": "0.1.0", "bw2calc": "3.1.0"},
    "supersedes": None,
}


def a_statement(**changes: Any) -> dict[str, Any]:
    """Give a complete statement, with fields changed; ``result__numerical_error=0.0`` changes one within another."""
    statement = deepcopy(_STATEMENT)
    for path, value in changes.items():
        *outer, last = path.split("__")
        record = statement
        for name in outer:
            record = record[name]
        record[last] = value
    return statement
