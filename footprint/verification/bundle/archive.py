"""The zip file of a bundle: one way to write it, and only that way is read.

Members are sorted by the bytes of their names, stored, dated 1980-01-01, with UTF-8 names and nothing else: no comments, extra fields,
data descriptors or bytes around them. Reading walks through the file from its first byte, takes nothing from where the central
directory points, and writes the file again: what is not equal byte for byte is refused. So a member cannot be compressed (no zip bombs),
encrypted, a link, or there twice.
"""

from __future__ import annotations

import struct
import unicodedata
import zlib
from collections.abc import Mapping
from typing import NoReturn

from footprint.errors import Place
from footprint.verification.bundle.errors import BundleStructure, BundleTooLarge, DuplicateMember, MemberName, NotABundle

__all__ = ["MEMBER_LIMIT", "SIZE_LIMIT", "check_names", "pack", "unpack"]

SIZE_LIMIT = 256 * 1024 * 1024
"""Bytes of a bundle."""

MEMBER_LIMIT = 5000
"""Members of a bundle."""

NAME_LIMIT = 200
"""Bytes of a name."""

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION = 20
_UTF8 = 0x0800
_STORED = 0
_MIDNIGHT, _FIRST_DAY = 0, (1 << 5) | 1  # 1980-01-01 00:00 as MS-DOS counts
_UNIX = 3 << 8
_REGULAR_FILE = 0o100644 << 16

_RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10))}


def pack(members: Mapping[str, bytes]) -> bytes:
    """Write members as a zip file: the same members give the same bytes, on every machine and Python.

    Raises
    ------
    MemberName, DuplicateMember, BundleTooLarge
        The members cannot make a bundle.
    """
    check_names(members)
    total = sum(map(len, members.values()))
    if total > SIZE_LIMIT:
        raise BundleTooLarge(what="size in bytes", what_zh="字节数", found=total, limit=SIZE_LIMIT)
    parts: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name in sorted(members, key=str.encode):
        written, content = name.encode(), members[name]
        common = (_UTF8, _STORED, _MIDNIGHT, _FIRST_DAY, zlib.crc32(content), len(content), len(content), len(written), 0)
        header = _LOCAL.pack(b"PK\x03\x04", _VERSION, *common)
        parts += (header, written, content)
        directory += (_CENTRAL.pack(b"PK\x01\x02", _UNIX | _VERSION, _VERSION, *common, 0, 0, 0, _REGULAR_FILE, offset), written)
        offset += len(header) + len(written) + len(content)
    length = sum(map(len, directory))
    end = _END.pack(b"PK\x05\x06", 0, 0, len(members), len(members), length, offset, 0)
    return b"".join((*parts, *directory, end))


def unpack(content: bytes, file: str = "<bundle>") -> dict[str, bytes]:
    """Read the members of a zip file that `pack` wrote.

    Parameters
    ----------
    content
        The bytes of the file.
    file
        How to call it in findings.

    Returns
    -------
    dict
        Content by name, sorted.

    Raises
    ------
    NotABundle, BundleStructure, BundleTooLarge, MemberName, DuplicateMember
        The file is not exactly what `pack` makes of its members.
    """
    if len(content) > SIZE_LIMIT + MEMBER_LIMIT * 1024:
        raise BundleTooLarge(Place(file), what="size in bytes", what_zh="字节数", found=len(content), limit=SIZE_LIMIT)
    if not content.startswith(b"PK\x03\x04"):
        raise NotABundle(Place(file), file=file, why="it does not begin as a zip file does", why_zh="文件开头不是 zip 格式")
    members: dict[str, bytes] = {}
    offset = 0
    while content[offset : offset + 4] == b"PK\x03\x04":
        if len(members) >= MEMBER_LIMIT:
            raise BundleTooLarge(Place(file), what="number of members", what_zh="文件数", found=len(members) + 1, limit=MEMBER_LIMIT)
        name, start, size = _local(content, offset, file)
        if name in members:
            raise DuplicateMember(Place(file), member=name, other=name)
        members[name] = content[start : start + size]
        if zlib.crc32(members[name]) != int.from_bytes(content[offset + 14 : offset + 18], "little"):
            _refuse(file, name, offset, "the check sum does not fit the content", "校验和与内容不符")
        offset = start + size
    again = pack(members)
    if again != content:
        _refuse(file, *_difference(content, again, offset))
    return members


def check_names(names: Mapping[str, object]) -> None:
    """Require names that every system can write, and that lie in the folder.

    Raises
    ------
    MemberName, DuplicateMember, BundleTooLarge
        Naming the member.
    """
    if len(names) > MEMBER_LIMIT:
        raise BundleTooLarge(what="number of members", what_zh="文件数", found=len(names), limit=MEMBER_LIMIT)
    folded: dict[str, str] = {}
    for name in names:
        why = _strange(name)
        if why is not None:
            raise MemberName(member=name.encode("utf-8", "replace").decode(), why=why[0], why_zh=why[1])
        other = folded.setdefault(_folded(name), name)
        if other != name:
            raise DuplicateMember(member=other, other=name)
    for key, name in folded.items():
        parts = key.split("/")
        for length in range(1, len(parts)):
            above = folded.get("/".join(parts[:length]))
            if above is not None:
                raise DuplicateMember(member=above, other=name)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _strange(name: str) -> tuple[str, str] | None:
    """Say why a name is refused, in English and Chinese."""
    parts = name.split("/")
    if any(part in ("", ".", "..") for part in parts):
        return "it is absolute, or climbs with `..`", "为绝对路径或含有 `..`"
    for character in name:
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn") or character in '\\:*?"<>|':
            return f"it holds the character U+{ord(character):04X}", f"含有字符 U+{ord(character):04X}"
    if any(part.endswith((" ", ".")) or part.startswith(" ") or part.split(".")[0].lower() in _RESERVED for part in parts):
        return "not every system can write it", "并非所有系统都能写入"
    if len(name.encode()) > NAME_LIMIT:
        return f"it is longer than {NAME_LIMIT} bytes", f"超过 {NAME_LIMIT} 字节"
    return None


def _local(content: bytes, offset: int, file: str) -> tuple[str, int, int]:
    """Read one local header; give name, start and size of the content."""
    if len(content) < offset + _LOCAL.size:
        _refuse(file, "", offset, "the file ends within a header", "文件在头部中断")
    _, _, flags, method, _, _, _, stored, size, name_length, extra = _LOCAL.unpack_from(content, offset)
    start = offset + _LOCAL.size
    written = content[start : start + name_length]
    try:
        name = written.decode("utf-8")
    except UnicodeDecodeError:
        _refuse(file, written.decode("utf-8", "replace"), start, "the name is not UTF-8", "文件名不是 UTF-8 编码")
    if flags & 0x0041:
        _refuse(file, name, offset, "it is encrypted", "已加密")
    if flags & 0x0008:
        _refuse(file, name, offset, "its size stands behind it", "大小写在内容之后")
    if method != _STORED or stored != size:
        _refuse(file, name, offset, "it is compressed", "经过压缩")
    if extra or size == 0xFFFFFFFF:
        _refuse(file, name, offset, "it has extra fields", "含有附加字段")
    start += name_length
    if start + size > len(content):
        _refuse(file, name, offset, "the file ends within it", "文件在其内容中断")
    return name, start, size


def _difference(found: bytes, rebuilt: bytes, directory: int) -> tuple[str, int, str, str]:
    """Find the first byte that differs, by halving, and name the member it is in."""
    low, high = 0, min(len(found), len(rebuilt))
    while low < high:
        middle = (low + high) // 2
        if found[low : middle + 1] == rebuilt[low : middle + 1]:
            low = middle + 1
        else:
            high = middle
    if low >= directory:
        return "", low, "the directory at the end, or what follows it, is not that of the members", "末尾目录与成员不符，或其后有多余内容"
    return "", low, "members are not in order, or their headers are not in the one form", "成员未排序，或头部不合规范"


def _refuse(file: str, member: str, offset: int, why: str, why_zh: str) -> NoReturn:
    raise BundleStructure(Place(file), member=member or file, offset=offset, why=why, why_zh=why_zh)
