"""From rows of a table to rows of the result: each model is prepared once, its rows are evaluated together.

How rows are evaluated is an `Evaluator`: here the ordinary way, one calculation after the other with Brightway; the
scenario kernel is another one, tested equal to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from footprint.batch.columns import COLUMNS, NUMBERS, schema
from footprint.batch.errors import CellEmpty, CellForOtherModel, CellNotANumber
from footprint.batch.heads import Head, Heads
from footprint.batch.variants import Rows
from footprint.engine.result import Footprint
from footprint.errors import Finding, FootprintError, Language, Place, Severity, relocate
from footprint.inventory import Library
from footprint.model import ProductModel
from footprint.units import Amount, Dimension
from footprint.units.characters import show

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Calculate", "Evaluator", "Failed", "OneByOne", "Prepared", "Results", "evaluate_rows", "numbers_of", "overrides_of", "warned"]

Calculate = Callable[[ProductModel, Library, Mapping[str, Amount]], Footprint]
"""Calculates a model with amounts in place of its own, with the packages of one library."""


@dataclass(frozen=True, eq=False)
class Results:
    """Results of k rows of one model.

    Parameters
    ----------
    numbers
        By column of the result, shape (k,); NaN is unknown. A column that is missing is unknown everywhere.
    findings
        Why a row failed, by its position.
    doubts
        Positions of the rows that a warning is about, by its code.
    """

    numbers: Mapping[str, NDArray[np.float64]]
    findings: Mapping[int, tuple[Finding, ...]] = field(default_factory=dict)
    doubts: Mapping[str, NDArray[np.int64]] = field(default_factory=dict)


class Evaluator(Protocol):
    """Computes rows of one model."""

    def evaluate(self, heads: tuple[Head, ...], values: Mapping[str, NDArray[np.float64]], count: int) -> Results:
        """Compute rows.

        Parameters
        ----------
        heads
            What is varied, and in which units.
        values
            By name, shape (k,), finite.
        count
            k.
        """
        ...


@dataclass(frozen=True, eq=False)
class Prepared:
    """A model that is ready for its rows.

    Parameters
    ----------
    named, file
        As the table names it, and its file.
    dimensions
        What may be varied, with its dimension.
    use
        Digests of everything that the results follow from; see `footprint.batch.provenance`.
    """

    named: str
    file: str
    declared_unit: str
    dimensions: Mapping[str, Dimension]
    use: Mapping[str, Any]
    evaluator: Evaluator


@dataclass(frozen=True, slots=True)
class Failed:
    """A model that cannot be calculated, and why."""

    named: str
    file: str
    findings: tuple[Finding, ...]
    use: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class OneByOne:
    """Evaluates every row by an ordinary calculation."""

    model: ProductModel
    library: Library
    calculate: Calculate

    def evaluate(self, heads: tuple[Head, ...], values: Mapping[str, NDArray[np.float64]], count: int) -> Results:
        """Compute rows one after the other."""
        numbers = {name: np.full(count, np.nan) for name in NUMBERS}
        findings: dict[int, tuple[Finding, ...]] = {}
        doubts: dict[str, list[int]] = {}
        for row in range(count):
            try:
                result = self.calculate(self.model, self.library, overrides_of(heads, values, row))
            except FootprintError as error:
                findings[row] = error.findings
                continue
            for code in warned(result.findings):
                doubts.setdefault(code, []).append(row)
            for name, value in numbers_of(result).items():
                numbers[name][row] = np.nan if value is None else value
        return Results(numbers, findings, {code: np.array(rows, np.int64) for code, rows in doubts.items()})


def warned(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Give the codes of warnings, each once, sorted."""
    return tuple(sorted({finding.code for finding in findings if finding.severity is Severity.WARNING}))


def overrides_of(heads: tuple[Head, ...], values: Mapping[str, NDArray[np.float64]], row: int) -> dict[str, Amount]:
    """Give the amounts of one row."""
    return {head.name: Amount(float(values[head.name][row]), head.unit) for head in heads}


def numbers_of(result: Footprint) -> dict[str, float | None]:
    """Give the numbers of a footprint by column of the result."""
    numbers = {"total": result.value, **result.sums, **result.categories, **result.of_which, "numerical_error": result.numerical_error}
    return {name: numbers.get(name) for name in NUMBERS}


def evaluate_rows(rows: Rows, heads: Heads, model_of: Callable[[str], Prepared | Failed], file: str, lang: Language) -> pa.Table:
    """Compute the results of consecutive rows of a table.

    Parameters
    ----------
    rows
        The rows.
    heads
        Heads of the table.
    model_of
        Gives the model that is named so.
    file
        The table, for the places of findings.
    lang
        Language of the findings.

    Returns
    -------
    pyarrow.Table
        With the columns of `footprint.batch.columns`, a row for every row.
    """
    made = _Made(len(rows))
    names = [show(str(name or ""), 200) for name in rows.models.dictionary.to_pylist()]
    codes = rows.models.indices.fill_null(len(names)).to_numpy(zero_copy_only=False)
    for code in np.unique(codes).tolist():
        model = model_of(names[code] if code < len(names) else "")
        where = np.flatnonzero(codes == code)
        if isinstance(model, Failed):
            for row in where.tolist():
                place = Place(file, int(rows.lines[row]), 0, "model") if file else Place(model.named)
                made.findings[row] = tuple(relocate(_as_named(finding, model), place) for finding in model.findings)
            continue
        made.units[where] = made.unit_number(model.declared_unit)
        sound = _check_cells(rows, heads, model, where, file, made.findings)
        known = tuple(head for head in heads.values if head.name in model.dimensions)
        whole = len(sound) == len(rows)
        values = {head.name: rows.values[head.name] if whole else rows.values[head.name][sound] for head in known}
        if len(sound):
            results = model.evaluator.evaluate(known, values, len(sound))
            for name, numbers in results.numbers.items():
                made.put(name, numbers, None if whole else sound)
            for position, findings in results.findings.items():
                made.findings[int(sound[position])] = tuple(_as_named(finding, model) for finding in findings)
            for code, positions in results.doubts.items():
                made.doubts.setdefault(code, []).append(sound[positions])
    return made.table(rows, names, file, lang)


def _as_named(finding: Finding, model: Prepared | Failed) -> Finding:
    """Call the model as the table does: the result must not depend on where its folder is."""
    if finding.place is None or finding.place.file != model.file:
        return finding
    return replace(finding, place=replace(finding.place, file=model.named))


def _check_cells(
    rows: Rows, heads: Heads, model: Prepared, where: NDArray[np.int64], file: str, findings: dict[int, tuple[Finding, ...]]
) -> NDArray[np.int64]:
    """Give the rows whose cells can be used, and say of the others what is wrong."""
    bad: dict[int, list[Finding]] = {}
    for head in heads.values:
        values, empty = rows.values[head.name][where], rows.empty.get(head.name)
        missing = np.zeros(len(where), bool) if empty is None else empty[where]
        known = head.name in model.dimensions
        strange = ~np.isfinite(values) & ~missing
        wrong = strange | missing if known else ~missing
        for position in np.flatnonzero(wrong).tolist():
            row = int(where[position])
            place = Place(file, int(rows.lines[row]), 0, head.text)
            if not known:
                error: FootprintError = CellForOtherModel(place, column=head.name)
            elif missing[position]:
                error = CellEmpty(place, column=head.name)
            else:
                error = CellNotANumber(place, column=head.name, value=show(rows.texts.get(row, {}).get(head.name, str(values[position]))))
            bad.setdefault(row, []).append(error.finding)
    for row, found in bad.items():
        findings[row] = tuple(found)
    return where[~np.isin(where, list(bad))] if bad else where


class _Made:
    """Collects the results of rows."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.numbers: dict[str, NDArray[np.float64]] = {}
        self.findings: dict[int, tuple[Finding, ...]] = {}
        self.doubts: dict[str, list[NDArray[np.int64]]] = {}
        self.units = np.full(count, -1, np.int32)
        self._unit_names: list[str] = []

    def unit_number(self, unit: str) -> int:
        if unit not in self._unit_names:
            self._unit_names.append(unit)
        return self._unit_names.index(unit)

    def put(self, name: str, numbers: NDArray[np.float64], where: NDArray[np.int64] | None) -> None:
        if where is None:
            self.numbers[name] = numbers
        else:
            self.numbers.setdefault(name, np.full(self.count, np.nan))[where] = numbers

    def table(self, rows: Rows, names: list[str], file: str, lang: Language) -> pa.Table:
        import pyarrow as pa

        failed = np.zeros(self.count, np.int32)
        failed[list(self.findings)] = 1
        models = rows.models.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
        columns: dict[str, Any] = {
            "id": rows.ids,
            "model": _words(models, names),
            "status": pa.DictionaryArray.from_arrays(failed, pa.array(["ok", "failed"])),
            "declared_unit": _words(self.units, self._unit_names),
            **self._findings(lang),
        }
        for name in NUMBERS:
            numbers = self.numbers.get(name)
            if numbers is None:
                columns[name] = pa.nulls(self.count, pa.float64())
            else:
                if self.findings:
                    numbers = numbers.copy()
                    numbers[list(self.findings)] = np.nan
                columns[name] = pa.array(numbers, from_pandas=True)
        return pa.Table.from_arrays([columns[column.name] for column in COLUMNS], schema=schema())

    def _findings(self, lang: Language) -> dict[str, Any]:
        import pyarrow as pa

        numbers, known = self._doubtful()
        if not self.findings:
            return {"codes": _words(numbers, known), "finding": pa.nulls(self.count, pa.string())}
        texts: list[str | None] = [None] * self.count
        positions = {code: number for number, code in enumerate(known)}
        for row, findings in sorted(self.findings.items()):
            errors = [finding for finding in findings if finding.severity.value == "error"] or list(findings)
            code = " ".join(dict.fromkeys(finding.code for finding in errors))
            numbers[row] = positions.setdefault(code, len(positions))
            texts[row] = errors[0].line(lang) if errors else ""
        return {"codes": _words(numbers, list(positions)), "finding": pa.array(texts, pa.string())}

    def _doubtful(self) -> tuple[NDArray[np.int32], list[str]]:
        """Give the warnings of every row as the number of a word, −1 for none, and the words."""
        codes = sorted(self.doubts)
        said = np.zeros(self.count, np.int64)
        for bit, code in enumerate(codes):
            said[np.concatenate(self.doubts[code])] |= 1 << bit
        kinds, numbers = np.unique(said, return_inverse=True)
        words = [" ".join(code for bit, code in enumerate(codes) if kind >> bit & 1) for kind in kinds.tolist()]
        return np.where(said > 0, numbers, -1).astype(np.int32), words


def _words(numbers: NDArray[np.int32], words: list[str]) -> Any:
    """Give words by number, −1 for none; the dictionary holds what is used, sorted, so that it does not depend on how rows were read."""
    import pyarrow as pa

    used = [number for number in np.unique(numbers).tolist() if number >= 0]
    kept = sorted({words[number] for number in used})
    places = np.full(len(words) + 1, -1, np.int32)
    for number in used:
        places[number] = kept.index(words[number])
    indices = places[numbers]
    return pa.DictionaryArray.from_arrays(pa.array(indices, mask=indices < 0), pa.array(kept, pa.string()))
