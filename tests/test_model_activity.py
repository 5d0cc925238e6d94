"""Monthly tables: amounts add up, rates are weighted by production, and what is unknown is never zero."""

from __future__ import annotations

from pathlib import Path

import pytest

from footprint.errors import Finding
from footprint.model import ProductModel, check_model, evaluate, read

MODEL = """
footprint: product-model/1
product: {name: X, flow: x, declared_unit: 1 t}
period: {start: 2024-01-15, end: 2024-03-31}
parameters:
  moisture: {source: laboratory}
processes:
  p:
    activity: tables/p.csv
    outputs: {x: {}}
    inputs:
      power: {declared: 1 kg CO2e/kWh}
      gas: {declared: 2 kg CO2e/Nm3}
      water: {amount: "= 10 t * moisture", declared: 1 kg CO2e/t}
"""
TABLE = """month,outputs/x [t],inputs/power [kWh],inputs/gas [Nm3/t],parameters/moisture [%]
2024-01,10,1000,5,10
2024-02,20,1900,6,20
2024-03,30,3100,7,30
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tables").mkdir()
    (tmp_path / "m.yaml").write_text(MODEL, encoding="utf-8")
    (tmp_path / "tables" / "p.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path


def with_table(folder: Path, table: str | bytes) -> tuple[ProductModel | None, tuple[Finding, ...]]:
    (folder / "tables" / "p.csv").write_bytes(table if isinstance(table, bytes) else table.encode())
    return check_model(folder / "m.yaml")


def codes(folder: Path, table: str | bytes) -> list[str]:
    _, findings = with_table(folder, table)
    return [finding.code for finding in findings if finding.severity.value == "error"]


def test_extensive_columns_add_up_and_rates_are_weighted_by_production(folder: Path) -> None:
    amounts = evaluate(read(folder / "m.yaml")).amounts
    assert str(amounts["p/outputs/x"]) == "60 t"
    assert str(amounts["p/inputs/power"]) == "6000 kWh"
    # 5 · 10 + 6 · 20 + 7 · 30
    assert str(amounts["p/inputs/gas"]) == "380 Nm3"


def test_a_parameter_is_the_mean_weighted_by_production(folder: Path) -> None:
    numbers = evaluate(read(folder / "m.yaml"))
    # (10 · 10 + 20 · 20 + 30 · 30) / 60
    assert numbers.parameters["moisture"].to("%").value == pytest.approx(1400 / 60, rel=1e-15)
    assert numbers.amounts["p/inputs/water"].to("t").value == pytest.approx(10 * 0.14 / 0.6, rel=1e-14)


def test_production_is_converted_into_what_a_rate_is_divided_by(folder: Path) -> None:
    model, _ = with_table(folder, TABLE.replace("outputs/x [t]", "outputs/x [kg]"))
    assert model is not None
    assert evaluate(model).amounts["p/inputs/gas"].value == pytest.approx(0.38, rel=1e-15)


def test_the_order_of_rows_and_columns_does_not_matter(folder: Path) -> None:
    lines = TABLE.splitlines()
    expected = evaluate(read(folder / "m.yaml")).amounts
    model, _ = with_table(folder, "\n".join([lines[0], lines[3], "", lines[1], lines[2]]) + "\n")
    assert model is not None
    assert evaluate(model).amounts == expected


def test_tables_of_chinese_excel_are_read(folder: Path) -> None:
    expected = evaluate(read(folder / "m.yaml")).amounts
    for content in (TABLE.encode("gb18030"), b"\xef\xbb\xbf" + TABLE.encode(), TABLE.replace("\n", "\r\n").encode()):
        model, findings = with_table(folder, content)
        assert model is not None, [finding.line() for finding in findings]
        assert evaluate(model).amounts == expected
    (folder / "m.yaml").write_text(MODEL.replace("power:", "电力:"), encoding="utf-8")
    model, findings = with_table(folder, TABLE.replace("inputs/power [kWh]", "inputs/电力 [度]").encode("gb18030"))
    assert model is not None, [finding.line() for finding in findings]
    assert str(evaluate(model).amounts["p/inputs/电力"]) == "6000 kWh"


def test_the_source_remembers_the_table(folder: Path) -> None:
    activity = read(folder / "m.yaml").source.activities["p"]
    assert activity.file == "tables/p.csv"
    assert len(activity.sha256) == 64
    assert activity.months == ("2024-01", "2024-02", "2024-03")


def test_a_finding_names_the_row_and_the_column(folder: Path) -> None:
    _, findings = with_table(folder, TABLE.replace("1900", "n/a"))
    (finding,) = [item for item in findings if item.code == "M312"]
    assert finding.place is not None
    assert (Path(finding.place.file).name, finding.place.line, finding.place.path) == ("p.csv", 3, "inputs/power [kWh]")


def test_what_an_unusable_table_does_not_give_is_no_second_problem(folder: Path) -> None:
    assert codes(folder, TABLE.replace("1900", "")) == ["M313"]
    assert codes(folder, TABLE.replace(",", ";")) == ["M301"]


def test_a_parameter_without_production_cannot_be_weighted(folder: Path) -> None:
    zero = "month,outputs/x [t],inputs/power [kWh],inputs/gas [Nm3/t],parameters/moisture [%]\n" + "".join(
        f"2024-0{month},0,1,1,1\n" for month in (1, 2, 3)
    )
    assert "M317" in codes(folder, zero)


def test_two_tables_may_not_give_one_parameter(folder: Path) -> None:
    (folder / "m.yaml").write_text(
        MODEL + "  q:\n    activity: tables/p.csv\n    outputs: {x: {}}\n    inputs: {power: {}, gas: {}}\n", encoding="utf-8"
    )
    assert "M306" in codes(folder, TABLE)


def test_a_parameter_without_value_and_table_is_an_error(folder: Path) -> None:
    (folder / "m.yaml").write_text(MODEL.replace("processes:", "  other: {source: nowhere}\nprocesses:"), encoding="utf-8")
    assert codes(folder, TABLE) == ["M212"]


def test_a_link_out_of_the_folder_is_not_followed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.csv"
    outside.write_text(TABLE, encoding="utf-8")
    table = folder / "tables" / "p.csv"
    table.unlink()
    table.symlink_to(outside)
    _, findings = check_model(folder / "m.yaml")
    assert "G008" in [finding.code for finding in findings]


def test_a_table_of_many_bad_cells_is_answered_shortly(folder: Path) -> None:
    head = "month," + ",".join(f"inputs/x{i} [kg]" for i in range(400))
    _, findings = with_table(folder, head + "\n" + "\n".join(f"2024-{m:02d}," + "," * 399 for m in range(1, 13)) * 50)
    assert len(findings) < 1000
