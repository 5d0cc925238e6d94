"""Slips of the pen that give a plausible file and a wrong number, or a finding that leads astray."""

from __future__ import annotations

from pathlib import Path

import pytest

from footprint.errors import Finding
from footprint.model import check_model, check_text
from footprint.units import parse_formula

MODEL = """footprint: product-model/1
product: {name: Wire, flow: wire, declared_unit: 1 t}
period: {start: 2024-01-01, end: 2024-12-31}
parameters:
  process_yield: 96 %
processes:
  drawing:
    stage: manufacturing
    outputs: {wire: 1 t}
    inputs:
      rod: {amount: "= 1 t / process_yield", declared: 2100 kg CO2e/t}
      electricity: {amount: 150 kWh, declared: 0.5777 kg CO2e/kWh}
"""


def findings(*edits: tuple[str, str]) -> list[Finding]:
    text = MODEL
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return list(check_text(text)[1])


def codes(*edits: tuple[str, str]) -> list[str]:
    return [finding.code for finding in findings(*edits)]


def only(*edits: tuple[str, str]) -> Finding:
    found = findings(*edits)
    assert len(found) == 1, [finding.line() for finding in found]
    return found[0]


def test_the_model_of_these_tests_is_sound() -> None:
    assert codes() == []


def test_amounts_beside_a_table_are_questioned_with_the_output_and_a_way_out(tmp_path: Path) -> None:
    table = "month,outputs/wire [t]\n" + "".join(f"2024-{month:02d},200\n" for month in range(1, 13))
    (tmp_path / "a.csv").write_text(table, encoding="utf-8")
    model = MODEL.replace("outputs: {wire: 1 t}", "outputs: {wire: {}}").replace("    stage:", "    activity: a.csv\n    stage:")
    (tmp_path / "m.yaml").write_text(model, encoding="utf-8")
    _, found = check_model(tmp_path / "m.yaml")
    (finding,) = found
    assert (finding.code, finding.severity.value) == ("M318", "warning")
    assert "2400 t" in finding.message()
    assert "inputs/rod" in finding.message()
    assert "`inputs/rod [.../t]`" in finding.hint()
    assert "process of its own" in finding.hint()
    assert "2400 t" in finding.message("zh")
    assert finding.hint("zh")


@pytest.mark.parametrize("value", ["0.96 %", "0.0096 t/t", "{value: 0.96 %, source: typed wrongly}"])
def test_a_share_below_two_per_cent_that_a_formula_divides_by_is_questioned(value: str) -> None:
    finding = only(("process_yield: 96 %", f"process_yield: {value}"))
    assert (finding.code, finding.severity.value) == ("M213", "warning")
    assert finding.values["times"] == "104"
    assert finding.place is not None
    assert finding.place.line == 5
    assert "96 %" in finding.hint()
    assert finding.hint("zh")


def test_a_share_with_a_stated_range_is_not_questioned_within_it() -> None:
    assert codes(("process_yield: 96 %", "process_yield: {value: 0.96 %, min: 0.5 %, max: 2 %}")) == []
    assert codes(("process_yield: 96 %", "process_yield: {value: 0.96 %, min: 80 %, max: 100 %}")) == ["M211"]


def test_a_loss_that_is_taken_from_one_is_not_questioned() -> None:
    edits = (("process_yield: 96 %", "loss: 1 %"), ("1 t / process_yield", "1 t / (1 - loss)"))
    assert codes(*edits) == []


def test_the_divisors_of_a_formula_are_its_factors_below_the_line() -> None:
    assert parse_formula("= a_rate / (b_rate * c_rate) * d_rate").divisors == {"b_rate", "c_rate"}
    assert parse_formula("= a_rate / -b_rate / c_rate**2 + 1 / (1 - d_rate)").divisors == {"b_rate", "c_rate"}
    assert parse_formula("= a_rate * b_rate**-1").divisors == {"b_rate"}
    assert parse_formula("= max(a_rate / b_rate, 2)").divisors == {"b_rate"}


@pytest.mark.parametrize(("amount", "code"), [("0.5 t", []), ("0.99 t", ["M226"]), ("510 kg", ["M226"]), ("0.1 t", []), ("1 t", ["M223"])])
def test_own_use_of_more_than_half_is_questioned(amount: str, code: list[str]) -> None:
    found = findings(("    inputs:\n", f"    inputs:\n      wire: {amount}\n"))
    assert [finding.code for finding in found] == code
    if amount == "0.99 t":
        assert found[0].severity.value == "warning"
        assert "99.000 %" in found[0].message()
        assert "100 times" in found[0].message()
        assert "100 倍" in found[0].message("zh")


@pytest.mark.parametrize("name", ["yield", "class", "in", "is", "lambda", "not", "None", "True", "import"])
def test_a_parameter_may_be_called_like_a_word_of_python(name: str) -> None:
    assert codes(("  process_yield:", f"  {name}:"), ("1 t / process_yield", f"1 t / {name}")) == []
