"""footprint explain: every view sums to the footprint, on the screen, in JSON and in CSV."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from pathlib import Path

import pytest

from footprint.cli import main
from footprint.cli.explain import View
from footprint.insight.explanation import TABLES


def explain(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as left:
        main(["explain", *arguments])
    return int(left.value.code or 0), out.getvalue(), err.getvalue()


def test_the_tree_of_the_cement_shows_calcination_and_kiln_coal_first() -> None:
    status, out, _ = explain("cement", "--lang", "en")
    assert status == 0
    assert out.index("clinker/inputs/calcination") < out.index("clinker/inputs/kiln_coal") < out.index("clinker/inputs/electricity")
    assert "smaller parts" in out


@pytest.mark.parametrize("view", list(View))
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_view_can_be_shown_alone(view: str, lang: str) -> None:
    status, out, err = explain("bearing", "--by", view, "--lang", lang, "--top", "3")
    assert (status, err) == (0, "")
    assert "4622" in out or "4 622" in out


def test_json_holds_everything_and_sums_to_the_total() -> None:
    status, out, _ = explain("beer", "--json", "--datasets", "--depth", "8", "--cut-off", "0")
    found = json.loads(out)
    assert status == 0
    assert found["schema"] == "footprint/explanation/1"
    for table in found["tables"].values():
        assert sum(row["value"] for row in table["rows"]) == pytest.approx(found["total"]["value"])
    assert sum(child["value"] for child in found["tree"]["children"]) == pytest.approx(found["total"]["value"])


def test_tables_are_written_as_csv_that_excel_opens(tmp_path: Path) -> None:
    status, _, _ = explain("cement", "--csv", str(tmp_path / "tables"), "--lang", "zh")
    assert status == 0
    written = {path.stem for path in (tmp_path / "tables").iterdir()}
    assert written == {*(f"by-{table}" for table in TABLES), "tree", "paths", "sensitivities"}
    content = (tmp_path / "tables" / "by-exchange.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert sum(float(row["share"]) for row in rows) == pytest.approx(1)


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+1", "-1+1"])
def test_a_name_in_a_csv_is_no_formula(name: str, tmp_path: Path) -> None:
    model = tmp_path / "brick.yaml"
    model.write_text(
        f"""footprint: product-model/1
product: {{name: Brick, flow: brick, declared_unit: 1 t}}
period: {{start: 2024-01-01, end: 2024-12-31}}
processes:
  kiln:
    stage: "{name}"
    outputs: {{brick: 1 t}}
    emissions:
      co2: {{flow: "carbon dioxide, fossil", amount: 1 kg}}
    removals:
      stored: {{flow: "carbon dioxide, removal", amount: 2 kg}}
""",
        encoding="utf-8",
    )
    status, _, err = explain(str(model), "--csv", str(tmp_path / "tables"), "--lang", "en")
    assert status == 0, err
    rows = list(csv.DictReader(io.StringIO((tmp_path / "tables" / "by-stage.csv").read_text(encoding="utf-8-sig"))))
    assert f"'{name}" in rows[0].values()
    assert not any(cell.startswith(("=", "@")) for row in rows for cell in row.values())


def test_uncertainty_and_quality_are_given_where_they_are_asked_for(tmp_path: Path) -> None:
    asked = ("cement", "--by", "uncertainty", "--by", "quality", "--draws", "500", "--seed", "3", "--json")
    status, out, _ = explain(*asked, "--csv", str(tmp_path / "tables"))
    assert status == 0
    found = json.loads(out)
    assert found["uncertainty"]["draws"] == 500
    assert found["uncertainty"]["value"] == pytest.approx(found["total"]["value"])
    assert len(found["quality"]["exchanges"]) == len(found["tables"]["exchange"]["rows"])
    assert {"uncertainty", "quality"} < {path.stem for path in (tmp_path / "tables").iterdir()}
    assert json.loads(explain(*asked)[1])["uncertainty"] == found["uncertainty"]


WIDE = """footprint: product-model/1
product: {name: Wide, flow: wide, declared_unit: 1 t}
period: {start: 2024-01-01, end: 2024-12-31}
parameters:
  rate: {value: 2 kg/t, uncertainty: {kind: normal, sd: 1 kg/t}}
processes:
  making:
    stage: making
    outputs: {wide: 1 t}
    emissions:
      burnt: {flow: "carbon dioxide, fossil", amount: "= 1 t * rate"}
"""


def test_draws_that_fail_are_shown_with_their_place(tmp_path: Path) -> None:
    model = tmp_path / "wide.yaml"
    model.write_text(WIDE, encoding="utf-8")
    status, out, _ = explain(str(model), "--by", "uncertainty", "--lang", "en", "--draws", "1000")
    assert status == 0
    assert "Draws without result" in out
    assert "M204" in out


def test_where_nothing_is_uncertain_that_is_said() -> None:
    status, out, err = explain("cement", "--by", "uncertainty", "--stated-only", "--lang", "en")
    assert (status, out) == (2, "")
    assert "D301" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("cement", "--by", "nothing"),
        ("cement", "--by", "uncertainty", "--draws", "5"),
        ("cement", "--depth", "-1"),
        ("cement", "--cut-off", "2"),
        ("no-such-model",),
    ],
)
def test_what_cannot_be_shown_is_refused(arguments: tuple[str, ...]) -> None:
    status, out, err = explain(*arguments)
    assert (status, out) == (2, "")
    assert err


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    status, _, err = explain("cement", "--csv", str(tmp_path / "file" / "below"), "--lang", "en")
    assert status == 2
    assert "C102" in err
