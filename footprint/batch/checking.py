"""What is checked of a table before any row is computed: its ids, the models it names, and its columns against them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from footprint.batch.errors import ColumnDimension, ColumnUnknown, IdTwice, IdUnusable, NoModelUsable
from footprint.batch.evaluation import Failed, Prepared
from footprint.batch.variants import Rows, VariantTable, read_rows
from footprint.errors import Finding, Place
from footprint.model.limits import suggest
from footprint.units.characters import show

__all__ = ["check_columns", "check_ids"]

_LONGEST_ID = 200
_FINDINGS = 100
_BATCH = 1 << 17


def check_ids(table: VariantTable) -> tuple[list[str], list[Finding]]:
    """Read all ids and models of a table, in a memory of 8 bytes per row at most.

    Returns
    -------
    (list of str, list of Finding)
        The models that the table names, sorted; and every id that is unusable or given twice, the first hundred.
    """
    models: set[str] = set()
    findings: list[Finding] = []
    last, ordered = None, True
    for rows in _ids(table):
        named = rows.models.dictionary.take(rows.models.indices.drop_null().unique()).to_pylist()
        models.update(str(name) for name in named)
        if rows.models.indices.null_count:
            models.add("")
        findings.extend(_unusable(rows, table, _FINDINGS - len(findings)))
        ordered, last = _goes_on(rows.ids, last, ordered)
    if not ordered and not findings:
        findings = _twice(table)
    return sorted(models), findings


def check_columns(table: VariantTable, models: Iterable[str], model_of: Callable[[str], Prepared | Failed]) -> list[Finding]:
    """Compare the columns of a table with what its models have.

    Returns
    -------
    list of Finding
        Unknown columns and wrong dimensions; or that no model can be calculated at all, and why.
    """
    prepared: list[Prepared] = []
    failed: list[Failed] = []
    for named in models:
        model = model_of(named)
        prepared.append(model) if isinstance(model, Prepared) else failed.append(model)
    line = 0 if table.file.lower().endswith(".parquet") else 1
    if not prepared:
        first = failed[0] if failed else Failed("", "", ())
        values = {"count": len(failed), "file": table.file, "model": first.named or "—"}
        return [NoModelUsable(Place(table.file), **values).finding, *first.findings[:_FINDINGS]]
    findings = []
    for head in table.heads.values:
        place = Place(table.file, line, 0, head.text)
        expected = [(model.named, model.dimensions[head.name]) for model in prepared if head.name in model.dimensions]
        if not expected:
            known = {name for model in prepared for name in model.dimensions}
            findings.append(ColumnUnknown(place, column=show(head.name), suggestions=suggest(head.name, known)).finding)
        for owner, dimension in expected:
            if dimension != head.unit.dimension:
                expected_text = "plain numbers" if dimension.dimensionless else str(dimension)
                values = {"unit": head.unit.text, "found_dimension": str(head.unit.dimension), "expected_dimension": str(dimension)}
                findings.append(ColumnDimension(place, column=head.name, model=owner, expected=expected_text, **values).finding)
                break
    return findings


def _ids(table: VariantTable) -> Iterable[Rows]:
    from dataclasses import replace

    # Only ids and models are read.
    return read_rows(replace(table, heads=replace(table.heads, values=())), 0, table.rows, _BATCH)


def _unusable(rows: Rows, table: VariantTable, limit: int) -> list[Finding]:
    import pyarrow as pa
    import pyarrow.compute as pc

    ids = rows.ids
    if limit <= 0:
        return []
    length = pc.fill_null(pc.binary_length(ids), 0)
    empty = pc.or_(pc.equal(length, 0), pc.fill_null(pc.utf8_is_space(ids), False))
    plain = _plain(ids)
    nothing = pa.array(np.zeros(len(ids), bool))
    long = pc.fill_null(pc.greater(length if plain else pc.utf8_length(ids), _LONGEST_ID), False)
    hidden = nothing if plain else pc.fill_null(pc.and_(pc.invert(pc.utf8_is_printable(ids)), pc.invert(empty)), False)
    reasons = (
        (empty, "is empty", "为空"),
        (long, f"has more than {_LONGEST_ID} characters", f"超过 {_LONGEST_ID} 个字符"),
        (hidden, "holds characters that nobody sees", "含有不可见字符"),
    )
    found: list[Finding] = []
    for mask, why, why_zh in reasons:
        for row in pc.indices_nonzero(mask).slice(0, max(0, limit - len(found))).to_pylist():
            place = Place(table.file, int(rows.lines[row]), 0, "id")
            found.append(IdUnusable(place, why=why, why_zh=why_zh).finding)
    return found


def _plain(ids: Any) -> bool:
    """Tell whether all bytes are visible ASCII: then what Unicode knows of characters need not be asked, which takes long."""
    import pyarrow as pa

    data = (ids if not ids.offset else pa.concat_arrays([ids])).buffers()[2]
    codes = np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)
    return not len(codes) or bool(codes.min() >= 0x20 and codes.max() < 0x7F)


def _goes_on(ids: Any, last: str | None, ordered: bool) -> tuple[bool, str | None]:
    """Tell whether ids only rise: then none stands twice, and nothing has to be remembered."""
    import pyarrow.compute as pc

    if not ordered or not len(ids) or ids.null_count:
        return ordered and not ids.null_count, last
    rising = pc.all(pc.less(ids.slice(0, len(ids) - 1), ids.slice(1))).as_py() in (True, None)
    first = ids[0].as_py()
    return bool(rising and (last is None or last < first)), ids[len(ids) - 1].as_py()


def _twice(table: VariantTable) -> list[Finding]:
    """Find ids given twice by their 64-bit digests, and look again at those that seem to be."""
    digests = np.concatenate([_digests(rows.ids) for rows in _ids(table)])
    ranked = np.sort(digests)
    suspects = np.unique(ranked[1:][ranked[1:] == ranked[:-1]])
    if not len(suspects):
        return []
    first: dict[str, int] = {}
    findings: list[Finding] = []
    for rows in _ids(table):
        for row in np.flatnonzero(np.isin(_digests(rows.ids), suspects)).tolist():
            name, line = rows.ids[row].as_py(), int(rows.lines[row])
            if name in first:
                findings.append(IdTwice(Place(table.file, line, 0, "id"), id=show(name), first=first[name]).finding)
                if len(findings) >= _FINDINGS:
                    return findings
            elif len(first) < 10 * _FINDINGS:
                first[name] = line
    return findings


def _digests(ids: Any) -> NDArray[np.uint64]:
    from pandas.util import hash_array

    return np.asarray(hash_array(ids.to_numpy(zero_copy_only=False), categorize=False), np.uint64)
