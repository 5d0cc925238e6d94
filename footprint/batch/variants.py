"""Tables of variants: opened, digested, and read as a stream of rows, whatever their format.

Parquet is read where it stands. CSV, workbooks and Parquet in one huge piece are first rewritten as Parquet in the folder of the
batch, so that any part of the rows can be read by any worker.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from footprint.batch.csv_table import csv_encoding, csv_heads
from footprint.batch.errors import ColumnKind, OutputSuffix, TableDamaged, TableTooLarge
from footprint.batch.heads import Heads, read_heads
from footprint.batch.workbook_table import open_workbook_table
from footprint.errors import Finding, Place, ProblemsFound, UnreadableFile

__all__ = [
    "BATCH",
    "LINE",
    "TABLE_SUFFIXES",
    "TEXTS",
    "Rows",
    "VariantTable",
    "digest_of_file",
    "needs_rewriting",
    "open_table",
    "pieces",
    "read_rows",
    "reading_parquet",
]

TABLE_SUFFIXES = (".csv", ".parquet", ".xlsx")

_LARGEST_GROUP = 1 << 21
"""Rows of a row group of Parquet above which the table is rewritten."""

LINE, TEXTS = "#line", "#texts"
"""Columns of a rewritten table: where each row stood, and cells that are no numbers, as JSON. No head may hold a #."""

BATCH = 1 << 16
_LONGEST_VALUE = 4096


@dataclass(frozen=True, slots=True)
class VariantTable:
    """A table of variants.

    Parameters
    ----------
    file
        As the user named it.
    sha256
        Digest of the file.
    heads
        Its columns.
    rows
        How many rows it has; −1 before it was rewritten.
    store
        The Parquet file from which rows are read.
    sheet
        Sheet of a workbook, for naming cells.
    """

    file: str
    sha256: str
    heads: Heads
    rows: int
    store: str
    encoding: str = ""

    @property
    def rewritten(self) -> bool:
        """Whether the rows stand in a file of ours."""
        return self.store != self.file


@dataclass(frozen=True, eq=False)
class Rows:
    """Consecutive rows of a table.

    Parameters
    ----------
    first
        Number of the first row, from 0.
    ids
        Shape (k,), Arrow strings.
    models
        Shape (k,), Arrow dictionary of strings.
    values
        For each head by name an array of shape (k,), in the unit of the head; NaN where the cell is no number.
    empty
        Shape (k,) for each head that has empty cells.
    texts
        What stood in cells that are no numbers: by row from 0 within this batch, then by head.
    lines
        Where each row stood in the file, shape (k,).
    """

    first: int
    ids: Any
    models: Any
    values: dict[str, NDArray[np.float64]]
    empty: dict[str, NDArray[np.bool_]]
    texts: dict[int, dict[str, str]]
    lines: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.lines)


def digest_of_file(path: str | Path) -> str:
    """Give the SHA-256 of a file of any size.

    Raises
    ------
    UnreadableFile
        It cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with open(path, "rb") as stream:
            while chunk := stream.read(1 << 22):
                digest.update(chunk)
    except OSError as error:
        raise UnreadableFile(Place(str(path)), file=str(path), why=error.strerror or type(error).__name__) from None
    return digest.hexdigest()


def open_table(path: str | Path, *, needs_model: bool = True) -> VariantTable:
    """Open a table and read its heads.

    Parameters
    ----------
    path
        A file whose name ends with one of `TABLE_SUFFIXES`.
    needs_model
        Whether it must have a column ``model``.

    Raises
    ------
    ProblemsFound
        With everything that is wrong with its heads.
    BatchError, FootprintError
        It cannot be read.
    """
    file = Path(path)
    sha256 = digest_of_file(file)
    suffix = file.suffix.lower()
    encoding, rows, store = "", -1, ""
    if suffix == ".csv":
        encoding = csv_encoding(file)
        texts = csv_heads(file, encoding)
        line = 1
    elif suffix == ".xlsx":
        workbook = open_workbook_table(file)
        texts, line = workbook.heads, workbook.head_row
    elif suffix == ".parquet":
        texts, rows, store = _open_parquet(file)
        line = 0
    else:
        raise OutputSuffix(Place(str(path)), file=str(path), known=list(TABLE_SUFFIXES))
    heads, findings = read_heads(texts, Place(str(path), line), needs_model=needs_model)
    if suffix == ".parquet" and not findings:
        findings.extend(_check_kinds(file, heads))
    if findings:
        raise ProblemsFound(findings)
    return VariantTable(str(path), sha256, heads, rows, store, encoding)


def needs_rewriting(table: VariantTable) -> bool:
    """Tell whether rows cannot be read from the file as it is."""
    return not table.store


def read_rows(table: VariantTable, start: int, stop: int, size: int) -> Iterator[Rows]:
    """Read rows in batches, in constant memory.

    Parameters
    ----------
    start, stop
        From which row to before which.
    size
        Rows of a batch; the last may have fewer.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    with (
        reading_parquet(table.file),
        pq.ParquetFile(table.store, buffer_size=1 << 20, pre_buffer=False, read_dictionary=_dictionaries(table)) as source,
    ):
        metadata = source.metadata
        ends = np.cumsum([metadata.row_group(number).num_rows for number in range(metadata.num_row_groups)])
        groups = [number for number, end in enumerate(ends) if end > start and end - metadata.row_group(number).num_rows < stop]
        if not groups:
            return
        skip = start - (int(ends[groups[0]]) - metadata.row_group(groups[0]).num_rows)
        first = start
        batches = source.iter_batches(batch_size=BATCH, row_groups=groups)
        for piece in pieces(_cut(batches, skip, stop - start, pa), size):
            yield _rows(table, piece, first)
            first += piece.num_rows


@contextlib.contextmanager
def reading_parquet(file: str) -> Iterator[None]:
    """Turn what Arrow finds wrong with a file into one problem with a name.

    Raises
    ------
    TableDamaged
        With what Arrow says.
    """
    import pyarrow as pa

    try:
        yield
    except (pa.ArrowException, OSError, ValueError, KeyError) as error:
        why = " ".join(str(error).split())[:200].rstrip(".")
        raise TableDamaged(Place(file), file=file, why=why, why_zh=why) from None


def _cut(batches: Iterator[Any], skip: int, count: int, pa: Any) -> Iterator[Any]:
    for batch in batches:
        if skip >= batch.num_rows:
            skip -= batch.num_rows
            continue
        cut = batch.slice(skip, count)
        skip, count = 0, count - cut.num_rows
        yield pa.Table.from_batches([cut])
        if not count:
            return


def pieces(tables: Iterator[Any], size: int) -> Iterator[Any]:
    """Join and split tables into pieces of one size."""
    import pyarrow as pa

    waiting: list[Any] = []
    held = 0
    for table in tables:
        waiting.append(table)
        held += table.num_rows
        while held >= size:
            joined = pa.concat_tables(waiting) if len(waiting) > 1 else waiting[0]
            yield joined.slice(0, size).combine_chunks()
            rest = joined.slice(size)
            waiting, held = ([rest] if rest.num_rows else []), rest.num_rows
    if held:
        yield pa.concat_tables(waiting).combine_chunks()


def _rows(table: VariantTable, piece: Any, first: int) -> Rows:
    import pyarrow as pa
    import pyarrow.compute as pc

    heads, ours = table.heads, table.rewritten
    ids = piece.column("id" if ours else heads.id)
    ids = _single(ids.cast(pa.string()) if ids.type != pa.string() else ids)
    values: dict[str, NDArray[np.float64]] = {}
    empty: dict[str, NDArray[np.bool_]] = {}
    for head in heads.values:
        column = _single(piece.column(head.name if ours else head.text))
        if column.null_count:
            empty[head.name] = column.is_null().to_numpy(zero_copy_only=False)
        column = column if column.type == pa.float64() else column.cast(pa.float64(), safe=False)
        values[head.name] = column.to_numpy(zero_copy_only=False)
    texts = {}
    if ours:
        lines = piece.column(LINE).to_numpy()
        column = _single(piece.column(TEXTS))
        if column.null_count < len(column):
            texts = {row: json.loads(column[row].as_py()) for row in pc.indices_nonzero(column.is_valid()).to_pylist()}
    else:
        lines = np.arange(first + 1, first + 1 + piece.num_rows)
    named = "model" if ours else heads.model
    if named:
        models = _single(piece.column(named))
        models = _compacted(models if pa.types.is_dictionary(models.type) else models.cast(pa.string()).dictionary_encode())
    else:
        models = pa.DictionaryArray.from_arrays(np.zeros(piece.num_rows, np.int32), pa.array([""]))
    return Rows(first, ids, models, values, empty, texts, lines)


def _compacted(models: Any) -> Any:
    """Give a dictionary of what is used, sorted: it must not depend on where reading began."""
    import pyarrow as pa

    codes = models.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    used = [code for code in np.unique(codes).tolist() if code >= 0]
    words = models.dictionary.cast(pa.string()).to_pylist()
    kept = sorted({str(words[code]) for code in used})
    places = np.full(len(words) + 1, -1, np.int32)
    for code in used:
        places[code] = kept.index(str(words[code]))
    found = places[codes]
    return pa.DictionaryArray.from_arrays(pa.array(found, mask=found < 0 if models.null_count else None), pa.array(kept, pa.string()))


def _single(column: Any) -> Any:
    import pyarrow as pa

    if isinstance(column, pa.ChunkedArray):
        return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    return column


def _dictionaries(table: VariantTable) -> list[str]:
    name = "model" if table.rewritten else table.heads.model
    return [name] if name else []


# Parquet


def _open_parquet(path: Path) -> tuple[list[str], int, str]:
    import pyarrow.parquet as pq

    with reading_parquet(str(path)), pq.ParquetFile(path) as source:
        metadata, schema = source.metadata, source.schema_arrow
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    largest = max((group.num_rows for group in groups), default=0)
    for group in groups:
        for number in range(min(group.num_columns, 2000)):
            column = group.column(number)
            # A page that unpacks to gigabytes: numbers need 8 bytes, ids and models some dozens.
            if column.physical_type == "BYTE_ARRAY" and column.total_uncompressed_size > _LONGEST_VALUE * max(group.num_rows, 256):
                values = {"limit": _LONGEST_VALUE, "what": "bytes in the texts of a row", "what_zh": "单行文本字节数"}
                raise TableTooLarge(Place(str(path), 0, 0, column.path_in_schema[:80]), file=str(path), **values)
    return list(schema.names), metadata.num_rows, str(path) if largest <= _LARGEST_GROUP else ""


def _check_kinds(path: Path, heads: Heads) -> Iterator[Finding]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = pa.types
    schema = pq.read_schema(path)
    for name in (heads.id, heads.model):
        kind = schema.field(name).type if name else pa.string()
        plain = kind.value_type if types.is_dictionary(kind) else kind
        if not (types.is_string(plain) or types.is_large_string(plain) or (types.is_integer(plain) and name == heads.id)):
            yield ColumnKind(Place(str(path), 0, 0, name), column=name, found=str(kind)[:80], expected="texts", expected_zh="文本").finding
    for head in heads.values:
        kind = schema.field(head.text).type
        if not (types.is_floating(kind) or types.is_integer(kind) or types.is_decimal(kind)):
            place = Place(str(path), 0, 0, head.text[:80])
            yield ColumnKind(place, column=head.text, found=str(kind)[:80], expected="numbers", expected_zh="数值").finding
