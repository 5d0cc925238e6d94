"""Parts joined to one Parquet file by copying their bytes: nothing is decoded or encoded again.

A Parquet file is its column chunks, one after the other, and a footer that says where each of them begins. The footer is a record
of Apache Thrift's compact protocol (parquet-format: ``FileMetaData``, field numbers below). The chunks of all parts are copied as they
are, and the row groups of their footers go into one footer, with every offset moved by where the part now begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

__all__ = ["join_parquet"]

MAGIC = b"PAR1"

_PIECE = 1 << 20
"""Bytes copied at a time."""

# FileMetaData
_NUMBER_OF_ROWS, _ROW_GROUPS = 3, 4
# RowGroup
_COLUMNS, _ROWS_OF_GROUP, _GROUP_OFFSET, _ORDINAL = 1, 3, 5, 7
# ColumnChunk
_CHUNK_OFFSET, _META = 2, 3
# ColumnMetaData: data page, index page, dictionary page
_PAGE_OFFSETS = (9, 10, 11)

_TRUE, _FALSE, _BYTE, _I16, _I32, _I64, _DOUBLE, _BINARY, _LIST, _SET, _STRUCT = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12

_LARGEST_ORDINAL = 32_767

Struct = dict[int, tuple[int, Any]]
"""Type and value by number of the field, in rising order."""


@dataclass(frozen=True, slots=True)
class _Items:
    """A list of one type."""

    kind: int
    values: list[Any]


def join_parquet(target: Path, parts: Sequence[Path], empty: bytes) -> None:
    """Join Parquet files of one schema.

    Parameters
    ----------
    target
        The file to write.
    parts
        Files without page index, bloom filters and encryption, as Arrow writes them where nothing else is asked for.
    empty
        A Parquet file without rows that has the schema and the metadata of the whole.

    Raises
    ------
    OSError
        A file cannot be read or written.
    ValueError
        A part is no such file.
    """
    footer = _footer_of(empty)
    groups: list[Struct] = []
    rows = 0
    with target.open("wb") as stream:
        stream.write(MAGIC)
        for part in parts:
            with part.open("rb") as source:
                for group in _append(source, stream):
                    _place(group, len(groups))
                    groups.append(group)
                    rows += group[_ROWS_OF_GROUP][1]
        footer[_NUMBER_OF_ROWS] = (_I64, rows)
        footer[_ROW_GROUPS] = (_LIST, _Items(_STRUCT, groups))
        content = _Writer().struct(dict(sorted(footer.items()))).content
        stream.write(content + len(content).to_bytes(4, "little") + MAGIC)


def _append(source: BinaryIO, stream: BinaryIO) -> list[Struct]:
    """Copy the chunks of a part, and give its row groups as they are in the whole."""
    size = source.seek(0, 2)
    source.seek(max(0, size - 8))
    tail = source.read(8)
    length = int.from_bytes(tail[:4], "little")
    if tail[4:] != MAGIC or not 0 < length <= size - 12:
        raise ValueError("a part is no Parquet file")
    end = size - 8 - length
    source.seek(end)
    footer = _Reader(source.read(length)).struct()
    moved = stream.tell() - len(MAGIC)
    source.seek(len(MAGIC))
    left = end - len(MAGIC)
    while left:
        content = source.read(min(left, _PIECE))
        if not content:
            raise ValueError("a part ends too early")
        stream.write(content)
        left -= len(content)
    groups: list[Struct] = footer[_ROW_GROUPS][1].values
    for group in groups:
        _move(group, (_GROUP_OFFSET,), moved)
        for chunk in group[_COLUMNS][1].values:
            _move(chunk, (_CHUNK_OFFSET,), moved)
            _move(chunk[_META][1], _PAGE_OFFSETS, moved)
    return groups


def _move(struct: Struct, fields: Sequence[int], by: int) -> None:
    for field in fields:
        # Arrow writes 0 where it does not use an offset.
        if field in struct and struct[field][1]:
            struct[field] = (struct[field][0], struct[field][1] + by)


def _place(group: Struct, number: int) -> None:
    if _ORDINAL in group:
        group[_ORDINAL] = (_I16, number)
        if number > _LARGEST_ORDINAL:
            del group[_ORDINAL]


def _footer_of(content: bytes) -> Struct:
    length = int.from_bytes(content[-8:-4], "little")
    return _Reader(content[-8 - length : -8]).struct()


class _Reader:
    """Reads records of the compact protocol."""

    def __init__(self, content: bytes) -> None:
        self._content, self._position = content, 0

    def struct(self) -> Struct:
        found: Struct = {}
        field = 0
        while header := self._byte():
            kind, step = header & 15, header >> 4
            field = field + step if step else self._signed()
            found[field] = (kind, self._value(kind))
        return found

    def _value(self, kind: int) -> Any:
        if kind in (_TRUE, _FALSE):
            return kind == _TRUE
        if kind == _BYTE:
            return self._byte()
        if kind in (_I16, _I32, _I64):
            return self._signed()
        if kind == _DOUBLE:
            return self._bytes(8)
        if kind == _BINARY:
            return self._bytes(self._unsigned())
        if kind in (_LIST, _SET):
            header = self._byte()
            count = header >> 4
            count = self._unsigned() if count == 15 else count
            inner = header & 15
            # In a list a truth value has a byte of its own.
            return _Items(inner, [self._byte() if inner in (_TRUE, _FALSE) else self._value(inner) for _ in range(count)])
        if kind == _STRUCT:
            return self.struct()
        raise ValueError(f"a footer has a field of type {kind}")

    def _byte(self) -> int:
        self._position += 1
        return self._content[self._position - 1]

    def _bytes(self, count: int) -> bytes:
        self._position += count
        return self._content[self._position - count : self._position]

    def _unsigned(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def _signed(self) -> int:
        value = self._unsigned()
        return (value >> 1) ^ -(value & 1)


class _Writer:
    """Writes records of the compact protocol."""

    def __init__(self) -> None:
        self.content = bytearray()

    def struct(self, struct: Struct) -> _Writer:
        last = 0
        for field, (kind, value) in struct.items():
            written = (_TRUE if value else _FALSE) if kind in (_TRUE, _FALSE) else kind
            if 0 < field - last < 16:
                self.content.append((field - last) << 4 | written)
            else:
                self.content.append(written)
                self._signed(field)
            last = field
            if kind not in (_TRUE, _FALSE):
                self._value(kind, value)
        self.content.append(0)
        return self

    def _value(self, kind: int, value: Any) -> None:
        if kind == _BYTE:
            self.content.append(value)
        elif kind in (_I16, _I32, _I64):
            self._signed(value)
        elif kind == _DOUBLE:
            self.content += value
        elif kind == _BINARY:
            self._unsigned(len(value))
            self.content += value
        elif kind in (_LIST, _SET):
            count = len(value.values)
            self.content.append(min(count, 15) << 4 | value.kind)
            if count >= 15:
                self._unsigned(count)
            for item in value.values:
                if value.kind in (_TRUE, _FALSE):
                    self.content.append(item)
                else:
                    self._value(value.kind, item)
        else:
            self.struct(value)

    def _unsigned(self, value: int) -> None:
        while value > 127:
            self.content.append(value & 127 | 128)
            value >>= 7
        self.content.append(value)

    def _signed(self, value: int) -> None:
        self._unsigned(value << 1 if value >= 0 else (-value << 1) - 1)
