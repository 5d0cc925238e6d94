"""Files of others are read with care; our own appear whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from footprint.errors import UnreadableFile
from footprint.files import (
    FileTooLarge,
    NotText,
    NotUtf8,
    OutsideFolder,
    confined,
    decode_table,
    decode_utf8,
    read_bytes,
    sha256,
    sha256_of_file,
    write_atomically,
)


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert read_bytes(tmp_path / "a") == b"abc"
    assert sha256_of_file(tmp_path / "a") == sha256(b"abc")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"missing\.yaml cannot be read"):
        read_bytes(tmp_path / "missing.yaml")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        read_bytes(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_without_writer_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableFile, match="not a regular file"):
        read_bytes(tmp_path / "pipe")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no /dev/zero")
def test_a_device_is_no_file() -> None:
    with pytest.raises(UnreadableFile):
        read_bytes("/dev/zero")


def test_a_name_with_nul_is_refused() -> None:
    with pytest.raises(UnreadableFile):
        read_bytes("a\0b")


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "big.yaml").write_bytes(b"x" * 11)
    assert read_bytes(tmp_path / "big.yaml", limit=11)
    with pytest.raises(FileTooLarge, match="10 bytes"):
        read_bytes(tmp_path / "big.yaml", limit=10)


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert decode_utf8(b"\xef\xbb\xbfa: 1", "m.yaml") == "a: 1"


def test_what_is_not_utf8_is_told_by_offset_line_and_column() -> None:
    with pytest.raises(NotUtf8) as raised:
        decode_utf8("a: 1\nb: é瓶".encode() + b"\xff", "m.yaml")
    place = raised.value.place
    assert place is not None
    assert (place.line, place.column, raised.value.values["offset"]) == (2, 6, 13)


@pytest.mark.parametrize("content", [b"PK\x03\x04rest", b"%PDF-1.4", b"\x1f\x8b\x08", b"a\x00b"])
def test_binary_files_are_no_text(content: bytes) -> None:
    with pytest.raises(NotText):
        decode_utf8(content, "m.yaml")


def test_tables_may_be_gb18030() -> None:
    assert decode_table("月份,电量".encode("gb18030"), "t.csv") == ("月份,电量", "gb18030")
    assert decode_table("\ufeff月份".encode(), "t.csv") == ("月份", "utf-8")
    with pytest.raises(NotUtf8):
        decode_table("月份".encode("utf-16"), "t.csv")


@pytest.mark.parametrize("path", ["../x", "/etc/passwd", "a/../../x", "C:/x", "\\\\server\\x", "a\\b", "", " ", "a\nb", "c:x"])
def test_a_path_that_leads_out_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(OutsideFolder):
        confined(tmp_path, path)


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    (inside / "link").symlink_to(outside)
    with pytest.raises(OutsideFolder):
        confined(inside, "link/x.csv")
    (inside / "loop").symlink_to(inside / "loop")
    with pytest.raises(OutsideFolder):
        confined(inside, "loop/x")


def test_a_path_within_the_folder_is_joined(tmp_path: Path) -> None:
    assert confined(tmp_path, "tables/m.csv") == tmp_path / "tables" / "m.csv"


def test_writing_replaces_the_file_and_leaves_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "r.json"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    write_atomically(target, "新\n")
    assert target.read_bytes() == "新\n".encode()
    assert target.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["r.json"]


def test_a_failed_writing_leaves_the_old_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        write_atomically(tmp_path / "missing" / "r.json", b"")
    (tmp_path / "folder").mkdir()
    with pytest.raises(UnreadableFile):
        write_atomically(tmp_path / "folder", b"")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
