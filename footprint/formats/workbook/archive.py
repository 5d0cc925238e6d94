"""The zip of a workbook, opened with care: bounded, without macros, links or entities.

Nothing is unpacked to the disk. Sizes that a zip states can lie, so they are checked before reading and kept while reading.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any, NoReturn
from xml.parsers import expat

from footprint.errors import Finding, Place
from footprint.files import read_bytes
from footprint.formats.workbook.errors import (
    DamagedWorkbook,
    EncryptedWorkbook,
    ForbiddenXml,
    LinksIgnored,
    MacrosIgnored,
    NotAWorkbook,
    WorkbookTooLarge,
)

__all__ = ["FILE_LIMIT", "Archive", "Handlers", "open_archive"]

FILE_LIMIT = 30_000_000
"""Bytes of a workbook."""

PART_COUNT_LIMIT = 2000
UNPACKED_LIMIT = 500_000_000
PACKING_LIMIT = 400
"""How many times larger than packed a part may be; only parts of some size are held to it."""

_PACKED_WELL = 20_000_000
_CHUNK = 1 << 18
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKAGE = "EncryptedPackage".encode("utf-16-le")

Handlers = Any
"""An object with methods ``start(name, attributes)``, ``end(name)`` and ``text(data)``; names come without namespace."""


class Archive:
    """A workbook's zip, its parts read one at a time.

    Parameters
    ----------
    file
        As the user named it.
    content
        Its bytes.
    """

    def __init__(self, file: str, content: bytes) -> None:
        self.file = file
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, KeyError) as error:
            raise self._damaged(f"its zip cannot be opened ({error})", f"无法打开其压缩包（{error}）") from None
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            # Names of parts are compared without regard to case (ECMA-376, part 2).
            self._parts.setdefault(info.filename.replace("\\", "/").lstrip("/").casefold(), info)
        self._check_bounds(infos)

    def __contains__(self, part: str) -> bool:
        return part.lstrip("/").casefold() in self._parts

    def names(self) -> list[str]:
        """Name all parts, in small letters."""
        return list(self._parts)

    def _check_bounds(self, infos: list[zipfile.ZipInfo]) -> None:
        if len(infos) > PART_COUNT_LIMIT:
            raise self._too_large(f"{len(infos)} parts", f"有 {len(infos)} 个部件", str(PART_COUNT_LIMIT))
        total = sum(info.file_size for info in infos)
        if total > UNPACKED_LIMIT:
            raise self._too_large(f"{total} bytes unpacked", f"解压后有 {total} 字节", f"{UNPACKED_LIMIT}")
        for info in infos:
            if info.file_size > _PACKED_WELL and info.file_size > PACKING_LIMIT * max(info.compress_size, 1):
                times = info.file_size // max(info.compress_size, 1)
                raise self._too_large(f"a part packed {times} times", f"有部件被压缩 {times} 倍", f"{PACKING_LIMIT}")
            if info.flag_bits & 0x1:
                raise EncryptedWorkbook(Place(self.file))

    @contextmanager
    def _reading(self, part: str) -> Iterator[IO[bytes]]:
        info = self._parts.get(part.lstrip("/").casefold())
        if info is None:
            raise self._damaged(f"the part {part} is missing", f"缺少部件 {part}")
        try:
            with self._zip.open(info) as stream:
                yield stream
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError, ValueError) as error:
            raise self._damaged(f"the part {part} cannot be unpacked ({error})", f"部件 {part} 无法解压（{error}）") from None

    def parse(self, part: str, handlers: Handlers) -> None:
        """Parse a part as XML.

        Parameters
        ----------
        part
            Its name.
        handlers
            Told what is found. Parsing stops where its attribute ``done`` becomes true.

        Raises
        ------
        ForbiddenXml
            It declares a document type.
        DamagedWorkbook
            It is missing or no XML.
        """
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

        def refuse(*_: Any) -> NoReturn:
            raise ForbiddenXml(Place(self.file), part=part)

        parser.StartDoctypeDeclHandler = refuse
        parser.EntityDeclHandler = refuse
        parser.ExternalEntityRefHandler = refuse
        parser.StartElementHandler = lambda name, attributes: handlers.start(name.rpartition(" ")[2], attributes)
        parser.EndElementHandler = lambda name: handlers.end(name.rpartition(" ")[2])
        parser.CharacterDataHandler = handlers.text
        with self._reading(part) as stream:
            try:
                while chunk := stream.read(_CHUNK):
                    parser.Parse(chunk, False)
                    if getattr(handlers, "done", False):
                        handlers.rest(chunk, iter(lambda: stream.read(_CHUNK), b""))
                        return
                parser.Parse(b"", True)
            except (expat.ExpatError, LookupError, ValueError) as error:  # the last two: an encoding that is unknown
                raise self._damaged(f"the part {part} is no XML ({error})", f"部件 {part} 不是 XML（{error}）") from None

    def notes(self) -> list[Finding]:
        """Say what is in the workbook and ignored."""
        place = Place(self.file)
        found = []
        if any("vbaproject" in name or name.startswith("xl/macrosheets/") for name in self._parts):
            found.append(MacrosIgnored(place).finding)
        if any(name.startswith("xl/externallinks/") and name.endswith(".xml") for name in self._parts):
            found.append(LinksIgnored(place).finding)
        return found

    def _damaged(self, why: str, why_zh: str) -> DamagedWorkbook:
        return DamagedWorkbook(Place(self.file), why=why, why_zh=why_zh)

    def _too_large(self, what: str, what_zh: str, limit: str) -> WorkbookTooLarge:
        return WorkbookTooLarge(Place(self.file), what=what, what_zh=what_zh, limit=limit)


def open_archive(path: str) -> Archive:
    """Open a workbook.

    Raises
    ------
    UnreadableFile, FileTooLarge, NotAWorkbook, EncryptedWorkbook, WorkbookTooLarge, DamagedWorkbook
        It cannot be read, and why.
    """
    content = read_bytes(path, FILE_LIMIT)
    place = Place(path)
    if not content:
        raise NotAWorkbook(place, why="it is empty", why_zh="文件为空")
    if content.startswith(_OLE):
        if _PACKAGE in content:
            raise EncryptedWorkbook(place)
        raise NotAWorkbook(place, why="it is an old Office file such as .xls", why_zh="它是旧版 Office 文件（如 .xls）")
    if not content.startswith(b"PK"):
        raise NotAWorkbook(place, **_what_it_is(content))
    archive = Archive(path, content)
    if "mimetype" in archive and "content.xml" in archive:
        raise NotAWorkbook(place, why="it is an OpenDocument file (.ods)", why_zh="它是 OpenDocument 文件（.ods）")
    if any(name.startswith("word/") for name in archive.names()):
        raise NotAWorkbook(place, why="it is a Word document", why_zh="它是 Word 文档")
    if "xl/workbook.bin" in archive:
        raise NotAWorkbook(place, why="it is a binary workbook (.xlsb)", why_zh="它是二进制工作簿（.xlsb）")
    if "[Content_Types].xml" not in archive and "xl/workbook.xml" not in archive:
        raise NotAWorkbook(place, why="it is a zip of something else", why_zh="它是其他内容的压缩包")
    return archive


def _what_it_is(content: bytes) -> Mapping[str, str]:
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table")):
        return {"why": "it is a web page", "why_zh": "它是网页"}
    if start.startswith(b"%pdf"):
        return {"why": "it is a PDF", "why_zh": "它是 PDF"}
    if start.startswith(b"<"):
        return {"why": "it is an XML file", "why_zh": "它是 XML 文件"}
    if b"\x00" not in content[:2000] and re.search(rb"[,;\t]", content[:2000]):
        return {"why": "it is a text table (CSV)", "why_zh": "它是文本表格（CSV）"}
    if b"\x00" not in content[:2000]:
        return {"why": "it is a text file", "why_zh": "它是文本文件"}
    return {"why": "its first bytes are not those of a workbook", "why_zh": "文件开头不是工作簿"}
