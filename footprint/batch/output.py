"""The file that a batch makes, in Parquet, CSV or Excel, and what it says of itself.

What a batch was made from stands in the metadata of a Parquet file under the key ``footprint``, and beside CSV and Excel in a
file of the same name with ``.json`` behind it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from footprint.batch.columns import COLUMNS, SCHEMA, ResultColumn, counted_words, plain_words, schema, schema_of
from footprint.batch.errors import NotABatchResult, OutputSuffix, RowsForExcel
from footprint.batch.joining import join_parquet
from footprint.batch.store import Store, replace_file, writing
from footprint.batch.variants import digest_of_file
from footprint.errors import Place, UnreadableFile

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["EXCEL_ROWS", "check_output", "check_rows_fit", "previous_about", "publish", "sidecar", "write_result"]

SUFFIXES = (".parquet", ".csv", ".xlsx")
EXCEL_ROWS = 1_048_575
"""Rows of a worksheet below its head."""

_KEY = b"footprint"
_DANGEROUS = r"^[=+\-@\t\r]"
"""What a spreadsheet may take for a formula when it opens a CSV file."""


def check_output(output: Path, *, force: bool, schema: str = SCHEMA) -> None:
    """Refuse an output that cannot be written as named, or that would replace something else.

    Raises
    ------
    OutputSuffix, NotABatchResult
        And what to do.
    """
    if output.suffix.lower() not in SUFFIXES:
        raise OutputSuffix(Place(str(output)), file=str(output), known=list(SUFFIXES))
    if output.exists() and not force and not previous_about(output, schema):
        raise NotABatchResult(Place(str(output)), file=str(output))


def sidecar(output: Path) -> Path | None:
    """Give the file that describes an output; none where the output describes itself."""
    return None if output.suffix.lower() == ".parquet" else output.with_name(output.name + ".json")


def previous_about(output: Path, schema: str = SCHEMA) -> dict[str, Any]:
    """Give what an output says of itself; empty where it is no complete result of a batch."""
    beside = sidecar(output)
    try:
        if beside is None:
            import pyarrow.parquet as pq

            found = pq.read_metadata(output)
            content = (found.metadata or {}).get(_KEY, b"{}")
        else:
            content = beside.read_bytes()
        about = json.loads(content)
    except (OSError, ValueError, RecursionError):  # Arrow's errors are among them
        return {}
    if not isinstance(about, dict) or about.get("schema") != schema:
        return {}
    try:
        whole = _as_written(found, about) if beside is None else about.get("sha256") == digest_of_file(output)
    except UnreadableFile:
        whole = False
    return about if whole else {}


def _as_written(found: Any, about: Mapping[str, Any]) -> bool:
    """Tell whether a Parquet file has the form it was given here; programs that sort or cut it keep what it says of itself."""
    if found.num_rows != about.get("rows", found.num_rows) or (about.get("parts") and found.num_row_groups != len(about["parts"])):
        return False
    columns = [found.row_group(number).column(0) for number in range(found.num_row_groups)]
    return not any(column.is_stats_set or column.compression != "UNCOMPRESSED" for column in columns)


def publish(store: Store, parts: list[Path], about: Mapping[str, Any], *, merge: bool) -> None:
    """Make the output of complete parts; it bears its name when it is complete.

    Parameters
    ----------
    parts
        In order.
    about
        What the output says of itself.
    merge
        Whether parts are small and are joined to larger row groups.

    Raises
    ------
    CannotWriteBatch
        The disk is full or the place cannot be written.
    """
    temporary = store.folder / "output"
    with writing(store.output):
        if merge or store.output.suffix.lower() != ".parquet":
            _write(temporary, store.output, COLUMNS, _tables(parts, merge), dict(about))
            return
        join_parquet(temporary, parts, _empty_parquet(about))
        _synced(temporary)
        os.replace(temporary, store.output)


def _empty_parquet(about: Mapping[str, Any]) -> bytes:
    """Give a result without rows: its schema, and what it says of itself."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    described = schema().with_metadata({_KEY: json.dumps(about, ensure_ascii=False, sort_keys=True).encode()})
    with pq.ParquetWriter(sink, described):
        pass
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _write(temporary: Path, output: Path, columns: Sequence[ResultColumn], tables: Iterator[pa.Table], text: dict[str, Any]) -> None:
    suffix = output.suffix.lower()
    if suffix == ".parquet":
        _write_parquet(temporary, columns, tables, text)
    elif suffix == ".csv":
        with temporary.open("wb") as stream:
            _write_csv(stream, columns, tables)
    else:
        _write_excel(temporary, columns, tables, text)
    beside = sidecar(output)
    if beside is not None:
        text["sha256"] = digest_of_file(temporary)
        replace_file(beside, (json.dumps(text, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode())
    _synced(temporary)
    os.replace(temporary, output)


def write_result(output: Path, columns: Sequence[ResultColumn], rows: Sequence[Sequence[Any]], about: Mapping[str, Any]) -> None:
    """Write a small table in the format that the name of the file says; it bears its name when it is complete.

    Parameters
    ----------
    columns
        Its columns.
    rows
        Its rows, a value for each column.
    about
        What the output says of itself.

    Raises
    ------
    CannotWriteBatch
        The disk is full or the place cannot be written.
    """
    import pyarrow as pa

    kinds = schema_of(columns)
    by_column = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    arrays = []
    for values, field in zip(by_column, kinds, strict=True):
        array = pa.array(list(values), pa.string() if pa.types.is_dictionary(field.type) else field.type)
        arrays.append(array.dictionary_encode() if pa.types.is_dictionary(field.type) else array)
    temporary = output.with_name(f"{output.name}.{os.getpid()}.part")
    with writing(output):
        try:
            _write(temporary, output, columns, iter([pa.Table.from_arrays(arrays, schema=kinds)]), dict(about))
        finally:
            temporary.unlink(missing_ok=True)


def check_rows_fit(output: Path, rows: int) -> None:
    """Refuse more rows than the format holds.

    Raises
    ------
    RowsForExcel
        A worksheet is full.
    """
    if output.suffix.lower() == ".xlsx" and rows > EXCEL_ROWS:
        raise RowsForExcel(Place(str(output)), rows=rows)


def _tables(parts: list[Path], merge: bool) -> Iterator[pa.Table]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    held: list[pa.Table] = []
    count = 0
    for path in parts:
        table = pq.read_table(path, schema=schema(), memory_map=False, use_threads=False).replace_schema_metadata(None)
        if not merge:
            yield table
            continue
        held.append(table)
        count += table.num_rows
        if count >= 1 << 17:
            yield counted_words(pa.concat_tables(map(plain_words, held)))
            held, count = [], 0
    if held:
        yield counted_words(pa.concat_tables(map(plain_words, held)))


def _write_parquet(path: Path, columns: Sequence[ResultColumn], tables: Iterator[pa.Table], about: Mapping[str, Any]) -> None:
    import pyarrow.parquet as pq

    kinds = schema_of(columns)
    described = kinds.with_metadata({_KEY: json.dumps(about, ensure_ascii=False, sort_keys=True).encode()})
    words = [column.name for column in columns if column.kind == "word"]
    # Dictionaries of floats made writing eight times slower; what compresses well are the words, which have theirs.
    with pq.ParquetWriter(path, described, use_dictionary=words, compression="none", write_statistics=False) as writer:
        for table in tables:
            writer.write_table(table.cast(kinds), row_group_size=max(1, table.num_rows))


def _write_csv(stream: BinaryIO, columns: Sequence[ResultColumn], tables: Iterator[pa.Table]) -> None:
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv

    # Excel takes a CSV file for UTF-8 only where it begins with a byte order mark.
    stream.write(("\ufeff" + ",".join(f'"{column.head}"' for column in columns) + "\r\n").encode())
    options = csv.WriteOptions(include_header=False, quoting_style="needed", eol="\r\n")
    for table in tables:
        arrays = []
        for column, kind in zip(table.columns, columns, strict=True):
            if kind.kind == "number":
                arrays.append(column)
                continue
            text = column.cast(pa.string())
            dangerous = pc.match_substring_regex(text, _DANGEROUS)
            if pc.any(dangerous).as_py():
                text = pc.if_else(dangerous, pc.binary_join_element_wise("'", text, ""), text)
            arrays.append(text)
        csv.write_csv(pa.Table.from_arrays(arrays, names=[column.name for column in columns]), stream, options)


def _write_excel(path: Path, columns: Sequence[ResultColumn], tables: Iterator[pa.Table], about: Mapping[str, Any]) -> None:
    from footprint.batch.worksheet import write_workbook

    described = [[key, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)] for key, value in sorted(about.items())]
    rows = (row for table in tables for row in zip(*(column.to_pylist() for column in table.columns), strict=True))
    write_workbook(path, (("Results", [column.head for column in columns], rows), ("About", ["key", "value"], described)))


def _synced(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
