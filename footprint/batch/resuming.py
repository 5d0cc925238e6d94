"""What need not be computed: parts of an interrupted run, and rows of earlier runs whose data have not changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from footprint.batch.columns import schema
from footprint.batch.output import previous_about
from footprint.batch.planning import Batch
from footprint.batch.store import Part, Store
from footprint.batch.work import Done, Job

__all__ = ["Reuse", "complete_parts", "missing_parts", "rows_of_models", "up_to_date", "uses_in"]


def up_to_date(batch: Batch, about: Mapping[str, Any]) -> bool:
    """Tell whether an output of the same plan needs nothing to be computed: the files of its models have not changed either."""
    if batch.job.table is not None:
        return True
    uses = uses_in(about)
    return all(name in uses and batch.workshop.unchanged(name, uses[name]) for name in batch.job.names)


def complete_parts(batch: Batch, store: Store) -> dict[int, Done]:
    """Find the parts of an interrupted run of the same batch; for models, those whose files have not changed since."""
    found: dict[int, Done] = {}
    same = store.manifest().get("plan") == batch.plan
    for part in store.parts():
        uses = _part_uses(part) if batch.job.table is None else {}
        fits = same and all(batch.workshop.unchanged(name, use) for name, use in uses.items())
        if fits and 0 <= part.number < batch.job.parts:
            first = part.number * batch.job.part_rows
            rows = min(batch.job.part_rows, batch.job.rows - first)
            found[part.number] = Done(part.number, part.key, str(part.path), rows, 0, uses)
    return found


def _part_uses(part: Part) -> dict[str, Any]:
    import pyarrow.parquet as pq

    return dict(json.loads((pq.read_metadata(part.path).metadata or {})[b"footprint"])["uses"])


def rows_of_models(batch: Batch, store: Store, done: Mapping[int, Done]) -> dict[str, tuple[Mapping[str, Any], Any]]:
    """Give the rows of models that were computed earlier, in the output or in parts that do not fit any more."""
    import pyarrow.parquet as pq

    found: dict[str, tuple[Mapping[str, Any], Any]] = {}
    about = previous_about(store.output)
    if about.get("context") == batch.job.context and store.output.suffix.lower() == ".parquet":
        _collect(pq.read_table(store.output, schema=schema()), uses_in(about), found)
    complete = {part.path for part in done.values()}
    for part in store.parts():
        if str(part.path) not in complete:
            if store.manifest().get("context") == batch.job.context:
                _collect(pq.read_table(part.path, schema=schema()), _part_uses(part), found)
            part.path.unlink()
    return found


def _collect(table: Any, uses: Mapping[str, Any], found: dict[str, tuple[Mapping[str, Any], Any]]) -> None:
    names, states = table.column("model").to_pylist(), table.column("status").to_pylist()
    for row, (name, state) in enumerate(zip(names, states, strict=True)):
        if state == "ok" and name in uses:
            found[name] = (uses[name], table.slice(row, 1))


class Reuse:
    """Gives the rows of a table that were computed earlier from the same data, in the output or in parts of another plan."""

    def __init__(self, store: Store) -> None:
        self._output = store.output
        about = previous_about(store.output) if store.output.suffix.lower() == ".parquet" else {}
        self._groups = {key: number for number, key in enumerate(about.get("parts", ()))}
        self._parts = {part.key: part.path for part in store.parts()}

    def __call__(self, key: str) -> Any:
        """Give the table with a key, or None."""
        import pyarrow.parquet as pq

        short = key[:32]
        if short in self._parts and self._parts[short].exists():
            return pq.read_table(self._parts[short], schema=schema())
        if short in self._groups:
            with pq.ParquetFile(self._output) as source:
                return source.read_row_group(self._groups[short]).replace_schema_metadata(None).cast(schema())
        return None


def missing_parts(job: Job, done: Mapping[int, Any], longest: int) -> Iterator[list[int]]:
    """Yield runs of consecutive parts that are missing."""
    run: list[int] = []
    for number in range(job.parts):
        if number in done or len(run) >= longest:
            if run:
                yield run
            run = []
        if number not in done:
            run.append(number)
    if run:
        yield run


def uses_in(about: Mapping[str, Any]) -> dict[str, Any]:
    """Give by model what it was made from, as an output says."""
    data = about.get("data", [])
    return {name: {"files": model["files"], **data[model["data"]]} for name, model in about.get("models", {}).items()}
