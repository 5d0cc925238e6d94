"""What a batch has to do, as it is found before the first row: refused here, or ready to run."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from footprint import __version__
from footprint.batch.checking import check_columns, check_ids
from footprint.batch.columns import SCHEMA
from footprint.batch.errors import NothingToCalculate
from footprint.batch.evaluation import Calculate
from footprint.batch.output import check_rows_fit
from footprint.batch.rewriting import rewrite, rewritten
from footprint.batch.sources import Sources
from footprint.batch.store import Store, writing
from footprint.batch.variants import VariantTable, needs_rewriting
from footprint.batch.work import Job, Setup, Workshop
from footprint.engine.brightway import brightway_versions
from footprint.errors import Language, Place, ProblemsFound

__all__ = ["PART_ROWS", "Batch", "Options", "plan_batch", "software"]

PART_ROWS = 1 << 17
"""Rows of a part of a table: the unit of resuming, and a row group of the result."""

MODELS_IN_PART = 32


@dataclass(frozen=True, slots=True)
class Options:
    """How a batch is run.

    Parameters
    ----------
    inventories
        Folders with data packages of one's own.
    folder
        Where a table's paths of models start; that of the table by default.
    part_rows
        Rows of a part.
    check_rows
        How many rows Brightway recomputes.
    force
        Whether to replace an output that is no result of a batch.
    workers
        Processes of this machine that compute.
    scheduler
        Address of a Dask scheduler, whose workers compute.
    """

    inventories: tuple[str, ...] = ()
    folder: str = ""
    part_rows: int = 0
    check_rows: int = 3
    lang: Language = "en"
    force: bool = False
    workers: int = 1
    scheduler: str = ""


@dataclass(frozen=True)
class Batch:
    """What is to be done, as it was found before the first row."""

    job: Job
    workshop: Workshop
    uses: Mapping[str, Any]
    plan: str

    @property
    def stamp(self) -> dict[str, Any]:
        """What the manifest of an unfinished batch holds."""
        table = [self.job.table.sha256, self.job.part_rows] if self.job.table else []
        return {"schema": SCHEMA, "plan": self.plan, "context": self.job.context, "parts": self.job.parts, "table": table}


def plan_batch(sources: Sources, table: VariantTable | None, store: Store, calculate: Calculate, options: Options) -> Batch:
    """Find out what is to be done, and refuse what cannot be.

    Raises
    ------
    ProblemsFound
        With everything that is wrong with the rows and columns of a table.
    NothingToCalculate, RowsForExcel
        There is no row, or there are too many.
    """
    folder = options.folder or str(Path(sources.table).parent) if table is not None else None
    setup = Setup(options.inventories, folder, calculate)
    workshop = Workshop(setup)
    part_rows = options.part_rows or (PART_ROWS if table is not None else MODELS_IN_PART)
    uses: dict[str, Any] = {}
    if table is not None:
        table = _readable(table, store, part_rows)
        names, findings = check_ids(table)
        if not table.rows:
            raise NothingToCalculate(Place(table.file), path=table.file)
        if not findings:
            findings = check_columns(table, names, workshop.models)
        if findings:
            raise ProblemsFound(findings)
        uses = dict(workshop.models.uses)
    context = {
        "schema": SCHEMA,
        "software": software(),
        "language": options.lang,
        "heads": [] if table is None else [[head.name, head.unit.text] for head in table.heads.values],
        "file": "" if table is None else Path(table.file).name,
    }
    job = Job(setup, table, sources.models, part_rows, options.lang, _digest(context), secrets.token_hex(8))
    check_rows_fit(store.output, job.rows)
    plan = {
        "context": context,
        "rows": job.rows,
        "part": part_rows,
        "table": table.sha256 if table else "",
        "names": sources.models,
        "uses": uses,
    }
    return Batch(job, workshop, uses, _digest(plan))


def _readable(table: VariantTable, store: Store, part_rows: int) -> VariantTable:
    """Rewrite a table that cannot be read in pieces, unless an interrupted run has done so."""
    if not needs_rewriting(table):
        return table
    target = store.folder / "table.parquet"
    known = rewritten(table, target, part_rows)
    if known is not None:
        return known
    with writing(target):
        return rewrite(table, target, part_rows)


def software() -> dict[str, str]:
    """Give the versions of the programs that results follow from."""
    return {"footprint": __version__, **brightway_versions()}


def _digest(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
