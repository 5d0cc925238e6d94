"""Parameters and amounts: formulas with units, in the right order, from the file, from tables, from outside."""

from __future__ import annotations

import pytest

from footprint.errors import ProblemsFound
from footprint.model import ProductModel, evaluate, read_text
from footprint.model.evaluation.readable import readable_unit
from footprint.units import Dimension, parse_amount, parse_unit

HEAD = """
footprint: product-model/1
product: {name: X, flow: x, declared_unit: 1 t}
period: {start: 2024-01-01, end: 2024-12-31}
"""


def model(parameters: str, amount: str = "1 t", more: str = "") -> ProductModel:
    return read_text(f"{HEAD}parameters: {{{parameters}}}\nprocesses:\n  p:\n    outputs: {{x: {amount}}}\n{more}")


def failing(parameters: str, amount: str = "1 t") -> list[str]:
    with pytest.raises(ProblemsFound) as raised:
        model(parameters, amount)
    return [finding.code for finding in raised.value.findings if finding.severity.value == "error"]


def test_plain_amounts_keep_value_and_unit() -> None:
    numbers = evaluate(model("aa: 35 g"))
    assert str(numbers.parameters["aa"]) == "35 g"
    assert str(numbers.amounts["p/outputs/x"]) == "1 t"


def test_parameters_are_evaluated_in_the_order_of_their_use() -> None:
    numbers = evaluate(model('aa: "= bb + 1 kg", bb: "= cc * 2", cc: 1.5 kg'))
    assert str(numbers.parameters["aa"]) == "4 kg"


def test_a_formula_has_the_unit_of_its_dimension() -> None:
    numbers = evaluate(model("rate: 90 kWh/t", '"= 2 t"', '    inputs:\n      e: {amount: "= 2 t * rate", declared: 1 kg CO2e/kWh}\n'))
    assert numbers.amounts["p/inputs/e"].to("kWh").value == pytest.approx(180, rel=1e-15)
    assert numbers.amounts["p/inputs/e"].unit.text == "MJ"


@pytest.mark.parametrize(
    ("unit", "shown"),
    [
        ("kg", "kg"),
        ("kWh", "MJ"),
        ("t km", "t km"),
        ("m3", "m3"),
        ("kWh/t", "MJ/kg"),
        ("kg/kg", "1"),
        ("Nm3", "Nm3"),
        ("CNY/t", "CNY/kg"),
        ("a", "h"),
    ],
)
def test_units_of_results_are_those_people_read(unit: str, shown: str) -> None:
    assert readable_unit(parse_unit(unit).dimension).text == shown


def test_every_dimension_of_whole_exponents_has_a_unit() -> None:
    assert readable_unit(Dimension({"mass": 2, "energy": -1, "length": -3})).dimension == Dimension({"mass": 2, "energy": -1, "length": -3})


def test_overrides_take_the_place_of_parameters_and_what_depends_on_them() -> None:
    sound = model('aa: 2 kg, bb: "= aa * 2"')
    numbers = evaluate(sound, {"aa": parse_amount("3000 g")})
    assert str(numbers.parameters["aa"]) == "3000 g"
    assert numbers.parameters["bb"].to("kg").value == 6


def test_overrides_may_name_an_exchange() -> None:
    numbers = evaluate(model("aa: 2 kg"), {"p/outputs/x": parse_amount("7 t")})
    assert str(numbers.amounts["p/outputs/x"]) == "7 t"


@pytest.mark.parametrize(
    ("overrides", "code"),
    [({"aaa": "1 kg"}, "M208"), ({"aa": "1 kWh"}, "M209"), ({"p/outputs/y": "1 t"}, "M208"), ({"p/outputs/x": "-1 t"}, "M204")],
)
def test_an_override_that_fits_nothing_is_an_error(overrides: dict[str, str], code: str) -> None:
    with pytest.raises(ProblemsFound) as raised:
        evaluate(model("aa: 2 kg"), {name: parse_amount(text) for name, text in overrides.items()})
    assert [finding.code for finding in raised.value.findings] == [code]


def test_a_circle_is_named_once_from_the_name_that_stands_first() -> None:
    with pytest.raises(ProblemsFound) as raised:
        model('zz: "= aa", aa: "= bb + cc", bb: "= aa", cc: 1 kg')
    (finding,) = [item for item in raised.value.findings if item.code == "M202"]
    assert "aa → bb → aa" in finding.message()


def test_what_depends_on_a_broken_parameter_is_passed_over() -> None:
    assert failing('aa: "= qq", bb: "= aa * 2", cc: "= bb / aa"', '"= cc * 1 t"') == ["M201"]


def test_dimensions_are_checked_on_both_sides() -> None:
    assert failing('aa: 1 kg, bb: "= aa + 1 kWh"') == ["U204"]


def test_division_by_zero_is_named() -> None:
    assert failing('aa: 0 kg, bb: "= 1 kg / aa"') == ["U207"]


def test_negative_amounts_are_refused_after_formulas() -> None:
    assert failing("aa: -2 kg", '"= aa"') == ["M204"]


def test_an_output_of_zero_is_refused() -> None:
    assert failing("aa: 0 kg", '"= aa"') == ["M205"]


def test_zero_inputs_are_amounts() -> None:
    numbers = evaluate(model("aa: 0 kg", "1 t", "    inputs:\n      e: {amount: 0 kWh, declared: 1 kg CO2e/kWh}\n"))
    assert numbers.amounts["p/inputs/e"].value == 0


def test_avoided_products_are_amounts() -> None:
    more = (
        "    allocation:\n      by: substitution\n      why: rules\n      main: x\n"
        '      avoided: {y: {amount: "= 2 * aa", from: model:y.yaml}}\n'
    )
    numbers = evaluate(model("aa: 2 kg", "1 t, y: 1 kg", more))
    assert numbers.amounts["p/allocation/avoided/y"].to("kg").value == 4
