"""The dialect as a whole: its tables, its registry, its records."""

from __future__ import annotations

import pickle
import subprocess
import sys
from fractions import Fraction

import pytest

from footprint.errors import UnitError, error_classes
from footprint.units import (
    DIMENSIONLESS,
    Amount,
    Dimension,
    Unit,
    base_unit,
    check_parameter_name,
    conversion_factor,
    is_unit_name,
    parse_amount,
    parse_expression,
    parse_formula,
    parse_unit,
    quantity,
    registry,
)
from footprint.units.definitions import Definition, dialect
from footprint.units.errors import (
    AmountOutOfRange,
    AmountTooLong,
    ExponentTooLarge,
    MissingUnit,
    UnitSyntax,
    UnknownUnit,
    UnwritableUnit,
    WrongDimension,
)
from footprint.units.formula_errors import BadParameterName
from footprint.units.table import units_page, units_table
from shared import REPOSITORY

DEFINITIONS = dialect().definitions


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda definition: definition.name)
def test_pint_and_this_package_read_the_same_out_of_the_dialect(definition: Definition) -> None:
    made = registry()
    read = made.Quantity(1.0, made.Unit(made.UnitsContainer({definition.name: 1}))).to_base_units()
    assert read.magnitude == pytest.approx(float(definition.factor), rel=1e-12)
    assert {name.strip("[]"): power for name, power in read.dimensionality.items()} == definition.dimension.powers


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda definition: definition.name)
def test_every_unit_has_a_meaning_in_both_languages_and_a_section(definition: Definition) -> None:
    assert definition.en
    assert definition.zh or definition.name in ("pound", "short_ton", "long_ton")
    assert definition.section_en
    assert definition.section_zh


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda definition: definition.name)
def test_every_spelling_is_read_and_printed_as_one_symbol(definition: Definition) -> None:
    for spelling in definition.spellings:
        unit = parse_unit(spelling)
        assert unit.exact == definition.factor
        assert unit.dimension == definition.dimension
        assert unit.text == (definition.written_out or definition.symbol)
        assert is_unit_name(spelling)


def test_the_registry_holds_nothing_but_the_dialect() -> None:
    made = registry()
    assert set(made._units) == {spelling for definition in DEFINITIONS for spelling in definition.spellings}
    assert set(made._prefixes) == {""}


@pytest.mark.parametrize("text", ["kgs", "5 kgs", "micronit", "parsec", "knot", "1,5 kg", "9**9**9 kg", "kiloton", "mJ", "-5 -kg"])
def test_no_text_reaches_the_parser_of_pint_unread(text: str) -> None:
    with pytest.raises(UnitError):
        registry().Quantity(text)
    with pytest.raises((UnitError, AttributeError)):
        registry()(text)
    assert not hasattr(registry(), text)


def test_quantities_are_shown_as_people_write_them() -> None:
    intensity = quantity("0.5777 kg CO2e/kWh")
    assert repr(intensity) == "<Quantity(0.5777, 'kg CO2e/kWh')>"
    assert f"{intensity:.2f}" == "0.58 kg CO2e/kWh"
    assert str(quantity("3 tkm")) == "3.0 t km"
    assert repr(registry().Quantity(2260, "kg CO2e")) == "<Quantity(2260, 'kg CO2e')>"
    assert repr((quantity("2 kg CO2e/kWh") * quantity("3 kWh")).to("g CO2e")) == "<Quantity(6000.0, 'g CO2e')>"
    assert repr(intensity.units) == "<Unit('kg CO2e/kWh')>"
    assert intensity._repr_html_() == "0.5777 kg CO2e/kWh"


def test_pint_refuses_the_wrong_dimension_too() -> None:
    import pint

    with pytest.raises(pint.DimensionalityError):
        quantity("1 Nm3").to("m3")


@pytest.mark.parametrize("refusal", dialect().refusals.values(), ids=lambda refusal: refusal.token)
def test_every_refused_token_is_refused_with_units_that_are_accepted(refusal: object) -> None:
    from footprint.units.definitions import Refusal

    assert isinstance(refusal, Refusal)
    with pytest.raises(UnitError) as caught:
        parse_unit(refusal.token)
    assert refusal.token not in dialect().units
    assert refusal.reason_en.endswith(".")
    assert refusal.reason_zh.endswith("。")
    assert caught.value.values["suggestions"]
    for suggestion in refusal.suggestions:
        assert parse_unit(suggestion)


def test_printed_units_stand_in_the_order_of_writing() -> None:
    assert parse_unit("CO2e*kg/(km t)").text == "kg CO2e/(t km)"
    assert parse_unit("a m2").text == "m2 a"
    assert parse_unit("h kW").text == "kW h"
    assert parse_unit("(kg CO2e)/(kWh)").text == "kg CO2e/kWh"
    assert parse_unit("kg/(kWh/a)").text == "kg a/kWh"
    assert parse_unit("kg^-1").text == "1/kg"
    assert parse_unit("m m m").text == "m3"
    assert parse_unit("m⁻³ kg").text == "kg/m3"
    assert parse_unit("1").text == "1"
    assert str(parse_unit("1/a")) == "1/a"


def test_equal_units_are_equal_objects_and_survive_pickling() -> None:
    assert parse_unit("kg CO2e/tkm") == parse_unit("kg CO2e/(t km)")
    assert len({parse_unit("kWh"), parse_unit("度"), parse_unit("千瓦时")}) == 1
    for text in ("kg CO2e/(t km)", "1", "m2", "1/a", "kg/kg"):
        assert pickle.loads(pickle.dumps(parse_unit(text))) == parse_unit(text)
    assert pickle.loads(pickle.dumps(parse_amount("1.5 kWh"))) == parse_amount("1.5 kWh")
    assert pickle.loads(pickle.dumps(parse_formula("= x + 1 t"))) == parse_formula("= x + 1 t")
    assert pickle.loads(pickle.dumps(parse_unit("kWh/a").dimension)) == parse_unit("kWh/a").dimension


def test_errors_survive_pickling_with_their_values() -> None:
    with pytest.raises(WrongDimension) as caught:
        parse_amount("1 kWh").to("t")
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.values == caught.value.values
    assert str(again) == str(caught.value)
    assert "kWh" in str(again)
    assert "energy" in str(again)
    assert "mass" in str(again)


def test_units_multiply_and_divide() -> None:
    kilogram, hour = parse_unit("kg"), parse_unit("h")
    assert (kilogram * parse_unit("CO2e") / parse_unit("kWh")).text == "kg CO2e/kWh"
    assert (kilogram / hour).text == "kg/h"
    assert (hour**2).text == "h^2"
    assert ((kilogram / hour) ** -1).text == "h/kg"
    with pytest.raises(ExponentTooLarge):
        hour**7


def test_base_units_are_coherent() -> None:
    for text in ("kWh", "kg CO2e/kWh", "t km", "Nm3/h", "CNY/t", "1", "m3"):
        unit = parse_unit(text)
        base = base_unit(unit.dimension)
        assert base.factor == 1
        assert base.dimension == unit.dimension
        assert parse_unit(base.text) == base
    with pytest.raises(UnwritableUnit):
        base_unit(parse_unit("kg").dimension ** Fraction(1, 2))
    with pytest.raises(UnwritableUnit):
        base_unit(Dimension({"mass": 7}))


def test_dimensions_are_written_readably() -> None:
    assert [str(parse_unit(text).dimension) for text in ("kg", "MJ/kg", "kg CO2e/kWh", "t km", "m2", "L", "kW", "1", "%", "m2 a")] == [
        "mass",
        "energy/mass",
        "mass·CO2e/energy",
        "mass·length",
        "area",
        "volume",
        "energy/time",
        "1",
        "1",
        "area·time",
    ]
    assert str(parse_unit("MJ/Nm3").dimension) == "energy/normal volume"
    assert str(parse_unit("MJ").dimension / parse_unit("kg a").dimension) == "energy/(mass·time)"
    assert str(parse_unit("kg").dimension ** Fraction(1, 2)) == "mass^(1/2)"
    assert repr(DIMENSIONLESS) == "<Dimension 1>"
    with pytest.raises(AttributeError):
        DIMENSIONLESS.name = "mass"  # type: ignore[attr-defined]


def test_conversion_is_exact_where_it_can_be() -> None:
    assert conversion_factor(parse_unit("kWh"), parse_unit("度")) == 1.0
    assert conversion_factor(parse_unit("MJ"), parse_unit("GJ")) == 0.001
    assert parse_amount("35 g").base == 0.035
    assert parse_amount("1.1 g").base == 0.0011
    assert parse_amount("3 亩").to("m2").value == 2000
    assert parse_amount("0.1 亩").base == 66.66666666666667
    assert parse_amount("90 kWh").to("MJ").value == 324
    assert parse_amount("5 kg").to(parse_unit("kg")) is not None
    assert str(parse_amount("2 L").to("m3")) == "0.002 m3"


def test_printing_keeps_every_digit() -> None:
    for number in (0.1, 1 / 3, 1e-7, 123456789.123, 1e22, 5.0, -2.5e-300, 2.0**53):
        amount = Amount(number, parse_unit("kg"))
        assert parse_amount(str(amount)) == amount
    assert str(parse_amount("1.50 kWh")) == "1.5 kWh"
    assert repr(parse_amount("300 km")) == "<Amount 300 km>"


def test_a_number_alone_is_an_amount_only_where_asked_for() -> None:
    with pytest.raises(MissingUnit):
        parse_amount("0.4")
    share = parse_amount("0.4", number_alone=True)
    assert share.dimension == DIMENSIONLESS
    assert str(share) == "0.4"
    assert parse_amount("40 %", number_alone=True).base == pytest.approx(0.4)


def test_an_equals_sign_starts_a_formula() -> None:
    assert isinstance(parse_expression("1 t"), Amount)
    assert parse_expression("= 1 t") == parse_formula("1 t")
    assert parse_expression("＝ 1 t") == parse_formula("1 t")
    assert parse_expression("  = 1 t") == parse_formula("1 t")


@pytest.mark.parametrize("text", ["9" * 100_000 + " kg", "k" * 100_000, "1 " + "kg " * 100_000, "(" * 201, "5" + " " * 100_000 + "kg"])
def test_long_texts_are_refused_at_once(text: str) -> None:
    with pytest.raises(AmountTooLong) as caught:
        parse_amount(text)
    assert caught.value.values["limit"] == 200
    with pytest.raises(AmountTooLong):
        parse_unit(text)


def test_deep_parentheses_and_huge_units_are_refused() -> None:
    assert parse_unit("((((kg))))").text == "kg"
    with pytest.raises(UnitSyntax):
        parse_unit("(" * 50 + "kg" + ")" * 50)
    with pytest.raises(AmountOutOfRange):
        parse_unit("EJ^6 TWh^6 PJ^6 亿kWh^6 亿t^6")
    with pytest.raises(AmountOutOfRange):
        parse_amount("1e-320 µg^2")


def test_the_nearest_units_are_suggested_for_a_typing_error() -> None:
    for wrong, right in {"kilogramm": "kg", "kWhh": "kWh", "tonn": "t", "立方": "m3", "hectar": "ha", "megajoul": "MJ"}.items():
        with pytest.raises(UnitError) as caught:
            parse_unit(wrong)
        assert right in caught.value.values["suggestions"], wrong
    with pytest.raises(UnknownUnit) as unknown:
        parse_unit("qqqqqqqq")
    assert unknown.value.values["suggestions"] == []


@pytest.mark.parametrize("name", ["kg", "t", "min", "max", "exp", "2x", "a b", "x-y", "", "x.y", "１", "ｘ", "度", "m²", "x" * 101, "克"])
def test_names_that_formulas_cannot_use_are_refused(name: str) -> None:
    with pytest.raises(BadParameterName):
        check_parameter_name(name)


@pytest.mark.parametrize("name", ["px_rate", "产量", "_x", "X1", "电耗_2024", "T", "ton", "效率"])
def test_other_names_are_free(name: str) -> None:
    check_parameter_name(name)
    assert parse_formula(f"= {name} * 2").names == {name}


def test_the_page_of_units_is_current() -> None:
    page = REPOSITORY / "docs" / "reference" / "units.md"
    assert page.read_text(encoding="utf-8") == units_page(), "write footprint.units.table.units_page() to docs/reference/units.md"


def test_the_page_lists_every_unit_once() -> None:
    table = units_table()
    assert len(table) == len(DEFINITIONS)
    spellings = [row.symbol for row in table] + [spelling for row in table for spelling in row.spellings]
    assert len(spellings) == len(set(spellings))


def test_every_error_of_units_explains_itself_in_both_languages() -> None:
    classes = [cls for cls in error_classes(UnitError) if cls.code.startswith("U")]
    assert len(classes) == len({cls.code for cls in classes}) >= 28
    for cls in classes:
        assert cls.__doc__
        assert cls.title["en"]
        assert cls.title["zh"]
        assert cls.message["en"]
        assert cls.message["zh"]


@pytest.mark.parametrize("work", ["parse_amount('1 t')", "parse_formula('x * 2').evaluate({'x': 1.0})", "is_unit_name('x')"])
def test_reading_units_loads_no_numerical_library(work: str) -> None:
    code = f"import sys; from footprint.units import *; {work}; print(sorted({{'pint', 'numpy', 'pydantic'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPOSITORY)
    assert done.stdout.strip() == "[]"


def test_unit_is_hashable_by_text() -> None:
    assert isinstance(parse_unit("kg"), Unit)
    assert {parse_unit("kg"): 1}[parse_unit("公斤")] == 1
