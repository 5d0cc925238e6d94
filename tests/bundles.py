"""Small evidence bundles for tests: a model of a few lines on the inventories of the suite."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from footprint import pipeline
from footprint.files import sha256
from footprint.inventory import Library
from footprint.verification.bundle import Bundle, Requested, request
from footprint.verification.bundle.archive import pack
from footprint.verification.bundle.manifest import MANIFEST, summary_of
from footprint.verification.canonical import canonical_json, read_canonical
from footprint.verification.fingerprint import suite_folder
from footprint.verification.profile import Profile, read_profile_text

__all__ = ["MODEL", "PROFILE", "a_bundle", "a_profile", "library", "made", "resealed", "write_model"]

MODEL = """\
footprint: product-model/1
product: {name: {en: Bar, zh: 棒材}, flow: bar, declared_unit: 1 t, mass_per_declared_unit: 1 t}
period: {start: 2024-01-01, end: 2024-12-31}
method: suite-gwp
inventories: {suite-data: "1"}
flows: {bar: {biogenic_carbon_content: 0 kg/kg, source: none in it}}
processes:
  rolling:
    stage: manufacturing
    outputs: {bar: 1 t}
    inputs:
      power: {amount: 100 kWh, from: suite-data/power, data: primary, dqr: {technology: 2, time: 1}}
      gas: {amount: 30 Nm3, from: suite-data/natural-gas}
      paint: {amount: 1 kg, cut_off: {why: small, proxy: suite-data/bolts}}
    emissions:
      co2: {flow: "carbon dioxide, fossil", amount: 7 kg, data: primary}
"""

PROFILE = """\
footprint: rule-profile/1
id: test
version: "1"
title: {en: Test, zh: 测试}
criteria: {x: {title: {en: T, zh: 测}}}
headline: {sum: excl_uptake, source: assumed, read: "no"}
rules: {status-primary: warn}
"""


@cache
def library() -> Library:
    return Library((suite_folder() / "inventories",))


@cache
def a_profile() -> Profile:
    return read_profile_text(PROFILE)


def write_model(folder: Path, text: str = MODEL, name: str = "bar.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def made(path: Path, own: Library | None = None, **choices: Any) -> Requested:
    """Request a bundle; a fixed fingerprint keeps tests of bundles from computing the suite."""
    return request(path, a_profile(), own or library(), pipeline.calculate_with, fingerprint="0" * 64, **choices)


def a_bundle(folder: Path, text: str = MODEL) -> Bundle:
    return made(write_model(folder, text)).bundle


def resealed(bundle: Bundle, changes: Mapping[str, bytes | None], **manifest: Any) -> bytes:
    """Give the file of a bundle with members changed, added or taken away, and a manifest that fits: what a forger would make."""
    members = {name: content for name, content in {**bundle.members, **changes}.items() if content is not None and name != MANIFEST}
    about = read_canonical(bundle.members[MANIFEST], 10**7)
    about["members"] = {name: sha256(content) for name, content in members.items()}
    about["datapackage"] = {**about["datapackage"], "sha256": sha256(members.get("datapackage.zip", b""))}
    about["profile"] = {**about["profile"], "sha256": sha256(members.get("profile.yaml", b""))}
    with contextlib.suppress(ValueError):
        about["result"] = summary_of(json.loads(members.get("result.json", b"{}")))
    return pack({**members, MANIFEST: canonical_json({**about, **manifest})})
