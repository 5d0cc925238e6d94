"""Write the damaged workbooks to a folder, and the list of what must be said of each: `python build.py FOLDER`."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from damaged_workbooks.cases import CASES, FOLDER, damaged

__all__ = ["manifest"]


def manifest() -> str:
    """Give the list of cases as CSV: the name of the workbook, the code, the cell, and whether it is read all the same."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(("workbook", "code", "cell", "read"))
    for case in CASES:
        writer.writerow((f"{case.name}.xlsx", case.code, case.cell, "yes" if case.good else "no"))
    return stream.getvalue()


if __name__ == "__main__":
    (FOLDER / "manifest.csv").write_text(manifest(), encoding="utf-8")
    for folder in map(Path, sys.argv[1:]):
        folder.mkdir(parents=True, exist_ok=True)
        for case in CASES:
            (folder / f"{case.name}.xlsx").write_bytes(damaged(case))
