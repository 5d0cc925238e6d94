"""Keys of issuers: made once, encrypted, replaced, revoked; and whom to trust."""

from __future__ import annotations

import base64
import json
import os
import stat
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from footprint.errors import FootprintError
from footprint.verification.canonical import canonical_json
from footprint.verification.jws import seal_jws
from footprint.verification.keys import (
    Revocation,
    SigningKeys,
    TrustStore,
    default_trust_folder,
    generate_keys,
    new_keys,
    open_keys,
    read_issuer,
    read_trust,
    revoke_keys,
    rotate_keys,
    trust_issuer,
)
from footprint.verification.keys.errors import (
    FingerprintDiffers,
    IssuerNotTrusted,
    KeyOfAnother,
    KeyRetired,
    KeyRevoked,
    KeysExist,
    KeysOpenToOthers,
    NoCurrentKeys,
    NoIssuerFile,
    NoKeys,
    NotAContinuation,
    NothingTrusted,
    PassphraseTooShort,
    UnknownKeys,
    WrongPassphrase,
)
from footprint.verification.keys.issuer import ISSUER_TYPE
from footprint.verification.keys.trust import require_good_at
from footprint.verification.signing import jws
from signed_examples import keys_of, trust_in

START = datetime(2026, 1, 1, tzinfo=UTC)
PASSPHRASE = "correct horse 电池"
NAME = "大连示例核查机构有限公司"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("issuer") / "keys"
    new_keys(folder, NAME, PASSPHRASE, START)
    return folder


def private_file(folder: Path) -> Path:
    (file,) = folder.glob("private-*.pem")
    return file


def test_keys_open_with_their_passphrase_and_sign(made: Path) -> None:
    keys = open_keys(made, PASSPHRASE)
    signed = jws.verify(jws.sign({"a": 1}, keys, "test+jwt", START), "test+jwt", trust_in(keys))
    assert (signed.payload, signed.issuer.name, signed.signed_at) == ({"a": 1}, NAME, START)


def test_a_passphrase_typed_decomposed_is_the_same(tmp_path: Path) -> None:
    new_keys(tmp_path / "k", "X", "caf\u00e9 caf\u00e9", START)
    assert open_keys(tmp_path / "k", "cafe\u0301 cafe\u0301").issuer.name == "X"


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_private_keys_are_the_owners_alone_and_encrypted(made: Path) -> None:
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    assert stat.S_IMODE(private_file(made).stat().st_mode) == 0o600
    text = private_file(made).read_text()
    assert text.count("-----BEGIN ENCRYPTED PRIVATE KEY-----") == 2
    assert "BEGIN PRIVATE KEY" not in text
    keys = open_keys(made, PASSPHRASE)
    assert keys.ed25519.private_bytes_raw() not in base64.b64decode("".join(text.splitlines()[1:5]))


def test_openssl_opens_the_private_keys(made: Path) -> None:
    command = ["openssl", "pkcs8", "-in", str(private_file(made)), "-passin", f"pass:{PASSPHRASE}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "-----BEGIN PRIVATE KEY-----" in done.stdout


def test_the_repr_of_keys_shows_nothing_secret(made: Path) -> None:
    keys = open_keys(made, PASSPHRASE)
    secret = base64.urlsafe_b64encode(keys.ed25519.private_bytes_raw()).decode().rstrip("=")
    assert secret not in repr(keys)
    assert "private_bytes" not in repr(keys)


@pytest.mark.parametrize("wrong", ["", "wrong horse", PASSPHRASE + " ", PASSPHRASE.upper()])
def test_another_passphrase_does_not_open_them(made: Path, wrong: str) -> None:
    with pytest.raises(WrongPassphrase):
        open_keys(made, wrong)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_a_private_file_that_others_can_read_is_not_used(tmp_path: Path) -> None:
    new_keys(tmp_path / "k", NAME, PASSPHRASE, START)
    private_file(tmp_path / "k").chmod(0o640)
    with pytest.raises(KeysOpenToOthers, match="0640"):
        open_keys(tmp_path / "k", PASSPHRASE)


def test_keys_are_never_overwritten(made: Path) -> None:
    before = {file.name: file.read_bytes() for file in made.iterdir()}
    with pytest.raises(KeysExist):
        new_keys(made, "Another", PASSPHRASE, START)
    assert {file.name: file.read_bytes() for file in made.iterdir()} == before


def test_an_empty_folder_may_take_keys_and_a_file_may_not(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert new_keys(tmp_path / "empty", NAME, PASSPHRASE, START).issuer.name == NAME
    (tmp_path / "file").write_text("x")
    with pytest.raises(KeysExist):
        new_keys(tmp_path / "file", NAME, PASSPHRASE, START)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "file"]


def test_a_short_passphrase_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(PassphraseTooShort):
        new_keys(tmp_path / "k", NAME, "1234567", START)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["", "   ", "two\nlines", "x" * 301])
def test_a_name_that_is_no_line_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(NoIssuerFile):
        new_keys(tmp_path / "k", name, PASSPHRASE, START)
    assert not list(tmp_path.iterdir())


def test_a_name_longer_than_a_certificate_takes_stands_in_full_in_the_public_file() -> None:
    name = "大连" * 60
    keys = generate_keys(name, START)
    assert keys.issuer.name == name
    assert keys.as_statement()["name"] == name


def test_a_folder_without_keys_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoKeys, match=r"issuer\.json"):
        open_keys(tmp_path, PASSPHRASE)


def test_private_keys_of_others_are_noticed(tmp_path: Path, made: Path) -> None:
    new_keys(tmp_path / "k", NAME, PASSPHRASE, START)
    private_file(tmp_path / "k").write_bytes(private_file(made).read_bytes())
    with pytest.raises(NoKeys, match="other keys"):
        open_keys(tmp_path / "k", PASSPHRASE)


def test_a_damaged_private_file_does_not_open(tmp_path: Path, made: Path) -> None:
    folder = tmp_path / "k"
    folder.mkdir()
    (folder / "issuer.json").write_bytes((made / "issuer.json").read_bytes())
    content = private_file(made).read_bytes()
    file = folder / private_file(made).name
    # Beyond the header of the container, so that each costs one derivation at most.
    for damaged in (b"", content[:200], content[: len(content) // 2], content + b"x", content.replace(b"ENCRYPTED ", b""), b"\0" * 100):
        file.write_bytes(damaged)
        file.chmod(0o600)
        with pytest.raises(WrongPassphrase):
            open_keys(folder, PASSPHRASE)


def test_costs_that_a_file_asks_for_are_not_paid(tmp_path: Path, made: Path) -> None:
    # The same container with N = 2**30, which would take a terabyte.
    text = private_file(made).read_text().split("-----END")[0].splitlines()[1:]
    der = base64.b64decode("".join(text))
    greedy = der.replace(bytes([0x02, 2, 0x40, 0]), bytes([0x02, 4, 0x40, 0, 0, 0]), 1)
    assert greedy != der
    block = "-----BEGIN ENCRYPTED PRIVATE KEY-----\n" + base64.b64encode(greedy).decode() + "\n-----END ENCRYPTED PRIVATE KEY-----\n"
    folder = tmp_path / "k"
    folder.mkdir()
    (folder / "issuer.json").write_bytes((made / "issuer.json").read_bytes())
    file = folder / private_file(made).name
    file.write_text(block + block)
    file.chmod(0o600)
    with pytest.raises(WrongPassphrase):
        open_keys(folder, PASSPHRASE)


# --- rotation and revocation


@pytest.fixture(scope="module")
def rotated(tmp_path_factory: pytest.TempPathFactory) -> tuple[SigningKeys, SigningKeys, Path]:
    folder = tmp_path_factory.mktemp("rotated") / "keys"
    old = new_keys(folder, NAME, PASSPHRASE, START)
    return old, rotate_keys(folder, PASSPHRASE, START + timedelta(days=100)), folder


def test_after_a_rotation_the_new_keys_sign_under_the_same_identifier(rotated: tuple[SigningKeys, SigningKeys, Path]) -> None:
    old, new, folder = rotated
    assert new.issuer.id == old.issuer.id
    assert new.pair.fingerprint != old.pair.fingerprint
    assert open_keys(folder, PASSPHRASE).pair == new.pair
    assert len(list(folder.glob("private-*.pem"))) == 2


def test_what_old_keys_signed_while_in_use_stays_good(rotated: tuple[SigningKeys, SigningKeys, Path]) -> None:
    old, new, _ = rotated
    trust = trust_in(new)
    text = jws.sign({}, old, "t", START + timedelta(days=99))
    assert jws.verify(text, "t", trust).pair.fingerprint == old.pair.fingerprint


def test_what_old_keys_sign_after_the_rotation_is_not_good(rotated: tuple[SigningKeys, SigningKeys, Path]) -> None:
    old, new, _ = rotated
    late = jws.sign({}, old, "t", START + timedelta(days=101))
    jws.verify(late, "t", trust_in(old))
    with pytest.raises(KeyRetired):
        jws.verify(late, "t", trust_in(new))


def test_keys_sign_only_while_they_are_valid() -> None:
    keys = keys_of()
    for at in (START - timedelta(seconds=1), START + timedelta(days=365 * 5, seconds=1)):
        with pytest.raises(NoCurrentKeys):
            jws.sign({}, keys, "t", at)
        with pytest.raises(KeyRetired):
            jws.verify(seal_jws({}, keys.ed25519, "t", at), "t", trust_in())


def test_nothing_that_a_revoked_key_signed_is_good_whenever_it_was(tmp_path: Path) -> None:
    keys = new_keys(tmp_path / "k", NAME, PASSPHRASE, START)
    text = jws.sign({}, keys, "t", START + timedelta(days=1))
    issuer = revoke_keys(tmp_path / "k", PASSPHRASE, keys.pair.fingerprint[:12], "stolen", START + timedelta(days=50))
    assert issuer.current is None
    with pytest.raises(KeyRevoked, match="stolen"):
        jws.verify(text, "t", TrustStore.of(issuer))
    with pytest.raises(NoCurrentKeys):
        open_keys(tmp_path / "k", PASSPHRASE)
    after = rotate_keys(tmp_path / "k", PASSPHRASE, START + timedelta(days=51))
    assert after.pair.endorsement == ""
    with pytest.raises(KeyRevoked):
        jws.verify(text, "t", trust_in(after))
    new = jws.sign({}, after, "t", START + timedelta(days=52))
    assert jws.verify(new, "t", trust_in(after)).issuer.id == keys.issuer.id


def test_an_old_pair_can_be_revoked_and_the_new_one_goes_on(rotated: tuple[SigningKeys, SigningKeys, Path]) -> None:
    old, new, folder = rotated
    issuer = revoke_keys(folder, PASSPHRASE, old.pair.fingerprint, "lost laptop", START + timedelta(days=120))
    assert issuer.current == new.pair
    assert issuer.pairs[0].revocation == Revocation(START + timedelta(days=120), "lost laptop")
    require_good_at(issuer, issuer.pairs[1], START + timedelta(days=130))


@pytest.mark.parametrize("stated", ["", "00000000", "zzzzzzzzz", "1234567"])
def test_only_keys_of_the_issuer_can_be_revoked(made: Path, stated: str) -> None:
    with pytest.raises(UnknownKeys):
        revoke_keys(made, PASSPHRASE, stated, "why", START)


# --- the public file


def test_every_change_of_the_public_file_is_noticed(made: Path) -> None:
    content = (made / "issuer.json").read_bytes()
    read_issuer(content, "issuer.json")
    for at in range(0, len(content), 2):
        changed = bytearray(content)
        changed[at] ^= 1 << (at // 2 % 7)
        with pytest.raises(NoIssuerFile):
            read_issuer(bytes(changed), "issuer.json")


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"schema":"footprint/issuer/1"}', b'{"a":1,"a":1}', b"\0" * 64],
    ids=["empty", "object", "list", "null", "utf-16", "deep", "schema only", "twice", "zeros"],
)
def test_what_is_no_public_file_is_refused(content: bytes) -> None:
    with pytest.raises(NoIssuerFile):
        read_issuer(content, "issuer.json")


def test_a_public_file_that_another_key_signed_is_refused() -> None:
    keys, other = keys_of(), keys_of("Another issuer")
    forged = replace(keys.issuer, name="Renamed")
    forged = replace(forged, proof=seal_jws(forged.description(), other.ed25519, ISSUER_TYPE, forged.updated))
    with pytest.raises(NoIssuerFile, match="changed after"):
        read_issuer(forged.text(), "issuer.json")


def test_a_pair_of_two_issuers_keys_does_not_pass_for_one() -> None:
    # The credential key of the first, the certificate of the second: whoever signs the file must own the first only.
    keys, other = keys_of(), keys_of("Another issuer")
    mixed = replace(keys.issuer, pairs=(replace(keys.pair, certificate=other.pair.certificate),))
    mixed = replace(mixed, proof=seal_jws(mixed.description(), keys.ed25519, ISSUER_TYPE, mixed.updated))
    issuer = read_issuer(mixed.text(), "issuer.json")
    # It reads, but its fingerprint is neither's, and it is trusted only under that.
    assert issuer.pairs[0].fingerprint not in (keys.pair.fingerprint, other.pair.fingerprint)


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("valid_until", "2040-01-01T00:00:00Z"),
        ("valid_from", "2026-01-01 00:00:00"),
        ("retired", "yesterday"),
        ("revoked", {"at": "2026-01-01T00:00:00Z"}),
        ("ed25519", {"crv": "Ed25519", "kty": "OKP", "x": "A" * 43, "d": "secret"}),
        ("p256", {"crv": "P-256", "kty": "EC", "x": "A" * 43, "y": "A" * 43}),
        ("certificate", "AAAA"),
        ("endorsement", "a.b.c"),
    ],
)
def test_a_pair_that_contradicts_itself_is_refused_even_when_signed(member: str, value: object) -> None:
    keys = keys_of()
    description = keys.issuer.description()
    description["keys"] = [{**description["keys"][0], member: value}]
    proof = seal_jws(description, keys.ed25519, ISSUER_TYPE, keys.issuer.updated)
    with pytest.raises(NoIssuerFile):
        read_issuer(canonical_json({**description, "proof": proof}), "issuer.json")


# --- trust


def test_an_empty_trust_store_verifies_nothing(tmp_path: Path) -> None:
    text = jws.sign({}, keys_of(), "t", START)
    for store in (TrustStore(()), read_trust(tmp_path)):
        with pytest.raises(NothingTrusted):
            jws.verify(text, "t", store)
        with pytest.raises(NothingTrusted):
            store.by_certificate(keys_of().pair.certificate)


def test_the_keys_of_another_issuer_are_not_trusted() -> None:
    text = jws.sign({}, keys_of("Another issuer"), "t", START)
    with pytest.raises(IssuerNotTrusted):
        jws.verify(text, "t", trust_in())


def test_trust_is_a_folder_or_a_file(tmp_path: Path) -> None:
    issuer = keys_of().issuer
    assert trust_issuer(issuer, tmp_path / "trust") is None
    (tmp_path / "trust" / "notes.txt").write_text("not an issuer")
    assert read_trust(tmp_path / "trust").issuers == (issuer,)
    (tmp_path / "one.json").write_bytes(issuer.text())
    assert read_trust(tmp_path / "one.json").issuers == (issuer,)


def test_a_trust_store_with_a_damaged_file_is_refused_as_a_whole(tmp_path: Path) -> None:
    trust_issuer(keys_of().issuer, tmp_path)
    (tmp_path / "other.json").write_text("{}")
    with pytest.raises(NoIssuerFile, match=r"other\.json"):
        read_trust(tmp_path)


def test_a_trust_store_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(FootprintError, match="cannot be read"):
        read_trust(tmp_path / "nowhere")


def test_the_users_own_trust_store_may_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert default_trust_folder() == tmp_path / "footprint" / "trust"
    assert read_trust().issuers == ()


def test_new_keys_are_taken_over_where_the_old_ones_endorse_them(rotated: tuple[SigningKeys, SigningKeys, Path], tmp_path: Path) -> None:
    old, new, _ = rotated
    trust_issuer(old.issuer, tmp_path)
    assert trust_issuer(new.issuer, tmp_path) == old.issuer
    assert read_trust(tmp_path).issuers == (new.issuer,)


def test_an_older_file_does_not_take_back_a_rotation(rotated: tuple[SigningKeys, SigningKeys, Path], tmp_path: Path) -> None:
    old, new, _ = rotated
    trust_issuer(new.issuer, tmp_path)
    with pytest.raises(NotAContinuation):
        trust_issuer(old.issuer, tmp_path)


def test_another_issuer_cannot_take_the_identifier_of_a_trusted_one(tmp_path: Path) -> None:
    trust_issuer(keys_of().issuer, tmp_path)
    thief = generate_keys("Thief", START + timedelta(days=1), issuer_id=keys_of().issuer.id)
    with pytest.raises(NotAContinuation):
        trust_issuer(thief.issuer, tmp_path)
    # Not even where the fingerprint was confirmed: the keys that are trusted would vanish.
    with pytest.raises(NotAContinuation):
        trust_issuer(thief.issuer, tmp_path, thief.pair.fingerprint)


def test_keys_after_a_revocation_need_their_fingerprint_confirmed(tmp_path: Path) -> None:
    keys = new_keys(tmp_path / "k", NAME, PASSPHRASE, START)
    trust_issuer(keys.issuer, tmp_path / "trust")
    revoke_keys(tmp_path / "k", PASSPHRASE, keys.pair.fingerprint, "stolen", START + timedelta(days=1))
    after = rotate_keys(tmp_path / "k", PASSPHRASE, START + timedelta(days=2))
    with pytest.raises(NotAContinuation, match="vouches"):
        trust_issuer(after.issuer, tmp_path / "trust")
    spoken = " ".join(after.pair.fingerprint[at : at + 4] for at in range(0, 64, 4)).upper()
    trust_issuer(after.issuer, tmp_path / "trust", spoken)
    assert read_trust(tmp_path / "trust").issuers == (after.issuer,)


def test_a_revocation_reaches_the_trust_store_without_asking(tmp_path: Path) -> None:
    keys = new_keys(tmp_path / "k", NAME, PASSPHRASE, START)
    trust_issuer(keys.issuer, tmp_path / "trust")
    issuer = revoke_keys(tmp_path / "k", PASSPHRASE, keys.pair.fingerprint, "stolen", START + timedelta(days=1))
    trust_issuer(issuer, tmp_path / "trust")
    assert read_trust(tmp_path / "trust").issuers[0].pairs[0].revocation is not None
    with pytest.raises(NotAContinuation):
        trust_issuer(keys.issuer, tmp_path / "trust")


def test_an_issuer_that_claims_a_key_of_another_is_not_trusted_beside_it(tmp_path: Path) -> None:
    # Public keys can be copied: as an earlier pair that is "revoked", the forger would void what the other signed.
    keys, forger = keys_of(), keys_of("Forger")
    taken = replace(keys.pair, revocation=Revocation(START, "so says the forger"))
    for pairs in ((taken, forger.pair), (replace(forger.pair, certificate=keys.pair.certificate),)):
        claiming = replace(forger.issuer, pairs=pairs)
        claiming = replace(claiming, proof=seal_jws(claiming.description(), forger.ed25519, ISSUER_TYPE, claiming.updated))
        assert read_issuer(claiming.text(), "issuer.json").pairs == pairs
        folder = tmp_path / f"trust-{len(pairs)}"
        trust_issuer(keys.issuer, folder)
        with pytest.raises(KeyOfAnother):
            trust_issuer(claiming, folder)
        (folder / "forged.json").write_bytes(claiming.text())
        with pytest.raises(KeyOfAnother):
            read_trust(folder)


def test_a_stated_fingerprint_must_be_that_of_the_file(tmp_path: Path) -> None:
    keys, other = keys_of(), keys_of("Another issuer")
    with pytest.raises(FingerprintDiffers):
        trust_issuer(keys.issuer, tmp_path, other.pair.fingerprint)
    assert not list(tmp_path.iterdir())
    trust_issuer(keys.issuer, tmp_path, keys.pair.fingerprint)


def test_the_public_file_is_what_the_documentation_says(made: Path) -> None:
    data = json.loads((made / "issuer.json").read_bytes())
    assert sorted(data) == ["accreditation", "id", "keys", "name", "proof", "schema", "updated"]
    assert data["schema"] == "footprint/issuer/1"
    assert sorted(data["keys"][0]) == [
        "certificate", "ed25519", "endorsement", "p256", "retired", "revoked", "valid_from", "valid_until",
    ]  # fmt: skip
