"""What moved between two batches: every row that both have, and for those that moved most the exact attribution of their change.

A file of results holds no inputs. Where the model and the table it was made from are still at hand, the rows that are shown are
calculated again; the attribution is given only where that reproduces what both files state.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from footprint.batch.columns import COLUMNS, NUMBERS
from footprint.batch.errors import NotABatchResult
from footprint.batch.models import find_model
from footprint.batch.output import previous_about
from footprint.batch.rewriting import rewrite
from footprint.batch.variants import digest_of_file, needs_rewriting, open_table, read_rows
from footprint.engine.proof import TOLERANCE
from footprint.engine.system import SUMS
from footprint.errors import FootprintError, Language, Place
from footprint.insight.change import Change, change
from footprint.units import Amount

if TYPE_CHECKING:
    import pandas

    from footprint.engine import Footprint

__all__ = ["MOVED_SCHEMA", "Moved", "MovedRow", "compare_batches", "is_batch_result"]

MOVED_SCHEMA = "footprint/moved/1"
SUFFIXES = (".parquet", ".csv", ".xlsx")

CalculateRow = Callable[[Path, Mapping[str, Amount]], "Footprint"]
"""Calculates a model with values in place of its own, with the inventories of one side."""

NOT_AT_HAND = {
    "en": "not attributed: {why}",
    "zh": "未作归因：{why}",
}
REASONS: Mapping[str, Mapping[Language, str]] = {
    "table": {"en": "the table of the {side} batch is not at hand as it was", "zh": "{side}批次的变量表已不存在或已改变"},
    "row": {"en": "a row failed", "zh": "该行计算失败"},
    "value": {
        "en": "the {side} inputs at hand give {found:.10g} kg CO2e, the file states {stated:.10g}",
        "zh": "现有的{side}输入得到 {found:.10g} kg CO2e，文件记载为 {stated:.10g}",
    },
    "error": {"en": "the {side} inputs cannot be calculated now: {what}", "zh": "{side}输入目前无法计算：{what}"},
}
_SIDES: Sequence[Mapping[Language, str]] = ({"en": "old", "zh": "变化前"}, {"en": "new", "zh": "变化后"})


@dataclass(frozen=True)
class MovedRow:
    """A row of both batches.

    Parameters
    ----------
    id
        By which it is found in both.
    old, new
        Totals in kg CO2e per declared unit.
    by_category
        Change of each category in kg CO2e; only those known on both sides.
    change
        The exact attribution, where both sides could be calculated again.
    why_not
        Why there is none, in both languages.
    """

    id: str
    old: float
    new: float
    by_category: Mapping[str, float]
    change: Change | None = None
    why_not: Mapping[Language, str] | None = None

    @property
    def difference(self) -> float:
        """New less old."""
        return self.new - self.old

    def as_dict(self, lang: Language = "en") -> dict[str, Any]:
        """Give the row as plain data."""
        return {
            "id": self.id,
            "old": self.old,
            "new": self.new,
            "difference": self.difference,
            "by_category": dict(self.by_category),
            "change": self.change.as_dict(lang) if self.change else None,
            "why_not": self.why_not[lang] if self.why_not else None,
        }


@dataclass(frozen=True)
class Moved:
    """What moved between two batches.

    Parameters
    ----------
    rows
        Those that moved most, largest |difference| first.
    both, old_only, new_only, failed
        How many rows are in both, in one of them, and in both but failed in one.
    same
        How many of those in both state the very same total.
    table
        All rows of both with good results: id, old, new, difference and share, in the order of the new batch.
    """

    rows: tuple[MovedRow, ...]
    both: int
    old_only: int
    new_only: int
    failed: int
    same: int
    table: pandas.DataFrame = field(repr=False)

    def as_dict(self, lang: Language = "en") -> dict[str, Any]:
        """Give what moved as plain data, as ``footprint diff --json`` prints it."""
        return {
            "schema": MOVED_SCHEMA,
            "unit": "kg CO2e",
            "both": self.both,
            "old_only": self.old_only,
            "new_only": self.new_only,
            "failed": self.failed,
            "same": self.same,
            "rows": [row.as_dict(lang) for row in self.rows],
        }


def is_batch_result(path: Path) -> bool:
    """Tell by its name whether a file can be the result of a batch."""
    return path.suffix.lower() in SUFFIXES


def compare_batches(old: Path, new: Path, calculate_old: CalculateRow, calculate_new: CalculateRow, *, top: int = 10) -> Moved:
    """Compare two results of ``footprint batch`` row by row.

    Parameters
    ----------
    old, new
        Complete results, whatever their formats.
    calculate_old, calculate_new
        Calculate a row again, with the inventories of its side.
    top
        How many rows to show and to attribute.

    Raises
    ------
    NotABatchResult
        A file is no complete result of a batch.
    """
    import numpy as np
    import pandas

    abouts = [_about(path) for path in (old, new)]
    frames = [_frame(path) for path in (old, new)]
    joined = frames[1].merge(frames[0], on="id", how="inner", suffixes=("_new", "_old"), sort=False)
    good = joined[(joined["status_old"] == "ok") & (joined["status_new"] == "ok")]
    difference = (good["total_new"] - good["total_old"]).to_numpy()
    order = np.lexsort((good["id"].to_numpy(str), -np.abs(difference)))[:top]
    shown = [good.iloc[int(place)] for place in order if difference[int(place)] != 0]
    rows = _rows_again(shown, (old, new), abouts, (calculate_old, calculate_new))
    base = good["total_old"].to_numpy()
    share = np.divide(difference, np.abs(base), out=np.full(len(base), np.nan), where=base != 0)
    table = pandas.DataFrame(
        {"id": good["id"], "old": good["total_old"], "new": good["total_new"], "difference": difference, "share": share}
    ).reset_index(drop=True)
    return Moved(
        rows=tuple(rows),
        both=len(joined),
        old_only=len(frames[0]) - len(joined),
        new_only=len(frames[1]) - len(joined),
        failed=len(joined) - len(good),
        same=int(np.count_nonzero(difference == 0)),
        table=table,
    )


def _about(path: Path) -> dict[str, Any]:
    found = previous_about(path)
    if not found:
        raise NotABatchResult(Place(str(path)), file=str(path))
    return found


def _frame(path: Path) -> pandas.DataFrame:
    """Read id, status and numbers of a result."""
    import pandas

    wanted = ["id", "model", "status", *NUMBERS]
    if path.suffix.lower() == ".parquet":
        import pyarrow.parquet as pq

        frame: pandas.DataFrame = pq.read_table(path, columns=wanted).to_pandas()
        return frame
    heads = {column.head: column.name for column in COLUMNS}
    texts = {head: str for head, name in heads.items() if name in ("id", "model", "status")}
    if path.suffix.lower() == ".csv":
        frame = pandas.read_csv(path, encoding="utf-8-sig", dtype=texts, keep_default_na=False, na_values={head: [""] for head in heads})
        for head in texts:
            # A leading apostrophe keeps a spreadsheet from taking a text for a formula; it is not part of the text.
            frame[head] = frame[head].str.replace(r"^'(?=[=+\-@\t\r])", "", regex=True)
    else:
        frame = pandas.read_excel(path, sheet_name="Results", dtype=texts, keep_default_na=False, na_values={head: [""] for head in heads})
    return frame.rename(columns=heads)[wanted]


def _rows_again(
    shown: Sequence[Any], files: tuple[Path, Path], abouts: Sequence[Mapping[str, Any]], calculate: tuple[CalculateRow, CalculateRow]
) -> list[MovedRow]:
    """Attribute the change of rows, as far as their inputs are at hand."""
    inputs = [_inputs(about, file, [str(row["id"]) for row in shown]) for about, file in zip(abouts, files, strict=True)]
    rows = []
    for row in shown:
        name = str(row["id"])
        known = [part for part in SUMS["iso_net"] if row[f"{part}_old"] == row[f"{part}_old"] and row[f"{part}_new"] == row[f"{part}_new"]]
        by_category = {part: float(row[f"{part}_new"] - row[f"{part}_old"]) for part in known}
        results: list[Footprint] = []
        why: Mapping[Language, str] | None = None
        for side in (0, 1):
            stated = float(row["total_old" if side == 0 else "total_new"])
            found = _again(side, inputs[side], name, str(row["model_old" if side == 0 else "model_new"]), stated, calculate[side])
            if isinstance(found, dict):
                why = found
                break
            results.append(found)
        explained = change(results[0], results[1], name) if why is None else None
        rows.append(MovedRow(name, float(row["total_old"]), float(row["total_new"]), by_category, explained, why))
    return rows


def _again(side: int, inputs: _Inputs | None, name: str, model: str, stated: float, calculate: CalculateRow) -> Any:
    """Calculate a row again; or say, in both languages, why the answer is not that of the file."""
    if inputs is None or (inputs.values is not None and name not in inputs.values):
        return _why("table", side)
    try:
        result = calculate(find_model(model, inputs.folder), (inputs.values or {}).get(name, {}))
    except FootprintError as error:
        finding = error.findings[0]
        return {lang: NOT_AT_HAND[lang].format(why=_text("error", side, lang, what=finding.message(lang))) for lang in ("en", "zh")}
    if abs(result.value - stated) > max(result.numerical_error, TOLERANCE * result.calculation.proof.scale):
        return _why("value", side, found=result.value, stated=stated)
    return result


def _why(reason: str, side: int, **values: object) -> dict[str, str]:
    return {lang: NOT_AT_HAND[lang].format(why=_text(reason, side, lang, **values)) for lang in ("en", "zh")}


def _text(reason: str, side: int, lang: Any, **values: object) -> str:
    return REASONS[reason][lang].format(side=_SIDES[side][lang], **values)


@dataclass(frozen=True)
class _Inputs:
    """What the rows of a batch were calculated from.

    Parameters
    ----------
    folder
        From which the table names its models; ``None`` where rows name paths.
    values
        For the rows asked for, the values that take the place of the model's own; ``None`` where there is no table.
    """

    folder: str | None
    values: Mapping[str, Mapping[str, Amount]] | None


def _inputs(about: Mapping[str, Any], file: Path, names: Sequence[str]) -> _Inputs | None:
    """Find the table of a batch, beside its result or where the command runs, and read the rows asked for."""
    stated = about.get("table")
    if not stated:
        return _Inputs(None, None)
    for candidate in (file.parent / str(stated["file"]), Path(str(stated["file"]))):
        if candidate.is_file() and digest_of_file(candidate) == stated["sha256"]:
            return _Inputs(str(candidate.parent), _values(candidate, set(names)))
    return None


def _values(path: Path, names: set[str]) -> dict[str, dict[str, Amount]]:
    table = open_table(path)
    with tempfile.TemporaryDirectory() as folder:
        if needs_rewriting(table):
            table = rewrite(table, Path(folder) / "table.parquet", 1 << 16)
        found: dict[str, dict[str, Amount]] = {}
        for rows in read_rows(table, 0, table.rows, 1 << 16):
            for number, name in enumerate(rows.ids.to_pylist()):
                if name in names:
                    found[name] = {
                        head.name: Amount(float(rows.values[head.name][number]), head.unit)
                        for head in table.heads.values
                        if not (head.name in rows.empty and rows.empty[head.name][number])
                    }
        return found
