"""Writes the broken packages and methods, and the list of what is to be found in them."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

from broken_packages import CASES, Case
from sound_package import METHOD_FILES, PACKAGE_FILES

HERE = Path(__file__).resolve().parent
EXPECTED = "expected.csv"
WARNINGS = ("I304", "I305", "I306", "I308", "I309")
COLUMNS = ("case", "what", "command", "code", "file", "line", "severity", "status")


def content_of(case: Case) -> dict[str, bytes]:
    """Give the files of a case; each edit must fit exactly once."""
    files = {name: text.encode() for name, text in (METHOD_FILES if case.method else PACKAGE_FILES).items()}
    for name, old, new in case.edits:
        before = files[name].decode()
        assert before.count(old) == 1, f"{case.name}: {old!r} stands {before.count(old)} times in {name}"
        files[name] = before.replace(old, new).encode()
    for name, whole in case.whole.items():
        if whole is None:
            del files[name]
        else:
            files[name] = whole if isinstance(whole, bytes) else whole.encode()
    return {} if case.absent else files


def line_of(case: Case, files: dict[str, bytes], name: str, mark: str | int) -> int:
    """Give the line of a mark that stands once in a file, or the number that stands for it."""
    if isinstance(mark, int):
        return mark
    text = files[name].decode()
    assert text.count(mark) == 1, f"{case.name}: the mark {mark!r} stands {text.count(mark)} times"
    return text.count("\n", 0, text.index(mark)) + 1


def corpus() -> tuple[dict[str, dict[str, bytes]], str]:
    """Give the files of every case, and the list."""
    contents = {case.name: content_of(case) for case in CASES}
    assert len(contents) == len(CASES), "two cases of one name"
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for case in sorted(CASES, key=lambda case: case.name):
        for code, name, mark in case.found or (("", "", 0),):
            line = line_of(case, contents[case.name], name, mark)
            severity = ("warning" if code in WARNINGS else "error") if code else ""
            writer.writerow((case.name, case.what, "check", code, name, line, severity, case.status))
    return {name: files for name, files in contents.items() if files}, stream.getvalue()


if __name__ == "__main__":
    contents, expected = corpus()
    for old in HERE.iterdir():
        if old.is_dir():
            shutil.rmtree(old)
    for name, files in contents.items():
        (HERE / name).mkdir()
        for file, content in files.items():
            (HERE / name / file).write_bytes(content)
    (HERE / EXPECTED).write_text(expected, encoding="utf-8", newline="\n")
