"""Signatures of PDF certificates: made, read by others, and refused where a single bit is not as it was."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from pyhanko.pdf_utils.reader import PdfFileReader

from footprint.errors import FootprintError
from footprint.verification.keys import SigningKeys, TrustStore, generate_keys
from footprint.verification.keys.errors import IssuerNotTrusted, KeyRetired, KeyRevoked, NoCurrentKeys, NothingTrusted
from footprint.verification.signing import check_pdf, sign_pdf
from footprint.verification.signing.container import container, parts_of
from footprint.verification.signing.errors import (
    AlreadySigned,
    AttachmentMissing,
    LibraryDisagrees,
    NotSignable,
    PdfChanged,
    PdfNotOneSignature,
    SignatureContainerNotCanonical,
    SignatureDoesNotFit,
)
from footprint.verification.signing.pdf_gate import examine_pdf
from footprint.verification.signing.pdf_reading import read_pdf
from patience import ends
from signed_examples import ISSUED, a_document, a_signed_pdf, keys_of, trust_in

GROUP_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # SEC 2, secp256r1


@cache
def plain_document() -> bytes:
    return a_document("a.b.c", b"bundle", "nothing")


def hole(pdf: bytes) -> tuple[int, int]:
    """Where the signature's container begins and ends, with its angle brackets."""
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", pdf)
    assert found is not None
    return int(found[1]), int(found[2])


def with_container(pdf: bytes, data: bytes) -> bytes:
    before, after = hole(pdf)
    digits = data.hex().upper().encode().ljust(after - before - 2, b"0")
    return pdf[: before + 1] + digits + pdf[after - 1 :]


def container_of(pdf: bytes) -> bytes:
    before, after = hole(pdf)
    padded = bytes.fromhex(pdf[before + 1 : after - 1].decode())
    return padded[: 4 + int.from_bytes(padded[2:4], "big")]


def run(*command: str | Path) -> str:
    tool = shutil.which(str(command[0]))
    assert tool is not None, f"{command[0]} of poppler-utils is needed for this test"
    return subprocess.run([tool, *map(str, command[1:])], capture_output=True, text=True, check=True).stdout


# --- what is made


def test_a_signed_pdf_is_checked_and_gives_back_what_is_attached() -> None:
    signed = check_pdf(a_signed_pdf(), trust_in())
    assert signed.issuer == keys_of().issuer
    assert signed.signed_at == ISSUED
    assert signed.attachments["bundle.zip"] == b"PK not a bundle"
    assert signed.attachments["statement.jwt"].count(b".") == 2
    assert re.fullmatch("[0-9a-f]{64}", signed.statement_digest)


def test_an_independent_reader_accepts_the_signature_and_lists_the_attachments(tmp_path: Path) -> None:
    file = tmp_path / "certificate.pdf"
    file.write_bytes(a_signed_pdf())
    said = run("pdfsig", file)
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "SHA-256" in said
    assert said.count("Signature #") == 1
    listed = run("pdfdetach", "-list", file)
    assert "statement.jwt" in listed
    assert "bundle.zip" in listed
    run("pdfdetach", "-savefile", "bundle.zip", "-o", tmp_path / "out.zip", file)
    assert (tmp_path / "out.zip").read_bytes() == b"PK not a bundle"
    assert "PDF version:     1.7" in run("pdfinfo", file)


def test_an_independent_reader_notices_a_change(tmp_path: Path) -> None:
    file = tmp_path / "certificate.pdf"
    changed = bytearray(a_signed_pdf())
    changed[changed.index(b"/MediaBox") + 12] ^= 1
    file.write_bytes(bytes(changed))
    assert "Signature is Valid." not in run("pdfsig", file)


def test_openssl_verifies_the_container_over_the_document(tmp_path: Path) -> None:
    pdf = a_signed_pdf()
    before, after = hole(pdf)
    (tmp_path / "signature.der").write_bytes(container_of(pdf))
    (tmp_path / "content").write_bytes(pdf[:before] + pdf[after:])
    command = ["cms", "-verify", "-inform", "DER", "-in", "signature.der", "-content", "content", "-binary", "-noverify", "-out", "out"]
    done = subprocess.run(["openssl", *command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_everything_but_the_ecdsa_signature_is_determined() -> None:
    first, second = (sign_pdf(plain_document(), keys_of(), ISSUED, reason="x") for _ in range(2))
    assert first != second
    before, after = hole(first)
    assert hole(second) == (before, after)
    assert first[:before] + first[after:] == second[:before] + second[after:]


def test_the_document_itself_stays_as_it_was() -> None:
    signed = sign_pdf(plain_document(), keys_of(), ISSUED)
    assert signed.startswith(plain_document())
    before, after = (PdfFileReader(io.BytesIO(pdf)) for pdf in (plain_document(), signed))
    assert bytes(after.root["/Metadata"].data) == bytes(before.root["/Metadata"].data)
    assert after.trailer["/Info"] == before.trailer["/Info"]
    assert after.trailer["/ID"][0] == before.trailer["/ID"][0]


def test_the_signature_field_keeps_to_pdf_a() -> None:
    # ISO 19005-3, 6.3 and 6.4: annotations print and are not hidden, an empty rectangle needs no appearance, no field asks for one;
    # 6.1.12: a certification names no digest method; 6.4.3: the signature covers the whole file.
    root = PdfFileReader(io.BytesIO(a_signed_pdf())).root
    fields = root["/AcroForm"]["/Fields"]
    assert len(fields) == 1
    field = fields[0]
    assert (field["/FT"], field["/Subtype"], list(map(int, field["/Rect"]))) == ("/Sig", "/Widget", [0, 0, 0, 0])
    assert int(field["/F"]) & 0b0111 == 0b100
    assert "/NeedAppearances" not in root["/AcroForm"]
    assert "/Version" not in root
    assert set(root["/Extensions"]) == {"/ESIC"}
    reference = root["/Perms"]["/DocMDP"]["/Reference"][0]
    assert not {"/DigestMethod", "/DigestValue", "/DigestLocation"} & set(reference)
    assert int(reference["/TransformParams"]["/P"]) == 1


def test_the_time_stands_in_the_signature_dictionary_and_not_in_the_container() -> None:
    # ETSI EN 319 142-1, table 1: the attribute signing-time is forbidden, the entry M is required.
    assert b"/M (D" in a_signed_pdf()
    assert bytes.fromhex("2A864886F70D010905") not in container_of(a_signed_pdf())


@pytest.mark.parametrize("name", ["A", "大连" * 32, "O'Neil (Dalian) \\ Co. <&>", "é" * 64])
def test_issuers_of_any_name_can_sign(name: str) -> None:
    keys = generate_keys(name, datetime(2026, 1, 1, tzinfo=UTC))
    signed = sign_pdf(plain_document(), keys, ISSUED, reason="理由 (reason) \\ )")
    assert examine_pdf(signed).certificate == keys.pair.certificate
    read_pdf(signed, keys.pair.certificate, ISSUED)


def test_signatures_are_written_in_their_lower_form() -> None:
    # Of (r, s) and (r, n - s) both verify: only one is accepted, so that nobody can make a second signature of the first.
    for _ in range(8):
        _, signature = parts_of(container_of(sign_pdf(plain_document(), keys_of(), ISSUED)))
        assert decode_dss_signature(signature)[1] <= GROUP_ORDER // 2


# --- what is not signed


def test_what_is_signed_already_is_not_signed_again() -> None:
    with pytest.raises(AlreadySigned):
        sign_pdf(a_signed_pdf(), keys_of(), ISSUED)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"not a PDF", plain_document()[:5000], plain_document()[200:]])
def test_what_is_no_pdf_is_not_signed(content: bytes) -> None:
    with pytest.raises(NotSignable):
        sign_pdf(content, keys_of(), ISSUED)


def test_keys_that_are_not_in_use_do_not_sign() -> None:
    with pytest.raises(NoCurrentKeys):
        sign_pdf(plain_document(), keys_of(), datetime(2025, 12, 31, tzinfo=UTC))


# --- tampering with the container


def test_every_single_bit_of_the_signatures_container_counts() -> None:
    pdf = bytearray(a_signed_pdf())
    before, after = hole(bytes(pdf))
    length = 2 * len(container_of(bytes(pdf)))
    for at in range(before, after):
        # All bits of the container itself; of the padding, one bit of every byte.
        bits = range(8) if at <= before + 1 + length or at >= after - 2 else (at % 8,)
        for bit in bits:
            pdf[at] ^= 1 << bit
            with pytest.raises((PdfNotOneSignature, SignatureContainerNotCanonical, SignatureDoesNotFit)):
                examine_pdf(bytes(pdf))
            pdf[at] ^= 1 << bit


def test_lower_case_digits_of_the_same_value_are_refused() -> None:
    before, after = hole(a_signed_pdf())
    pdf = a_signed_pdf()
    with pytest.raises(SignatureContainerNotCanonical, match="upper-case"):
        examine_pdf(pdf[:before] + pdf[before:after].lower() + pdf[after:])


def test_white_space_within_the_digits_is_refused() -> None:
    # PDF readers skip white space in hexadecimal strings.
    pdf = bytearray(a_signed_pdf())
    _, after = hole(bytes(pdf))
    for white in b" \n\r\t\0\f":
        pdf[after - 3 : after - 1] = bytes([white, white])
        with pytest.raises(SignatureContainerNotCanonical):
            examine_pdf(bytes(pdf))


@pytest.mark.parametrize("hidden", [b"\x01", b"\0" * 100 + b"x", b"\x30\x03\x02\x01\x01"])
def test_bytes_in_the_padding_are_refused(hidden: bytes) -> None:
    pdf = a_signed_pdf()
    with pytest.raises(SignatureContainerNotCanonical, match="zero"):
        examine_pdf(with_container(pdf, container_of(pdf) + hidden))


def test_the_equivalent_upper_signature_is_refused() -> None:
    pdf = a_signed_pdf()
    before, after = hole(pdf)
    certificate, signature = parts_of(container_of(pdf))
    digest = hashlib.sha256(pdf[:before] + pdf[after:]).digest()
    assert container(certificate, digest, signature) == container_of(pdf)
    r, s = decode_dss_signature(signature)
    upper = container(certificate, digest, encode_dss_signature(r, GROUP_ORDER - s))
    with pytest.raises(SignatureContainerNotCanonical, match="one form"):
        examine_pdf(with_container(pdf, upper))


def test_the_certificate_of_another_issuer_in_the_container_does_not_fit() -> None:
    pdf = a_signed_pdf()
    before, after = hole(pdf)
    _, signature = parts_of(container_of(pdf))
    digest = hashlib.sha256(pdf[:before] + pdf[after:]).digest()
    other = container(keys_of("Another issuer").pair.certificate, digest, signature)
    with pytest.raises(SignatureDoesNotFit):
        examine_pdf(with_container(pdf, other))


def test_the_signature_of_another_document_does_not_fit() -> None:
    first, second = a_signed_pdf(), sign_pdf(plain_document(), keys_of(), ISSUED)
    with pytest.raises(SignatureDoesNotFit):
        examine_pdf(with_container(first, container_of(second)))


# --- tampering with the document


def objects(pdf: bytes) -> Iterator[tuple[int, int]]:
    for found in re.finditer(rb"(?m)^\d+ 0 obj\b.*?^endobj\b", pdf, re.DOTALL):
        yield found.span()


def test_every_object_of_the_pdf_counts() -> None:
    pdf = a_signed_pdf()
    spans = list(objects(pdf))
    assert len(spans) > 30
    before, after = hole(pdf)
    for start, end in spans:
        for at in (start, (start + end) // 2, end - 1):
            if before <= at < after:
                continue
            changed = bytearray(pdf)
            changed[at] ^= 0x20
            with pytest.raises((SignatureDoesNotFit, PdfNotOneSignature)):
                examine_pdf(bytes(changed))
        without = pdf[:start] + pdf[end:]
        with pytest.raises(FootprintError):
            examine_pdf(without)


def test_every_byte_outside_the_container_counts() -> None:
    pdf = bytearray(a_signed_pdf())
    before, after = hole(bytes(pdf))
    for at in [*range(0, before, 7), *range(after, len(pdf))]:
        pdf[at] ^= 1 << (at % 8)
        with pytest.raises((SignatureDoesNotFit, PdfNotOneSignature)):
            examine_pdf(bytes(pdf))
        pdf[at] ^= 1 << (at % 8)


def test_nothing_can_be_added_or_cut_off() -> None:
    pdf = a_signed_pdf()
    for changed in (pdf + b"\n", pdf + b"%", b"\n" + pdf, pdf[:-1], pdf[1:], pdf + pdf, pdf[:-100] + b"\n" + pdf[-100:]):
        with pytest.raises((PdfNotOneSignature, SignatureDoesNotFit)):
            examine_pdf(changed)


def test_an_incremental_update_after_the_signature_is_refused() -> None:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(a_signed_pdf()))
    writer.root["/Lang"] = writer.root["/Lang"]
    writer.update_root()
    output = io.BytesIO()
    writer.write(output)
    updated = output.getvalue()
    assert updated.startswith(a_signed_pdf())
    with pytest.raises(PdfNotOneSignature, match="end of the file"):
        check_pdf(updated, trust_in())


def signed_over(pdf: bytes, keys: SigningKeys) -> bytes:
    """Put a second signature over a signed PDF, as a forger would, with plain pyHanko."""
    from asn1crypto.keys import PrivateKeyInfo
    from asn1crypto.x509 import Certificate
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    private = keys.p256.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = signers.SimpleSigner(Certificate.load(keys.pair.certificate), PrivateKeyInfo.load(private), SimpleCertificateStore())
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    output = signers.sign_pdf(writer, signers.PdfSignatureMetadata(field_name="Second"), signer=signer)
    return bytes(output.getvalue())


def test_a_second_signature_over_the_first_is_refused_whosoever_makes_it() -> None:
    # A certification that permits no change keeps honest tools from it: take a PDF without.
    uncertified = a_signed_pdf().replace(b"/Perms", b"/Pexms")
    for keys in (keys_of(), keys_of("Forger")):
        with pytest.raises(FootprintError):
            check_pdf(signed_over(uncertified, keys), trust_in())


def test_a_signature_that_leaves_out_more_than_itself_is_refused() -> None:
    # The hole of the signature is widened over the bytes after it, and the range adapted.
    pdf = a_signed_pdf()
    before, after = hole(pdf)
    for widened in (after + 10, after - 10, before):
        changed = pdf.replace(b"[0 %d %d %d]" % (before, after, len(pdf) - after), b"[0 %d %d %d]" % (before, widened, len(pdf) - widened))
        with pytest.raises(PdfNotOneSignature):
            examine_pdf(changed)


@pytest.mark.parametrize(
    "numbers",
    [
        "1 {b} {a} {l}",
        "0 {b} {a}",
        "0 {b} {a} {l} 0",
        "0 0{b} {a} {l}",
        "0 {b} {a} -{l}",
        "0 {l} {l} {l}",
        "0 0 0 0",
        "0 {a} {b} {l}",
        "0 99999999999 {a} {l}",
    ],
)
def test_other_ranges_are_refused(numbers: str) -> None:
    pdf = a_signed_pdf()
    before, after = hole(pdf)
    old = b"[0 %d %d %d]" % (before, after, len(pdf) - after)
    new = f"[{numbers.format(b=before, a=after, l=len(pdf) - after)}]".encode()
    with pytest.raises((PdfNotOneSignature, SignatureDoesNotFit, SignatureContainerNotCanonical)):
        examine_pdf(pdf.replace(old, new))


# --- whom to believe


def test_another_key_is_not_trusted() -> None:
    forged = sign_pdf(plain_document(), keys_of("Forger"), ISSUED)
    examine_pdf(forged)
    with pytest.raises(IssuerNotTrusted):
        check_pdf(forged, trust_in())
    with pytest.raises(NothingTrusted):
        check_pdf(forged, TrustStore(()))


def test_a_certificate_of_the_same_name_is_not_the_same_issuer() -> None:
    namesake = generate_keys(keys_of().issuer.name, datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(IssuerNotTrusted):
        check_pdf(sign_pdf(plain_document(), namesake, ISSUED), trust_in())


def test_retired_and_revoked_keys_are_judged_by_the_time_of_signing() -> None:
    from dataclasses import replace

    from footprint.verification.keys import Revocation

    keys = keys_of()

    def known_as(**changes: object) -> TrustStore:
        return TrustStore.of(replace(keys.issuer, pairs=(replace(keys.pair, **changes),)))  # type: ignore[arg-type]

    check_pdf(a_signed_pdf(), known_as(retired=ISSUED + timedelta(days=1)))
    with pytest.raises(KeyRetired):
        check_pdf(a_signed_pdf(), known_as(retired=ISSUED - timedelta(days=1)))
    with pytest.raises(KeyRevoked):
        check_pdf(a_signed_pdf(), known_as(revocation=Revocation(ISSUED + timedelta(days=100), "stolen")))


# --- a trusted issuer's document that is no certificate


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("= No attachments", LibraryDisagrees),
        ('#pdf.attach("statement.jwt", bytes("x"), relationship: "data", mime-type: "a/b", description: "s")', AttachmentMissing),
        (
            "\n".join(
                f'#pdf.attach("{name}", bytes("x"), relationship: "data", mime-type: "a/b", description: "s")'
                for name in ("statement.jwt", "bundle.zip", "third.txt")
            ),
            PdfChanged,
        ),
    ],
    ids=["none", "one", "three"],
)
def test_other_attachments_than_the_two_are_refused(source: str, error: type[FootprintError]) -> None:
    signed = sign_pdf(a_document("", b"", "", '#set document(title: "x")\n' + source), keys_of(), ISSUED)
    with pytest.raises(error):
        check_pdf(signed, trust_in())


def test_metadata_that_name_two_statements_are_refused() -> None:
    two = a_document("a.b.c", b"bundle", f"statement-sha256:{'1' * 64} statement-sha256:{'2' * 64}")
    with pytest.raises(PdfChanged, match="metadata"):
        check_pdf(sign_pdf(two, keys_of(), ISSUED), trust_in())


def rewritten(change: str) -> bytes:
    """Give the plain document with something added to its catalogue, signed by the trusted issuer."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(plain_document()))
    script = generic.DictionaryObject(
        {generic.pdf_name("/S"): generic.pdf_name("/JavaScript"), generic.pdf_name("/JS"): generic.pdf_string("1")}
    )
    if change == "/JavaScript":
        writer.root["/Names"][generic.pdf_name("/JavaScript")] = generic.DictionaryObject()
    else:
        writer.root[generic.pdf_name(change)] = script
    writer.update_root()
    output = io.BytesIO()
    writer.write(output)
    return sign_pdf(output.getvalue(), keys_of(), ISSUED)


@pytest.mark.parametrize("change", ["/OpenAction", "/AA", "/JavaScript", "/OCProperties", "/Collection"])
def test_documents_that_act_are_refused(change: str) -> None:
    with pytest.raises(PdfChanged):
        check_pdf(rewritten(change), trust_in())


# --- hostile files


def bomb() -> bytes:
    stream = zlib.compress(b"\0" * 100_000_000, 9)
    return b"1 0 obj<</Type/ObjStm/N 10/First 5/Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj\n" % (len(stream), stream)


HOSTILE = {
    "empty": b"",
    "header": b"%PDF-1.7\n",
    "bomb": b"%PDF-1.7\n" + bomb(),
    "loop": b"%PDF-1.7\n1 0 obj<</Pages 1 0 R/Kids[1 0 R]/Prev 9>>endobj\nxref\n0 1\ntrailer<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF",
    "deep": b"%PDF-1.7\n1 0 obj" + b"[" * 1_000_000 + b"endobj",
    "many": b"%PDF-1.7\n" + b"".join(b"%d 0 obj<<>>endobj\n" % number for number in range(50_000)),
    "signatures": b"%PDF-1.7\n" + b"\n/ByteRange [0 10 20 30]\n" * 50_000,
    "range": b"%PDF-1.7\n/Contents <00>\n/ByteRange [0 19 23 9999999999]\n",
    "digits": b"%PDF-1.7\n/Contents <" + b"0" * 3_000_000 + b">\n/ByteRange [0 1 2 " + b"9" * 100_000 + b"]\n",
    "random": hashlib.shake_256(b"seed").digest(1_000_000),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_files_end_in_a_finding_before_any_library_parses_them(name: str) -> None:
    with ends(), pytest.raises(PdfNotOneSignature):
        check_pdf(HOSTILE[name], trust_in())


def hostile_container(name: str) -> bytes:
    nested = b""
    for _ in range(1000):
        nested = b"\x30\x82" + len(nested).to_bytes(2, "big") + nested if len(nested) > 255 else b"\x30\x80"
    return {
        "indefinite": b"\x30\x80\x00\x00",
        "long length": b"\x30\x84\xff\xff\xff\xff",
        "huge length": b"\x30\xff" + b"\xff" * 127,
        "zero length form": b"\x30\x81\x05" + b"\0" * 5,
        "nested": nested,
        "many parts": b"\x30\x82\x0f\xa0" + b"\x05\x00" * 2000,
        "empty": b"\x30\x00",
        "long tag": b"\x3f\xff\xff\xff\xff\x01\x00",
        "certificate of zeros": b"\x30\x05\x06\x01\x00\xa0\x00",
    }[name]


@pytest.mark.parametrize(
    "name",
    ["indefinite", "long length", "huge length", "zero length form", "nested", "many parts", "empty", "long tag", "certificate of zeros"],
)
def test_hostile_containers_end_in_a_finding(name: str) -> None:
    with ends(), pytest.raises(SignatureContainerNotCanonical):
        examine_pdf(with_container(a_signed_pdf(), hostile_container(name)))


def test_a_bomb_in_a_trusted_issuers_document_is_bounded() -> None:
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(plain_document()))
    stream = generic.StreamObject(encoded_data=zlib.compress(b"\0" * 300_000_000, 9))
    stream[generic.pdf_name("/Filter")] = generic.pdf_name("/FlateDecode")
    files = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    files[1]["/EF"][generic.pdf_name("/F")] = writer.add_object(stream)
    writer.mark_update(files.raw_get(1).reference)
    writer.update_root()
    output = io.BytesIO()
    writer.write(output)
    signed = sign_pdf(output.getvalue(), keys_of(), ISSUED)
    with ends(), pytest.raises((LibraryDisagrees, AttachmentMissing, PdfChanged)):
        check_pdf(signed, trust_in())
