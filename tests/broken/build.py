"""Writes the broken models and the list of what is to be found in them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from cases import CASES, RAW, TABLES, Case, Table

HERE = Path(__file__).resolve().parent
EXPECTED = "expected.csv"
PERIOD = "period: {start: 2024-01-01, end: 2024-03-31}"


def edited(base: str, case: Case) -> str:
    """Apply the edits of a case; each must fit exactly once."""
    text = base
    for old, new in case.edits:
        assert text.count(old) == 1, f"{case.name}: {old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text


def line_of(text: str, mark: str, name: str) -> int:
    """Give the line of a mark that stands once, or 1 where there is no mark."""
    if not mark:
        return 1
    assert text.count(mark) == 1, f"{name}: the mark {mark!r} stands {text.count(mark)} times"
    return text.count("\n", 0, text.index(mark)) + 1


def table_model(base: str, table: Table) -> str:
    """Give a model whose oxidation has a monthly table."""
    edits = [
        ("period: {start: 2024-01-01, end: 2024-12-31}", table.period or PERIOD),
        ("    stage: raw materials\n", f"    stage: raw materials\n    activity: {table.file or table.name + '.csv'}\n"),
        ("      pta: 1 t\n", "      pta: {}\n"),
        ('px: {amount: "= 1 t * px_rate", from', "px: {from"),
        ("electricity: {amount: 90 kWh, from", "electricity: {from"),
        *table.edits,
    ]
    return edited(base, Case(table.name, tuple(edits), ()))


def files() -> tuple[dict[str, bytes], str]:
    """Give the content of every file, and of the list."""
    base = (HERE / "base.yaml").read_text(encoding="utf-8")
    contents: dict[str, bytes] = {}
    rows: list[tuple[str, str, str, int, str, int]] = []
    for case in CASES:
        text = edited(base, case)
        name = f"{case.name}.yaml"
        contents[name] = text.encode()
        rows += [(name, code, name, line_of(text, mark, name), case.severity, case.status) for code, mark in case.found]
    for name, content, code, line, status in RAW:
        contents[name] = content
        rows.append((name, code, name, line, "error", status))
    for table in TABLES:
        name, csv_name = f"{table.name}.yaml", f"{table.name}.csv"
        text = table_model(base, table)
        contents[name] = text.encode()
        if table.content is not None:
            contents[csv_name] = table.content if isinstance(table.content, bytes) else table.content.encode()
        for code, where in table.found:
            place = (csv_name, where) if isinstance(where, int) else (name, line_of(text, where, name))
            rows.append((name, code, *place, table.severity, table.status))
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(("file", "code", "at", "line", "severity", "status"))
    writer.writerows(sorted(rows))
    return contents, stream.getvalue()


if __name__ == "__main__":
    contents, expected = files()
    for old in HERE.iterdir():
        if old.suffix in (".yaml", ".csv") and old.name not in (*contents, "base.yaml"):
            old.unlink()
    for file, content in contents.items():
        (HERE / file).write_bytes(content)
    (HERE / EXPECTED).write_text(expected, encoding="utf-8")
