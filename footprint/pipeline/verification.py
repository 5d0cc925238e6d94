"""From a request to a certificate that recomputes itself: request, review, certify, verify."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from footprint.errors import Language
from footprint.inventory import open_library
from footprint.inventory.brightway_project import BrightwayProject
from footprint.pipeline.calculation import calculate_with, sources_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from footprint.verification.bundle import Requested
    from footprint.verification.certificate.issuing import Issued
    from footprint.verification.keys import TrustStore
    from footprint.verification.review import Decision, Review
    from footprint.verification.verifying import Verification

__all__ = ["algorithm_fingerprint", "certify", "request", "review", "verify"]


def request(
    path: str | os.PathLike[str],
    profile: str | os.PathLike[str],
    inventories: Sequence[str | Path] = (),
    *,
    commit_to: Sequence[str] = (),
    disclose: Sequence[str] = (),
    salts: str | Path | None = None,
    brightway: BrightwayProject | str | None = None,
) -> Requested:
    """Make the evidence bundle of a product model; see `footprint.verification.bundle.request`.

    Parameters
    ----------
    path
        A product model file.
    profile
        Name or file of the rule profile.
    inventories, brightway
        As for `calculate`.
    commit_to
        Packages whose records are committed by salted hashes and not disclosed.
    disclose
        Packages under the terms of their source whose records may be handed on.
    salts
        File of salts of an earlier request, to repeat it.
    """
    from footprint.verification import bundle
    from footprint.verification.bundle.commitments import read_salts
    from footprint.verification.profile import read_profile

    return bundle.request(
        path,
        read_profile(profile),
        open_library(inventories, sources_of(brightway)),
        calculate_with,
        fingerprint=algorithm_fingerprint(),
        commit_to=commit_to,
        disclose=disclose,
        salts=None if salts is None else read_salts(salts),
    )


def review(
    bundle: str | os.PathLike[str],
    decision: Decision | None = None,
    inventories: Sequence[str | Path] = (),
    *,
    previous: str | os.PathLike[str] | None = None,
    others: Sequence[str | os.PathLike[str]] = (),
    salts: str | Path | None = None,
    brightway: BrightwayProject | str | None = None,
    at: date | None = None,
    plan: bool = True,
) -> Review:
    """Review an evidence bundle; see `footprint.verification.review.review`.

    Parameters
    ----------
    bundle
        The bundle's file.
    decision
        The reviewer's decision so far.
    inventories, brightway
        As for `calculate`: packages that are trusted, copies of those that are only committed among them.
    previous
        The bundle before, for what was changed.
    others
        Bundles of other models of the same product, to compare with.
    salts
        Of committed records.
    at
        Day for which validity is judged.
    plan
        Whether the sampling plan is made.
    """
    from footprint.verification import review as reviewing
    from footprint.verification.bundle import open_bundle
    from footprint.verification.bundle.commitments import read_salts
    from footprint.verification.recomputation import recompute

    folders, sources = [Path(folder) for folder in inventories], sources_of(brightway)
    return reviewing.review(
        open_bundle(bundle),
        decision,
        calculate_with,
        previous=None if previous is None else open_bundle(previous),
        packages=folders,
        sources=sources,
        salts=None if salts is None else read_salts(salts),
        others=tuple(recompute(open_bundle(other), calculate_with, folders, sources).result for other in others),
        library=open_library(inventories, sources),
        at=at,
        plan=plan,
    )


def algorithm_fingerprint() -> str:
    """Give the fingerprint of the algorithm; see `footprint.verification.fingerprint`."""
    from footprint.verification import fingerprint

    return fingerprint.algorithm_fingerprint(calculate_with)


def certify(
    bundle: str | os.PathLike[str],
    decision: str | os.PathLike[str],
    key: str | os.PathLike[str],
    passphrase: Callable[[], str],
    out: str | os.PathLike[str],
    *,
    at: datetime,
    register: str | os.PathLike[str] | None = None,
    languages: Sequence[Language] = ("zh", "en"),
    demonstration: bool = False,
    valid_until: date | None = None,
    inventories: Sequence[str | Path] = (),
    salts: str | os.PathLike[str] | None = None,
) -> Issued:
    """Issue the certificate of a bundle on which a reviewer decided; see `footprint.verification.certificate.issuing`.

    Parameters
    ----------
    bundle, decision
        The files.
    key, passphrase
        Folder of the issuer's keys, and what gives their passphrase.
    out
        Folder of certificates.
    at
        Time of issue.
    register
        File of the register; only a demonstration may go without.
    languages, demonstration, valid_until
        As for the issue.
    inventories
        Folders with copies of packages whose records the bundle only commits to.
    salts
        File of the salts of these records.
    """
    from footprint.verification.bundle import open_bundle
    from footprint.verification.certificate import issuing
    from footprint.verification.keys import open_keys
    from footprint.verification.register import Register
    from footprint.verification.review import read_decision

    opened, decided = open_bundle(bundle), read_decision(decision)
    return issuing.certify(
        opened,
        decided,
        lambda: open_keys(key, passphrase()),
        out,
        calculate=calculate_with,
        at=at,
        register=None if register is None else Register(register),
        languages=languages,
        demonstration=demonstration,
        valid_until=valid_until,
        packages=inventories,
        library=open_library(inventories),
        salts=salts,
    )


def verify(
    path: str | os.PathLike[str],
    trust: TrustStore,
    *,
    clock: datetime,
    at: datetime | None = None,
    bundle: str | os.PathLike[str] | None = None,
    status: str | os.PathLike[str] | None = None,
    require_status: bool = False,
    inventories: Sequence[str | Path] = (),
    salts: str | os.PathLike[str] | None = None,
    brightway: BrightwayProject | str | None = None,
) -> Verification:
    """Verify a certificate, a credential or a bundle in numbered steps; see `footprint.verification.verifying.verify`."""
    from footprint.verification import verifying

    return verifying.verify(
        path,
        trust,
        calculate=calculate_with,
        clock=clock,
        at=at,
        bundle=bundle,
        status=status,
        require_status=require_status,
        inventories=tuple(Path(folder) for folder in inventories),
        salts=salts,
        sources=sources_of(brightway),
    )
