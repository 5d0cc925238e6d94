"""All issued results of a register or a folder: who moved, how far, and why."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from footprint.batch.columns import ResultColumn
from footprint.batch.output import check_output, write_result
from footprint.batch.radar.errors import BadThreshold
from footprint.batch.radar.issued import Issued, find_issued
from footprint.batch.radar.renewal import CalculateWith, Renewal, renew
from footprint.errors import Language

__all__ = ["COLUMNS", "SCHEMA", "RadarReport", "read_threshold", "run_radar"]

SCHEMA = "footprint/radar/1"
UNIT = "kg CO2e"

COLUMNS: tuple[ResultColumn, ...] = (
    ResultColumn("id", "text", "Number of the statement, or name of the file.", "声明编号或文件名。"),
    ResultColumn("file", "text", "Where the bundle, certificate or result is.", "证据包、证书或结果文件的位置。"),
    ResultColumn("product", "text", "Name of the product.", "产品名称。"),
    ResultColumn("declared_unit", "word", "Declared unit of the product.", "产品的声明单位。"),
    ResultColumn(
        "status",
        "word",
        "`same`, `within`, `moved` or `failed`.",
        "`same`（未变）、`within`（阈值内）、`moved`（超出阈值）或 `failed`（失败）。",
    ),
    ResultColumn("sum", "word", "Which sum was issued.", "签发的合计口径。"),
    ResultColumn("stated", "number", "Value as issued.", "签发值。", UNIT),
    ResultColumn("now", "number", "Value with the inventories of today.", "按当前数据重算的值。", UNIT),
    ResultColumn("difference", "number", "Now less stated.", "差值。", UNIT),
    ResultColumn("relative", "number", "Difference as a share of what was stated.", "差值占签发值的比例。", "1"),
    ResultColumn("renewed", "text", "Packages and methods that were replaced.", "被替换的数据包和方法。"),
    ResultColumn("causes", "text", "The largest parts of the change, for results that moved.", "超出阈值的结果：变化的主要来源。"),
    ResultColumn("codes", "word", "Codes of findings.", "问题代码。"),
    ResultColumn("finding", "text", "The first finding.", "第一个问题。"),
)

_CAUSES = 3


@dataclass(frozen=True)
class RadarReport:
    """What the radar saw.

    Parameters
    ----------
    renewals
        In the order of what was found.
    threshold
        The share beyond which a result has moved.
    """

    renewals: tuple[Renewal, ...]
    threshold: float

    def count(self, status: str) -> int:
        """Count the results of a status."""
        return sum(renewal.status == status for renewal in self.renewals)

    @property
    def moved(self) -> tuple[Renewal, ...]:
        """Those that moved, farthest first."""
        found = [renewal for renewal in self.renewals if renewal.status == "moved"]
        return tuple(sorted(found, key=lambda renewal: -abs(renewal.relative or float("inf"))))

    def as_dict(self, lang: Language = "en") -> dict[str, Any]:
        """Give the report as plain data for ``--json``."""
        return {
            "schema": SCHEMA,
            "threshold": self.threshold,
            **{status: self.count(status) for status in ("same", "within", "moved", "failed")},
            "results": [_as_dict(renewal, lang) for renewal in self.renewals],
        }


def read_threshold(text: str) -> float:
    """Read a share such as ``5%`` or ``0.05``.

    Raises
    ------
    BadThreshold
        It is none.
    """
    try:
        value = float(text.strip().removesuffix("%")) / (100 if text.strip().endswith("%") else 1)
    except ValueError:
        raise BadThreshold(text=text[:40]) from None
    if not 0 <= value < 1:
        raise BadThreshold(text=text[:40])
    return value


def run_radar(
    against: str | os.PathLike[str],
    calculate: CalculateWith,
    *,
    inventories: Sequence[str] = (),
    threshold: float = 0.05,
    output: str | Path | None = None,
    workers: int = 1,
    lang: Language = "en",
    force: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> RadarReport:
    """Score issued results again and find those that moved.

    Parameters
    ----------
    against
        A register, a folder, or one bundle, certificate or result.
    calculate
        Calculates a model with one library, with Brightway.
    inventories
        Folders with the data packages of today; those that ship with footprint come after them.
    threshold
        Share of the stated value beyond which a result has moved.
    output
        Where the table goes, if anywhere: ``.parquet``, ``.csv`` or ``.xlsx``.
    workers
        Processes that compute.
    """
    if output is not None:
        check_output(Path(output), force=force, schema=SCHEMA)
    issued = find_issued(against)
    renewals = []
    for renewal in _renewals(issued, tuple(inventories), threshold, calculate, workers):
        renewals.append(renewal)
        if progress is not None:
            progress(len(renewals), len(issued))
    report = RadarReport(tuple(renewals), threshold)
    if output is not None:
        write_result(Path(output), COLUMNS, [_row(renewal, lang) for renewal in renewals], {"schema": SCHEMA, "threshold": threshold})
    return report


def _renewals(
    issued: Sequence[Issued], inventories: tuple[str, ...], threshold: float, calculate: CalculateWith, workers: int
) -> Iterator[Renewal]:
    if workers == 1 or len(issued) < 2:
        for entry in issued:
            yield renew(entry, inventories, threshold, calculate)
        return
    with ProcessPoolExecutor(min(workers, len(issued)), get_context("spawn")) as pool:
        futures = [pool.submit(renew, entry, inventories, threshold, calculate) for entry in issued]
        for future in futures:
            yield future.result()


def _row(renewal: Renewal, lang: Language) -> list[Any]:
    finding = renewal.findings[0] if renewal.findings else None
    parts = renewal.change.parts[:_CAUSES] if renewal.change is not None else ()
    causes = "; ".join(f"{part.cause}: {part.what} {part.value:+.6g} {UNIT}" for part in parts) or None
    codes = " ".join(dict.fromkeys(finding.code for finding in renewal.findings)) or None
    return [
        renewal.id,
        renewal.file,
        renewal.product or None,
        renewal.declared_unit or None,
        renewal.status,
        renewal.sum or None,
        renewal.stated,
        renewal.now,
        renewal.difference,
        renewal.relative,
        "; ".join(renewal.renewed) or None,
        causes,
        codes,
        finding.line(lang) if finding else None,
    ]


def _as_dict(renewal: Renewal, lang: Language) -> dict[str, Any]:
    names = [column.name for column in COLUMNS]
    row = dict(zip(names, _row(renewal, lang), strict=True))
    row["renewed"] = list(renewal.renewed)
    row["causes"] = [part.as_dict() for part in renewal.change.parts] if renewal.change is not None else []
    row.pop("codes")
    row["findings"] = [finding.as_dict(lang) for finding in renewal.findings]
    row.pop("finding")
    return json.loads(json.dumps(row))  # type: ignore[no-any-return]
