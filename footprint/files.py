"""Files of others, read with care, and files of ours, written whole or not at all.

Whatever comes from outside has a size limit, must be a regular file, and must be text in a known encoding. A path
that a file names must stay inside that file's folder. What is written appears under its name only when complete.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from pathlib import Path, PurePosixPath, PureWindowsPath

from footprint.errors import FootprintError, Place, UnreadableFile

__all__ = [
    "SIZE_LIMIT",
    "EmptyFile",
    "FileTooLarge",
    "NotText",
    "NotUtf8",
    "OutsideFolder",
    "confined",
    "decode_table",
    "decode_utf8",
    "read_bytes",
    "sha256",
    "sha256_of_file",
    "sync_folder",
    "write_atomically",
]

SIZE_LIMIT = 10_000_000
"""Bytes that an input may have at most, unless the caller says otherwise."""


class FileTooLarge(FootprintError):
    """A file is larger than footprint accepts for its kind.

    Models and tables are small; a large file is nearly always the wrong file. Split a large table, or leave out the
    columns that are not needed.
    """

    code = "G004"
    title = {"en": "File too large", "zh": "文件过大"}
    message = {
        "en": "{file} is larger than {limit} bytes.",
        "zh": "{file} 超过 {limit} 字节的上限。",
    }
    hint = {"en": "Is it the file you meant?", "zh": "请确认是否选错了文件。"}


class NotText(FootprintError):
    """A file holds binary data where text is expected.

    Workbooks (.xlsx), PDFs and compressed files are not text. Export the table as CSV, or name the right file.
    """

    code = "G005"
    title = {"en": "Not a text file", "zh": "不是文本文件"}
    message = {"en": "{file} is not a text file: {why}.", "zh": "{file} 不是文本文件：{why}。"}
    hint = {"en": "Save it as plain text in UTF-8.", "zh": "请另存为 UTF-8 编码的纯文本。"}


class NotUtf8(FootprintError):
    """A text file is not encoded in UTF-8.

    Product models and data packages are UTF-8. Editors on Chinese Windows may save GB 18030 ("ANSI") or UTF-16
    ("Unicode"): choose UTF-8 when saving. CSV tables of activity data may be GB 18030 as well.
    """

    code = "G006"
    title = {"en": "Not UTF-8", "zh": "编码不是 UTF-8"}
    message = {
        "en": "The text is not UTF-8: byte {offset} (0x{byte}) cannot be read; it may be {guess}.",
        "zh": "文本不是 UTF-8 编码：第 {offset} 字节（0x{byte}）无法识别，可能是 {guess}。",
    }
    hint = {"en": "Save the file again in UTF-8.", "zh": "请用 UTF-8 编码重新保存该文件。"}


class EmptyFile(FootprintError):
    """A file holds nothing, or only white space and comments."""

    code = "G007"
    title = {"en": "Empty file", "zh": "空文件"}
    message = {"en": "{file} is empty.", "zh": "{file} 是空的。"}
    hint = {"en": "Is it the file you meant?", "zh": "请确认是否选错了文件。"}


class OutsideFolder(FootprintError):
    """A file names another one outside its own folder.

    So that a model can be handed on whole, every file it names lies in its folder or below: no absolute paths, no
    ``..``, no links that lead elsewhere. Copy the file next to the model.
    """

    code = "G008"
    title = {"en": "Outside the folder", "zh": "超出所在文件夹"}
    message = {
        "en": "`{path}` leads out of the folder of the file that names it.",
        "zh": "`{path}` 指向了所在文件夹之外。",
    }
    hint = {"en": "Copy the file into that folder and name it by a relative path.", "zh": "请把文件复制到该文件夹，并用相对路径书写。"}


def read_bytes(path: str | os.PathLike[str], limit: int = SIZE_LIMIT) -> bytes:
    """Read a regular file of bounded size.

    Parameters
    ----------
    path
        The file.
    limit
        Bytes it may have at most.

    Raises
    ------
    UnreadableFile
        It is missing, a folder, a device, a pipe, or not permitted.
    FileTooLarge
        It has more bytes than the limit.
    """
    name = os.fspath(path)
    try:
        # O_NONBLOCK: opening a pipe without a writer would wait for ever.
        descriptor = os.open(name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise UnreadableFile(Place(name), file=name, why=_why(error)) from None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            why = "it is a folder" if stat.S_ISDIR(status.st_mode) else "it is not a regular file"
            raise UnreadableFile(Place(name), file=name, why=why)
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            content = stream.read(limit + 1) if status.st_size <= limit else b""
    except OSError as error:
        raise UnreadableFile(Place(name), file=name, why=_why(error)) from None
    finally:
        os.close(descriptor)
    if status.st_size > limit or len(content) > limit:
        raise FileTooLarge(Place(name), file=name, limit=limit)
    return content


def decode_utf8(content: bytes, file: str) -> str:
    """Decode UTF-8, with or without a byte order mark.

    Raises
    ------
    NotUtf8
        With the offset of the first bad byte (from 0) and its line and column.
    NotText
        The bytes are no text in any encoding, or hold a NUL.
    """
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise NotUtf8(Place(file, 1, 1), offset=0, byte=f"{content[0]:02x}", guess="UTF-16")
    binary = _binary(content)
    if binary:
        raise NotText(Place(file, 1, 1), file=file, why=binary)
    body = content[3:] if content.startswith(b"\xef\xbb\xbf") else content
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        before = body[: error.start].decode("utf-8")
        place = Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        offset = error.start + len(content) - len(body)
        guess = "GB 18030 (GBK)" if _decodes(content, "gb18030") else "another encoding"
        raise NotUtf8(place, offset=offset, byte=f"{body[error.start]:02x}", guess=guess) from None


def decode_table(content: bytes, file: str) -> tuple[str, str]:
    """Decode a CSV table: UTF-8 with or without a byte order mark, or else GB 18030, as Chinese Excel saves it.

    Returns
    -------
    (str, str)
        The text, and the name of its encoding.

    Raises
    ------
    NotUtf8, NotText
        It is neither.
    """
    try:
        return decode_utf8(content, file), "utf-8"
    except NotUtf8:
        if _decodes(content, "gb18030") and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            return content.decode("gb18030"), "gb18030"
        raise


def confined(folder: str | os.PathLike[str], relative: str, place: Place | None = None) -> Path:
    """Resolve a path that a file names, and refuse to leave the folder.

    Parameters
    ----------
    folder
        The folder that must not be left.
    relative
        The path as written, with ``/`` between its parts.
    place
        Where it was written, for the error.

    Returns
    -------
    Path
        Folder joined with the path; the file need not exist.

    Raises
    ------
    OutsideFolder
        The path is absolute, names a drive, climbs with ``..``, or follows a link out of the folder.
    """
    posix, windows = PurePosixPath(relative), PureWindowsPath(relative)
    strange = any(ord(character) < 32 for character in relative) or not relative.strip() or "\\" in relative
    if strange or posix.is_absolute() or windows.drive or windows.root or ".." in posix.parts:
        raise OutsideFolder(place, path=relative)
    joined = Path(folder) / relative
    try:
        root, target = Path(folder).resolve(), joined.resolve()
    except (OSError, RuntimeError, ValueError):
        raise OutsideFolder(place, path=relative) from None
    if target != root and root not in target.parents:
        raise OutsideFolder(place, path=relative)
    return joined


def write_atomically(path: str | os.PathLike[str], content: bytes | str) -> None:
    """Write a file so that it is either the old one or the whole new one, also when the power fails.

    Parameters
    ----------
    path
        The file; its folder must exist.
    content
        Bytes, or text that is written as UTF-8 with the line ends it has.

    Raises
    ------
    UnreadableFile
        The folder is missing, full or not writable.
    """
    target = Path(path)
    data = content.encode("utf-8") if isinstance(content, str) else content
    temporary = ""
    try:
        descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask()
        os.chmod(temporary, mode)
        os.replace(temporary, target)
        temporary = ""
        sync_folder(target.parent)
    except OSError as error:
        raise UnreadableFile(Place(str(target)), file=str(target), why=_why(error)) from None
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def sha256(content: bytes) -> str:
    """Give the SHA-256 of bytes in lower-case hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def sha256_of_file(path: str | os.PathLike[str], limit: int = SIZE_LIMIT) -> str:
    """Give the SHA-256 of a file of bounded size; raises as `read_bytes` does."""
    return sha256(read_bytes(path, limit))


def _why(error: Exception) -> str:
    return error.strerror or type(error).__name__ if isinstance(error, OSError) else str(error)


def _binary(content: bytes) -> str:
    known = ((b"PK\x03\x04", "it is a zip or a workbook"), (b"%PDF", "it is a PDF"), (b"\x1f\x8b", "it is compressed"))
    for start, what in (*known, (b"\xd0\xcf\x11\xe0", "it is an old Office file")):
        if content.startswith(start):
            return what
    zero = content.find(b"\x00")
    return f"byte {zero} is NUL" if zero >= 0 else ""


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _umask() -> int:
    # Python has no way to ask for the mask without setting it.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def sync_folder(folder: Path) -> None:
    """Let the names of a folder survive a loss of power; the contents of files are synchronised one by one."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
