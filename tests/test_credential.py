"""Credentials and signed texts: one content has one text, and every other is refused."""

from __future__ import annotations

import base64
import json
import string
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jsonschema
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from footprint.errors import FootprintError
from footprint.verification.canonical import DEPTH_LIMIT, canonical_json, read_canonical
from footprint.verification.jws import base64url, from_base64url, jwk_of, open_jws, thumbprint_of
from footprint.verification.keys.errors import IssuerNotTrusted, NothingTrusted
from footprint.verification.keys.trust import TrustStore
from footprint.verification.signing import jws, read_credential, sign_credential, statement_digest
from footprint.verification.signing.credential import TYPE, examine_credential
from footprint.verification.signing.errors import CredentialNotAsIssued, NotSignable, TextSignatureInvalid
from patience import ends
from signed_examples import ISSUED, a_credential, keys_of, stated_by, trust_in

BASE64URL = string.ascii_letters + string.digits + "-_"


def parts(text: str) -> list[str]:
    return text.split(".")


def decoded(segment: str) -> bytes:
    return base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))


def resigned(header: bytes, payload: bytes, key: Ed25519PrivateKey | None = None) -> str:
    """Sign any bytes as header and payload, with the issuer's key: what is refused then is refused for its form."""
    text = f"{base64url(header)}.{base64url(payload)}"
    return f"{text}.{base64url((key or keys_of().ed25519).sign(text.encode()))}"


# --- what is issued


def test_a_credential_gives_back_its_statement_and_issuer() -> None:
    statement, issuer = read_credential(a_credential(), trust_in())
    assert statement == stated_by(keys_of())
    assert issuer == keys_of().issuer


def test_a_credential_has_the_members_of_the_w3c_data_model() -> None:
    header, payload, _ = parts(a_credential())
    assert json.loads(decoded(header))["typ"] == "vc+jwt"
    credential = json.loads(decoded(payload))
    schema = {
        "type": "object",
        "required": ["@context", "type", "issuer", "credentialSubject", "id", "validFrom", "validUntil"],
        "properties": {
            "@context": {"type": "array", "prefixItems": [{"const": "https://www.w3.org/ns/credentials/v2"}]},
            "type": {"type": "array", "contains": {"const": "VerifiableCredential"}},
            "issuer": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "pattern": "^[a-z]+:"}}},
            "credentialSubject": {"type": "object", "required": ["id", "statement"]},
            "validFrom": {"type": "string", "pattern": "^[0-9-]{10}T[0-9:]{8}Z$"},
        },
        "not": {"anyOf": [{"required": ["vc"]}, {"required": ["vp"]}]},
    }
    jsonschema.validate(credential, schema)
    # The payload of a vc+jwt is the credential itself, and its dates are those of the statement.
    assert credential["credentialSubject"]["statement"]["valid_until"] == credential["validUntil"]


def test_signing_twice_gives_the_same_bytes() -> None:
    assert a_credential() == a_credential()


def test_the_signature_is_one_of_ed25519_over_the_text() -> None:
    text = a_credential()
    signed, _, signature = text.rpartition(".")
    keys_of().ed25519.public_key().verify(decoded(signature), signed.encode())


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"issuer__name": "Another"}, "another issuer"),
        ({"issuer__keys": {"ed25519": "A" * 43, "p256": "B" * 43}}, "another issuer"),
        ({"issued": "2026-03-02T08:30:01Z"}, "time of signing"),
    ],
)
def test_a_statement_of_others_is_not_signed(change: dict[str, Any], why: str) -> None:
    statement = stated_by(keys_of())
    for path, value in change.items():
        outer, _, inner = path.partition("__")
        statement[outer] = {**statement[outer], inner: value} if inner else value
    with pytest.raises(NotSignable, match=why):
        sign_credential(statement, keys_of(), ISSUED)


def test_the_digest_of_a_statement_is_that_of_its_canonical_text() -> None:
    import hashlib

    statement = stated_by(keys_of())
    shuffled = dict(reversed(list(statement.items())))
    assert statement_digest(shuffled) == hashlib.sha256(canonical_json(statement)).hexdigest()


# --- tampering


def test_every_byte_of_a_credential_counts() -> None:
    text = a_credential().encode()
    examine_credential(text)
    first, last = text.index(b"."), text.rindex(b".")
    for at in range(len(text)):
        # Every bit of header and signature, and one bit of every byte of the payload.
        for bit in range(8) if at <= first or at >= last else (at % 8,):
            changed = bytearray(text)
            changed[at] ^= 1 << bit
            with pytest.raises(TextSignatureInvalid):
                examine_credential(bytes(changed))


def test_every_other_character_at_the_end_of_a_part_counts() -> None:
    # The last character of a part carries bits that decode to nothing: joserfc alone takes several of them for the same.
    text = a_credential()
    header, payload, signature = parts(text)
    for position in (0, 1, 2):
        for character in BASE64URL:
            changed = [header, payload, signature]
            if changed[position][-1] == character:
                continue
            changed[position] = changed[position][:-1] + character
            with pytest.raises(TextSignatureInvalid):
                examine_credential(".".join(changed))


@pytest.mark.parametrize(
    "other",
    [
        lambda text: text + "\n",
        lambda text: " " + text,
        lambda text: text + "=",
        lambda text: text.replace(".", "=.", 1),
        lambda text: text.replace(".", ". ", 1),
        lambda text: text[:100] + "\n" + text[100:],
        lambda text: text + ".",
        lambda text: text + "." + parts(text)[2],
        lambda text: "." + text,
        lambda text: text.rpartition(".")[0] + ".",
        lambda text: text.rpartition(".")[0],
        lambda text: text[:-1],
        lambda text: text + "A",
        lambda text: text.replace("-", "+").replace("_", "/"),
        lambda text: "\ufeff" + text,
        lambda text: text.upper(),
        lambda text: "",
        lambda text: "..",
        lambda text: json.dumps({"payload": parts(text)[1], "protected": parts(text)[0], "signature": parts(text)[2]}),
    ],
)
def test_a_text_that_decodes_to_the_same_or_to_less_is_refused(other: Callable[[str], str]) -> None:
    changed = other(a_credential())
    assert changed != a_credential()
    with pytest.raises(TextSignatureInvalid):
        examine_credential(changed)


def test_other_json_of_the_same_content_is_refused_even_when_the_issuer_signed_it() -> None:
    header, payload, _ = (decoded(part) for part in parts(a_credential()))
    data = json.loads(payload)
    again = resigned(header, payload)
    assert again == a_credential()
    others = [
        json.dumps(data).encode(),
        json.dumps(data, indent=1).encode(),
        json.dumps(data, separators=(",", ":"), sort_keys=True, ensure_ascii=True).encode(),
        payload + b" ",
        b" " + payload,
        b"\xef\xbb\xbf" + payload,
        payload.replace(b'"opinion":"unmodified"', b'"opinion":"modified","opinion":"unmodified"'),
        payload.replace(b"0.05", b"5e-2"),
        payload.replace(b"0.05", b"0.050"),
        payload.replace(b"urn:footprint:statement", b"urn:footprint:statemen\\u0074"),
        payload.replace(b"null", b"NaN", 1),
        payload.replace(b'"version":1', b'"version":1.0', 1),
    ]
    for other in others:
        assert other != payload
        with pytest.raises(TextSignatureInvalid):
            examine_credential(resigned(header, other))


@pytest.mark.parametrize(
    "change",
    [
        {"alg": "none"},
        {"alg": "HS256"},
        {"alg": "ES256"},
        {"alg": "Ed25519"},
        {"alg": "eddsa"},
        {"typ": "JWT"},
        {"typ": "vc+ld+json+jwt"},
        {"typ": "VC+JWT"},
        {"crit": ["exp"]},
        {"crit": []},
        {"b64": False},
        {"jku": "https://example.org/keys"},
        {"x5u": "https://example.org/cert"},
        {"zip": "DEF"},
        {"cty": "vc"},
        {"kid": "A" * 43},
        {"kid": ""},
        {"iat": "1772440200"},
        {"iat": -1},
        {"iat": 1772440200.5},
        {"iat": True},
        {"iat": 10**15},
        {"jwk": {"kty": "OKP", "crv": "Ed25519"}},
        {"jwk": {"kty": "OKP", "crv": "X25519", "x": "A" * 43}},
        {"jwk": {"kty": "oct", "k": "AAAA"}},
        {"jwk": None},
    ],
    ids=str,
)
def test_another_header_is_refused_even_when_the_issuer_signed_it(change: dict[str, Any]) -> None:
    header, payload, _ = (decoded(part) for part in parts(a_credential()))
    changed = canonical_json({**json.loads(header), **change})
    with pytest.raises(TextSignatureInvalid):
        examine_credential(resigned(changed, payload))


def test_a_missing_header_member_is_refused() -> None:
    header, payload, _ = (decoded(part) for part in parts(a_credential()))
    data = json.loads(header)
    for name in data:
        less = canonical_json({key: value for key, value in data.items() if key != name})
        with pytest.raises(TextSignatureInvalid):
            examine_credential(resigned(less, payload))


def test_the_key_in_the_header_does_not_make_itself_trusted() -> None:
    # A forger signs under a key of his own, which the text names correctly.
    forger = keys_of("Forger")
    header, payload, _ = (decoded(part) for part in parts(a_credential()))
    own = {**json.loads(header), "jwk": jwk_of(forger.pair.ed25519), "kid": forger.pair.ed25519_thumbprint}
    # As someone else's statement it contradicts itself; as his own it is not trusted.
    with pytest.raises(CredentialNotAsIssued):
        read_credential(resigned(canonical_json(own), payload, forger.ed25519), trust_in())
    with pytest.raises(IssuerNotTrusted):
        read_credential(a_credential(forger), trust_in())
    with pytest.raises(TextSignatureInvalid):
        read_credential(resigned(header, payload, forger.ed25519), trust_in())


def test_a_trusted_issuer_cannot_speak_in_the_name_of_another() -> None:
    first, second = keys_of(), keys_of("Another issuer")
    trust = trust_in(first, second)
    statement = stated_by(second)
    statement["issuer"] = {**statement["issuer"], "id": first.issuer.id, "name": first.issuer.name}
    header, payload, _ = (decoded(part) for part in parts(a_credential(second)))
    data = json.loads(payload)
    data["credentialSubject"]["statement"] = statement
    data["issuer"] = {"id": first.issuer.id, "name": first.issuer.name}
    with pytest.raises(IssuerNotTrusted):
        read_credential(resigned(header, canonical_json(data), second.ed25519), trust)


def test_an_empty_trust_store_verifies_no_credential() -> None:
    with pytest.raises(NothingTrusted):
        read_credential(a_credential(), TrustStore(()))


@pytest.mark.parametrize(
    "change",
    [
        {"validUntil": "2099-01-01T00:00:00Z"},
        {"issuer": {"id": "urn:x", "name": "Y"}},
        {"type": ["VerifiableCredential"]},
        {"id": "urn:other"},
        {"credentialStatus": {"type": "x"}},
        {"credentialSubject": {"id": "urn:x"}},
        {"credentialSubject": []},
        {"@context": ["https://www.w3.org/ns/credentials/v2"]},
    ],
    ids=str,
)
def test_what_stands_around_the_statement_must_follow_from_it(change: dict[str, Any]) -> None:
    header, payload, _ = (decoded(part) for part in parts(a_credential()))
    changed = canonical_json({**json.loads(payload), **change})
    with pytest.raises(CredentialNotAsIssued):
        examine_credential(resigned(header, changed))


def test_a_credential_signed_at_another_time_than_it_was_issued_is_refused() -> None:
    _, payload, _ = (decoded(part) for part in parts(a_credential()))
    late = jws.sign(json.loads(payload), keys_of(), TYPE, ISSUED + timedelta(seconds=1))
    with pytest.raises(CredentialNotAsIssued, match="another time"):
        examine_credential(late)


def test_a_status_file_is_no_credential_and_the_other_way_round() -> None:
    text = jws.sign({"schema": "footprint/status/1"}, keys_of(), "footprint-status+jwt", ISSUED)
    with pytest.raises(TextSignatureInvalid):
        examine_credential(text)
    with pytest.raises(TextSignatureInvalid):
        jws.verify(a_credential(), "footprint-status+jwt", trust_in())


# --- hostile texts


@pytest.mark.parametrize(
    "payload",
    [
        b"[" * 1_000_000,
        b'{"a":' * 200_000,
        b'{"a":"' + b"\\" * 1_000_000 + b'"}',
        b"1" * 1_000_000,
        b'{"a":' + b"1" * 100_000 + b"}",
        b'{"a":1e999999}',
        b'{"a":"\\ud800"}',
        b'"' + b"x" * 1_000_000 + b'"',
        b"\x00" * 1000,
        b"",
        b"null",
        b"{}",
    ],
    ids=["lists", "objects", "backslashes", "digits", "integer", "overflow", "surrogate", "string", "zeros", "empty", "null", "object"],
)
def test_hostile_json_ends_in_a_finding(payload: bytes) -> None:
    header, _, _ = (decoded(part) for part in parts(a_credential()))
    with ends(), pytest.raises(FootprintError):
        examine_credential(resigned(header, payload))


def test_texts_beyond_the_limit_are_refused_before_they_are_decoded() -> None:
    with ends(), pytest.raises(TextSignatureInvalid, match="more than"):
        examine_credential("A" * 9_000_000)


def test_the_limits_of_the_library_leave_room_for_a_long_status_file() -> None:
    entry = {"status": "valid", "since": "2026-01-01T00:00:00Z", "reason": None, "statement_sha256": "0" * 64}
    payload = {"entries": {f"DL-2026-{number:06}": entry for number in range(5000)}}
    text = jws.sign(payload, keys_of(), "t", ISSUED)
    assert jws.verify(text, "t", trust_in()).payload == payload


@given(st.binary(max_size=100))
def test_base64url_is_read_back(data: bytes) -> None:
    assert from_base64url(base64url(data)) == data


@given(st.text(BASE64URL, max_size=12))
def test_what_base64url_reads_it_writes(text: str) -> None:
    try:
        data = from_base64url(text)
    except ValueError:
        return
    assert base64url(data) == text


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), json_values, max_size=4))
def test_canonical_json_is_read_back(data: dict[str, Any]) -> None:
    try:
        text = canonical_json(data)
    except ValueError:
        return  # a lone surrogate has no canonical form
    assert canonical_json(read_canonical(text, 10**6)) == text


def test_canonical_json_has_a_depth() -> None:
    def nested(depth: int) -> bytes:
        return b'{"a":' * depth + b"1" + b"}" * depth

    read_canonical(nested(DEPTH_LIMIT), 10**6)
    with pytest.raises(ValueError, match="deep"):
        read_canonical(nested(DEPTH_LIMIT + 1), 10**6)


def test_the_thumbprint_is_that_of_the_standards_example() -> None:
    # RFC 8037, appendix A.3.
    public = base64.urlsafe_b64decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
    assert thumbprint_of(public) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_another_library_reads_the_credential() -> None:
    # Stock joserfc with nothing but the public key, as any recipient might.
    from joserfc import jws as library
    from joserfc.jwk import OKPKey
    from joserfc.jws import JWSRegistry

    registry = JWSRegistry(algorithms=["EdDSA"], strict_check_header=False)
    registry.max_payload_length = 10**6
    key = OKPKey.import_key(dict(jwk_of(keys_of().pair.ed25519)))
    with pytest.warns(match="EdDSA"):
        read = library.deserialize_compact(a_credential(), key, registry=registry)
    assert json.loads(read.payload) == open_jws(a_credential(), TYPE).payload
