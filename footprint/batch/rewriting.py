"""Tables that cannot be read in pieces, rewritten as Parquet: CSV, workbooks, and Parquet in one huge piece."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from footprint import __version__
from footprint.batch.csv_table import csv_heads, csv_rows
from footprint.batch.heads import Heads
from footprint.batch.variants import BATCH, LINE, TEXTS, VariantTable, pieces, reading_parquet
from footprint.batch.workbook_table import open_workbook_table

__all__ = ["rewrite", "rewritten"]

_KEY = b"footprint"


def rewritten(table: VariantTable, target: Path, part_rows: int) -> VariantTable | None:
    """Give the table as an interrupted run has rewritten it; none where the file holds another table, or is damaged.

    Parameters
    ----------
    target, part_rows
        As `rewrite` was given them.
    """
    import pyarrow.parquet as pq

    try:
        about = pq.read_metadata(target)
    except (OSError, ValueError):  # Arrow's errors are among them
        return None
    if (about.metadata or {}).get(_KEY) != _source(table, part_rows):
        return None
    return replace(table, rows=about.num_rows, store=str(target))


def _source(table: VariantTable, part_rows: int) -> bytes:
    """Name what a file was rewritten from; it stands in the file itself, so that it cannot be taken for another's."""
    return json.dumps([__version__, table.sha256, part_rows]).encode()


def rewrite(table: VariantTable, target: Path, part_rows: int) -> VariantTable:
    """Write a table that cannot be read in pieces as Parquet, a row group for every part.

    Parameters
    ----------
    target
        The file to write; complete or not there at all.
    part_rows
        Rows of a row group.

    Raises
    ------
    ProblemsFound
        With every line that is no row.
    OSError
        The file cannot be written.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    temporary = target.with_name(target.name + ".part")
    heads, rows = table.heads, 0
    fields = [pa.field("id", pa.string()), pa.field("model", pa.string())]
    fields += [pa.field(head.name, pa.float64()) for head in heads.values]
    schema = pa.schema([*fields, pa.field(LINE, pa.int64()), pa.field(TEXTS, pa.string())])
    described = schema.with_metadata({_KEY: _source(table, part_rows)})
    with pq.ParquetWriter(temporary, described, use_dictionary=["model"], compression="zstd") as writer:
        for piece in pieces(_converted(table, schema), part_rows):
            writer.write_table(piece, row_group_size=part_rows)
            rows += piece.num_rows
    with temporary.open("rb+") as stream:
        os.fsync(stream.fileno())
    os.replace(temporary, target)
    return replace(table, rows=rows, store=str(target))


def _converted(table: VariantTable, schema: Any) -> Iterator[Any]:
    """Yield the rows of a table with the columns of a rewritten one."""
    path = Path(table.file)
    if path.suffix.lower() == ".parquet":
        yield from _converted_parquet(path, table.heads, schema)
        return
    if table.encoding:
        texts = csv_heads(path, table.encoding)
        batches = csv_rows(path, texts, table.encoding)
    else:
        workbook = open_workbook_table(path)
        texts, batches = workbook.heads, workbook.rows()
    positions = {text: str(number) for number, text in enumerate(texts)}
    for batch, lines in batches:
        yield _of_texts(batch, lines, table.heads, positions, schema)


def _converted_parquet(path: Path, heads: Heads, schema: Any) -> Iterator[Any]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    done = 0
    with reading_parquet(str(path)), pq.ParquetFile(path, buffer_size=1 << 20, pre_buffer=False) as source:
        for batch in source.iter_batches(batch_size=BATCH):
            count = batch.num_rows
            columns = [batch.column(heads.id).cast(pa.string())]
            columns.append(batch.column(heads.model).cast(pa.string()) if heads.model else pa.nulls(count, pa.string()))
            columns += [batch.column(head.text).cast(pa.float64(), safe=False) for head in heads.values]
            columns += [pa.array(np.arange(done + 1, done + 1 + count)), pa.nulls(count, pa.string())]
            done += count
            yield pa.Table.from_arrays(columns, schema=schema)


def _of_texts(batch: Any, lines: list[int], heads: Heads, positions: dict[str, str], schema: Any) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    trimmed = {name: pc.utf8_trim_whitespace(batch.column(name)) for name in batch.schema.names}
    full = pa.array(np.zeros(batch.num_rows, bool))
    for name, column in trimmed.items():
        trimmed[name] = column = pc.if_else(pc.equal(column, ""), None, column)
        full = pc.or_(full, column.is_valid())
    texts: dict[int, dict[str, str]] = {}
    columns = [trimmed[positions[heads.id]]]
    columns.append(trimmed[positions[heads.model]] if heads.model else pa.nulls(batch.num_rows, pa.string()))
    for head in heads.values:
        columns.append(_numbers(trimmed[positions[head.text]], head.name, texts))
    strange = [json.dumps(texts[row], ensure_ascii=False) if row in texts else None for row in range(batch.num_rows)] if texts else None
    columns += [pa.array(lines, pa.int64()), pa.array(strange, pa.string()) if strange else pa.nulls(batch.num_rows, pa.string())]
    made = pa.Table.from_arrays(columns, schema=schema)
    return made if pc.all(full).as_py() else made.filter(full)


def _numbers(column: Any, name: str, texts: dict[int, dict[str, str]]) -> Any:
    """Turn texts into numbers; what is none becomes NaN and is remembered."""
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        numbers = column.cast(pa.float64())
    except pa.ArrowInvalid:
        plain = pc.match_substring_regex(column, r"^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$")
        numbers = pc.if_else(plain, pc.utf8_ltrim(column, "+"), None).cast(pa.float64())
        numbers = pc.if_else(pc.equal(plain, False), float("nan"), numbers)
    infinite = pc.fill_null(pc.invert(pc.is_finite(numbers)), False)
    if pc.any(infinite).as_py():
        for row in pc.indices_nonzero(infinite).to_pylist():
            texts.setdefault(row, {})[name] = column[row].as_py()[:80]
        numbers = pc.if_else(infinite, float("nan"), numbers)
    return numbers
