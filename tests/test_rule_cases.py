"""What the rules of verification compute, against answers from elsewhere."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from footprint.inventory import Library
from footprint.model import read, read_text
from footprint.pipeline import calculate
from footprint.verification.profile import profile_names, read_profile
from footprint.verification.rules import RULES, Case, assess, reference_datasets
from footprint.verification.rules.carbon import CARBON_OF_GAS
from rule_examples import COAL, DELIVERED, KELP, SUBSTITUTION, WIND
from rule_models import BASE, LIBRARY, case_of, edited, outcomes, strict
from shared import REPOSITORY

SHIPPED = sorted((REPOSITORY / "product_models").glob("*.yaml"))
MORE_POWER = ("    inputs:\n      stone:", f"    inputs:\n      {WIND}\n      {DELIVERED}\n      stone:")


MORTAR = """\
footprint: product-model/1
product: {name: Mortar, flow: mortar, declared_unit: 1 t}
producer: {name: Mortar works, site: {country: CN}}
period: {start: 2024-01-01, end: 2024-12-31}
inventories: {cn-electricity: "2024.1"}
processes:
  mixing:
    outputs: {mortar: 1 t}
    inputs: {lime: {amount: 0.2 t, from: "model:lime.yaml#lime"}, power: {amount: 5 kWh, from: cn-electricity/national-average-2024}}
"""


def test_the_sensitivity_run_is_the_calculation_with_average_electricity() -> None:
    """Replace wind and its delivery by hand, calculate with Brightway, and compare."""
    case = case_of(edited(MORE_POWER))
    (outcome,) = outcomes("grid-sensitivity", case)
    by_hand = calculate(read_text(edited(("amount: 40 kWh", "amount: 100 kWh"))))
    assert outcome.values["value"] == pytest.approx(by_hand.value, rel=1e-12)
    assert outcome.values["stated"] == case.result.value
    assert outcome.values["difference"] == pytest.approx(60 * (0.5777 - 0.0324 - 0.0327), rel=1e-9)
    assert outcome.values["replaced"] == ["kiln/inputs/wind", "kiln/inputs/delivered"]


def test_the_sensitivity_run_goes_through_loops_and_other_models(tmp_path: Path) -> None:
    """A kiln that burns its own product, and a mortar made of its lime; wind is used in the other model only."""
    looped = edited(MORE_POWER, ("      stone:\n", "      lime: 50 kg\n      stone:\n"))
    (tmp_path / "lime.yaml").write_text(looped, encoding="utf-8")
    averaged = looped.replace(
        "from: cn-electricity/wind-2024, contract: {certificate: GEC-1, retired: 2024-12-31}", "from: cn-electricity/national-average-2024"
    )
    averaged = averaged.replace(f"      {DELIVERED}\n", "")
    model = read_text(MORTAR, "mortar.yaml", tmp_path)
    case = Case(model, calculate(model), library=LIBRARY)
    (outcome,) = outcomes("grid-sensitivity", case)
    (others,) = outcomes("other-models", case)
    assert (others.status, others.values["models"]) == ("warn", ["lime.yaml"])
    # The certificate stands in the other model, which this one cannot see.
    assert [found.status for found in outcomes("green-power", case)] == ["not assessable"]
    (tmp_path / "lime.yaml").write_text(averaged, encoding="utf-8")
    again = read_text(MORTAR, "mortar.yaml", tmp_path)
    assert outcome.values["value"] == pytest.approx(calculate(again).value, rel=1e-12)


def test_the_sensitivity_run_replaces_declared_electricity() -> None:
    claimed = (
        "      green: {amount: 60 kWh, declared: 0.03 kg CO2e/kWh, contract: {certificate: GEC-1, retired: 2024-12-31}}\n      stone:\n"
    )
    (outcome,) = outcomes("grid-sensitivity", case_of(edited(("      stone:\n", claimed))))
    by_hand = calculate(read_text(edited(("amount: 40 kWh", "amount: 100 kWh"))))
    assert outcome.values["value"] == pytest.approx(by_hand.value, rel=1e-12)


def test_a_dataset_of_ones_own_that_carries_a_co2_factor_is_found(tmp_path: Path) -> None:
    package = tmp_path / "own"
    package.mkdir()
    about = {
        "name": "own",
        "version": "1",
        "title": "Own",
        "status": "literature",
        "format": "footprint-inventory/1",
        "requires": {"elementary-flows": "1"},
    }
    (package / "datapackage.json").write_text(json.dumps(about), encoding="utf-8")
    head = "code,product,name_en,amount,unit,kind,basis,status,data,capital_goods,geography,start,end,source"
    row = (
        "grid,electricity,Electricity of the region,1,kWh,market,footprint,literature,secondary,unknown,CN,2024-01-01,2024-12-31,Somewhere"
    )
    (package / "processes.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")
    (package / "exchanges.csv").write_text(
        'process,kind,flow,amount,unit\ngrid,elementary,"carbon dioxide, fossil",0.5306,kg\n', encoding="utf-8"
    )
    text = edited(("cn-electricity/national-average-2024", "own/grid"), ('cn-electricity: "2024.1"', 'own: "1"'))
    model = read_text(text)
    (outcome,) = outcomes("co2-factor", Case(model, calculate(model, [tmp_path])))
    assert (outcome.status, outcome.values["factor"]) == ("fail", "national-2023")


def test_what_another_model_shares_or_avoids_is_seen(tmp_path: Path) -> None:
    shared = edited(
        ("      lime: 1 t\n", f"      lime: 1 t\n      fines: 0.1 t\n{SUBSTITUTION}\n"),
        ("lime: {carbon", "fines: {biogenic_carbon_content: 0 kg/kg, source: None}\n  lime: {carbon"),
    )
    (tmp_path / "lime.yaml").write_text(shared, encoding="utf-8")
    model = read_text(MORTAR, "mortar.yaml", tmp_path)
    case = Case(model, calculate(model))
    (outcome,) = outcomes("avoided-burden", case, read_profile("gbt-24067-2024"))
    assert (outcome.status, outcome.values["process"]) == ("fail", "lime.yaml#kiln")
    by_shares = shared.replace(SUBSTITUTION, "    allocation: {by: shares, why: Agreed, shares: {lime: 90 %, fines: 10 %}}")
    (tmp_path / "lime.yaml").write_text(by_shares, encoding="utf-8")
    again = read_text(MORTAR, "mortar.yaml", tmp_path)
    profile = strict()
    only_mass = replace(
        profile, choices={**profile.choices, "allocation": profile.choices["allocation"].model_copy(update={"values": ("mass",)})}
    )
    (outcome,) = outcomes("allocation-order", Case(again, calculate(again)), only_mass)
    assert (outcome.status, outcome.values["process"]) == ("fail", "lime.yaml#kiln")
    own = read_text(by_shares)
    (outcome,) = outcomes("allocation-order", Case(own, calculate(own)), only_mass)
    assert (outcome.status, outcome.values["process"]) == ("fail", "kiln")
    avoiding = read_text(shared)
    (outcome,) = outcomes("avoided-burden", Case(avoiding, calculate(avoiding)), read_profile("gbt-24067-2024"))
    assert (outcome.status, outcome.values["process"]) == ("fail", "kiln")
    assert outcome.values["credit"] > 0


def test_the_average_of_the_year_that_covers_the_period_is_taken() -> None:
    earlier = ("start: 2024-01-01, end: 2024-12-31", "start: 2023-01-01, end: 2023-12-31")
    (outcome,) = outcomes("grid-sensitivity", case_of(edited(MORE_POWER, earlier)))
    assert outcome.values["average"] == "cn-electricity/national-average-2023"
    # The factor of 2023 was read in a third party's copy; it is that of the shipped package.
    assert outcome.values["value"] > outcome.values["stated"]


def test_without_a_library_only_what_takes_part_is_known() -> None:
    only_wind = edited(MORE_POWER, ("from: cn-electricity/national-average-2024", "from: cn-electricity/hydro-2024"))
    (unknown,) = outcomes("grid-sensitivity", case_of(only_wind.replace('"2024.1"', '"2024.1"'), library=Library(())))
    assert unknown.status in ("pass", "warn", "not assessable")


def test_the_references_of_a_bundle_are_the_average_and_better_editions() -> None:
    result = case_of(edited(("national-average-2024", "national-average-2023"))).result
    assert reference_datasets(result, read_profile("iso-14067"), LIBRARY) == ("cn-electricity/national-average-2024",)
    fitting = case_of(BASE).result
    assert reference_datasets(fitting, read_profile("iso-14067"), LIBRARY) == ()


def test_carbon_of_gases_agrees_with_the_usual_fractions() -> None:
    assert CARBON_OF_GAS["carbon dioxide"] == pytest.approx(12 / 44, rel=1e-3)
    assert CARBON_OF_GAS["methane"] == pytest.approx(12 / 16, rel=2e-3)
    assert CARBON_OF_GAS["carbon monoxide"] == pytest.approx(12 / 28, rel=1e-3)


def test_the_carbon_of_a_furnace_is_balanced_by_hand() -> None:
    """100 kg of methanol (37.49 % carbon) give 60 kg of acid (40 %), 40 kg CO2 and 1 kg of methane."""
    text = """\
footprint: product-model/1
product: {name: Acid, flow: acid, declared_unit: 1 kg}
period: {start: 2024-01-01, end: 2024-12-31}
inventories: {elementary-flows: "1", uslci-cn: "1"}
flows: {acid: {carbon_content: 0.4 kg/kg, source: C2H4O2}}
processes:
  plant:
    outputs: {acid: 60 kg}
    inputs: {methanol: {amount: 100 kg, from: uslci-cn/methanol}}
    emissions:
      co2: {flow: "carbon dioxide, fossil", amount: 40 kg}
      ch4: {flow: "methane, fossil", amount: 1 kg}
"""
    (outcome,) = outcomes("carbon-balance", case_of(text))
    entering, leaving = 100 * 0.3749, 60 * 0.4 + 40 * 12 / 44 + 1 * 12 / 16
    assert outcome.values["entering"] == pytest.approx(entering)
    assert outcome.values["leaving"] == pytest.approx(leaving, rel=1e-3)
    assert outcome.status == ("pass" if abs(entering - leaving) <= 0.05 * entering else "fail")


def test_an_unknown_content_that_cannot_matter_leaves_the_balance_assessable() -> None:
    little = ("      stone:\n", "      paint: {amount: 1 kg, declared: 1 kg CO2e/kg}\n      stone:\n")
    much = ("      stone:\n", "      paint: {amount: 200 kg, declared: 1 kg CO2e/kg}\n      stone:\n")
    assert [outcome.status for outcome in outcomes("carbon-balance", case_of(edited(little)))] == ["pass"]
    (outcome,) = outcomes("carbon-balance", case_of(edited(much)))
    assert outcome.status == "not assessable"
    assert outcome.values["missing"] == ["kiln/inputs/paint"]


def test_coal_burnt_in_a_power_plant_is_balanced_with_its_supply_counted_once() -> None:
    (outcome,) = outcomes("carbon-balance", case_of(COAL))
    assert outcome.status == "pass"
    # Of the laboratory's 62 % 0.2356 t enter; the factor per tonne releases 99 % of the default of 62.14 %.
    assert outcome.values["entering"] == pytest.approx(0.38 * 620, rel=1e-9)
    assert outcome.values["leaving"] == pytest.approx(0.38 * 621.40848 * 0.99, rel=1e-3)


def test_the_omitted_share_is_bounded_from_above() -> None:
    oil = "      oil: {amount: 10 kg, cut_off: {why: little, proxy: cn-fuels/upstream/diesel}}\n      stone:\n"
    case = case_of(edited(("      stone:\n", oil)))
    (total,) = outcomes("cut-off-total", case)
    counted = case_of(edited(("      stone:\n", "      oil: {amount: 10 kg, from: cn-fuels/upstream/diesel}\n      stone:\n"))).result
    assert total.values["bound"] == pytest.approx(counted.value - case.result.value, rel=1e-9)
    assert total.values["share"] == pytest.approx((counted.value - case.result.value) / counted.value, rel=1e-9)


@pytest.mark.parametrize(("price", "by", "status"), [(40, "economic", "pass"), (200, "economic", "fail"), (200, "mass", "not assessable")])
def test_prices_decide_between_price_and_mass_under_pact(price: int, by: str, status: str) -> None:
    prices = f", prices: {{lime: 400 CNY/t, fines: {price} CNY/t}}, source: Invoices" if by == "economic" else ""
    text = edited(
        (
            "      lime: 1 t\n",
            f"      lime: 1 t\n      fines: 0.1 t\n    allocation: {{by: {by}, why: Both are lime of one kiln{prices}}}\n",
        ),
        ("lime: {carbon", "fines: {biogenic_carbon_content: 0 kg/kg, source: None}\n  lime: {carbon"),
    )
    assert [outcome.status for outcome in outcomes("price-ratio", case_of(text), read_profile("pact-3"))] == [status]
    assert [outcome.status for outcome in outcomes("price-ratio", case_of(BASE), read_profile("pact-3"))] == ["not applicable"]


def test_a_primary_share_is_asked_for_where_a_profile_does() -> None:
    profile = read_profile("iso-14067")
    stated = profile.thresholds["primary_data_share"]
    from footprint.units import parse_amount

    asking = replace(
        profile, thresholds={**profile.thresholds, "primary_data_share": stated.model_copy(update={"value": parse_amount("20 %")})}
    )
    (outcome,) = outcomes("primary-data-share", case_of(BASE), asking)
    assert outcome.status == "fail"
    assert "20 %" in outcome.message["en"]


def test_monthly_tables_must_cover_the_period(tmp_path: Path) -> None:
    text = edited(
        ("    stage: burning\n", "    stage: burning\n    activity: kiln.csv\n"),
        ("        amount: 100 Nm3\n        from: cn-fuels/cets", "        from: cn-fuels/cets"),
    )
    rows = [f"2024-{month:02d},1,100" for month in range(1, 13)]
    head = "month,outputs/lime [t],inputs/gas [Nm3]"
    text = text.replace("      lime: 1 t\n", "      lime: {}\n")
    (tmp_path / "kiln.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    case = case_of(text, tmp_path)
    assert [outcome.status for outcome in outcomes("months-of-tables", case)] == ["pass"]
    assert [outcome.status for outcome in outcomes("monitoring", case)] == ["pass"]
    assert [outcome.status for outcome in outcomes("evidence", case)] == ["pass"]
    # The reader refuses a table that lacks months; a model that was read otherwise is looked at again.
    activity = case.model.source.activities["kiln"]
    case.model._source = replace(case.model.source, activities={"kiln": replace(activity, months=activity.months[:-2])})
    (outcome,) = outcomes("months-of-tables", case)
    assert outcome.status == "fail"
    assert outcome.values["missing"] == ["2024-11", "2024-12"]


def test_the_sum_with_uptake_is_unknown_without_the_carbon_of_the_product() -> None:
    profile = replace(strict(), headline="incl_uptake")
    known, unknown = case_of(KELP), case_of(edited((", biogenic_carbon_content: 0.3 kg/kg", ""), base=KELP))
    assert [outcome.status for outcome in outcomes("headline-known", known, profile)] == ["pass"]
    assert [outcome.status for outcome in outcomes("headline-known", unknown, profile)] == ["not assessable"]


def test_a_profile_without_co2_factors_or_required_fields_assesses_neither() -> None:
    profile = strict()
    case = case_of(BASE)
    assert [outcome.status for outcome in outcomes("co2-factor", case, replace(profile, co2_factors={}))] == ["not assessable"]
    assert [outcome.status for outcome in outcomes("report-complete", case, replace(profile, required={}))] == ["not assessable"]


def test_the_materiality_of_a_decision_goes_before_that_of_the_profile() -> None:
    class Decided:
        materiality = 1e-14

    (outcome,) = outcomes("numerical-error", case_of(BASE, decision=Decided()))
    assert outcome.status == "fail"
    assert outcome.values["materiality"] == 1e-14


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_rule_answers_for_every_shipped_model(path: Path) -> None:
    model = read(path)
    case = Case(model, calculate(model), library=LIBRARY)
    for name in profile_names():
        found = assess(case, read_profile(name))
        assert {outcome.rule for outcome in found} == set(read_profile(name).applied)
        assert any(outcome.rule == "status-primary" and outcome.status == "fail" for outcome in found)
    broken = {outcome.rule for outcome in assess(case, read_profile("iso-14067")) if outcome.status == "fail"}
    # What no shipped model may do, representative or not; the dry gas of one refinery is left to its heaters.
    never = {
        *(
            "offsets",
            "gwp-set",
            "co2-factor",
            "electricity-delivery",
            "biogenic-balance",
            "avoided-burden",
            "energy-balance",
            "fuel-supply",
        ),
        *("natural-gas-carbon", "coal-carbon", "stated-ranges", "allocation-order", "allocation-reason", "numerical-error"),
    }
    assert not broken & never
    assert "carbon-balance" not in broken or path.stem == "refined-oil"
    assert set(RULES) >= broken


LINKED = edited(
    ("  kiln:\n", "  hydrating:\n    outputs: {hydrate: 1 t}\n    inputs: {lime: '= 1 t * lime_rate'}\n  kiln:\n"),
    ("  flow: lime\n", "  flow: hydrate\n"),
    ("parameters:\n", "parameters:\n  lime_rate: {value: 0.76 t/t, data: assumed, comment: By formula}\n"),
    (
        "  lime: {carbon_content",
        "  hydrate: {carbon_content: 0 kg/kg, biogenic_carbon_content: 0 kg/kg, source: None}\n  lime: {carbon_content",
    ),
)


def test_an_assumed_parameter_of_a_link_within_the_model_counts_with_all_that_it_moves() -> None:
    case = case_of(LINKED)
    assert [outcome.status for outcome in outcomes("assumed-share", case)] == ["pass"], "no dataset is taken by an assumed amount"
    (outcome,) = outcomes("assumed-influence", case)
    assert outcome.status == "fail"
    assert outcome.values["share"] == pytest.approx(1.0), "all lime comes through the one link"
    assert outcome.values["largest"] == ["lime_rate (100 %)"]


def test_a_formula_on_an_assumed_parameter_is_not_counted_beside_it() -> None:
    assumed = LINKED.replace("inputs: {lime: '= 1 t * lime_rate'}", "inputs: {lime: {amount: '= 1 t * lime_rate', data: assumed}}")
    (outcome,) = outcomes("assumed-influence", case_of(assumed))
    assert outcome.values["share"] == pytest.approx(1.0)


def test_the_word_primary_alone_makes_no_model_primary() -> None:
    bare = BASE.replace("data: primary, evidence", "data: assumed, comment: Guessed, evidence").replace("data: primary", "data: assumed")
    found = outcomes("primary-amounts", case_of(bare))
    assert found[0].status == "fail"
    assert "The status is primary, but" in found[0].message["en"]
    assert "stone_rate" in found[0].values["largest"]
    assert [outcome.status for outcome in outcomes("primary-data-share", case_of(bare))] == ["pass"], "a share of 0 % is asked for"


def test_one_small_primary_amount_does_not_stand_for_those_that_move_the_result() -> None:
    small = BASE.replace("data: primary, evidence: scales.csv", "data: assumed, comment: Guessed")
    small = small.replace("        data: primary\n        evidence: gas-bills.pdf\n", "        data: assumed\n        comment: Guessed\n")
    small = small.replace("        source: Power bills\n", "        data: primary\n        evidence: Power bills\n")
    assert any("The status is primary, but" in outcome.message["en"] for outcome in outcomes("primary-amounts", case_of(small)))


def test_a_bundle_of_before_keeps_the_rules_that_its_profile_names() -> None:
    from footprint.verification.profile import read_profile_text

    text = "".join(
        line
        for line in read_profile("iso-14067").text.splitlines(keepends=True)
        if not line.startswith(("  primary-amounts:", "  assumed-influence:", "  primary_amount:"))
    )
    older = read_profile_text(text)
    assert {"primary-amounts", "assumed-influence"} <= set(read_profile("iso-14067").applied)
    assert not {outcome.rule for outcome in assess(case_of(BASE), older)} & {"primary-amounts", "assumed-influence"}
