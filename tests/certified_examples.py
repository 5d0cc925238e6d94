"""Whole certificates for tests: a small model, its bundle, a statement about it, credential and PDF."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from footprint import pipeline
from footprint.inventory import Library
from footprint.verification.bundle import Bundle, request
from footprint.verification.keys import SigningKeys
from footprint.verification.profile import read_profile
from footprint.verification.signing import sign_credential, sign_pdf, statement_digest
from signed_examples import ISSUED, a_document, keys_of, stated_by

__all__ = ["Certified", "a_bundle", "certified", "result_in_statement"]

MODEL = """\
footprint: product-model/1
product:
  name: {en: Ground stone, zh: 石粉}
  flow: stone
  declared_unit: 1 t
  version: 1
producer: {name: {en: Example quarry, zh: 示例石料厂}, site: {country: CN, subdivision: CN-21, place: Dalian}}
period: {start: 2025-01-01, end: 2025-12-31}
boundary: cradle-to-gate
status: primary
method: ipcc-ar6-gwp100
inventories: {cn-electricity: "2024.1"}
processes:
  grinding:
    stage: manufacturing
    outputs: {stone: 1 t}
    inputs:
      electricity: {amount: 35 kWh, from: cn-electricity/national-average-2024, data: primary, source: meter}
    emissions:
      co2: {flow: "carbon dioxide, fossil", amount: 1.5 kg, source: fuel records}
"""

# Rules that this model passes; all others are switched off.
PASSED = ("boundary-allowed", "allocation-order")


@dataclass(frozen=True, eq=False)
class Certified:
    """One certificate, with everything that it was made of."""

    keys: SigningKeys
    statement: dict[str, Any]
    credential: str
    bundle: Bundle
    pdf: bytes


@cache
def a_bundle(model: str = MODEL, rules: tuple[tuple[str, str], ...] = (), commit_to: tuple[str, ...] = (), packages: str = "") -> Bundle:
    """Give the evidence bundle of a model under a profile with few rules, and those given with their level."""
    levels = dict.fromkeys(read_profile("iso-14067").rules, "{level: off, why: a test}") | dict.fromkeys(PASSED, "fail") | dict(rules)
    with tempfile.TemporaryDirectory() as made:
        file, profile = Path(made) / "stone.yaml", Path(made) / "few.yaml"
        file.write_text(model, encoding="utf-8")
        listed = "".join(f"  {rule}: {level}\n" for rule, level in levels.items())
        head = 'footprint: rule-profile/1\nid: few\nversion: "1"\nextends: iso-14067\ntitle: {en: Few rules, zh: 少量规则}\n'
        profile.write_text(f"{head}rules:\n{listed}", encoding="utf-8")
        if not packages:
            return pipeline.request(file, profile, commit_to=commit_to).bundle
        # From a folder that stands for the shipped packages.
        library, fingerprint = Library((Path(packages),)), pipeline.algorithm_fingerprint()
        return request(file, read_profile(profile), library, pipeline.calculate_with, fingerprint=fingerprint).bundle


def result_in_statement(result: dict[str, Any]) -> dict[str, Any]:
    """Give the result of a bundle as a statement has it."""
    leaves = result["contributions"]
    return {
        "headline": {"sum": "iso_net", "value": result["sums"]["iso_net"], "unit": "kg CO2e"},
        "sums": result["sums"],
        "categories": result["categories"],
        "of_which": result["of_which"],
        "parts_of": result["total"]["sum"],
        "stages": result["stages"],
        "biogenic_carbon_content": result["biogenic_carbon_content"],
        "contributions": [{name: row[name] for name in ("exchange", "provider", "value", "share")} for row in leaves[:10]],
        "remaining": {"count": len(leaves[10:]), "value": sum(row["value"] for row in leaves[10:])},
        "cut_offs": [],
        "numerical_error": result["numerical_error"],
        "uncertainty": None,
        "data_quality": dict.fromkeys(("technology", "geography", "time", "precision", "rated_share")),
        "primary_data_share": result["primary_data_share"],
        "reasons": {"uncertainty": {"en": "Not assessed.", "zh": "未评估。"}},
    }


def certified(keys: SigningKeys | None = None, bundle: Bundle | None = None, **changes: Any) -> Certified:
    """Issue a certificate about a bundle; `changes` go into its statement, as for `statements.a_statement`."""
    keys, bundle = keys or keys_of(), bundle or a_bundle()
    about: dict[str, Any] = {
        "responsible_party": {"name": bundle.result["producer"]["name"], "uscc": None, "site": None},
        "product": {
            **bundle.result["product"],
            "declared_unit": bundle.result["declared_unit"],
            "version": bundle.result["model"]["version"],
        },
        "period": bundle.result["period"],
        "model__sha256": bundle.manifest["members"][bundle.model_member],
        "model__status": bundle.result["model"]["status"],
        "method__sha256": bundle.result["provenance"]["method"],
        "criteria": [{"id": "few", "title": {"en": "Few rules"}, "version": "1", "sha256": bundle.manifest["members"]["profile.yaml"]}],
        "result": result_in_statement(bundle.result),
        "bundle": {"manifest_sha256": bundle.manifest_sha256, "file_sha256": bundle.sha256, "disclosure": "full"},
        "algorithm_fingerprint": bundle.manifest["algorithm_fingerprint"],
    }
    statement = stated_by(keys, **{**about, **changes})
    credential = sign_credential(statement, keys, ISSUED)
    document = a_document(credential, bundle.content, f"statement-sha256:{statement_digest(statement)}")
    return Certified(keys, statement, credential, bundle, sign_pdf(document, keys, ISSUED))
