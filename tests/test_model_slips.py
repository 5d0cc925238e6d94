"""Slips of the pen that give a plausible file and a wrong number, or a finding that leads astray."""

from __future__ import annotations

from pathlib import Path

import pytest

import footprint as fp
from footprint.errors import Finding, ProblemsFound
from footprint.inventory import open_library
from footprint.model import check_model, check_text, evaluate
from footprint.supply_chain.flow_names import suggest_flows
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


def test_packages_are_not_missed_where_only_their_key_is_misspelt() -> None:
    edits = (("parameters:\n", 'inventory: {cn-fuels: "2025.1"}\nparameters:\n'), ("declared: 0.5777 kg CO2e/kWh", "from: cn-fuels/x"))
    assert codes(*edits) == ["M120"]


def test_a_package_is_not_taken_for_an_unlike_one() -> None:
    pins = ("parameters:\n", 'inventories: {cn-fuels: "2025.1"}\nparameters:\n')
    for package, suggestions in (("cn-materials", []), ("cn-fules", ["cn-fuels"])):
        found = findings(pins, ("declared: 0.5777 kg CO2e/kWh", f"from: {package}/x"))
        assert [finding.values["suggestions"] for finding in found if finding.code == "M234"] == [suggestions]


def test_a_shipped_package_that_is_not_listed_is_named_with_its_version(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    text = MODEL.replace("declared: 0.5777 kg CO2e/kWh", "from: cn-heat/liaoning-2025")
    path.write_text(text, encoding="utf-8")
    (finding,) = fp.check(path)
    assert finding.code == "S102"
    assert '`cn-heat: "2025.1"`' in finding.hint()
    with pytest.raises(ProblemsFound) as raised:
        fp.calculate(path)
    assert [found.code for found in raised.value.findings] == ["S102"]
    path.write_text(text.replace("cn-heat", "of-nobody"), encoding="utf-8")
    assert [found.code for found in fp.check(path)] == ["M234"]


@pytest.mark.parametrize("amount", ["1 t * process_yield", "1 t / process_yield", "max(1 t, 2 t) + process_yield"])
def test_a_formula_without_its_equals_sign_is_recognised(amount: str) -> None:
    finding = only(("= 1 t / process_yield", amount), ("process_yield: 96 %", "process_yield: {value: '= 0.96'}"))
    assert finding.code == "U214"
    assert f"`= {amount}`" in finding.hint()


@pytest.mark.parametrize(("amount", "code"), [("1 kg/kWhh", "U101"), ("kilo", "U105"), ("1 tt", "U101")])
def test_an_amount_with_a_wrong_unit_is_no_formula(amount: str, code: str) -> None:
    assert code in codes(("150 kWh", amount))


def test_a_declared_factor_without_co2e_is_suggested_with_it() -> None:
    finding = only(("2100 kg CO2e/t", "2100 kg/t"))
    assert finding.code == "M254"
    assert "`2100 kg CO2e/t`" in finding.hint()
    other = only(("0.5777 kg CO2e/kWh", "0.5777 kg CO2e/t"))
    assert "such as kg CO2e/kWh" in other.message()
    assert other.values["suggestions"] == []


@pytest.mark.parametrize("pattern", ["2024/{}", "2024-{}", "2024年{}月", "2024.{}", "2024/{:02d}"])
@pytest.mark.parametrize("head", ["month", "月份"])
def test_months_as_spreadsheets_write_them_are_read(tmp_path: Path, pattern: str, head: str) -> None:
    rows = "".join(f"{pattern.format(month)},200,1\n" for month in range(1, 13))
    (tmp_path / "a.csv").write_text(f"{head},outputs／wire（t）,inputs/rod ［t/t］\n{rows}", encoding="utf-8")
    model = MODEL.replace("outputs: {wire: 1 t}", "outputs: {wire: {}}").replace("    stage:", "    activity: a.csv\n    stage:")
    model = model.replace('amount: "= 1 t / process_yield", ', "").replace("amount: 150 kWh", 'amount: "= 1 kWh / process_yield"')
    (tmp_path / "m.yaml").write_text(model, encoding="utf-8")
    product_model, found = check_model(tmp_path / "m.yaml")
    assert [finding.code for finding in found] == ["M318"]
    assert product_model is not None
    assert str(evaluate(product_model).amounts["drawing/inputs/rod"]) == "2400 t"


@pytest.mark.parametrize(
    ("written", "suggestions"),
    [
        ("CO2", ["carbon dioxide, fossil", "carbon dioxide, biogenic"]),
        ("CO₂", ["carbon dioxide, fossil", "carbon dioxide, biogenic"]),
        ("二氧化碳", ["carbon dioxide, fossil", "carbon dioxide, biogenic"]),
        ("化石二氧化碳", ["carbon dioxide, fossil"]),
        ("fossil CO2", ["carbon dioxide, fossil"]),
        ("carbon dioxide (biogenic)", ["carbon dioxide, biogenic"]),
        ("CH4", ["methane, fossil", "methane, biogenic"]),
        ("甲烷", ["methane, fossil", "methane, biogenic"]),
        ("N2O", ["nitrous oxide", "nitrous oxide, biogenic"]),
        ("氧化亚氮", ["nitrous oxide", "nitrous oxide, biogenic"]),
        ("CO2e", ["CO2e, GWP set not stated", "CO2e, GWP set AR6", "CO2e, GWP set AR5"]),
        ("六氟化硫", ["SF6"]),
        ("methane, fosil", ["methane, fossil", "methane, biogenic"]),
        ("quartz", []),
    ],
)
def test_a_gas_is_found_by_its_formula_and_its_chinese_name(written: str, suggestions: list[str]) -> None:
    assert suggest_flows(written, open_library(()).flows()) == suggestions


def test_an_unknown_flow_of_a_model_is_answered_with_the_gas_that_is_meant(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(MODEL + "    emissions:\n      co2: {flow: CO2, amount: 3 kg}\n", encoding="utf-8")
    (finding,) = fp.check(path)
    assert finding.code == "S106"
    assert finding.values["suggestions"] == ["carbon dioxide, fossil", "carbon dioxide, biogenic"]


@pytest.mark.parametrize(
    ("written", "suggestions"),
    [
        ("1,165 kWh", ["1165 kWh", "1.165 kWh"]),
        ("1,6 kWh", ["1.6 kWh"]),
        ("1,234,567 kWh", ["1234567 kWh"]),
        ("= max(1 kWh, 150 kWh)", ['"= max(1 kWh, 150 kWh)"']),
    ],
)
def test_a_comma_within_braces_is_one_finding_with_what_was_meant(written: str, suggestions: list[str]) -> None:
    finding = only(("150 kWh", written))
    assert finding.code == "M137"
    assert finding.values["suggestions"] == suggestions
    assert finding.place is not None
    assert finding.place.column == 29


def test_a_comma_in_a_short_form_within_braces_is_found() -> None:
    finding = only(("outputs: {wire: 1 t}", "outputs: {wire: 1,000 kg}"))
    assert (finding.code, finding.values["suggestions"]) == ("M137", ["1000 kg", "1.000 kg"])


def test_a_misspelt_key_without_value_is_no_comma() -> None:
    assert "M137" not in codes(("declared: 2100 kg CO2e/t}", "declared: 2100 kg CO2e/t, sourc}"))
    assert "M137" not in codes(("declared: 2100 kg CO2e/t}", "declared: 2100 kg CO2e/t, source}"))


@pytest.mark.parametrize("written", ["amount： 150 kWh", "amount：150 kWh", "amount:150 kWh"])
def test_a_colon_that_is_none_is_named(written: str) -> None:
    finding = only(("amount: 150 kWh", written))
    assert finding.code == "M138"
    assert finding.values["suggestions"] == ["amount: 150 kWh"]
    assert ("全角冒号" in finding.message("zh")) == ("：" in written)


def test_the_only_entry_with_a_full_width_colon_is_named() -> None:
    finding = only(("outputs: {wire: 1 t}", "outputs:\n      钢丝： 1 t"))
    assert (finding.code, finding.values["suggestions"]) == ("M138", ["钢丝: 1 t"])


@pytest.mark.parametrize("quoted", ["“= 150 kWh”", "‘= 150 kWh’", "「= 150 kWh」"])
def test_curly_quotation_marks_are_named(quoted: str) -> None:
    finding = only(("150 kWh", quoted))
    assert finding.code == "M139"
    assert finding.values["suggestions"] == ['"= 150 kWh"']


def test_a_full_width_comma_within_braces_is_named_and_elsewhere_left_alone() -> None:
    finding = only(("150 kWh, declared", "150 kWh， declared"))
    assert finding.code == "M101"
    assert "`，`" in finding.message()
    assert codes(("name: Wire", "name: 钢丝，冷拉")) == []


@pytest.mark.parametrize(("factor", "effect"), [("0", "counts as nothing"), ("-3", "lowers the footprint"), ("−3", "lowers the footprint")])
def test_a_declared_factor_of_zero_or_less_is_questioned(factor: str, effect: str) -> None:
    finding = only(("declared: 2100 kg CO2e/t", f"declared: {factor} kg CO2e/t"))
    assert (finding.code, finding.severity.value) == ("M274", "warning")
    assert effect in finding.line()
    assert finding.place is not None
    assert finding.place.line == 11


def test_a_small_declared_factor_is_not_questioned() -> None:
    assert codes(("declared: 2100 kg CO2e/t", "declared: 0.001 kg CO2e/t")) == []
