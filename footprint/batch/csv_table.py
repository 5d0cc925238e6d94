"""CSV tables of variants: streamed block by block into the columns that a batch reads."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footprint.batch.errors import TableDamaged, TableTooLarge, VariantRagged
from footprint.errors import Finding, Place, ProblemsFound, UnreadableFile

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["csv_encoding", "csv_heads", "csv_rows"]

_BLOCK = 4 << 20
"""Bytes parsed at once; also the longest line."""

_FINDINGS = 100
_CHUNK = 1 << 20


def csv_encoding(path: Path) -> str:
    """Tell whether a file is UTF-8 or GB 18030, reading it once in constant memory.

    Raises
    ------
    TableDamaged
        It is neither, or no text.
    """
    with _opened(path) as stream:
        start = stream.read(_CHUNK)
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise _damaged(path, "it is UTF-16; save it as UTF-8", "编码为 UTF-16，请另存为 UTF-8")
    if b"\x00" in start:
        raise _damaged(path, "it is no text", "不是文本文件")
    for encoding in ("utf-8", "gb18030"):
        if _decodes(path, encoding):
            return encoding
    raise _damaged(path, "it is neither UTF-8 nor GB 18030", "编码既不是 UTF-8 也不是 GB 18030")


def csv_heads(path: Path, encoding: str) -> list[str]:
    """Read the head of a CSV table."""
    with _opened(path) as stream:
        line = stream.readline(_BLOCK)
    text = line.decode(encoding, "replace").removeprefix("\ufeff")
    try:
        heads = next(csv.reader(io.StringIO(text, newline=""), strict=True), [])
    except csv.Error:
        raise _damaged(path, "a quote in its head is never closed", "表头中的引号没有闭合", 1) from None
    if not any(head.strip() for head in heads):
        raise _damaged(path, "it has no head", "没有表头", 1)
    if len(heads) == 1:
        for delimiter, name, name_zh in ((";", "semicolons", "分号"), ("\t", "tabs", "制表符"), ("，", "full-width commas", "全角逗号")):
            if delimiter in heads[0]:
                raise _damaged(path, f"its columns are separated by {name}", f"各列以{name_zh}分隔", 1)
    return heads


def csv_rows(path: Path, heads: list[str], encoding: str) -> Iterator[tuple[pa.RecordBatch, list[int]]]:
    """Yield the rows as texts, with the line of each.

    Yields
    ------
    (RecordBatch, list of int)
        Columns are named by position; an empty cell is null; lines without any text are passed over.

    Raises
    ------
    ProblemsFound
        With every line that has another number of cells than the head, the first hundred of them.
    """
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    names = [str(number) for number in range(len(heads))]
    ragged: list[Finding] = []
    skipped: list[int] = []

    def invalid(row: Any) -> str:
        # Without threads Arrow counts the rows from 1, the head not among them.
        skipped.append(row.number)
        if row.text.strip() and len(ragged) < _FINDINGS:
            place = Place(str(path), row.number)
            ragged.append(VariantRagged(place, found=row.actual_columns, expected=row.expected_columns).finding)
        return "skip"

    try:
        reader = arrow_csv.open_csv(
            str(path),
            read_options=arrow_csv.ReadOptions(column_names=names, skip_rows=1, block_size=_BLOCK, use_threads=False, encoding=encoding),
            parse_options=arrow_csv.ParseOptions(newlines_in_values=False, ignore_empty_lines=False, invalid_row_handler=invalid),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""], quoted_strings_can_be_null=True
            ),
        )
        lines = _Lines(skipped)
        for batch in reader:
            yield batch, lines.of(batch.num_rows)
    except pa.ArrowInvalid as error:
        if "straddling" in str(error) or "block" in str(error):
            raise TableTooLarge(Place(str(path)), file=str(path), limit=_BLOCK, what="bytes in one line", what_zh="单行字节数") from None
        if "Empty CSV" not in str(error):
            why = " ".join(str(error).split())[:200]
            raise _damaged(path, why, why) from None
    except OSError as error:
        raise UnreadableFile(Place(str(path)), file=str(path), why=error.strerror or str(error)) from None
    if ragged:
        raise ProblemsFound(ragged)


class _Lines:
    """Counts lines; those that Arrow skipped are no rows."""

    def __init__(self, skipped: list[int]) -> None:
        self._skipped, self._used, self._next = skipped, 0, 2

    def of(self, count: int) -> list[int]:
        lines: list[int] = []
        while len(lines) < count:
            if self._used < len(self._skipped) and self._skipped[self._used] == self._next:
                self._used += 1
            else:
                lines.append(self._next)
            self._next += 1
        return lines


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with _opened(path) as stream:
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _opened(path: Path) -> Any:
    try:
        return path.open("rb")
    except OSError as error:
        raise UnreadableFile(Place(str(path)), file=str(path), why=error.strerror or type(error).__name__) from None


def _damaged(path: Path, why: str, why_zh: str, line: int = 0) -> TableDamaged:
    return TableDamaged(Place(str(path), line), file=str(path), why=why, why_zh=why_zh)
