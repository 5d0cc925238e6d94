"""Batches: tables of variants and many models, refused before work starts or computed to the last row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from footprint import pipeline
from footprint.batch import BatchReport, Options, run_batch
from footprint.batch.columns import COLUMNS, schema
from footprint.batch.errors import ChecksDisagree
from footprint.errors import FootprintError
from footprint.files import sha256
from footprint.units import parse_amount
from shared import REPOSITORY

MODEL = """footprint: product-model/1
product: {name: Lime, flow: lime, declared_unit: 1 t, mass_per_declared_unit: 1 t}
period: {start: 2024-01-01, end: 2024-12-31}
boundary: cradle-to-gate
status: representative
method: ipcc-ar6-gwp100
inventories: {cn-electricity: "2024.1", elementary-flows: "1"}
parameters:
  power_rate: 60 kWh/t
  carbonate: 0.785 t/t
processes:
  kiln:
    stage: manufacturing
    outputs: {lime: 1 t}
    inputs:
      power: {amount: "= 1 t * power_rate", from: cn-electricity/national-average-2024}
    emissions:
      co2: {flow: "carbon dioxide, fossil", amount: "= 1 t * carbonate"}
"""


def folder_with_model(folder: Path, text: str = MODEL) -> Path:
    (folder / "lime.yaml").write_text(text, encoding="utf-8")
    return folder


def run(folder: Path, table: str | bytes, out: str = "out.parquet", name: str = "variants.csv", **options: Any) -> BatchReport:
    content = table if isinstance(table, bytes) else table.encode()
    (folder / name).write_bytes(content)
    return pipeline.batch([str(folder / name)], folder / out, Options(**options))


def rows(file: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(file).to_pylist()
    return found


def refused(folder: Path, table: str | bytes, name: str = "variants.csv", **options: Any) -> list[str]:
    with pytest.raises(FootprintError) as caught:
        run(folder, table, name=name, **options)
    assert not (folder / "out.parquet").exists()
    assert not (folder / "out.parquet.parts").exists()
    return [finding.line() for finding in caught.value.findings]


def test_rows_of_a_table_are_what_calculating_each_gives(tmp_path: Path) -> None:
    folder = folder_with_model(tmp_path)
    report = run(folder, "id,model,power_rate [kWh/t],carbonate [%]\na,lime.yaml,60,78.5\nb,lime.yaml,120,70\n")
    assert (report.rows, report.failed, report.computed, len(report.checked)) == (2, 0, 2, 2)
    found = rows(folder / "out.parquet")
    assert [row["id"] for row in found] == ["a", "b"]
    for row, power, carbonate in zip(found, ("60 kWh/t", "120 kWh/t"), ("78.5 %", "70 %"), strict=True):
        overrides = {"power_rate": parse_amount(power), "carbonate": parse_amount(carbonate)}
        expected = pipeline.calculate(folder / "lime.yaml", overrides=overrides)
        assert row["total"] == pytest.approx(expected.value, rel=1e-12)
        assert row["fossil"] == pytest.approx(expected.categories["fossil"], rel=1e-12)
        assert row["uptake"] is None
        assert expected.categories["uptake"] is None
        assert row["declared_unit"] == "1 t"
    # By hand: 0.5777 kg/kWh and 785 kg of CO2 from limestone.
    assert found[0]["total"] == pytest.approx(60 * 0.5777 + 785)


def test_an_exchange_may_be_varied_by_its_id(tmp_path: Path) -> None:
    folder = folder_with_model(tmp_path)
    run(folder, "id,model,kiln/inputs/power [MWh]\na,lime.yaml,0.1\n")
    assert rows(folder / "out.parquet")[0]["total"] == pytest.approx(100 * 0.5777 + 785)


def test_a_failing_row_is_a_row_with_its_finding_and_the_others_go_on(tmp_path: Path) -> None:
    folder = folder_with_model(tmp_path)
    cells = {
        "good": "60",
        "empty": "",
        "nan": "NaN",
        "huge": "1e400",
        "text": "sixty",
        "negative": "-1",
        "infinite": "inf",
        "comma": '"1,5"',
    }
    table = "id,model,power_rate [kWh/t]\n" + "".join(f"{name},lime.yaml,{cell}\n" for name, cell in cells.items())
    report = run(folder, table + "lost,nowhere.yaml,60\nout,../lime.yaml,60\nnone,,60\nlarge,lime.yaml,1e308\n")
    found = {row["id"]: row for row in rows(folder / "out.parquet")}
    assert len(found) == len(cells) + 4
    assert found["good"]["status"] == "ok"
    codes = {name: row["codes"] for name, row in found.items() if row["status"] == "failed"}
    assert codes.pop("negative").startswith("M")
    assert codes == {
        "empty": "J202", "nan": "J203", "huge": "J203", "text": "J203", "infinite": "J203", "comma": "J203",
        "lost": "J201", "out": "G008", "none": "J201", "large": "E301",
    }  # fmt: skip
    assert all(row["total"] is None for name, row in found.items() if name != "good")
    assert "variants.csv:6:" in found["text"]["finding"]
    assert "sixty" in found["text"]["finding"]
    assert report.failed == 11
    assert report.causes[0].codes == "J203"
    assert report.causes[0].rows == 5


def test_everything_wrong_with_a_table_is_said_before_work_starts_and_at_once(tmp_path: Path) -> None:
    folder = folder_with_model(tmp_path)
    lines = refused(folder, "id,power_rate [kWh/t],power_rat [kWh/t],carbonate,carbonate [furlong]\na,1,1,1,1\n")
    text = "\n".join(lines)
    assert "J108" in text
    assert "`model`" in text
    assert "J103" in text
    assert "J104" in text
    text = "\n".join(refused(folder, "id,model,power_rat [kWh/t],carbonate [kg]\na,lime.yaml,1,1\n"))
    assert "J105" in text
    assert "J106" in text
    assert "(mass)" in text
    text = "\n".join(refused(folder, "id,model,power_rate [kWh/t]\na,lime.yaml,1\nb,lime.yaml,1\na,lime.yaml,1\n,lime.yaml,1\n"))
    assert "variants.csv:5: J110" in text
    text = "\n".join(refused(folder, "id,model,power_rate [kWh/t]\nb,lime.yaml,1\n\na,lime.yaml,1\nb,lime.yaml,1\n"))
    assert "variants.csv:5: J109" in text
    assert "row 2" in text
    text = "\n".join(refused(folder, "id,model,power_rate [kWh/t]\na,lime.yaml,1,2\nb,lime.yaml\n"))
    assert "variants.csv:2: J112" in text
    assert "variants.csv:3: J112" in text


def test_an_unknown_column_is_refused_with_what_may_have_been_meant(tmp_path: Path) -> None:
    folder = folder_with_model(tmp_path)
    (folder / "variants.csv").write_text("id,model,power_rat [kWh/t]\na,lime.yaml,1\n")
    with pytest.raises(FootprintError) as caught:
        pipeline.batch([str(folder / "variants.csv")], folder / "out.parquet")
    assert caught.value.findings[0].values["suggestions"][0] == "power_rate"


def test_the_published_schema_is_that_of_the_file(tmp_path: Path) -> None:
    folder = folder_with_model(tmp_path)
    run(folder, "id,model,power_rate [kWh/t]\na,lime.yaml,1\n")
    found = pq.read_schema(folder / "out.parquet")
    assert found.remove_metadata().equals(schema().remove_metadata())
    assert found.field("total").metadata == {b"unit": b"kg CO2e"}
    published = json.loads((REPOSITORY / "docs" / "reference" / "batch-result.schema.json").read_text("utf-8"))
    assert [(column["name"], column["nullable"], column.get("unit")) for column in published["columns"]] == [
        (field.name, field.nullable, (field.metadata or {}).get(b"unit", b"").decode() or None) for field in found
    ]
    assert [column.name for column in COLUMNS][:5] == ["id", "model", "status", "declared_unit", "total"]
    group = pq.read_metadata(folder / "out.parquet").row_group(0)
    for number in range(group.num_columns):
        column = group.column(number)
        if column.physical_type == "DOUBLE":
            assert not column.has_dictionary_page, column.path_in_schema


def test_all_formats_of_tables_give_the_same_results(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    folder = folder_with_model(tmp_path)
    text = "id,model,power_rate [kWh/t]\n甲,lime.yaml,60\n乙,lime.yaml,61.5\n丙,lime.yaml,\n"
    tables = {"utf8.csv": text.encode(), "bom.csv": text.encode("utf-8-sig"), "gb.csv": text.encode("gb18030")}
    book = openpyxl.Workbook()
    for row in (["id", "model", "power_rate [kWh/t]"], ["甲", "lime.yaml", 60], ["乙", "lime.yaml", 61.5], ["丙", "lime.yaml", None]):
        book.active.append(row)
    book.save(folder / "sheet.xlsx")
    pq.write_table(
        pa.table({"id": ["甲", "乙", "丙"], "model": ["lime.yaml"] * 3, "power_rate [kWh/t]": [60, 61.5, None]}), folder / "p.parquet"
    )
    results = {}
    for name, content in tables.items():
        run(folder, content, out=f"{name}.parquet", name=name)
        results[name] = rows(folder / f"{name}.parquet")
    for name in ("sheet.xlsx", "p.parquet"):
        pipeline.batch([str(folder / name)], folder / f"{name}.out.parquet")
        results[name] = rows(folder / f"{name}.out.parquet")
    first = [{key: value for key, value in row.items() if key != "finding"} for row in results["utf8.csv"]]
    assert [row["status"] for row in first] == ["ok", "ok", "failed"]
    for name, found in results.items():
        assert [{key: value for key, value in row.items() if key != "finding"} for row in found] == first, name


def test_rows_with_nothing_but_uptake_are_compared_by_the_size_of_the_uptake(tmp_path: Path) -> None:
    models = REPOSITORY / "tests" / "models"
    name = "allocation-biogenic-carbon.yaml"
    folder = folder_with_model(tmp_path)
    (folder / name).write_bytes((models / name).read_bytes())
    head = "id,model,sawmill/emissions/co2 [kg],sawmill/outputs/planks [kg],sawmill/removals/uptake [kg]\n"
    table = head + "".join(f"r{number},{name},0,{400 + number * 17 / 7},{900 - number * 19 / 3}\n" for number in range(30))
    report = run(folder, table, check_rows=30, inventories=(str(models / "packages"),))
    assert (report.failed, len(report.checked)) == (0, 30)


def test_a_value_outside_its_uncertainty_is_named_with_the_bound_in_every_language(tmp_path: Path) -> None:
    uncertain = "power_rate: {value: 60 kWh/t, uncertainty: {kind: triangular, min: 50 kWh/t, max: 70 kWh/t}}"
    folder = folder_with_model(tmp_path, MODEL.replace("power_rate: 60 kWh/t", uncertain))
    run(folder, "id,model,power_rate [kWh/t]\na,lime.yaml,71\nb,lime.yaml,49\nc,lime.yaml,60\n", lang="zh")
    found = rows(folder / "out.parquet")
    assert [row["codes"] for row in found] == ["M258", "M258", None]
    assert "power_rate > max 70 kWh/t" in found[0]["finding"]
    assert "power_rate < min 50 kWh/t" in found[1]["finding"]


def test_percentages_of_a_sheet_are_taken_as_they_are_seen(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    folder = folder_with_model(tmp_path)
    for unit, status in (("%", ["ok", "ok", "ok"]), ("t/t", ["failed", "failed", "ok"])):
        book = openpyxl.Workbook()
        number = 78.5 if unit == "%" else 0.785
        for row in (
            ["id", "model", f"carbonate [{unit}]"],
            ["a", "lime.yaml", 0.785],
            ["b", "lime.yaml", 0.785],
            ["c", "lime.yaml", number],
        ):
            book.active.append(row)
        book.active["C2"].number_format, book.active["C3"].number_format = "0%", "0.00%;[Red]-0.00%"
        book.active["C4"].number_format = '0.0" %"'
        book.save(folder / "sheet.xlsx")
        pipeline.batch([str(folder / "sheet.xlsx")], folder / "out.parquet")
        found = rows(folder / "out.parquet")
        assert [row["status"] for row in found] == status
        assert len({row["total"] for row in found if row["status"] == "ok"}) == 1
        assert all("`78.5%`" in row["finding"] for row in found if row["status"] == "failed")


def test_every_model_of_a_folder_is_a_row(tmp_path: Path) -> None:
    folder = folder_with_model(tmp_path)
    (folder / "broken.yaml").write_text("footprint: product-model/1\n")
    report = pipeline.batch([str(folder)], tmp_path / "out.csv")
    assert (report.rows, report.failed) == (2, 1)
    text = (tmp_path / "out.csv").read_text("utf-8-sig")
    assert "total [kg CO2e]" in text.splitlines()[0]
    assert f"{REPOSITORY}" not in text


def test_every_shipped_model_is_in_a_batch_what_it_is_alone(tmp_path: Path) -> None:
    models = sorted((REPOSITORY / "product_models").glob("*.yaml"))
    report = pipeline.batch([str(REPOSITORY / "product_models")], tmp_path / "all.parquet", Options(check_rows=0))
    assert (report.rows, report.failed) == (len(models), 0)
    for model, row in zip(models, rows(tmp_path / "all.parquet"), strict=True):
        expected = pipeline.calculate(model)
        tolerance = 1e-9 * expected.calculation.proof.scale
        for name, value in {**expected.sums, **expected.categories, **expected.of_which, "total": expected.value}.items():
            assert (row[name] is None) == (value is None), (model.stem, name)
            assert value is None or row[name] == pytest.approx(value, abs=tolerance), (model.stem, name)


def test_variants_of_a_shipped_model_equal_ordinary_calculations_in_every_column(tmp_path: Path) -> None:
    table = "id,model,px_rate [kg/kg],pta_rate [t/t],polymerisation/inputs/electricity [kWh]\n"
    table += "a,pet,0.65,0.86,100\nb,pet,0.66,0.87,0\nc,pet,0.7,0.85,250\n"
    run(tmp_path, table)
    for row, values in zip(rows(tmp_path / "out.parquet"), ((0.65, 0.86, 100), (0.66, 0.87, 0), (0.7, 0.85, 250)), strict=True):
        units = {"px_rate": "kg/kg", "pta_rate": "t/t", "polymerisation/inputs/electricity": "kWh"}
        overrides = {name: parse_amount(f"{value} {unit}") for (name, unit), value in zip(units.items(), values, strict=True)}
        expected = pipeline.calculate(REPOSITORY / "product_models" / "pet.yaml", overrides=overrides)
        for name, value in {**expected.sums, **expected.categories, **expected.of_which}.items():
            assert (row[name] is None) == (value is None), name
            assert value is None or row[name] == pytest.approx(value, abs=1e-9 * expected.calculation.proof.scale), name


def test_the_file_says_what_it_was_made_from(tmp_path: Path) -> None:
    folder = folder_with_model(tmp_path)
    run(folder, "id,model,power_rate [kWh/t]\na,lime.yaml,1\nb,lime.yaml,\n")
    about = json.loads(pq.read_metadata(folder / "out.parquet").metadata[b"footprint"])
    assert about["schema"] == "footprint/batch/1"
    assert about["table"] == {"file": "variants.csv", "sha256": sha256((folder / "variants.csv").read_bytes())}
    assert about["models"]["lime.yaml"]["files"] == {"lime.yaml": sha256((folder / "lime.yaml").read_bytes())}
    expected = pipeline.calculate(folder / "lime.yaml").provenance
    used = about["data"][0]
    assert {name: package["sha256"] for name, package in used["packages"].items()} == expected["inventories"]
    assert used["method"]["sha256"] == expected["method"]
    assert (about["rows"], about["failed"], about["causes"][0]["codes"]) == (2, 1, "J202")
    assert str(tmp_path) not in json.dumps(about["models"])
    run(folder, "id,model,power_rate [kWh/t]\na,lime.yaml,1\n", out="out.csv")
    beside = json.loads((folder / "out.csv.json").read_text("utf-8"))
    assert beside["sha256"] == sha256((folder / "out.csv").read_bytes())
    assert beside["models"] == about["models"]


def test_the_same_rows_recomputed_by_brightway_are_chosen_every_time(tmp_path: Path) -> None:
    folder = folder_with_model(tmp_path)
    table = "id,model,power_rate [kWh/t]\n" + "".join(f"r{number},lime.yaml,{number}\n" for number in range(50))
    first = run(folder, table, check_rows=5).checked
    (folder / "out.parquet").unlink()
    assert run(folder, table, check_rows=5).checked == first
    assert len(set(first)) == 5
    assert run(folder, table, out="none.parquet", check_rows=0).checked == ()


def test_a_row_that_brightway_does_not_confirm_fails_the_batch(tmp_path: Path) -> None:
    folder = folder_with_model(tmp_path)
    (folder / "variants.csv").write_text("id,model,power_rate [kWh/t]\na,lime.yaml,60\n")

    def wrong(model: Any, library: Any, overrides: Any) -> Any:
        return pipeline.calculate_with(model, library, {**overrides, "carbonate": parse_amount("0.7850001 t/t")})

    with pytest.raises(ChecksDisagree) as caught:
        run_batch([str(folder / "variants.csv")], folder / "out.parquet", wrong)
    assert "`total`" in str(caught.value)
    assert not (folder / "out.parquet").exists()


def test_a_cell_for_a_parameter_of_another_model_stays_empty(tmp_path: Path) -> None:
    folder = folder_with_model(tmp_path)
    (folder / "other.yaml").write_text(MODEL.replace("carbonate", "limestone"))
    table = "id,model,carbonate [t/t],limestone [t/t]\na,lime.yaml,0.7,\nb,other.yaml,,0.8\nc,lime.yaml,0.7,0.8\nd,other.yaml,,\n"
    run(folder, table)
    found = {row["id"]: (row["status"], row["codes"]) for row in rows(folder / "out.parquet")}
    assert found == {"a": ("ok", None), "b": ("ok", None), "c": ("failed", "J204"), "d": ("failed", "J202")}


def test_findings_name_models_as_the_table_does_wherever_the_folder_is(tmp_path: Path) -> None:
    table = "id,model,power_rate [kWh/t]\na,lime.yaml,-1\nb,broken.yaml,1\nc,lime.yaml,1\n"
    results = []
    for name in ("here", "elsewhere"):
        folder = tmp_path / name
        folder.mkdir()
        folder_with_model(folder)
        (folder / "broken.yaml").write_text(MODEL.replace("declared_unit: 1 t", "declared_unit: 1 furlong"))
        run(folder, table)
        results.append([row["finding"] for row in rows(folder / "out.parquet")])
    first = [str(text).replace(f"{tmp_path}/here/", "") for text in results[0]]
    assert first[0].startswith("lime.yaml:")
    assert first[1].startswith("broken.yaml:2:")
    assert results[0] == results[1]


def test_parts_joined_by_their_bytes_are_the_rows_of_the_parts(tmp_path: Path) -> None:
    from footprint.batch.joining import join_parquet

    kinds = pa.schema(
        [("id", pa.string()), ("word", pa.dictionary(pa.int32(), pa.string())), ("number", pa.float64()), ("truth", pa.bool_())]
    )
    tables, parts = [], []
    for number in range(20):
        words = pa.DictionaryArray.from_arrays(pa.array([0, None, 1], pa.int32()), pa.array([f"w{number}", "x"]))
        columns = [pa.array([f"r{number}-{row}" for row in range(3)]), words, pa.array([number, None, 0.5]), pa.array([True, None, False])]
        tables.append(pa.Table.from_arrays(columns, schema=kinds))
        parts.append(tmp_path / f"{number}.parquet")
        pq.write_table(tables[-1], parts[-1], use_dictionary=["word"], compression=["none", "zstd"][number % 2])
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(sink, kinds.with_metadata({"footprint": "{}"})):
        pass
    join_parquet(tmp_path / "whole.parquet", parts, sink.getvalue().to_pybytes())
    with pq.ParquetFile(tmp_path / "whole.parquet") as whole:
        assert (whole.metadata.num_rows, whole.num_row_groups) == (60, 20)
        assert whole.schema_arrow.metadata == {b"footprint": b"{}"}
        for number in (0, 7, 19):
            assert whole.read_row_group(number).to_pylist() == tables[number].to_pylist()
        assert whole.metadata.row_group(13).column(2).statistics.max == 13
    assert pq.read_table(tmp_path / "whole.parquet").to_pylist() == pa.concat_tables(tables).to_pylist()
    join_parquet(tmp_path / "empty.parquet", [], sink.getvalue().to_pybytes())
    assert pq.read_table(tmp_path / "empty.parquet").num_rows == 0
    (tmp_path / "0.parquet").write_bytes(b"PAR1")
    with pytest.raises(ValueError, match="no Parquet file"):
        join_parquet(tmp_path / "broken.parquet", parts, sink.getvalue().to_pybytes())


def test_columns_of_the_same_name_are_refused(tmp_path: Path) -> None:
    folder = folder_with_model(tmp_path)
    one, two = pa.array(["a"]), pa.array([1.0])
    for names in (["id", "id", "model"], ["id", "model", "power_rate [kWh/t]", "power_rate [kWh/t]"]):
        arrays = [one if "[" not in name else two for name in names]
        pq.write_table(pa.Table.from_arrays(arrays, names=names), folder / "twice.parquet")
        lines = refused(folder, (folder / "twice.parquet").read_bytes(), name="twice.parquet")
        assert "J107" in lines[0]


def test_shipped_models_go_by_their_names_and_what_is_not_there_is_said_before(tmp_path: Path) -> None:
    assert pipeline.batch(["pet", "cement"], tmp_path / "out.parquet").failed == 0
    assert [row["id"] for row in rows(tmp_path / "out.parquet")] == ["pet", "cement"]
    for path, code in (("no-such-model", "G003"), (str(tmp_path / "none.yaml"), "G003"), (str(tmp_path / "*.yaml"), "J101")):
        with pytest.raises(FootprintError) as caught:
            pipeline.batch([path], tmp_path / "other.parquet")
        assert caught.value.code == code
    with pytest.raises(FootprintError) as caught:
        pipeline.batch(["pet"], tmp_path / "nowhere" / "out.parquet")
    assert caught.value.code == "J303"


DOUBTFUL = MODEL.replace(
    "  power_rate: 60 kWh/t\n", "  power_rate: {value: 60 kWh/t, min: 30 kWh/t, max: 90 kWh/t}\n  yield_share: 90 %\n"
).replace("1 t * carbonate", "1 t * carbonate / yield_share")


def test_a_row_that_succeeds_carries_the_warnings_that_its_values_earn(tmp_path: Path) -> None:
    folder = folder_with_model(tmp_path, DOUBTFUL)
    cells = {"good": "60,90", "bound": "30,90", "low": "29.9,90", "high": "91,90", "tiny": "60,1.5", "both": "500,1", "wrong": "-1,1"}
    table = "id,model,power_rate [kWh/t],yield_share [%]\n" + "".join(f"{name},lime.yaml,{cell}\n" for name, cell in cells.items())
    report = run(folder, table)
    found = {row["id"]: (row["status"], row["codes"]) for row in rows(folder / "out.parquet")}
    assert found.pop("wrong")[0] == "failed"
    assert found == {
        "good": ("ok", None),
        "bound": ("ok", None),
        "low": ("ok", "M211"),
        "high": ("ok", "M211"),
        "tiny": ("ok", "M213"),
        "both": ("ok", "M211 M213"),
    }
    assert [(doubt.codes, doubt.rows, doubt.first) for doubt in report.doubts] == [
        ("M211", 2, "low"),
        ("M211 M213", 1, "both"),
        ("M213", 1, "tiny"),
    ]
    for name, (_, codes) in found.items():
        power, share = cells[name].split(",")
        overrides = {"power_rate": parse_amount(f"{power} kWh/t"), "yield_share": parse_amount(f"{share} %")}
        said = {finding.code for finding in pipeline.calculate(folder / "lime.yaml", overrides=overrides).findings}
        assert said & {"M211", "M213"} == set((codes or "").split())


def test_models_without_a_table_carry_their_warnings_too(tmp_path: Path) -> None:
    folder = folder_with_model(tmp_path, DOUBTFUL.replace("value: 60", "value: 100"))
    report = pipeline.batch([str(folder / "lime.yaml")], folder / "out.parquet", Options())
    assert rows(folder / "out.parquet")[0]["codes"] == "M211"
    assert [(doubt.codes, doubt.rows) for doubt in report.doubts] == [("M211", 1)]
