"""What is done before the output is made: rows recomputed by Brightway, inputs compared with the disk, causes counted."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from footprint.batch.columns import SCHEMA, schema
from footprint.batch.errors import ChecksDisagree, InputChanged
from footprint.batch.evaluation import numbers_of, overrides_of
from footprint.batch.models import changed_files, find_model
from footprint.batch.planning import Batch, software
from footprint.batch.variants import digest_of_file, read_rows
from footprint.batch.work import Done
from footprint.engine.result import Footprint
from footprint.inventory import Library
from footprint.model import read

__all__ = ["check_rows", "describe", "refuse_changes"]


def check_rows(batch: Batch, done: Mapping[int, Done], count: int) -> tuple[str, ...]:
    """Recompute some rows by Brightway; which ones follows from the content of the batch."""
    import pyarrow.parquet as pq

    job = batch.job
    library = batch.workshop.library
    choice = random.Random(batch.plan).sample(range(job.rows), min(job.rows, 20 * count))
    checked: list[str] = []
    for row in choice:
        if len(checked) >= count:
            break
        part = done[row // job.part_rows]
        result = pq.read_table(part.path, schema=schema()).slice(row % job.part_rows, 1).to_pylist()[0]
        if result["status"] != "ok":
            continue
        _compare(batch, library, row, result)
        checked.append(result["id"])
    return tuple(checked)


def _compare(batch: Batch, library: Library, row: int, result: Mapping[str, Any]) -> None:
    job = batch.job
    named = result["model"]
    model = read(find_model(named, job.setup.folder))
    overrides = {}
    if job.table is not None:
        rows = next(read_rows(job.table, row, row + 1, 1))
        heads = tuple(head for head in job.table.heads.values if head.name in batch.workshop.models(named).dimensions)  # type: ignore[union-attr]
        overrides = overrides_of(heads, rows.values, 0)
    expected = job.setup.calculate(model, library, overrides)
    tolerance = max(1e-9 * _scale(expected), expected.numerical_error)
    for name, value in numbers_of(expected).items():
        found = result[name]
        if name == "numerical_error" or (found is None and value is None):
            continue
        if found is None or value is None or not abs(found - value) <= tolerance:
            raise ChecksDisagree(id=result["id"], name=name, found=repr(found), expected=repr(value))


def _scale(result: Footprint) -> float:
    """Give the size of all that was added up in any category; that of the headline sum alone may be zero where there is uptake."""
    system, activity = result.calculation.system, np.abs(result.calculation.solution.activity)
    flows = system.absolute_b @ activity
    return max(result.calculation.proof.scale, *(float(np.abs(factors) @ flows) for factors in system.factors.values()))


def refuse_changes(batch: Batch, uses: Mapping[str, Any]) -> None:
    """Compare everything that was used with what is on the disk now."""
    job, library = batch.job, batch.workshop.library
    fresh, seen = Library(library.folders, tuple(library.sources.values())), dict[str, str]()
    changed: dict[str, None] = {}
    for name, use in uses.items():
        if use:
            changed.update(dict.fromkeys(changed_files(use, find_model(name, job.setup.folder).parent, library, fresh, seen)))
    if job.table is not None and digest_of_file(job.table.file) != job.table.sha256:
        changed[job.table.file] = None
    if changed:
        raise InputChanged(files=list(changed))


def describe(batch: Batch, uses: Mapping[str, Any], parts: Sequence[Done], checked: tuple[str, ...]) -> dict[str, Any]:
    """Describe the output: from what it was made, and what came of it."""
    job = batch.job
    contexts: list[Any] = []
    models = {}
    for name, use in sorted(uses.items()):
        if not use:
            continue
        context = {"packages": use["packages"], "method": use["method"]}
        if context not in contexts:
            contexts.append(context)
        models[name] = {"files": use["files"], "data": contexts.index(context)}
    causes, doubts, failed = _causes(parts)
    return {
        "schema": SCHEMA,
        "plan": batch.plan,
        "context": job.context,
        "software": software(),
        "language": job.lang,
        "table": {"file": Path(job.table.file).name, "sha256": job.table.sha256} if job.table else None,
        "models": models,
        "data": contexts,
        "rows": job.rows,
        "failed": failed,
        "causes": causes,
        "doubts": doubts,
        "checked": list(checked),
        "parts": [part.key for part in parts] if job.table else [],
    }


def _causes(parts: Sequence[Done]) -> tuple[list[dict[str, Any]], list[dict[str, Any]], int]:
    """Count what made rows fail, and what is doubtful in those that did not, by codes; and the rows that failed."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    causes: dict[str, dict[str, Any]] = {}
    doubts: dict[str, dict[str, Any]] = {}
    failed = 0
    for part in parts:
        table = pq.read_table(part.path, columns=["id", "status", "codes", "finding"])
        wrong = pc.equal(table.column("status"), "failed")
        failed += int(pc.sum(wrong).as_py() or 0)
        for found, rows in ((causes, table.filter(wrong)), (doubts, table.filter(pc.invert(wrong)))):
            for entry in pc.value_counts(rows.column("codes").cast("string")).to_pylist():
                codes = entry["values"] or ""
                if not codes and found is doubts:
                    continue
                if codes not in found:
                    first = rows.filter(pc.equal(rows.column("codes"), codes)).slice(0, 1).to_pylist()[0]
                    found[codes] = {"codes": codes, "rows": 0, "first": first["id"], "finding": first["finding"]}
                found[codes]["rows"] += entry["counts"]
    for doubt in doubts.values():
        del doubt["finding"]
    return _by_rows(causes), _by_rows(doubts), failed


def _by_rows(found: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(found.values(), key=lambda cause: (-cause["rows"], cause["codes"]))
