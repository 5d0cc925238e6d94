"""The statement as a W3C Verifiable Credential (data model 2.0), secured as ``vc+jwt`` with the issuer's Ed25519 key.

Everything around the statement follows from it, so a credential is read by making it anew from the statement inside and comparing. The
statement is a JSON literal (``@json``) for readers of linked data: its terms are those of ``footprint/statement/1``, not of a vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from footprint.verification.canonical import canonical_json
from footprint.verification.jws import Opened
from footprint.verification.keys.errors import IssuerNotTrusted
from footprint.verification.keys.issuer import Issuer, KeyPair
from footprint.verification.keys.private import SigningKeys
from footprint.verification.keys.trust import TrustStore, require_good_at
from footprint.verification.moments import moment, moment_text, whole_second
from footprint.verification.signing import jws
from footprint.verification.signing.errors import CredentialNotAsIssued, NotSignable
from footprint.verification.statement import Statement, read_statement
from footprint.verification.statement_errors import NotAStatement

__all__ = ["TYPE", "Credential", "examine_credential", "read_credential", "require_issuer", "sign_credential"]

TYPE = "vc+jwt"

_CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    {
        "VerificationStatement": "urn:footprint:VerificationStatement",
        "statement": {"@id": "urn:footprint:statement", "@type": "@json"},
    },
]


@dataclass(frozen=True, slots=True)
class Credential:
    """A credential whose signature fits the key that it names.

    Parameters
    ----------
    statement
        The verification statement in it.
    opened
        The signed text it was read from.
    """

    statement: Statement
    opened: Opened


def sign_credential(statement: Mapping[str, Any], keys: SigningKeys, at: datetime) -> str:
    """Sign a statement as a credential.

    Parameters
    ----------
    statement
        A ``footprint/statement/1`` whose issuer is ``keys.as_statement()`` and whose time of issue is ``at``.
    keys
        The issuer's keys.
    at
        The time of signing.

    Returns
    -------
    str
        Compact JWS; write it to a file as it is, without a line feed.

    Raises
    ------
    NotAStatement
        It is not a statement.
    NotSignable
        It is one of another issuer, of other keys or of another time.
    NoCurrentKeys
        The keys are not in use at that time.
    """
    checked = read_statement(dict(statement))
    stated = checked["issuer"]
    own = keys.as_statement()
    if any(stated[name] != own[name] for name in ("id", "name", "keys")):
        raise NotSignable(why="the statement names another issuer or other keys")
    if checked["issued"] != moment_text(at):
        raise NotSignable(why=f"the statement is issued {checked['issued']}, the time of signing is {moment_text(at)}")
    return jws.sign(_credential(checked), keys, TYPE, whole_second(at))


def examine_credential(text: str | bytes) -> Credential:
    """Read a credential and check its signature with the key that it names, whosoever that is.

    Raises
    ------
    TextSignatureInvalid
        The text was changed.
    CredentialNotAsIssued
        It is signed, but no credential of a verification statement.
    """
    opened = jws.examine(text, TYPE)
    try:
        subject = opened.payload["credentialSubject"]
        statement = read_statement(subject["statement"])
        expected = canonical_json(_credential(statement))
    except (KeyError, TypeError, ValueError, NotAStatement) as error:
        why = error.finding.message() if isinstance(error, NotAStatement) else "it holds no statement"
        raise CredentialNotAsIssued(why=why.rstrip(".")) from None
    if expected != canonical_json(opened.payload):
        raise CredentialNotAsIssued(why="what stands around the statement does not follow from it")
    if moment_text(opened.signed_at) != statement["issued"]:
        raise CredentialNotAsIssued(why="it was signed at another time than the statement was issued")
    if opened.thumbprint != statement["issuer"]["keys"]["ed25519"]:
        raise CredentialNotAsIssued(why="it is signed with another key than the statement names")
    return Credential(statement, opened)


def require_issuer(statement: Statement, trust: TrustStore) -> tuple[Issuer, KeyPair]:
    """Find the trusted issuer of a statement, and make sure that its keys were good when it was issued.

    Raises
    ------
    NothingTrusted, IssuerNotTrusted, KeyRevoked, KeyRetired
        No such issuer, or its keys are not to be believed.
    """
    stated = statement["issuer"]
    issuer, pair = trust.by_ed25519(stated["keys"]["ed25519"])
    # A trusted issuer may not speak in the name of another trusted one.
    if (stated["id"], stated["name"]) != (issuer.id, issuer.name) or stated["keys"]["p256"] != pair.p256_thumbprint:
        raise IssuerNotTrusted(key=f"{stated['keys']['ed25519']} ({stated['name'][:80]})")
    require_good_at(issuer, pair, moment(statement["issued"]))
    return issuer, pair


def read_credential(text: str | bytes, trust: TrustStore) -> tuple[Statement, Issuer]:
    """Read a credential of a trusted issuer.

    Parameters
    ----------
    text
        The credential as it was issued.
    trust
        The issuers that are believed.

    Returns
    -------
    (Statement, Issuer)
        The statement, and who signed it. Whether it is still valid is another question: `footprint.verification.verifying`.

    Raises
    ------
    TextSignatureInvalid, CredentialNotAsIssued
        It was changed or is none.
    NothingTrusted, IssuerNotTrusted, KeyRevoked, KeyRetired
        The signer is not to be believed.
    """
    credential = examine_credential(text)
    issuer, _ = require_issuer(credential.statement, trust)
    return credential.statement, issuer


def _credential(statement: Statement) -> dict[str, Any]:
    issuer = statement["issuer"]
    return {
        "@context": _CONTEXT,
        "credentialSubject": {"id": f"urn:footprint:product-model:sha256:{statement['model']['sha256']}", "statement": statement},
        "id": f"urn:footprint:statement:{issuer['keys']['ed25519']}:{statement['number']}",
        "issuer": {"id": issuer["id"], "name": issuer["name"]},
        "type": ["VerifiableCredential", "VerificationStatement"],
        "validFrom": statement["valid_from"],
        "validUntil": statement["valid_until"],
    }
