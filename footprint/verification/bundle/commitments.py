"""Committed records: licensed data that a bundle proves the use of, without showing it.

Every record is written as canonical JSON behind 32 random bytes, its salt, and the bundle holds the SHA-256 of that. Without the salt a
hash tells nothing, not even to somebody who guesses the record. The salts stay with whoever holds the licence; with them and the
same package every record can be compared with its hash.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from footprint.errors import Finding, Place
from footprint.files import read_bytes, sha256
from footprint.inventory import Dataset, Package
from footprint.supply_chain import SupplyChain
from footprint.supply_chain.background import dataset_properties
from footprint.verification.bundle.archive import SIZE_LIMIT
from footprint.verification.bundle.errors import CommittedDiffer, SaltsUnusable
from footprint.verification.canonical import canonical_json, read_canonical

__all__ = ["BACKGROUND_ENDING", "SALTS_ENDING", "SALTS_SCHEMA", "Salts", "commit", "compare", "new_salts", "read_salts", "salts_file"]

SALTS_SCHEMA = "footprint/salts/1"
SALTS_ENDING = ".salts"
BACKGROUND_ENDING = ".background.zip"
SALT_BYTES = 32

Salts = Mapping[str, Mapping[str, bytes]]
"""Salt by package and code."""


def new_salts(chain: SupplyChain, packages: tuple[str, ...]) -> Salts:
    """Draw a salt for every record of some packages."""
    return {name: {code: secrets.token_bytes(SALT_BYTES) for code in _codes(chain, name)} for name in packages}


def commit(chain: SupplyChain, salts: Salts) -> dict[str, list[str]]:
    """Give the sorted hashes of the records of a supply chain, by package.

    Raises
    ------
    SaltsUnusable
        There is no salt for one of them.
    """
    hashes = {}
    for name, by_code in salts.items():
        missing = set(_codes(chain, name)) - set(by_code)
        if missing:
            example = min(missing)
            why, why_zh = f"it holds no salt for {name}/{example}", f"其中没有 {name}/{example} 的盐值"
            raise SaltsUnusable(file="salts", why=why, why_zh=why_zh)
        hashes[name] = sorted(_hash(by_code[code], chain, name, code) for code in _codes(chain, name))
    return hashes


def compare(chain: SupplyChain, salts: Salts, commitments: Mapping[str, list[str]]) -> list[Finding]:
    """Compare the records of a licence holder's copy, as a supply chain uses them, with what was committed.

    Returns
    -------
    list of Finding
        One per package that differs.
    """
    findings = []
    for name, stated in sorted(commitments.items()):
        by_code = salts.get(name, {})
        hashes = {code: _hash(by_code[code], chain, name, code) if code in by_code else "" for code in _codes(chain, name)}
        wrong = sorted(code for code, found in hashes.items() if found not in set(stated))
        absent = len(set(stated) - set(hashes.values()))
        if wrong or absent:
            shown = wrong[:5] or [f"{absent} unused"]
            count = max(len(wrong), absent)
            findings.append(CommittedDiffer(Place(name), package=name, wrong=count, count=len(stated), records=shown).finding)
    return findings


def salts_file(salts: Salts, manifest_sha256: str) -> bytes:
    """Write salts as the content of a file."""
    data = {name: {code: salt.hex() for code, salt in by_code.items()} for name, by_code in salts.items()}
    return canonical_json({"schema": SALTS_SCHEMA, "manifest_sha256": manifest_sha256, "salts": data})


def read_salts(path: str | Path, manifest_sha256: str | None = None) -> Salts:
    """Read a file of salts.

    Parameters
    ----------
    path
        The file.
    manifest_sha256
        Of the bundle that it must belong to; any where none is given.

    Raises
    ------
    SaltsUnusable
        It is no such file, or of another bundle.
    """
    file = str(path)

    def refuse(why: str, why_zh: str) -> SaltsUnusable:
        return SaltsUnusable(Place(file), file=file, why=why, why_zh=why_zh)

    try:
        data = read_canonical(read_bytes(path, SIZE_LIMIT), SIZE_LIMIT)
    except ValueError as error:
        raise refuse(f"{error}", f"无法读取（{error}）") from None
    if data.get("schema") != SALTS_SCHEMA:
        raise refuse(f"its schema is not {SALTS_SCHEMA}", f"其格式不是 {SALTS_SCHEMA}")
    if manifest_sha256 is not None and data.get("manifest_sha256") != manifest_sha256:
        raise refuse("it belongs to another bundle", "属于另一个证据包")
    try:
        salts = {name: {code: _salt(text) for code, text in by_code.items()} for name, by_code in data["salts"].items()}
    except (KeyError, AttributeError, TypeError, ValueError):
        raise refuse(f"its salts are not of {SALT_BYTES} bytes each", f"盐值不是各 {SALT_BYTES} 字节") from None
    return salts


def _salt(text: str) -> bytes:
    salt = bytes.fromhex(text)
    if len(salt) != SALT_BYTES or salt.hex() != text:
        raise ValueError
    return salt


def _codes(chain: SupplyChain, package: str) -> list[str]:
    return sorted(dataset.code for dataset in chain.datasets.values() if dataset.package == package)


def _hash(salt: bytes, chain: SupplyChain, package: str, code: str) -> str:
    return sha256(salt + canonical_json(_record(chain.datasets[f"{package}/{code}"], chain.packages[package])))


def _record(dataset: Dataset, package: Package) -> dict[str, Any]:
    """Give all of a record that a calculation, a rule or a reader uses; not where it stands or what is remarked."""
    exchanges = [[exchange.kind, exchange.flow, exchange.amount.value, exchange.amount.unit.text] for exchange in dataset.exchanges]
    return {
        "key": dataset.key,
        "version": package.version,
        "product": dataset.product,
        "name": {"en": dataset.name_en, "zh": dataset.name_zh},
        "reference": [dataset.reference.value, dataset.reference.unit.text],
        "kind": dataset.kind,
        "basis": dataset.basis,
        "status": dataset.status,
        "data": dataset.data,
        "capital_goods": dataset.capital_goods,
        "geography": dataset.geography,
        "period": [dataset.start, dataset.end],
        "exchanges": sorted(exchanges, key=repr),
        "properties": {name: [amount.value, amount.unit.text] for name, amount in dataset_properties(package, dataset).items()},
    }
