"""The work of a batch as records that travel: which rows there are, how models are prepared, and the parts that come of it.

Everything here runs in the process that was started, in a process of its own, or on another machine, and gives the same bytes.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from footprint.batch.columns import counted_words, plain_words
from footprint.batch.evaluation import Calculate, Failed, Prepared, evaluate_rows
from footprint.batch.heads import Heads
from footprint.batch.kernel_rows import ByKernel, steady_doubts
from footprint.batch.models import KEPT, Models, changed_files, find_model, settable, use_of
from footprint.batch.single_rows import LARGEST_SYSTEM, Once
from footprint.batch.store import part_bytes, write_part
from footprint.batch.variants import Rows, VariantTable, read_rows
from footprint.engine.background import intensities
from footprint.engine.intensity_cache import IntensityCache
from footprint.engine.scenarios import Kernel, compile_template
from footprint.errors import Finding, Language
from footprint.inventory import Library, open_library
from footprint.model import ProductModel
from footprint.supply_chain import build_supply_chain

__all__ = ["Done", "Earlier", "Job", "Made", "Setup", "Workshop", "compute_parts", "key_of", "make_part"]

Earlier = Mapping[str, tuple[Mapping[str, Any], Any]]
"""By model: what it was made from, and the one row that came of it."""

NO_HEADS = Heads("id", "model", ())


@dataclass(frozen=True)
class Setup:
    """How models are found and prepared.

    Parameters
    ----------
    inventories
        Folders with data packages of one's own.
    folder
        Where the paths of models start; ``None`` where they are as the user named them.
    calculate
        Calculates one model, with Brightway.
    """

    inventories: tuple[str, ...]
    folder: str | None
    calculate: Calculate

    def library(self) -> Library:
        """Open the library."""
        return open_library(self.inventories)


@dataclass(frozen=True)
class Job:
    """The rows of a batch.

    Parameters
    ----------
    table
        A table, or none: then each model is a row.
    names
        The models, where there is no table.
    part_rows
        Rows of a part.
    context
        Digest of everything that all rows follow from: the program, the language, the heads.
    run
        Tells this run from others: what a process keeps of one must not serve another.
    """

    setup: Setup
    table: VariantTable | None
    names: tuple[str, ...]
    part_rows: int
    lang: Language
    context: str
    run: str

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.names) if self.table is None else self.table.rows

    @property
    def parts(self) -> int:
        """How many parts there are."""
        return -(-self.rows // self.part_rows)

    @property
    def heads(self) -> Heads:
        """The heads of the table."""
        return NO_HEADS if self.table is None else self.table.heads

    @property
    def file(self) -> str:
        """The table, for the places of findings."""
        return "" if self.table is None else self.table.file

    def read(self, first: int, last: int) -> Iterator[Rows]:
        """Yield the rows of the parts from one number to before another."""
        start, stop = first * self.part_rows, min(last * self.part_rows, self.rows)
        if self.table is not None:
            yield from read_rows(self.table, start, stop, self.part_rows)
            return
        for begin in range(start, stop, self.part_rows):
            yield _rows_of_models(self.names[begin : min(begin + self.part_rows, stop)], begin)


@dataclass(frozen=True, slots=True)
class Done:
    """A part that is complete, or was.

    Parameters
    ----------
    uses
        Digests of what its models were made from, by name.
    """

    number: int
    key: str
    path: str
    rows: int
    computed: int
    uses: Mapping[str, Mapping[str, Any]]


@dataclass
class Workshop:
    """What a process keeps while it works: the library and the models.

    Parameters
    ----------
    setup
        How models are prepared.
    notes
        What the cache of intensities had to say.
    """

    setup: Setup
    notes: list[Finding] = field(default_factory=list)

    @cached_property
    def library(self) -> Library:
        """The library, opened once."""
        return self.setup.library()

    @cached_property
    def models(self) -> Models:
        """The models, each prepared once."""
        # A batch without table asks for each of its models once.
        return Models(self.setup.folder, self._prepare, KEPT if self.setup.folder is not None else 1)

    def _prepare(self, named: str, model: ProductModel) -> Prepared:
        unit = str(model.product.declared_unit)
        if self.setup.folder is None:
            chain = build_supply_chain(model, self.library)
            if len(chain.activities) <= LARGEST_SYSTEM:
                return Prepared(named, model.source.file, unit, {}, use_of(model, chain), Once(model, chain, self.library))
        template = compile_template(model, self.library)
        known = intensities(template.system, IntensityCache())
        self.notes.extend(note for note in known.notes if note not in self.notes)
        evaluator = ByKernel(Kernel(template, known), steady_doubts(model, template.chain))
        return Prepared(named, model.source.file, unit, settable(model), use_of(model, template.chain), evaluator)

    @cached_property
    def fresh(self) -> tuple[Library, dict[str, str]]:
        """A library opened now, and digests of files taken since."""
        library = self.library
        return Library(library.folders, tuple(library.sources.values())), {}

    def unchanged(self, named: str, use: Mapping[str, Any]) -> bool:
        """Tell whether what a model was made from is on the disk as it was."""
        fresh, seen = self.fresh
        folder = find_model(named, self.setup.folder).parent
        return bool(use.get("packages")) and not changed_files(use, folder, self.library, fresh, seen)


def key_of(rows: Rows, job: Job, uses: Mapping[str, Any]) -> str:
    """Give the digest of everything that the results of rows follow from.

    Parameters
    ----------
    uses
        By the names of the models: what they are made from, or why they fail.
    """
    digest = hashlib.sha256(job.context.encode())
    digest.update(json.dumps([rows.first, len(rows), sorted(uses.items())], sort_keys=True).encode())
    for array in (rows.ids, rows.models.indices):
        plain = _compact(array)
        for buffer in plain.buffers():
            digest.update(b"-" if buffer is None else memoryview(buffer))
    digest.update(json.dumps(rows.models.dictionary.to_pylist()).encode())
    for name, values in rows.values.items():
        digest.update(values.tobytes())
        if name in rows.empty:
            digest.update(rows.empty[name].tobytes())
    digest.update(json.dumps(rows.texts).encode())
    digest.update(rows.lines.tobytes())
    return digest.hexdigest()


def compute_parts(
    job: Job,
    workshop: Workshop,
    numbers: Sequence[int],
    folder: Path,
    reuse: Callable[[str], Any] | None = None,
    earlier: Earlier | None = None,
) -> Iterator[Done]:
    """Compute parts and write them.

    Parameters
    ----------
    numbers
        Consecutive numbers of parts.
    folder
        Where they are written.
    reuse
        Gives a table with the same key, where one was computed earlier.
    earlier
        For batches without table: by model what it was made from, and its row.
    """
    for number, rows in zip(numbers, job.read(numbers[0], numbers[-1] + 1), strict=True):
        made = make_part(rows, job, workshop, reuse, earlier)
        path = write_part(folder, number, made.key, made.content)
        yield Done(number, made.key[:32], str(path), len(rows), made.computed, made.uses)


@dataclass(frozen=True, slots=True)
class Made:
    """A part that is not written yet.

    Parameters
    ----------
    key
        Digest of everything that it follows from.
    content
        Its bytes.
    computed
        Rows that were computed and not taken from earlier.
    uses
        Digests of what its models were made from, by name.
    """

    key: str
    content: bytes
    computed: int
    uses: Mapping[str, Mapping[str, Any]]


def make_part(rows: Rows, job: Job, workshop: Workshop, reuse: Callable[[str], Any] | None = None, earlier: Earlier | None = None) -> Made:
    """Compute a part; `compute_parts` says more."""
    if job.table is None:
        table, uses, computed = _models_table(rows, job, workshop, earlier or {})
        key = key_of(rows, job, uses)
    else:
        models = {name: workshop.models(name) for name in _names(rows)}
        uses = {name: model.use for name, model in models.items()}
        causes = {name: [finding.line() for finding in model.findings] for name, model in models.items() if isinstance(model, Failed)}
        key = key_of(rows, job, {**uses, **causes})
        found = reuse(key) if reuse is not None else None
        table = evaluate_rows(rows, job.heads, workshop.models, job.file, job.lang) if found is None else found
        computed = len(rows) if found is None else 0
    about = {"key": key, "uses": uses if job.table is None else {}}
    return Made(key, part_bytes(table, about), computed, uses)


def _models_table(rows: Rows, job: Job, workshop: Workshop, earlier: Earlier) -> tuple[Any, dict[str, Any], int]:
    """Compute the rows of models; one whose files have not changed since is taken from there."""
    import pyarrow as pa

    names = _names(rows)
    kept = {name: earlier[name] for name in names if name in earlier and workshop.unchanged(name, earlier[name][0])}
    uses: dict[str, Any] = {name: use for name, (use, _) in kept.items()}
    new = tuple(name for name in names if name not in kept)
    computed = None
    if new:
        with _no_collection():
            computed = evaluate_rows(_rows_of_models(new, rows.first), job.heads, workshop.models, job.file, job.lang)
        uses.update({name: workshop.models.uses[name] for name in new})
    if not kept:
        return computed, uses, len(new)
    pieces = [row for _, row in kept.values()] + ([computed] if computed is not None else [])
    joined = pa.concat_tables(plain_words(piece) for piece in pieces)
    positions = {name: position for position, name in enumerate((*kept, *new))}
    ordered = joined.take([positions[name] for name in names])
    return counted_words(ordered), uses, len(new)


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Put off the search for circles of garbage: over many small records it takes a fifth of the time and finds little."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _rows_of_models(names: Sequence[str], first: int) -> Rows:
    import pyarrow as pa

    models = pa.DictionaryArray.from_arrays(np.arange(len(names), dtype=np.int32), pa.array(names, pa.string()))
    return Rows(first, pa.array(names, pa.string()), models, {}, {}, {}, np.zeros(len(names), np.int64))


def _names(rows: Rows) -> list[str]:
    used = rows.models.indices.drop_null().unique()
    names = [str(name or "") for name in rows.models.dictionary.take(used).to_pylist()]
    return sorted({*names, ""}) if rows.models.indices.null_count else names


def _compact(array: Any) -> Any:
    import pyarrow as pa

    return pa.concat_arrays([array]) if not array.offset else pa.array(array.to_pylist(), array.type)
