"""``footprint keys``: the keys of an issuer, and the issuers that are trusted."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from footprint.cli.options import Debug, Json, Lang
from footprint.cli.passphrase import PassphraseFile, passphrase
from footprint.cli.session import Session, open_session

if TYPE_CHECKING:
    from rich.table import Table

    from footprint.verification.keys import Issuer, KeyPair

__all__ = ["TrustOption", "issuer_as_dict", "keys"]

keys = typer.Typer(
    name="keys",
    help="Make the keys of an issuer; show, replace and revoke them; trust the issuers of others.",
    short_help="Keys of issuers, and whom to trust.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder of the keys.", show_default=False)]
Name = Annotated[str, typer.Option("--name", metavar="NAME", help="Name of the issuer, as its certificates say it.", show_default=False)]
Identifier = Annotated[
    str | None, typer.Option("--id", metavar="URI", help="Identifier of the issuer; one is made from its key.", show_default=False)
]
Accreditation = Annotated[
    str | None, typer.Option("--accreditation", metavar="TEXT", help="Accreditation of the issuer, if it has one.", show_default=False)
]
Years = Annotated[int, typer.Option("--years", min=1, max=20, metavar="N", help="How many years the keys may sign.")]
Fingerprint = Annotated[
    str, typer.Argument(metavar="FINGERPRINT", help="Fingerprint of the pair of keys, or its first 8 digits.", show_default=False)
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why the keys are revoked.", show_default=False)]
IssuerFile = Annotated[Path, typer.Argument(metavar="FILE", help="The issuer's public file, issuer.json.", show_default=False)]
Shown = Annotated[
    Path | None,
    typer.Argument(metavar="[PATH]", help="Folder of keys, or a public file; without it the issuers that are trusted.", show_default=False),
]
Stated = Annotated[
    str | None,
    typer.Option("--fingerprint", metavar="HEX", help="Fingerprint that the issuer told you; the file must have it.", show_default=False),
]
TrustOption = Annotated[
    Path | None,
    typer.Option(
        "--trust",
        metavar="DIR|FILE",
        help="Trusted issuers: a folder, or one public file; by default footprint/trust in your configuration folder.",
        show_default=False,
    ),
]


@keys.command(short_help="Make the keys of a new issuer.")
def new(
    folder: Folder,
    name: Name,
    identifier: Identifier = None,
    accreditation: Accreditation = None,
    years: Years = 5,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Make the keys of a new issuer: Ed25519 for credentials, P-256 for PDF documents.

    The private keys are encrypted with a passphrase (at least 8 characters). Nothing is ever overwritten. The public file
    issuer.json is for everyone who verifies.
    """
    with open_session(lang, as_json, debug) as session:
        from footprint.verification.keys import new_keys

        made = new_keys(
            folder,
            name,
            passphrase(session, passphrase_file, new=True),
            datetime.now(UTC),
            issuer_id=identifier,
            accreditation=accreditation,
            years=years,
        )
        _tell(session, made.issuer, "keys_made", folder=folder, name=name)
        if not as_json:
            session.line(session.say("keys_hand_out", file=folder / "issuer.json"))


@keys.command(short_help="Show keys, or the trusted issuers.")
def show(path: Shown = None, trust: TrustOption = None, as_json: Json = False, lang: Lang = None, debug: Debug = False) -> None:
    """Show the public side of keys, or the issuers that are trusted.

    Exit status: 1 where no issuer is trusted.
    """
    with open_session(lang, as_json, debug) as session:
        from footprint.verification.keys import read_trust

        store = read_trust(
            path / "issuer.json" if path is not None and path.is_dir() and (path / "issuer.json").exists() else path or trust
        )
        if as_json:
            issuers = [issuer_as_dict(issuer) for issuer in store.issuers]
            session.emit({"schema": "footprint/issuers/1", "where": store.where, "issuers": issuers})
        for issuer in () if as_json else store.issuers:
            session.show(_table(issuer, session))
        if not store.issuers:
            session.worst(1)
            if not as_json:
                session.line(session.say("issuers_none", where=store.where))


@keys.command(short_help="Trust an issuer.")
def trust(
    file: IssuerFile,
    fingerprint: Stated = None,
    trust: TrustOption = None,
    as_json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Trust an issuer from its public file, or take over its newer file.

    Compare the fingerprint with the issuer over a second channel, such as the telephone, or state it with --fingerprint. A newer file
    of an issuer is taken only where its earlier keys vouch for the new ones; revocations are never taken back.
    """
    with open_session(lang, as_json, debug) as session:
        from footprint.files import read_bytes
        from footprint.verification.keys import read_issuer, trust_issuer, trusted_file

        issuer = read_issuer(read_bytes(file), str(file))
        before = trust_issuer(issuer, trust, fingerprint)
        _tell(session, issuer, "issuer_updated" if before else "issuer_trusted", name=issuer.name)
        if not as_json and before is None and fingerprint is None:
            session.line(session.say("issuer_compare", name=issuer.name, where=trusted_file(issuer, trust)))


@keys.command(short_help="Replace keys by new ones.")
def rotate(
    folder: Folder,
    years: Years = 5,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Replace the keys of an issuer by new ones, which the old ones endorse.

    What the old keys signed until now stays good. Give the new issuer.json to everyone who verifies.
    """
    with open_session(lang, as_json, debug) as session:
        from footprint.verification.keys import rotate_keys

        made = rotate_keys(folder, passphrase(session, passphrase_file), datetime.now(UTC), years=years)
        _tell(session, made.issuer, "keys_rotated", name=made.issuer.name, folder=folder)
        if not as_json:
            session.line(session.say("keys_hand_out_again", file=folder / "issuer.json"))


@keys.command(short_help="Revoke keys: nothing they signed is good any longer.")
def revoke(
    folder: Folder,
    fingerprint: Fingerprint,
    reason: Reason,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Revoke a pair of keys, because others may have them: nothing that it ever signed is good any longer.

    It cannot be taken back. Make new keys with `footprint keys rotate`, issue again what is still true, and give the new issuer.json to
    everyone who verifies.
    """
    with open_session(lang, as_json, debug) as session:
        from footprint.verification.keys import revoke_keys

        issuer = revoke_keys(folder, passphrase(session, passphrase_file), fingerprint, reason, datetime.now(UTC))
        _tell(session, issuer, "keys_revoked", name=issuer.name, fingerprint=fingerprint)
        if not as_json:
            session.line(session.say("keys_hand_out_again", file=folder / "issuer.json"))


def issuer_as_dict(issuer: Issuer) -> dict[str, Any]:
    """Give an issuer as plain data for ``--json``."""
    from footprint.verification.moments import moment_text

    return {
        "schema": "footprint/issuer-summary/1",
        "id": issuer.id,
        "name": issuer.name,
        "accreditation": issuer.accreditation,
        "updated": moment_text(issuer.updated),
        "keys": [
            {
                "fingerprint": pair.fingerprint,
                "ed25519": pair.ed25519_thumbprint,
                "p256": pair.p256_thumbprint,
                "valid_from": moment_text(pair.valid_from),
                "valid_until": moment_text(pair.valid_until),
                "retired": pair.retired and moment_text(pair.retired),
                "revoked": pair.revocation and {"at": moment_text(pair.revocation.at), "reason": pair.revocation.reason},
            }
            for pair in issuer.pairs
        ],
    }


def _tell(session: Session, issuer: Issuer, key: str, **values: object) -> None:
    if session.as_json:
        session.emit(issuer_as_dict(issuer))
        return
    session.line(session.say(key, **values))
    session.line(session.say("fingerprint", fingerprint=_grouped(issuer.pairs[-1].fingerprint)))


def _grouped(fingerprint: str) -> str:
    """Give a fingerprint in groups of four digits: easier to read out."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, len(fingerprint), 4))


def _table(issuer: Issuer, session: Session) -> Table:
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(session.say("issuer_name"), issuer.name)
    table.add_row(session.say("issuer_id"), issuer.id)
    if issuer.accreditation:
        table.add_row(session.say("issuer_accreditation"), issuer.accreditation)
    for pair in issuer.pairs:
        table.add_row(session.say("issuer_pair"), _state(pair, session))
        table.add_row("  " + session.say("issuer_fingerprint"), _grouped(pair.fingerprint))
        start, end = (at.date().isoformat() for at in (pair.valid_from, pair.until))
        table.add_row("  " + session.say("issuer_use"), session.say("period_of", start=start, end=end))
    return table


def _state(pair: KeyPair, session: Session) -> str:
    if pair.revocation:
        return session.say("keys_revoked_on", at=pair.revocation.at.date().isoformat(), reason=pair.revocation.reason)
    if pair.retired:
        return session.say("keys_retired", at=pair.retired.date().isoformat())
    return session.say("keys_current")
