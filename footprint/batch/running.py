"""A batch from its sources to its output: refused before it starts, or resumed until it is complete."""

from __future__ import annotations

import hashlib
import json
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from footprint import __version__
from footprint.batch.checking import check_columns, check_ids
from footprint.batch.columns import SCHEMA, schema
from footprint.batch.errors import ChecksDisagree, InputChanged, NothingToCalculate, OutputIsInput
from footprint.batch.evaluation import Calculate, numbers_of, overrides_of
from footprint.batch.models import changed_files, find_model
from footprint.batch.output import check_output, check_rows_fit, previous_about, publish
from footprint.batch.sources import Sources, resolve
from footprint.batch.store import Part, Store, writing
from footprint.batch.variants import VariantTable, digest_of_file, needs_rewriting, open_table, read_rows, rewrite
from footprint.batch.work import Done, Job, Setup, Workshop, compute_parts
from footprint.engine.brightway import brightway_versions
from footprint.errors import FootprintError, Language, Place, ProblemsFound
from footprint.inventory import Library
from footprint.model import read

__all__ = ["PART_ROWS", "BatchReport", "Cause", "Options", "Progress", "run_batch"]

PART_ROWS = 1 << 17
"""Rows of a part of a table: the unit of resuming, and a row group of the result."""

MODELS_IN_PART = 32

Progress = Callable[[int, int], None]
"""Is told how many rows are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why rows failed: codes, how many rows, the id of the first, and what is said of it."""

    codes: str
    rows: int
    first: str
    finding: str


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What a batch did.

    Parameters
    ----------
    computed
        Rows computed by this run; the others were complete before.
    causes
        Why rows failed, most rows first.
    checked
        Ids of the rows that Brightway recomputed.
    seconds, check_seconds
        Time of the run without the check, and of the check.
    """

    output: str
    rows: int
    failed: int
    computed: int
    causes: tuple[Cause, ...]
    checked: tuple[str, ...]
    seconds: float
    check_seconds: float

    def as_dict(self) -> dict[str, Any]:
        """Give the report as plain data for ``--json``."""
        return {
            "schema": "footprint/batch-report/1",
            "output": self.output,
            "rows": self.rows,
            "failed": self.failed,
            "computed": self.computed,
            "causes": [{"codes": cause.codes, "rows": cause.rows, "first": cause.first, "finding": cause.finding} for cause in self.causes],
            "checked": list(self.checked),
            "seconds": round(self.seconds, 3),
            "check_seconds": round(self.check_seconds, 3),
        }


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
    """

    inventories: tuple[str, ...] = ()
    folder: str = ""
    part_rows: int = 0
    check_rows: int = 3
    lang: Language = "en"
    force: bool = False


def run_batch(
    paths: Sequence[str], output: str | Path, calculate: Calculate, options: Options = Options(), progress: Progress | None = None
) -> BatchReport:
    """Compute many models, or many variants of models.

    Parameters
    ----------
    paths
        Models, folders, patterns, or one table.
    output
        A file whose name ends with ``.parquet``, ``.csv`` or ``.xlsx``.
    calculate
        Calculates one model, with Brightway.
    progress
        Is told how far the batch is.

    Raises
    ------
    ProblemsFound
        With everything that is wrong with the table; nothing was computed then.
    BatchError
        The batch cannot start or go on.
    """
    started = time.perf_counter()
    sources, target = resolve(paths), Path(output)
    inputs = (sources.table, *sources.models) if sources.table else sources.models
    if any(_same(target, file) for file in inputs):
        raise OutputIsInput(Place(str(target)), file=str(target))
    check_output(target, inputs, force=options.force)
    table = open_table(sources.table) if sources.table else None
    store = Store(target)
    with store.opened():
        try:
            batch = _plan(sources, table, store, calculate, options)
        except FootprintError:
            if not store.manifest():
                store.remove()
            raise
        return _run(batch, store, options, progress or _silent, started)


@dataclass(frozen=True)
class _Batch:
    """What is to be done, as it was found before the first row."""

    job: Job
    workshop: Workshop
    uses: Mapping[str, Any]
    plan: str

    @property
    def stamp(self) -> dict[str, Any]:
        return {"schema": SCHEMA, "plan": self.plan, "parts": self.job.parts}


def _plan(sources: Sources, table: VariantTable | None, store: Store, calculate: Calculate, options: Options) -> _Batch:
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
        "software": {"footprint": __version__, **brightway_versions()},
        "language": options.lang,
        "heads": [] if table is None else [[head.name, head.unit.text] for head in table.heads.values],
        "file": "" if table is None else Path(table.file).name,
    }
    job = Job(setup, table, sources.models, part_rows, options.lang, _digest(context))
    check_rows_fit(store.output, job.rows)
    plan = {
        "context": context,
        "rows": job.rows,
        "part": part_rows,
        "table": table.sha256 if table else "",
        "names": sources.models,
        "uses": uses,
    }
    return _Batch(job, workshop, uses, _digest(plan))


def _readable(table: VariantTable, store: Store, part_rows: int) -> VariantTable:
    """Rewrite a table that cannot be read in pieces, unless an interrupted run has done so."""
    from dataclasses import replace

    import pyarrow.parquet as pq

    if not needs_rewriting(table):
        return table
    target = store.folder / "table.parquet"
    manifest = store.manifest()
    if manifest.get("table") == [table.sha256, part_rows] and target.exists():
        return replace(table, rows=pq.read_metadata(target).num_rows, store=str(target))
    with writing(target):
        return rewrite(table, target, part_rows)


def _run(batch: _Batch, store: Store, options: Options, progress: Progress, started: float) -> BatchReport:
    job = batch.job
    about = previous_about(store.output)
    if about.get("plan") == batch.plan and _up_to_date(batch, about):
        store.remove()
        return _report(store, about, 0, time.perf_counter() - started, 0.0)
    done = _complete_parts(batch, store)
    earlier = _earlier(batch, store, done) if job.table is None else {}
    stamp = {**batch.stamp, "table": [job.table.sha256, job.part_rows] if job.table else []}
    if store.manifest() != stamp:
        store.begin(stamp)
    computed = 0
    rows_done = sum(part.rows for part in done.values())
    progress(rows_done, job.rows)
    for stretch in _stretches(job, done):
        for part in compute_parts(job, batch.workshop, stretch, store.folder, _Reuse(store), earlier):
            done[part.number] = part
            computed += part.computed
            rows_done += part.rows
            progress(rows_done, job.rows)
    begun = time.perf_counter()
    checked = _check_rows(batch, done, options.check_rows)
    check_seconds = time.perf_counter() - begun
    uses = {name: use for part in done.values() for name, use in part.uses.items()} if job.table is None else batch.uses
    _refuse_changes(batch, uses)
    parts = [done[number] for number in range(job.parts)]
    about = _about(batch, uses, parts, checked)
    publish(store, [Path(part.path) for part in parts], about, merge=job.table is None)
    store.remove()
    return _report(store, about, computed, time.perf_counter() - started - check_seconds, check_seconds)


def _up_to_date(batch: _Batch, about: Mapping[str, Any]) -> bool:
    if batch.job.table is not None:
        return True
    uses = _uses_of(about)
    return all(name in uses and batch.workshop.unchanged(name, uses[name]) for name in batch.job.names)


# what was complete before


def _complete_parts(batch: _Batch, store: Store) -> dict[int, Done]:
    """Find the parts of an interrupted run of the same batch; for models, those whose files have not changed since."""
    found: dict[int, Done] = {}
    same = store.manifest().get("plan") == batch.plan
    for part in store.parts():
        uses = _part_uses(part) if batch.job.table is None else {}
        fits = same and all(batch.workshop.unchanged(name, use) for name, use in uses.items())
        if fits and part.number < batch.job.parts:
            first = part.number * batch.job.part_rows
            rows = min(batch.job.part_rows, batch.job.rows - first)
            found[part.number] = Done(part.number, part.key, str(part.path), rows, 0, uses)
    return found


def _part_uses(part: Part) -> dict[str, Any]:
    import pyarrow.parquet as pq

    return dict(json.loads((pq.read_metadata(part.path).metadata or {})[b"footprint"])["uses"])


def _earlier(batch: _Batch, store: Store, done: Mapping[int, Done]) -> dict[str, tuple[Mapping[str, Any], Any]]:
    """Give the rows of models that were computed earlier, in the output or in parts that do not fit any more."""
    import pyarrow.parquet as pq

    found: dict[str, tuple[Mapping[str, Any], Any]] = {}
    about = previous_about(store.output)
    if about.get("context") == batch.job.context and store.output.suffix.lower() == ".parquet":
        _collect(pq.read_table(store.output, schema=schema()), _uses_of(about), found)
    complete = {part.path for part in done.values()}
    for part in store.parts():
        if str(part.path) not in complete:
            if store.manifest().get("context", batch.job.context) == batch.job.context:
                _collect(pq.read_table(part.path, schema=schema()), _part_uses(part), found)
            part.path.unlink()
    return found


def _collect(table: Any, uses: Mapping[str, Any], found: dict[str, tuple[Mapping[str, Any], Any]]) -> None:
    names, states = table.column("model").to_pylist(), table.column("status").to_pylist()
    for row, (name, state) in enumerate(zip(names, states, strict=True)):
        if state == "ok" and name in uses:
            found[name] = (uses[name], table.slice(row, 1))


class _Reuse:
    """Gives the rows of a table that were computed earlier from the same data, in the output or in parts of another plan."""

    def __init__(self, store: Store) -> None:
        self._output = store.output
        about = previous_about(store.output) if store.output.suffix.lower() == ".parquet" else {}
        self._groups = {key: number for number, key in enumerate(about.get("parts", ()))}
        self._parts = {part.key: part.path for part in store.parts()}

    def __call__(self, key: str, number: int) -> Any:
        """Give the table with a key, or None."""
        import pyarrow.parquet as pq

        short = key[:32]
        if short in self._parts and self._parts[short].exists():
            return pq.read_table(self._parts[short], schema=schema())
        if short in self._groups:
            with pq.ParquetFile(self._output) as source:
                return source.read_row_group(self._groups[short]).replace_schema_metadata(None).cast(schema())
        return None


def _stretches(job: Job, done: Mapping[int, Any]) -> Iterator[list[int]]:
    """Yield runs of consecutive parts that are missing."""
    run: list[int] = []
    for number in range(job.parts):
        if number in done:
            if run:
                yield run
            run = []
        else:
            run.append(number)
    if run:
        yield run


# what is done before the output is made


def _check_rows(batch: _Batch, done: Mapping[int, Done], count: int) -> tuple[str, ...]:
    """Recompute some rows by Brightway; which ones follows from the content of the batch."""
    import pyarrow.parquet as pq

    job = batch.job
    library = job.setup.library()
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


def _compare(batch: _Batch, library: Library, row: int, result: Mapping[str, Any]) -> None:
    job = batch.job
    named = result["model"]
    model = read(find_model(named, job.setup.folder))
    overrides = {}
    if job.table is not None:
        rows = next(read_rows(job.table, row, row + 1, 1))
        heads = tuple(head for head in job.table.heads.values if head.name in batch.workshop.models(named).dimensions)  # type: ignore[union-attr]
        overrides = overrides_of(heads, rows.values, 0)
    expected = job.setup.calculate(model, library, overrides)
    tolerance = max(1e-9 * expected.calculation.proof.scale, expected.numerical_error)
    for name, value in numbers_of(expected).items():
        found = result[name]
        if name == "numerical_error" or (found is None and value is None):
            continue
        if found is None or value is None or not abs(found - value) <= tolerance:
            raise ChecksDisagree(id=result["id"], name=name, found=repr(found), expected=repr(value))


def _refuse_changes(batch: _Batch, uses: Mapping[str, Any]) -> None:
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


def _about(batch: _Batch, uses: Mapping[str, Any], parts: Sequence[Done], checked: tuple[str, ...]) -> dict[str, Any]:
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
    causes, failed = _causes(parts)
    return {
        "schema": SCHEMA,
        "plan": batch.plan,
        "context": job.context,
        "software": {"footprint": __version__, **brightway_versions()},
        "language": job.lang,
        "table": {"file": Path(job.table.file).name, "sha256": job.table.sha256} if job.table else None,
        "models": models,
        "data": contexts,
        "rows": job.rows,
        "failed": failed,
        "causes": causes,
        "checked": list(checked),
        "parts": [part.key for part in parts] if job.table else [],
    }


def _uses_of(about: Mapping[str, Any]) -> dict[str, Any]:
    data = about.get("data", [])
    return {name: {"files": model["files"], **data[model["data"]]} for name, model in about.get("models", {}).items()}


def _causes(parts: Sequence[Done]) -> tuple[list[dict[str, Any]], int]:
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    causes: dict[str, dict[str, Any]] = {}
    failed = 0
    for part in parts:
        table = pq.read_table(part.path, columns=["id", "status", "codes", "finding"])
        table = table.filter(pc.equal(table.column("status"), "failed"))
        failed += table.num_rows
        for entry in pc.value_counts(table.column("codes").cast("string")).to_pylist():
            codes = entry["values"] or ""
            if codes not in causes:
                first = table.filter(pc.equal(table.column("codes"), codes)).slice(0, 1).to_pylist()[0]
                causes[codes] = {"codes": codes, "rows": 0, "first": first["id"], "finding": first["finding"]}
            causes[codes]["rows"] += entry["counts"]
    return sorted(causes.values(), key=lambda cause: (-cause["rows"], cause["codes"])), failed


def _report(store: Store, about: Mapping[str, Any], computed: int, seconds: float, check_seconds: float) -> BatchReport:
    causes = tuple(Cause(**cause) for cause in about["causes"])
    checked = tuple(about["checked"]) if check_seconds else ()
    return BatchReport(str(store.output), about["rows"], about["failed"], computed, causes, checked, seconds, check_seconds)


def _digest(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _same(one: Path, other: str) -> bool:
    try:
        return one.exists() and one.samefile(other)
    except OSError:
        return False


def _silent(done: int, total: int) -> None:
    pass
