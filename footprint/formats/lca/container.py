"""A file, a folder or a zip archive, opened with care: what it holds, by name, and nothing outside it."""

from __future__ import annotations

import os
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from footprint.errors import Place, UnreadableFile
from footprint.files import read_bytes
from footprint.formats.lca.errors import ArchiveRefused, LcaNotReadable, TooMuch
from footprint.formats.lca.values import hides_nothing, visible

__all__ = ["FILE_LIMIT", "MEMBERS_LIMIT", "RATIO_LIMIT", "TOTAL_LIMIT", "Container", "open_container"]

FILE_LIMIT = 256 * 1024 * 1024
"""Bytes of one dataset file."""

TOTAL_LIMIT = 4 * 1024 * 1024 * 1024
"""Bytes of all members of an archive, unpacked."""

MEMBERS_LIMIT = 100_000

RATIO_LIMIT = 200
"""How much smaller a member of more than a megabyte may be in the archive; XML shrinks ten- to sixtyfold."""

_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Container:
    """What an import reads from.

    Parameters
    ----------
    path
        The file, folder or archive.
    names
        Relative names of what it holds, with ``/`` between parts, in order; the file itself if it is one.
    """

    path: Path
    names: tuple[str, ...]
    archive: zipfile.ZipFile | None = None

    def read(self, name: str) -> bytes:
        """Read one of the members.

        Raises
        ------
        LcaNotReadable
            The archive is damaged at this member.
        TooMuch
            It is larger than any dataset.
        """
        if self.archive is None:
            return read_bytes(self.path / name if self.path.is_dir() else self.path, FILE_LIMIT)
        try:
            with self.archive.open(name) as stream:
                content = stream.read(FILE_LIMIT + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise _damaged(self.place(name), error) from None
        if len(content) > FILE_LIMIT:
            raise TooMuch(self.place(name), file=name, limit=FILE_LIMIT, what_en="bytes", what_zh="字节数")
        return content

    def head(self, name: str, size: int = 4096) -> bytes:
        """Read the beginning of a member."""
        if self.archive is None:
            return self.read(name)[:size]
        try:
            with self.archive.open(name) as stream:
                return stream.read(size)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise _damaged(self.place(name), error) from None

    def place(self, name: str) -> Place:
        """Give the place of a member, for errors."""
        whole = self.archive is None and not self.path.is_dir()
        return Place(str(self.path)) if whole else Place(f"{self.path}/{name}")

    def ending(self, *endings: str) -> list[str]:
        """List the members whose names end so, in any case."""
        return [name for name in self.names if name.lower().endswith(endings)]


def open_container(path: Path) -> Container:
    """Open what is to be imported.

    Raises
    ------
    UnreadableFile
        It is not there, or neither a regular file nor a folder.
    ArchiveRefused
        A member has an absolute path, climbs with ``..``, is a link, is encrypted, bears the name of another, or shrinks more
        than text does.
    TooMuch
        There are more members, or bytes, than in any real database.
    """
    if path.is_dir():
        return Container(path, tuple(_files_below(path)))
    if not path.exists():
        raise UnreadableFile(Place(str(path)), file=str(path), why="there is no such file")
    if not path.is_file():
        raise UnreadableFile(Place(str(path)), file=str(path), why="it is not a regular file")
    if path.stat().st_size > FILE_LIMIT * 4:
        raise TooMuch(Place(str(path)), file=str(path), limit=FILE_LIMIT * 4, what_en="bytes", what_zh="字节数")
    try:
        with path.open("rb") as stream:
            zipped = stream.read(2) == b"PK"
    except OSError as error:
        raise UnreadableFile(Place(str(path)), file=str(path), why=error.strerror or type(error).__name__) from None
    return _open_archive(path) if zipped else Container(path, (path.name,))


def _files_below(folder: Path) -> list[str]:
    found = []
    for parent, folders, files in os.walk(folder, followlinks=False):
        folders.sort()
        for name in sorted([*files, *(name for name in folders if Path(parent, name).is_symlink())]):
            member = Path(parent, name)
            relative = member.relative_to(folder).as_posix()
            if member.is_symlink():
                raise _refused(Place(str(member)), relative, f"`{relative}` is a link", f"`{relative}` 是链接")
            if not hides_nothing(relative):
                raise _refused(Place(str(folder)), visible(relative), "its name holds an invisible character", "文件名含有不可见字符")
            found.append(relative)
            if len(found) > MEMBERS_LIMIT:
                raise TooMuch(Place(str(folder)), file=str(folder), limit=MEMBERS_LIMIT, what_en="files", what_zh="文件数")
    return found


def _open_archive(path: Path) -> Container:
    place = Place(str(path))
    try:
        archive = zipfile.ZipFile(path)
        members = archive.infolist()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise _damaged(place, error) from None
    if len(members) > MEMBERS_LIMIT:
        raise TooMuch(place, file=str(path), limit=MEMBERS_LIMIT, what_en="members", what_zh="成员数")
    if sum(member.file_size for member in members) > TOTAL_LIMIT:
        raise TooMuch(place, file=str(path), limit=TOTAL_LIMIT, what_en="bytes, unpacked", what_zh="解压字节数")
    seen: set[str] = set()
    for member in members:
        _admit(place, member, seen)
    return Container(path, tuple(sorted(member.filename for member in members if not member.is_dir())), archive)


def _admit(place: Place, member: zipfile.ZipInfo, seen: set[str]) -> None:
    """Refuse a member that an honest archive of datasets does not have."""
    # The name as it stands in the archive: zipfile cuts it at a NUL.
    written = member.orig_filename
    name = written if len(written) <= 80 else written[:77] + "..."
    posix, windows = PurePosixPath(written), PureWindowsPath(written)
    mode = member.external_attr >> 16
    if posix.is_absolute() or windows.drive or windows.root:
        raise _refused(place, place.file, f"`{name}` is an absolute path", f"`{name}` 是绝对路径")
    if ".." in posix.parts or ".." in windows.parts:
        raise _refused(place, place.file, f"`{name}` leads out of the archive", f"`{name}` 指向压缩包之外")
    if not hides_nothing(written):
        raise _refused(place, place.file, "a name holds an invisible character", "成员名称含有不可见字符")
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise _refused(place, place.file, f"`{name}` is a link or a device", f"`{name}` 是链接或设备")
    if member.flag_bits & _ENCRYPTED:
        raise _refused(place, place.file, f"`{name}` is encrypted", f"`{name}` 已加密")
    if member.filename in seen:
        raise _refused(place, place.file, f"`{name}` is in it twice", f"`{name}` 出现两次")
    if member.file_size > 1_000_000 and member.file_size > RATIO_LIMIT * max(member.compress_size, 1):
        ratio = member.file_size // max(member.compress_size, 1)
        raise _refused(place, place.file, f"`{name}` unpacks to {ratio} times its size", f"`{name}` 解压后为原大小的 {ratio} 倍")
    seen.add(member.filename)


def _refused(place: Place, file: str, why_en: str, why_zh: str) -> ArchiveRefused:
    return ArchiveRefused(place, file=file, why_en=why_en, why_zh=why_zh)


def _damaged(place: Place, error: Exception) -> LcaNotReadable:
    why = " ".join(str(error).split()).rstrip(".") or type(error).__name__
    return LcaNotReadable(place, file=place.file, why_en=f"the archive is damaged ({why})", why_zh=f"压缩包已损坏（{why}）")
