"""Letters of drawings in the PDF of a report: what the fonts do not have does not stop the report."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from footprint.report.pdf import pdf
from footprint.report.study.document import Section, Text
from written_reports import DOCUMENT, figures

# Loading and unpacking the fonts takes a second: one worker does it for all.
pytestmark = pytest.mark.xdist_group("typeset")


def test_characters_without_glyph_are_boxes_in_drawings_and_named(tmp_path: Path) -> None:
    spec = json.loads(json.dumps(figures(DOCUMENT)[0].spec).replace("Kiln", "Kiln 🔥 \u202e\u0645"))
    found = Section("one", Text("One", "一"), (replace(figures(DOCUMENT)[0], spec=spec),))
    pages = pdf(replace(DOCUMENT, sections=(found,)), "en", date(2024, 12, 31))
    assert {"\u0645", "🔥"} <= set(pages.replaced)
    (tmp_path / "report.pdf").write_bytes(pages.content)
    done = subprocess.run(["pdftotext", str(tmp_path / "report.pdf"), "-"], capture_output=True, encoding="utf-8", check=True)
    assert "Kiln □" in done.stdout
