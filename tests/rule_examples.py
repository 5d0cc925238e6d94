"""For every rule of verification: small models that it passes, refuses or warns of, and cannot assess."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from footprint.verification.rules import Case
from rule_models import BASE, case_of, edited

__all__ = ["CORNERS", "EXAMPLES", "Example"]


@dataclass(frozen=True)
class Example:
    """What a rule should answer to a model, and words of its answer."""

    rule: str
    status: str
    changes: tuple[tuple[str, str], ...] = ()
    says: str = ""
    case: Callable[[], Case] | None = None
    about: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.rule}: {self.status} {self.says}".strip()

    def make(self) -> Case:
        """Give the case."""
        return self.case() if self.case is not None else case_of(edited(*self.changes), **self.about)


def _input(*lines: str) -> tuple[str, str]:
    """Add an input to the kiln."""
    text = "".join(f"      {line}\n" for line in lines)
    return ("    inputs:\n      stone:", f"    inputs:\n{text}      stone:")


def _section(name: str, *lines: str) -> tuple[str, str]:
    """Add a section such as emissions to the kiln."""
    return ("    inputs:\n      stone:", f"    {name}:\n" + "".join(f"      {line}\n" for line in lines) + "    inputs:\n      stone:")


def _product(*lines: str) -> tuple[str, str]:
    """Add lines to the kiln after its outputs."""
    return ("      lime: 1 t\n", "      lime: 1 t\n" + "".join(f"{line}\n" for line in lines))


def _shared(allocation: str) -> tuple[str, str]:
    """Let the kiln make fines, too, and share its burden."""
    return _product("      fines: 0.1 t", allocation)


SUBSTITUTION = (
    "    allocation: {by: substitution, why: Fines replace stone elsewhere, main: lime, "
    "avoided: {fines: {amount: 0.1 t, from: cn-processes/limestone}}}"
)
WIND = "wind: {amount: 60 kWh, from: cn-electricity/wind-2024, contract: {certificate: GEC-1, retired: 2024-12-31}}"
DELIVERED = "delivered: {amount: 60 kWh, from: cn-electricity/delivery-with-losses-2024}"
BARE_WIND = "wind: {amount: 60 kWh, from: cn-electricity/wind-2024}"
OWN_SUN = "sun: {amount: 60 kWh, from: cn-electricity/solar-pv-2024, on_site: true}"
TWO = ("lime: {carbon", "fines: {biogenic_carbon_content: 0 kg/kg, source: None}\n  lime: {carbon")
EXPLAINED_SUPPLY = (
    "        source: Gas bills\n        dqr: {technology: 2",
    "        data: secondary\n        comment: From the pipeline.\n        dqr: {technology: 2",
)
ROOT_OF_ZERO = ("amount: 40 kWh", 'amount: "= 40 kWh + 1 kWh * sqrt(stone_rate - 1.75)"')
USLCI = ('cn-processes: "2025.1"}', 'cn-processes: "2025.1", uslci-cn: "1"}')
TRANSPORT = ('cn-processes: "2025.1"}', 'cn-processes: "2025.1", cn-transport: "2024.1"}')

COAL = """\
footprint: product-model/1
product: {name: {en: Power, zh: 电力}, flow: power, declared_unit: 1 MWh, identifiers: {cpc: "17100"}, description: Power.}
producer: {name: {en: Power works, zh: 电厂}, site: {country: CN, place: Dalian}}
period: {start: 2024-01-01, end: 2024-12-31}
status: primary
inventories: {cn-fuels: "2025.1"}
flows:
  power: {biogenic_carbon_content: 0 kg/kWh, source: None in it}
  burning: {carbon_content: 0.62 t/t, ash_content: 18 %, moisture_content: 6 %, source: Laboratory}
processes:
  unit:
    stage: making
    outputs: {power: 1 MWh}
    inputs:
      burning: {amount: 0.38 t, from: cn-fuels/cets-steel-2025/power-unit/bituminous-coal, source: Scales}
      coal: {amount: 0.38 t, from: cn-fuels/upstream/coal, source: Scales}
"""

KELP = """\
footprint: product-model/1
product: {name: Kelp, flow: kelp, declared_unit: 1 t, mass_per_declared_unit: 1 t}
period: {start: 2024-01-01, end: 2024-12-31}
inventories: {elementary-flows: "1"}
flows: {kelp: {carbon_content: 0.3 kg/kg, biogenic_carbon_content: 0.3 kg/kg, source: Laboratory}}
processes:
  farm:
    stage: farm
    outputs: {kelp: 1 t}
    removals: {uptake: {flow: "carbon dioxide, uptake", amount: 1100 kg}}
    emissions: {boats: {flow: "carbon dioxide, fossil", amount: 20 kg}}
"""


def _kelp(*changes: tuple[str, str]) -> Callable[[], Case]:
    return lambda: case_of(edited(*changes, base=KELP))


def _coal(*changes: tuple[str, str]) -> Callable[[], Case]:
    return lambda: case_of(edited(*changes, base=COAL))


def _beside(*changes: tuple[str, str], other: tuple[tuple[str, str], ...] = ()) -> Callable[[], Case]:
    """Put a model beside another one of the same product."""

    def make() -> Case:
        return case_of(edited(*changes), others=(case_of(edited(*other)).result,))

    return make


def _without_stone(text: str) -> tuple[str, str]:
    return ("        from: cn-processes/limestone\n", text)


EXAMPLES: tuple[Example, ...] = (
    Example("report-complete", "pass"),
    Example("report-complete", "fail", (("  description: Quicklime, lump.\n", ""),), "product/description"),
    Example("own-data-period", "pass"),
    Example("own-data-period", "pass", (("start: 2024-01-01, end: 2024-12-31", "start: 2023-03-01, end: 2024-02-29"),)),
    Example("own-data-period", "fail", (("end: 2024-12-31}", "end: 2024-11-30}"),), "335 days"),
    Example("months-of-tables", "not applicable"),
    Example("status-primary", "pass"),
    Example("status-primary", "fail", (("status: primary", "status: representative"),), "representative"),
    Example("validity", "pass"),
    Example("validity", "fail", (("start: 2024-01-01, end: 2024-12-31", "start: 2021-01-01, end: 2021-12-31"),), "more than 3 a"),
    Example("validity", "not assessable", about={"at": None}, says="not known yet"),
    Example("version-named", "not applicable"),
    Example("version-named", "pass", (("  version: 1\n", "  version: 2\n  supersedes: 1\n"),)),
    Example("version-named", "fail", (("  version: 1\n", "  version: 2\n"),), "does not say"),
    Example("declared-unit", "pass"),
    Example(
        "declared-unit",
        "fail",
        (("declared_unit: 1 t", "declared_unit: 1 千人\n  mass_per_declared_unit: 1 t"), ("lime: 1 t", "lime: 1 千人")),
        "allowed are",
        lambda: case_of(
            edited(("declared_unit: 1 t", "declared_unit: 1 person\n  mass_per_declared_unit: 1 t"), ("lime: 1 t", "lime: 1 person"))
        ),
    ),
    Example("stages-named", "pass"),
    Example("stages-named", "fail", (("    stage: burning\n", ""),), "100 %"),
    Example("site-named", "pass"),
    Example("site-named", "warn", (("status: primary", "status: representative"),)),
    Example("site-named", "not assessable", ((", place: Dalian", ""),)),
    Example("boundary-allowed", "pass"),
    Example("cut-off-each", "not applicable"),
    Example(
        "cut-off-each", "pass", (_input("oil: {amount: 1 kg, cut_off: {why: little, proxy: cn-fuels/upstream/diesel}}"),), "upstream/diesel"
    ),
    Example("cut-off-each", "fail", (_input("oil: {amount: 100 kg, cut_off: {why: little, proxy: cn-fuels/upstream/diesel}}"),)),
    Example("cut-off-each", "not assessable", (_input("oil: {amount: 1 kg, cut_off: {why: little}}"),), "without a proxy"),
    Example("cut-off-total", "pass", (_input("oil: {amount: 1 kg, cut_off: {why: little, proxy: cn-fuels/upstream/diesel}}"),)),
    Example("cut-off-total", "fail", (_input("oil: {amount: 200 kg, cut_off: {why: little, proxy: cn-fuels/upstream/diesel}}"),), "5 %"),
    Example("cut-off-total", "not assessable", (_input("oil: {amount: 1 kg, cut_off: {why: little}}"),)),
    Example("missing-producers", "pass"),
    Example("missing-producers", "not assessable", (USLCI, _input("acid: {amount: 1 kg, from: uslci-cn/acetic-acid}")), "lower bound"),
    Example(
        "capital-goods",
        "pass",
        (
            ("        from: cn-processes/limestone\n", "        from: cn-processes/calcination/limestone\n"),
            ("from: cn-fuels/upstream/natural-gas-as-nm3", "declared: 0.6 kg CO2e/Nm3"),
        ),
    ),
    Example(
        "capital-goods", "fail", (USLCI, _input("acid: {amount: 1 kg, from: uslci-cn/acetic-acid}")), "some datasets and not in others"
    ),
    Example("other-models", "not applicable"),
    Example("capital-goods", "not assessable", says="do not say"),
    Example("secondary-material", "not applicable"),
    Example("secondary-material", "pass", (_input("ash: {amount: 1 kg, secondary: true, source: Contract with a power plant}"),)),
    Example("secondary-material", "fail", (_input("ash: {amount: 1 kg, secondary: true}"),), "names no source"),
    Example("fuel-supply", "pass"),
    Example(
        "fuel-supply", "pass", (_input("waste_oil: {amount: 1 kg, from: cn-fuels/cets-steel-2025/enterprise/fuel-oil, on_site: true}"),)
    ),
    Example("fuel-supply", "fail", (_input("oil: {amount: 1 kg, from: cn-fuels/cets-steel-2025/enterprise/diesel}"),), "not counted"),
    Example(
        "fuel-supply",
        "fail",
        (("        amount: 100 Nm3\n        from: cn-fuels/upstream", "        amount: 90 Nm3\n        from: cn-fuels/upstream"),),
    ),
    Example(
        "fuel-supply",
        "not assessable",
        (
            (
                "amount: 100 Nm3\n        from: cn-fuels/upstream/natural-gas-as-nm3",
                "amount: 100 m3\n        from: cn-fuels/upstream/natural-gas",
            ),
        ),
        "do not convert",
    ),
    Example("offsets", "pass"),
    Example("offsets", "pass", (("parameters:", "climate_contribution: {forest: CCER of 10 t CO2e}\nparameters:"),), "forest"),
    Example(
        "offsets",
        "fail",
        (_section("removals", 'ccer: {flow: "carbon dioxide, removal", amount: 50 kg, source: CCER retired in 2024}'),),
        "never subtracted",
    ),
    Example("offsets", "fail", (_input("sink: {amount: 1 t, declared: -50 kg CO2e/t, source: 碳汇}"),), "never subtracted"),
    Example("offsets", "warn", (_section("removals", 'stored: {flow: "carbon dioxide, removal", amount: 50 kg}'),), "must take place"),
    Example("offsets", "warn", (_input("heat: {amount: 1 GJ, declared: 2 kg CO2e/GJ, source: Carbon neutral heat}"),), "of the supplier"),
    Example("gwp-set", "pass"),
    Example("gwp-set", "fail", (("status: primary", "status: primary\nmethod: ipcc-ar5-gwp100"),), "AR5"),
    Example(
        "gwp-of-aggregates",
        "pass",
        (("amount: 100 Nm3\n        from: cn-fuels/upstream", "amount: 1 Nm3\n        from: cn-fuels/upstream"),),
    ),
    Example("gwp-of-aggregates", "fail", (_section("emissions", 'mix: {flow: "CO2e, GWP set AR5", amount: 500 kg CO2e}'),), "AR5"),
    Example("gwp-of-aggregates", "not assessable", says="do not state"),
    Example("biogenic-content", "pass"),
    Example("biogenic-content", "fail", ((", biogenic_carbon_content: 0 kg/kg", ""),), "not stated"),
    Example("biogenic-balance", "not applicable"),
    Example("biogenic-balance", "pass", case=_kelp()),
    Example("biogenic-balance", "fail", case=_kelp(("amount: 1100 kg", "amount: 1500 kg")), says="1500"),
    Example("biogenic-balance", "fail", case=_kelp(('    removals: {uptake: {flow: "carbon dioxide, uptake", amount: 1100 kg}}\n', ""))),
    Example("biogenic-balance", "not assessable", case=_kelp((", biogenic_carbon_content: 0.3 kg/kg", ""))),
    Example(
        "separate-reporting",
        "pass",
        (("amount: 100 Nm3\n        from: cn-fuels/upstream", "amount: 1 Nm3\n        from: cn-fuels/upstream"),),
    ),
    Example("separate-reporting", "fail", says="do not tell gases"),
    Example("headline-known", "pass"),
    Example("flows-counted", "not applicable"),
    Example("flows-counted", "pass", (_section("emissions", 'slip: {flow: "methane, fossil", amount: 1 kg}'),)),
    Example("flows-counted", "fail", (_section("emissions", 'leak: {flow: "cC3F6", amount: 1 g}'),), "counts nothing"),
    Example("numerical-error", "pass"),
    Example("co2-factor", "pass"),
    Example("co2-factor", "pass", (_input("heat: {amount: 1 GJ, declared: 92 kg CO2e/GJ}"),), "no known CO2 factor"),
    Example(
        "co2-factor",
        "fail",
        (
            ("        from: cn-electricity/national-average-2024\n", "        declared: 0.5306 kg CO2e/kWh\n"),
            ('cn-electricity: "2024.1", ', ""),
        ),
        "national-2023",
    ),
    Example("co2-factor", "fail", (_input("heat: {amount: 1 GJ, declared: 110 kg CO2e/GJ}"),), "purchased-heat"),
    Example("electricity-delivery", "pass"),
    Example("electricity-delivery", "pass", (_input(WIND, DELIVERED),), "60 kWh"),
    Example("electricity-delivery", "pass", (_input(OWN_SUN),)),
    Example(
        "electricity-delivery",
        "fail",
        (_input("delivered: {amount: 40 kWh, from: cn-electricity/delivery-with-losses-2024}"),),
        "contains it",
    ),
    Example("electricity-delivery", "fail", (_input(WIND),), "delivery is counted for 0 kWh"),
    Example(
        "electricity-delivery",
        "fail",
        (_input(WIND, DELIVERED, "again: {amount: 60 kWh, from: cn-electricity/delivery-without-losses-2024}"),),
        "with losses and without",
    ),
    Example("green-power", "not applicable"),
    Example("green-power", "pass", (_input(WIND, DELIVERED),), "GEC-1"),
    Example("green-power", "pass", (_input(OWN_SUN.replace("true}", "true, evidence: inverter.csv}")),)),
    Example("green-power", "fail", (_input(BARE_WIND, DELIVERED),), "without a certificate number"),
    Example("green-power", "fail", (_input(WIND.replace("2024-12-31", "2023-12-31"), DELIVERED),), "before the period"),
    Example(
        "green-power", "fail", (_input("power_2: {amount: 9 kWh, declared: 0.03 kg CO2e/kWh, source: Wind power}"),), "0.03 kg CO2e/kWh"
    ),
    Example("green-power", "not assessable", (_input(OWN_SUN),), "not sold"),
    Example("certificates-once", "not applicable"),
    Example("certificates-once", "pass", (_input(WIND, DELIVERED),)),
    Example("certificates-once", "fail", (_input(WIND, WIND.replace("wind:", "more:")),), "GEC-1"),
    Example("certificates-once", "fail", case=_beside(_input(WIND), other=(_input(WIND),)), says="1:kiln/inputs/wind"),
    Example("grid-sensitivity", "not applicable"),
    Example("grid-sensitivity", "pass", (_input(WIND, DELIVERED),), "national-average-2024"),
    Example("grid-sensitivity", "warn", (_input(WIND.replace("60", "600"), DELIVERED.replace("60", "600")),), "apart"),
    Example("grid-sensitivity", "not assessable", (_input(WIND), ("country: CN", "country: JP")), "JP"),
    Example("allocation-order", "not applicable"),
    Example(
        "allocation-order",
        "pass",
        (
            TWO,
            _shared("    allocation: {by: mass, why: Both are lime of one kiln}"),
        ),
    ),
    Example(
        "allocation-order",
        "warn",
        (
            TWO,
            _shared(
                "    allocation: {by: economic, why: Fines are worth little, prices: {lime: 400 CNY/t, fines: 40 CNY/t}, source: Invoices}"
            ),
        ),
        "counted in mass",
    ),
    Example(
        "allocation-reason",
        "pass",
        (
            TWO,
            _shared("    allocation: {by: mass, why: Both are lime of one kiln}"),
        ),
    ),
    Example(
        "allocation-reason",
        "fail",
        (
            TWO,
            _shared("    allocation: {by: mass, why: tbd}"),
        ),
        "no reason",
    ),
    Example(
        "allocation-reason",
        "fail",
        (
            TWO,
            _shared("    allocation: {by: shares, why: Agreed with the customer, shares: {lime: 90 %, fines: 10 %}}"),
        ),
        "shares",
    ),
    Example("avoided-burden", "pass"),
    Example(
        "avoided-burden",
        "warn",
        (
            TWO,
            _shared(SUBSTITUTION),
        ),
        "credit",
    ),
    Example("data-quality", "pass"),
    Example(
        "data-quality",
        "fail",
        (("technology: 1, geography: 1, time: 1, precision: 1", "technology: 5, geography: 4, time: 4, precision: 4"),),
        "limit is 3",
    ),
    Example(
        "data-quality",
        "not assessable",
        (
            ("technology: 1, geography: 1, time: 1, precision: 1", "precision: 1"),
            ("technology: 2, geography: 1, time: 1, precision: 2", "precision: 2"),
        ),
        "missing for",
    ),
    Example("key-processes", "pass"),
    Example(
        "key-processes",
        "fail",
        (("        dqr: {technology: 1, geography: 1, time: 1, precision: 1}\n        uncertainty: {kind: normal, sd: 0.01 t}\n", ""),),
        "largest without",
    ),
    Example(
        "key-processes",
        "not assessable",
        (
            ("        dqr: {technology: 1, geography: 1, time: 1, precision: 1}\n", ""),
            ("        dqr: {technology: 2, geography: 1, time: 1, precision: 2}\n", ""),
        ),
    ),
    Example("primary-data-share", "pass"),
    Example("primary-data-share", "not assessable", (("        data: primary\n", ""),), "not known"),
    Example("assumed-share", "pass"),
    Example("assumed-share", "fail", (("data: primary, evidence: scales.csv", "data: assumed, evidence: scales.csv"),), "amounts (2)"),
    Example("assumed-share", "not assessable", (("        data: primary\n", ""), ("data: primary, evidence", "evidence"))),
    Example("primary-amounts", "pass", (EXPLAINED_SUPPLY,), "primary are"),
    Example("primary-amounts", "fail", (), "kiln/inputs/gas_supply"),
    Example(
        "primary-amounts", "fail", (("data: primary, evidence", "evidence"), ("        data: primary\n", "")), "state it, with `evidence`"
    ),
    Example("primary-amounts", "not applicable", (("status: primary", "status: representative"),)),
    Example("primary-amounts", "not assessable", (ROOT_OF_ZERO,), "not finite"),
    Example("assumed-influence", "pass"),
    Example("assumed-influence", "fail", (("data: primary, evidence: scales.csv", "data: assumed, evidence: scales.csv"),), "stone_rate"),
    Example("assumed-influence", "not assessable", (("        data: primary\n", ""), ("data: primary, evidence", "evidence"))),
    Example("assumed-influence", "not assessable", (ROOT_OF_ZERO,), "not finite"),
    Example("secondary-period", "pass"),
    Example(
        "secondary-period",
        "fail",
        (
            USLCI,
            _input("glycol: {amount: 1 t, from: uslci-cn/ethylene-glycol}"),
            ("start: 2024-01-01, end: 2024-12-31", "start: 2034-01-01, end: 2034-12-31"),
        ),
        "ethylene-glycol",
    ),
    Example("secondary-geography", "pass"),
    Example("secondary-geography", "fail", (USLCI, _input("glycol: {amount: 1 t, from: uslci-cn/ethylene-glycol}")), "RNA"),
    Example("secondary-geography", "not assessable", (("  site: {country: CN, subdivision: CN-21, place: Dalian}\n", ""),), "country"),
    Example("demo-data", "pass"),
    Example("demo-data", "fail", (USLCI, _input("glycol: {amount: 1 t, from: uslci-cn/ethylene-glycol}")), "demo record"),
    Example("stale-factors", "pass"),
    Example("stale-factors", "fail", (("national-average-2024", "national-average-2023"),), "national-average-2024"),
    Example("evidence", "pass"),
    Example("evidence", "fail", (("        evidence: gas-bills.pdf\n", ""),), "kiln/inputs/gas"),
    Example("cross-check", "pass"),
    Example("cross-check", "warn", says="stone_rate"),
    Example("cross-check", "fail", (("amount: 101 Nm3", "amount: 110 Nm3"),), "apart"),
    Example(
        "cross-check", "fail", (("{source: Meter of the kiln, amount: 101 Nm3}", "{source: Gas bills, amount: 100 Nm3}"),), "its own source"
    ),
    Example("cross-check", "fail", (("amount: 101 Nm3", "amount: 101 kg"),), "different kinds"),
    Example("cross-check", "not assessable", (("{source: Meter of the kiln, amount: 101 Nm3}", "Meter of the kiln"),), "states no figure"),
    Example("better-source", "pass"),
    Example(
        "better-source",
        "fail",
        (
            (
                "        source: Gas bills\n        dqr: {technology: 1",
                "        source: Gas bills\n        better_source: Meter of the burner, not calibrated\n        dqr: {technology: 1",
            ),
        ),
        "Meter of the burner",
    ),
    Example(
        "better-source",
        "fail",
        (("  lime: {carbon", "  gas: {lower_heating_value: 35 MJ/Nm3, source: Laboratory}\n  lime: {carbon"),),
        "lower_heating_value",
    ),
    Example("declared-factor", "not applicable"),
    Example("declared-factor", "pass", (_input("heat: {amount: 1 GJ, declared: 92 kg CO2e/GJ, source: EPD, dqr: {technology: 2}}"),)),
    Example("declared-factor", "fail", (_input("heat: {amount: 1 GJ, declared: 92 kg CO2e/GJ, source: EPD}"),), "dqr"),
    Example("sources", "pass"),
    Example(
        "sources", "fail", (("data: primary, evidence: scales.csv, source: Weighbridge", "comment: Known"),), "kiln/inputs/calcination"
    ),
    Example("assumptions-explained", "not applicable"),
    Example(
        "assumptions-explained",
        "pass",
        (_input("oil: {amount: 1 kg, from: cn-fuels/upstream/diesel, data: assumed, comment: Of another kiln}"),),
    ),
    Example(
        "assumptions-explained", "fail", (_input("oil: {amount: 1 kg, from: cn-fuels/upstream/diesel, data: assumed}"),), "kiln/inputs/oil"
    ),
    Example("monitoring", "not applicable", (("        data: primary\n", ""),)),
    Example("monitoring", "fail", says="kiln"),
    Example("uncertainty-stated", "pass"),
    Example("uncertainty-stated", "fail", (("        uncertainty: {kind: normal, sd: 0.01 t}\n", ""),), "50 %"),
    Example("model-warnings", "pass"),
    Example("model-warnings", "warn", (USLCI, _input("glycol: {amount: 1 t, from: uslci-cn/ethylene-glycol}")), "S301"),
    Example("zero-carbon", "pass"),
    Example(
        "zero-carbon",
        "fail",
        (("  lime: {carbon", "  gas: {carbon_content: 0 kg/Nm3, source: None}\n  lime: {carbon"),),
        "releases fossil CO2",
    ),
    Example(
        "zero-carbon", "fail", (("  lime: {carbon", "  stone: {carbon_content: 0 kg/kg, source: None}\n  lime: {carbon"),), "knows 0.12"
    ),
    Example("zero-carbon", "not applicable", (("carbon_content: 0 kg/kg, biogenic", "biogenic"),)),
    Example("carbon-balance", "pass"),
    Example("carbon-balance", "fail", (_section("emissions", 'more: {flow: "carbon dioxide, fossil", amount: 200 kg}'),), "at least"),
    Example("carbon-balance", "not assessable", (("carbon_content: 0 kg/kg, biogenic", "biogenic"),), "by the name of the flow: lime"),
    Example("energy-balance", "not applicable"),
    Example("energy-balance", "pass", case=_coal()),
    Example("energy-balance", "fail", case=_coal(("0.38 t", "0.30 t")), says="must be below 0.46"),
    Example("coal-carbon", "not applicable"),
    Example("coal-carbon", "pass", case=_coal(), says="81.58 %"),
    Example("coal-carbon", "fail", case=_coal(("ash_content: 18 %", "ash_content: 30 %")), says="96.88 %"),
    Example("coal-carbon", "not assessable", case=_coal((", moisture_content: 6 %", ""))),
    Example("natural-gas-carbon", "pass"),
    Example(
        "natural-gas-carbon",
        "fail",
        (("  lime: {carbon", "  gas: {carbon_content: 5.964 kg/Nm3, source: Laboratory}\n  lime: {carbon"),),
        "59.64",
    ),
    Example(
        "natural-gas-carbon",
        "not assessable",
        (("  lime: {carbon", "  gas: {carbon_content: 0.75 kg/kg, source: Laboratory}\n  lime: {carbon"),),
    ),
    Example("heating-value", "not applicable"),
    Example(
        "heating-value", "pass", (("  lime: {carbon", "  gas: {lower_heating_value: 36 MJ/Nm3, source: Laboratory}\n  lime: {carbon"),)
    ),
    Example(
        "heating-value",
        "fail",
        (("  lime: {carbon", "  gas: {lower_heating_value: 9.3 MJ/Nm3, source: Laboratory}\n  lime: {carbon"),),
        "apart",
    ),
    Example(
        "heating-value",
        "not assessable",
        (("  lime: {carbon", "  gas: {lower_heating_value: 50 MJ/kg, source: Laboratory}\n  lime: {carbon"),),
    ),
    Example("stated-ranges", "pass"),
    Example("stated-ranges", "fail", (("value: 1.75 t/t", "value: 1.95 t/t"),), "1.6 t/t – 1.9 t/t"),
    Example("stated-ranges", "not assessable", (("min: 1.6 t/t, max: 1.9 t/t, ", ""),)),
    Example("unit-outliers", "pass", case=_beside(other=(("amount: 40 kWh", "amount: 50 kWh"),))),
    Example(
        "unit-outliers",
        "fail",
        case=_beside(("amount: 40 kWh", "amount: 40 MJ"), other=(("amount: 40 kWh", "amount: 41 kWh"),)),
        says="kWh and MJ",
    ),
    Example("unit-outliers", "not assessable", says="No other model"),
)
"""What each rule answers to a small model."""

EMPTY = """\
footprint: product-model/1
product: {name: Nothing, flow: thing, declared_unit: 1 MJ}
period: {start: 2024-01-01, end: 2024-12-31}
inventories: {elementary-flows: "1"}
processes:
  making:
    outputs: {thing: 1 MJ}
    emissions: {co2: {flow: "carbon dioxide, fossil", amount: 0 kg}}
"""


def _empty(*changes: tuple[str, str], **about: object) -> Callable[[], Case]:
    return lambda: case_of(edited(*changes, base=EMPTY), **about)


CORNERS: tuple[Example, ...] = (
    Example("carbon-balance", "not applicable", case=_empty()),
    Example("capital-goods", "not applicable", case=_empty()),
    Example("secondary-period", "not applicable", case=_empty()),
    Example("stale-factors", "not applicable", case=_empty()),
    Example("co2-factor", "not applicable", case=_empty()),
    Example("electricity-delivery", "not applicable", case=_empty()),
    Example("sources", "not assessable", case=_empty()),
    Example("uncertainty-stated", "not assessable", case=_empty()),
    Example("assumed-share", "not assessable", case=_empty()),
    Example("stated-ranges", "not applicable", case=_empty()),
    Example("data-quality", "not assessable", case=_empty(), says="No exchange"),
    Example("report-complete", "fail", case=_empty(), says="producer/site/country"),
    Example("biogenic-balance", "not assessable", case=_empty(), says="is not stated"),
    Example("cut-off-total", "not assessable", (_input("oil: {amount: 0 kg, cut_off: {why: little}}"),)),
    Example(
        "allocation-order",
        "not applicable",
        (TWO, _shared("    allocation: {by: substitution, why: As the rule says, main: lime, " + SUBSTITUTION.partition("lime, ")[2])),
    ),
    Example(
        "allocation-order",
        "pass",
        case=lambda: case_of(
            edited(
                TWO,
                _shared("    allocation: {by: {property: worth}, why: Their worth on the market}"),
                ("fines: {bio", "fines: {other: {worth: 1 CNY/kg}, bio"),
                ("lime: {carbon_content: 0", "lime: {other: {worth: 2 CNY/kg}, carbon_content: 0"),
            )
        ),
        says="worth",
    ),
    Example("capital-goods", "fail", (_input("burner: {amount: 1 kg, from: cn-fuels/upstream/diesel, capital_good: true}"),), "leaves out"),
    Example("own-data-period", "pass", (("start: 2024-01-01, end: 2024-12-31", "start: 2024-02-29, end: 2025-02-28"),)),
    Example("validity", "fail", (("start: 2024-01-01, end: 2024-12-31", "start: 2026-01-01, end: 2026-12-31"),), "not before"),
    Example(
        "energy-balance",
        "pass",
        case=_coal(
            (
                "outputs: {power: 1 MWh}",
                "outputs: {power: 1 MWh, heat: 1 GJ}\n    allocation: {by: energy, why: Both are energy of one boiler}",
            ),
            ("0.38 t", "0.30 t"),
            ("  power: {bio", "  heat: {biogenic_carbon_content: 0 kg/GJ, source: None}\n  power: {bio"),
        ),
        says="must be below 1.",
    ),
    Example(
        "energy-balance",
        "fail",
        case=_coal(
            (
                "outputs: {power: 1 MWh}",
                "outputs: {power: 1 MWh, heat: 9 GJ}\n    allocation: {by: energy, why: Both are energy of one boiler}",
            ),
            ("0.38 t", "0.30 t"),
            ("  power: {bio", "  heat: {biogenic_carbon_content: 0 kg/GJ, source: None}\n  power: {bio"),
        ),
    ),
    Example("coal-carbon", "pass", case=_coal(("carbon_content: 0.62 t/t, ", "")), says="81.76 %"),
    Example(
        "unit-outliers",
        "not assessable",
        case=lambda: case_of(
            BASE, others=(case_of(edited(("flow: thing", "flow: lime"), ("{thing: 1 MJ}", "{lime: 1 MJ}"), base=EMPTY)).result,)
        ),
        says="another kind",
    ),
    Example(
        "unit-outliers",
        "not assessable",
        case=lambda: case_of(BASE, others=(case_of(edited(("  kiln:", "  oven:"))).result,)),
        says="same names",
    ),
    Example(
        "unit-outliers",
        "warn",
        case=_beside(
            _input("oil: {amount: 1 kg, from: cn-fuels/upstream/diesel}"),
            other=(_input("oil: {amount: 1 g, from: cn-fuels/upstream/diesel}"),),
        ),
        says="1000",
    ),
    Example("grid-sensitivity", "not assessable", (_input(WIND), ("  site: {country: CN, subdivision: CN-21, place: Dalian}\n", ""))),
    Example("better-source", "fail", (("value: 1.75 t/t,", "value: 1.75 t/t, better_source: Belt scale out of order,"),), "Belt scale"),
)
"""Models at the corners of the rules."""
