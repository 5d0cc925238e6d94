"""Evidence bundles as files: one form, nothing hidden, nothing changed."""

from __future__ import annotations

import io
import json
import os
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bundles import a_bundle, resealed
from footprint.errors import FootprintError, ProblemsFound, VerificationError
from footprint.verification.bundle import Bundle, open_bundle, write_bundle
from footprint.verification.bundle.archive import pack, unpack
from footprint.verification.bundle.errors import (
    BundleStands,
    BundleStructure,
    BundleTooLarge,
    DuplicateMember,
    MemberName,
    NotABundle,
)
from footprint.verification.canonical import canonical_json
from patience import ends


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return a_bundle(tmp_path_factory.mktemp("bundle"))


def refused(content: bytes) -> set[str]:
    """Give the codes of the findings that keep a file from being opened."""
    with pytest.raises(FootprintError) as caught:
        open_bundle(content)
    assert all(issubclass(finding.error, VerificationError) for finding in caught.value.findings)
    assert all(finding.message("en") and finding.message("zh") for finding in caught.value.findings)
    return {finding.code for finding in caught.value.findings}


def test_a_bundle_opens_with_everything_in_it(bundle: Bundle) -> None:
    again = open_bundle(bundle.content)
    assert again.members == bundle.members
    assert again.sha256 == bundle.sha256
    assert again.model_member == "model/bar.yaml"
    assert again.result["total"]["value"] == pytest.approx(100 + 60 + 7)
    assert [finding["severity"] for finding in again.findings]
    assert again.outcomes[0]["rule"] == "status-primary"


def test_an_ordinary_program_reads_the_zip(bundle: Bundle) -> None:
    with zipfile.ZipFile(io.BytesIO(bundle.content)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == bundle.members
        assert archive.namelist() == sorted(archive.namelist())
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_no_byte_can_be_changed(bundle: Bundle) -> None:
    """Every byte of the file, one bit of it each time."""
    assert len(bundle.content) < 40_000
    content = bytearray(bundle.content)
    with ends():
        for position in range(len(content)):
            bit = 1 << (position * 5 + position // 7) % 8
            content[position] ^= bit
            with pytest.raises(FootprintError):
                open_bundle(bytes(content))
            content[position] ^= bit
    assert bytes(content) == bundle.content


def test_no_byte_of_the_structure_can_be_changed(bundle: Bundle) -> None:
    """Every bit of every header, of the directory and of the end of the file."""
    content = bytearray(bundle.content)
    start = 0
    positions: list[int] = []
    while content[start : start + 4] == b"PK\x03\x04":
        size, name = struct.unpack_from("<L", content, start + 22)[0], struct.unpack_from("<H", content, start + 26)[0]
        positions += range(start, start + 30 + name)
        start += 30 + name + size
    positions += range(start, len(content))
    for position in random.Random(1).sample(positions, 1500):
        for bit in range(8):
            content[position] ^= 1 << bit
            with pytest.raises(FootprintError):
                open_bundle(bytes(content))
            content[position] ^= 1 << bit


def test_no_byte_can_be_missing_or_added(bundle: Bundle) -> None:
    content = bundle.content
    for position in random.Random(2).sample(range(len(content)), 500):
        assert refused(content[:position] + content[position + 1 :])
        assert refused(content[:position] + b"\0" + content[position:])
        assert refused(content[:position])
    assert refused(content + b"\n")
    assert refused(b"\n" + content)
    assert refused(content + content)


def test_the_members_of_two_bundles_cannot_be_swapped(bundle: Bundle, tmp_path: Path) -> None:
    other = a_bundle(tmp_path, (bundle.members[bundle.model_member].decode()).replace("7 kg", "8 kg"))
    assert other.content != bundle.content
    for name in bundle.members:
        if bundle.members[name] != other.members[name]:
            assert refused(pack({**bundle.members, name: other.members[name]})), name


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda members: members.pop("README.txt"), "V107"),
        (lambda members: members.pop("result.json"), "V107"),
        (lambda members: members.pop("manifest.json"), "V106"),
        (lambda members: members.pop("model/bar.yaml"), "V107"),
        (lambda members: members.update({"model/more.yaml": b""}), "V108"),
        (lambda members: members.update({"notes.txt": b"see there"}), "V108"),
        (lambda members: members.update({"model/rod.yaml": members.pop("model/bar.yaml")}), "V107"),
        (lambda members: members.update({"result.json": members["result.json"] + b" "}), "V109"),
        (lambda members: members.update({"manifest.json": members["manifest.json"] + b"\n"}), "V106"),
        (lambda members: members.update({"manifest.json": b"[]"}), "V106"),
        (lambda members: members.update({"manifest.json": b'{"schema":"footprint/bundle/1"}'}), "V106"),
        (lambda members: members.update({"manifest.json": b'{"a":1,"a":1}'}), "V106"),
        (lambda members: members.update({"manifest.json": b'{"a":' * 5000}), "V106"),
        (lambda members: members.update({"manifest.json": b"\xff"}), "V106"),
    ],
)
def test_a_member_cannot_be_added_removed_renamed_or_rewritten(
    bundle: Bundle, change: Callable[[dict[str, bytes]], object], code: str
) -> None:
    members = dict(bundle.members)
    change(members)
    assert code in refused(pack(members))


def test_all_that_is_wrong_is_said_at_once(bundle: Bundle) -> None:
    members = {**bundle.members, "profile.yaml": b"other", "strange.txt": b""}
    del members["README.txt"]
    assert refused(pack(members)) == {"V107", "V108", "V109"}


@pytest.mark.parametrize("pretty", [True, False])
def test_the_manifest_has_one_text(bundle: Bundle, pretty: bool) -> None:
    """White space, another order or another spelling of a number would be a second text of the same content."""
    text = bundle.members["manifest.json"].decode()
    other = json.dumps(json.loads(text), indent=1) if pretty else text.replace('"solved"', '"\\u0073olved"')
    assert "V106" in refused(pack({**bundle.members, "manifest.json": other.encode()}))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("result.json", b'{"total": 1}'),
        ("result.json", b"{}"),
        ("result.json", b"nothing"),
        ("result.json", b'{"total":NaN}'),
        ("findings.json", b"{}"),
        ("findings.json", b'{"findings":{},"outcomes":[]}'),
        ("profile.yaml", b"\xff\xfe"),
    ],
)
def test_members_that_are_not_what_they_must_be_are_refused(bundle: Bundle, name: str, content: bytes) -> None:
    forged = resealed(bundle, {name: content}, **({"result": {}} if content == b'{"total":NaN}' else {}))
    assert "V110" in refused(forged)


def test_a_result_cannot_contradict_the_manifest(bundle: Bundle) -> None:
    result = {**bundle.result, "numerical_error": 1.0}
    honest = resealed(bundle, {"result.json": canonical_json(result)})
    assert open_bundle(honest).result["numerical_error"] == 1.0
    assert refused(resealed(bundle, {"result.json": canonical_json(result)}, result=bundle.manifest["result"])) == {"V110"}


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../up.txt",
        "model/../../up.txt",
        "model//x",
        "model/./x",
        "C:/x",
        "model\\x",
        "model/x\n",
        "model/x\x00.yaml",
        "model/con.yaml",
        "model/LPT1",
        "model/x.",
        "model/ x",
        "model/x ",
        "model/\u202egnp.yaml",
        "model/\ufeffx",
        "model/" + "x" * 300,
        "",
        "model/",
    ],
)
def test_names_that_lead_elsewhere_or_cannot_be_written_are_refused(bundle: Bundle, name: str) -> None:
    with pytest.raises(MemberName):
        pack({**bundle.members, name: b""})
    if 0 < len(name.encode()) <= 200:
        # The same file with the name written in by hand.
        stand_in = b"a" * len(name.encode())
        assert refused(pack({stand_in.decode(): b""}).replace(stand_in, name.encode())) & {"V104", "V102"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("model/Bar.yaml", "model/bar.yaml"),
        ("model/ß.yaml", "model/ss.yaml"),
        ("model/é.yaml", "model/e\u0301.yaml"),
        ("model/a", "model/a/b"),
        ("model/A", "model/a/b"),
    ],
)
def test_two_names_that_are_one_file_somewhere_are_refused(one: str, other: str) -> None:
    with pytest.raises(DuplicateMember):
        pack({one: b"1", other: b"2"})


def test_chinese_names_are_fine(tmp_path: Path) -> None:
    members = {"model/瓶级聚酯切片.yaml": b"1", "model/三、附件/表.csv": b"2"}
    assert unpack(pack(members)) == members
    with zipfile.ZipFile(io.BytesIO(pack(members))) as archive:
        assert sorted(archive.namelist()) == sorted(members)


def by_zipfile(members: dict[str, bytes], **settings: object) -> bytes:
    """Pack with an ordinary program, as a bundle that was unpacked and packed again would be."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression=int(str(settings.get("compression", zipfile.ZIP_STORED)))) as archive:
        for name, content in members.items():
            about = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            about.compress_type = archive.compression
            about.extra = bytes(settings.get("extra", b""))  # type: ignore[call-overload]
            about.comment = bytes(settings.get("comment", b""))  # type: ignore[call-overload]
            if settings.get("link"):
                about.external_attr = 0o120777 << 16
            archive.writestr(about, content)
        archive.comment = bytes(settings.get("note", b""))  # type: ignore[call-overload]
    return target.getvalue()


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"compression": zipfile.ZIP_DEFLATED},
        {"compression": zipfile.ZIP_LZMA},
        {"extra": struct.pack("<HH4s", 0x5455, 4, b"abcd")},
        {"comment": b"hidden"},
        {"note": b"hidden"},
        {"link": True},
    ],
    ids=["packed again", "compressed", "compressed otherwise", "extra fields", "comments", "comment of the file", "links"],
)
def test_a_bundle_that_was_packed_again_is_refused(bundle: Bundle, settings: dict[str, object]) -> None:
    assert refused(by_zipfile(dict(bundle.members), **settings)) == {"V102"}


def test_a_bundle_in_another_order_is_refused(bundle: Bundle) -> None:
    members = dict(reversed(bundle.members.items()))
    content = pack(members)
    first = content.index(b"PK\x03\x04", 4)
    assert content == bundle.content
    assert refused(content[first:] + content[:first])


def test_a_bomb_costs_nothing() -> None:
    """A member of a gigabyte of zeros that is a megabyte in the file, and a size that is only claimed."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("manifest.json", "w") as member:
        for _ in range(64):
            member.write(bytes(1 << 20))
    with ends():
        assert refused(target.getvalue()) == {"V102"}
    claimed = bytearray(pack({"manifest.json": b"{}"}))
    struct.pack_into("<LL", claimed, 18, 0xFFFFFFFE, 0xFFFFFFFE)
    assert refused(bytes(claimed)) == {"V102"}
    struct.pack_into("<LL", claimed, 18, 0xFFFFFFFF, 0xFFFFFFFF)
    assert refused(bytes(claimed)) == {"V102"}


def test_a_bundle_of_very_many_members_is_refused() -> None:
    with pytest.raises(BundleTooLarge):
        pack({f"model/{number}": b"" for number in range(5001)})
    one = pack({"a": b""})
    header = one[: one.index(b"PK\x01\x02")]
    with ends(), pytest.raises((BundleTooLarge, DuplicateMember)):
        unpack(header * 100_000)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", NotABundle),
        (b"PK", NotABundle),
        (b"PK\x05\x06" + bytes(18), NotABundle),
        (b"%PDF-1.7", NotABundle),
        (b"MZ" + bytes(100), NotABundle),
        (b"PK\x03\x04", BundleStructure),
        (b"PK\x03\x04" + bytes(26), MemberName),
        (b"PK\x03\x04" + b"\xff" * 26, BundleStructure),
    ],
)
def test_what_is_no_bundle_is_refused_by_name(content: bytes, error: type[FootprintError]) -> None:
    with pytest.raises(error):
        open_bundle(content)


def test_noise_is_refused_by_name() -> None:
    source = random.Random(3)
    for _ in range(300):
        assert refused(b"PK\x03\x04" + source.randbytes(source.randrange(200)))


def test_a_folder_a_device_and_a_missing_file_are_problems_with_a_name(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent.zip", Path("/dev/zero")):
        with pytest.raises(FootprintError):
            open_bundle(path)


def test_a_bundle_is_never_replaced(bundle: Bundle, tmp_path: Path) -> None:
    path = tmp_path / "bar.bundle.zip"
    assert write_bundle(path, bundle.content)
    assert not write_bundle(path, bundle.content)
    with pytest.raises(BundleStands):
        write_bundle(path, bundle.content + b"x")
    assert path.read_bytes() == bundle.content
    assert not os.access(path, os.W_OK) or os.geteuid() == 0
    assert path.stat().st_mode & 0o222 == 0
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
    with pytest.raises(FootprintError):
        write_bundle(tmp_path / "absent" / "x.zip", b"")


def test_a_folder_without_links_keeps_bundles_too(bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A memory stick: no hard links there."""

    def refuse(*paths: object) -> None:
        raise OSError(95, "not supported")

    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "bar.bundle.zip"
    assert write_bundle(path, bundle.content)
    assert not write_bundle(path, bundle.content)
    with pytest.raises(BundleStands):
        write_bundle(path, b"other")
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def test_nothing_is_written_outside_the_folder_when_a_bundle_is_extracted(bundle: Bundle, tmp_path: Path) -> None:
    model = bundle.extract(tmp_path / "there")
    assert model == tmp_path / "there" / "model" / "bar.yaml"
    written = {path.relative_to(tmp_path / "there").as_posix() for path in (tmp_path / "there").rglob("*") if path.is_file()}
    assert written == set(bundle.members)
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


def test_findings_of_a_bundle_survive_a_pickle(bundle: Bundle) -> None:
    import pickle

    with pytest.raises(ProblemsFound) as caught:
        open_bundle(pack({**bundle.members, "extra.txt": b""}))
    assert pickle.loads(pickle.dumps(caught.value)).findings == caught.value.findings
