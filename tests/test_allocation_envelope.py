"""The allocation envelope against models that are written with the other keys."""

from __future__ import annotations

import itertools
import json

import pytest

import footprint as fp
from footprint.insight.allocation_envelope import Envelope
from footprint.insight.allocation_envelope import envelope as envelope_with
from footprint.inventory import open_library
from footprint.model import read_text
from footprint.pipeline import calculate_with, envelope
from footprint.units import parse_amount
from shared import REPOSITORY

FIRST = "{by: mass, why: test, prices: {oil: 8 CNY/kg, meal: 3 CNY/kg}}"
SECOND = "{by: economic, why: test, prices: {acid: 9 CNY/kg, glycerine: 4 CNY/kg}}"
MODEL = f"""footprint: product-model/1
product: {{name: Acid, flow: acid, declared_unit: 1 kg}}
period: {{start: 2024-01-01, end: 2024-12-31}}
inventories: {{cn-electricity: "2024.1"}}
flows:
  oil: {{lower_heating_value: 37 MJ/kg, carbon_content: 0.77 kg/kg, source: test}}
  meal: {{lower_heating_value: 17 MJ/kg, source: test}}
  acid: {{other: {{sulphur: 2 g/kg}}, source: test}}
  glycerine: {{other: {{sulphur: 1 g/kg}}, source: test}}
processes:
  pressing:
    stage: pressing
    outputs: {{oil: 40 kg, meal: 60 kg}}
    allocation: {FIRST}
    inputs: {{power: {{amount: 10 kWh, from: cn-electricity/national-average-2024}}}}
    emissions: {{co2: {{flow: "carbon dioxide, fossil", amount: 20 kg}}}}
  splitting:
    stage: splitting
    outputs: {{acid: 90 kg, glycerine: 10 kg}}
    allocation: {SECOND}
    inputs: {{oil: 100 kg, power: {{amount: 30 kWh, from: cn-electricity/national-average-2024}}}}
"""

# By hand: share of the first product under each key.
SHARES = {
    "pressing": {"mass": 40 / 100, "economic": 320 / 500, "energy": 40 * 37 / (40 * 37 + 60 * 17)},
    "splitting": {"mass": 90 / 100, "economic": 810 / 850, "property:sulphur": 180 / 190},
}


def by_hand(pressing: str, splitting: str) -> float:
    oil = SHARES["pressing"][pressing] * (10 * 0.5777 + 20) / 40
    return SHARES["splitting"][splitting] * (100 * oil + 30 * 0.5777) / 90


@pytest.fixture(scope="module")
def found() -> Envelope:
    return envelope(read_text(MODEL))


def test_every_combination_of_admissible_keys_is_what_arithmetic_gives(found: Envelope) -> None:
    assert (found.complete, found.combinations) == (True, 9)
    assert len(found.cases) == 9
    seen = {(case.keys["pressing"], case.keys["splitting"]): case.value for case in found.cases}
    for keys in itertools.product(SHARES["pressing"], SHARES["splitting"]):
        assert seen[keys] == pytest.approx(by_hand(*keys), rel=1e-12)


def test_the_ends_are_the_least_and_the_greatest_of_all(found: Envelope) -> None:
    values = {keys: by_hand(*keys) for keys in itertools.product(SHARES["pressing"], SHARES["splitting"])}
    assert found.low.value == pytest.approx(min(values.values()))
    assert found.high.value == pytest.approx(max(values.values()))
    assert tuple(found.low.keys.values()) == min(values, key=lambda keys: values[keys])
    assert tuple(found.high.keys.values()) == max(values, key=lambda keys: values[keys])


def test_the_base_is_the_first_case_and_changes_nothing(found: Envelope) -> None:
    assert dict(found.cases[0].keys) == {"pressing": "mass", "splitting": "economic"}
    assert (found.cases[0].value, found.cases[0].delta) == (found.result.value, 0.0)


def test_a_case_is_the_result_of_a_model_written_so(found: Envelope) -> None:
    written = MODEL.replace(FIRST, "{by: energy, why: test}").replace(SECOND, "{by: {property: sulphur}, why: test}")
    case = next(case for case in found.cases if dict(case.keys) == {"pressing": "energy", "splitting": "property:sulphur"})
    assert case.value == pytest.approx(fp.calculate(read_text(written)).value, rel=1e-12)


def test_keys_that_cannot_be_applied_are_listed_with_the_reason(found: Envelope) -> None:
    pressing, splitting = found.processes
    refused = {choice.key: choice for choice in pressing.keys if not choice.admissible}
    assert set(refused) == {"exergy", "heat_ratio", "shares", "substitution", "property:carbon_content"}
    assert "carbon_content" in refused["property:carbon_content"].why["en"]  # type: ignore[index]
    assert "energy" in {choice.key for choice in splitting.keys if not choice.admissible}
    for shared in found.processes:
        assert shared.keys[0].key == shared.used
        for choice in shared.keys:
            assert choice.admissible == (choice.value is not None) == (choice.why is None)
            if choice.why is not None:
                assert set(choice.why) == {"en", "zh"}
            if choice.shares is not None:
                assert sum(choice.shares.values()) == pytest.approx(1)


def test_with_too_many_combinations_one_process_is_changed_at_a_time() -> None:
    library = open_library()
    result = fp.calculate(read_text(MODEL))
    few = envelope_with(result, lambda model, values: calculate_with(model, library, values), bound=8)
    assert (few.complete, few.combinations, len(few.cases)) == (False, 9, 5)
    for case in few.cases:
        assert sum(case.keys[shared.process] != shared.used for shared in few.processes) <= 1


def test_values_that_are_set_hold_in_every_case() -> None:
    result = fp.calculate(read_text(MODEL), overrides={"splitting/inputs/power": parse_amount("60 kWh")})
    for case in envelope(result).cases:
        more = SHARES["splitting"][case.keys["splitting"]] * 30 * 0.5777 / 90
        assert case.value == pytest.approx(by_hand(case.keys["pressing"], case.keys["splitting"]) + more)


def test_substitution_is_asked_for_where_the_model_says_what_is_replaced() -> None:
    avoided = "main: acid, avoided: {glycerine: {amount: 8 kWh, from: cn-electricity/coal-2024}}"
    text = MODEL.replace(SECOND, f"{{by: substitution, why: test, {avoided}}}")
    found = envelope(read_text(text))
    keys = {choice.key: choice for choice in found.processes[1].keys}
    assert keys["substitution"].admissible
    assert keys["mass"].value == pytest.approx(by_hand("mass", "mass"))


def test_a_key_under_which_all_products_weigh_nothing_cannot_be_applied() -> None:
    text = MODEL.replace("sulphur: 2 g/kg", "sulphur: 0 g/kg").replace("sulphur: 1 g/kg", "sulphur: 0 g/kg")
    found = envelope(read_text(text))
    assert not next(choice for choice in found.processes[1].keys if choice.key == "property:sulphur").admissible


def test_a_model_without_allocation_has_a_range_of_one_value() -> None:
    found = envelope(REPOSITORY / "product_models" / "bearing.yaml")
    assert found.processes == ()
    assert found.low == found.high == found.cases[0]
    assert found.complete


def test_what_other_models_share_is_named_and_not_changed() -> None:
    found = envelope(REPOSITORY / "product_models" / "pet.yaml")
    assert found.elsewhere == ("chp.yaml#plant",)


def test_the_heat_of_the_power_plant_hangs_on_the_key() -> None:
    """By 供热比 and by energy: the only keys for which the shipped model has the figures."""
    found = envelope(REPOSITORY / "product_models" / "chp.yaml")
    assert [choice.key for choice in found.processes[0].keys if choice.admissible] == ["heat_ratio", "energy"]
    assert found.low.keys == {"plant": "heat_ratio"}
    assert found.high.keys == {"plant": "energy"}


def test_the_record_is_plain_data_in_both_languages(found: Envelope) -> None:
    for lang in ("en", "zh"):
        data = json.loads(json.dumps(found.as_dict(lang)))
        assert data["low"]["value"] == found.low.value
    assert len(found.frame()) == len(found.cases)
    assert list(found.frame().columns[:2]) == ["pressing", "splitting"]
