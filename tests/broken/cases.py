"""The edits that break the base model, and what is to be found after each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """Edits of the base, and the codes to be found, each with a text whose line is the right one."""

    name: str
    edits: tuple[tuple[str, str], ...]
    found: tuple[tuple[str, str], ...]
    severity: str = "error"
    status: int = 1


@dataclass(frozen=True)
class Table:
    """A monthly table, further edits of the model, and codes with a line of the table or a mark in the model."""

    name: str
    content: str | bytes | None
    found: tuple[tuple[str, int | str], ...]
    edits: tuple[tuple[str, str], ...] = ()
    period: str = ""
    file: str = ""
    severity: str = "error"
    status: int = 1


def one(name: str, old: str, new: str, code: str, mark: str | None = None, severity: str = "error", status: int = 1) -> Case:
    """Give a case of one edit and one finding, by default in the first line of what was put in."""
    found = new.strip("\n").split("\n")[0] if mark is None else mark
    return Case(name, ((old, new),), ((code, found),), severity, status)


CASES = (
    # The form of YAML.
    one("yaml-unclosed-brace", "{country: CN}}", "{country: CN}", "M101", "period:"),
    one("yaml-unclosed-quote", "zh: 瓶级聚酯切片}", 'zh: "瓶级聚酯切片}', "M101", "identifiers"),
    one("yaml-colon-in-value", "source: steam tables", "source: steam: tables", "M101"),
    one("yaml-bad-indent", "  version: 2", " version: 2", "M101"),
    one("yaml-missing-space", "  version: 2", "  version:2", "M101", "  supersedes"),
    one("yaml-tab", "  version: 2", "\tversion: 2", "M116"),
    one("yaml-at-sign", "method: ipcc", "method: @ipcc", "M101"),
    one("yaml-wide-colon", "status: representative", "status：representative", "M101"),
    one("yaml-backslash", '"34730"', r'"34\730"', "M101", r"34\730"),
    one("yaml-list-in-mapping", "  version: 2", "  - version: 2", "M101"),
    one("yaml-duplicate-key", "  version: 2", "  version: 2\n  version: 3", "M102", "version: 3"),
    one("yaml-duplicate-exchange", "      mains:", "      pta: 2 t\n      mains:", "M102", "      pta: 2 t"),
    one("yaml-duplicate-process", "  power:\n    kind", "  oxidation:\n    kind", "M102", "  oxidation:\n    kind"),
    one("yaml-alias-recursive", "version: 2", "version: &a [*a]", "M104"),
    one("yaml-alias-undefined", "version: 2", "version: *two", "M105"),
    one("yaml-merge-key", "  steam:\n", "  steam:\n    <<: {density: 1 t/m3}\n", "M106", "<<"),
    one("yaml-tag", "version: 2", "version: !!int 2", "M107"),
    one("yaml-python-tag", "version: 2", "version: !!python/object:os.system 2", "M107"),
    one("yaml-two-documents", "period:", "---\nperiod:", "M108", "---"),
    one("yaml-too-deep", "version: 2", "version: " + "[" * 60 + "]" * 60, "M109"),
    one("yaml-escape-character", "source: stoichiometry\n  steam", "source: stoichio\x1bmetry\n  steam", "M113", "stoichio\x1bmetry"),
    one(
        "yaml-directive", "footprint: product-model/1\n", "%TAG ! tag:example.com,2024:\n---\nfootprint: product-model/1\n", "M114", "%TAG"
    ),
    one("yaml-mapping-as-key", "  version: 2", "  {a: b}: 2", "M115"),
    one("yaml-list-as-key", "  version: 2", "  [a, b]: 2", "M115"),
    # Keys and kinds of value.
    one("key-misspelt", "declared_unit: 1 t\n  mass", "declared_unti: 1 t\n  mass", "M120", "declared_unti"),
    one("key-inventories-misspelt", "inventories:\n", "inventory:\n", "M120"),
    one("comma-thousands", "amount: 90 kWh", "amount: 1,165 kWh", "M137"),
    one("comma-decimal", "amount: 90 kWh", "amount: 1,6 kWh", "M137"),
    one("comma-in-text", '"PET, bottle grade"', "PET, bottle grade", "M137"),
    one("comma-in-formula", '"= 1 t * px_rate"', "= max(1 t, px_rate * 1 t)", "M137"),
    one("comma-wide", "amount: 90 kWh, from", "amount: 90 kWh， from", "M101"),
    one("colon-wide-in-braces", "amount: 90 kWh", "amount： 90 kWh", "M138"),
    one("colon-without-space", "amount: 90 kWh", "amount:90 kWh", "M138"),
    one("colon-wide-alone", "      pta: 1 t\n", "      钢丝： 1 t\n", "M138"),
    one("colon-wide-of-short-form", "    outputs:\n      power: 1 kWh", "    outputs: {power：1 kWh}", "M138"),
    one("quotes-curly", '"= 1 t * px_rate * 300 km"', "“= 1 t * px_rate * 300 km”", "M139"),
    one("quotes-curly-reference", "from: uslci-cn/p-xylene", "from: “uslci-cn/p-xylene”", "M139"),
    one("key-unknown-top", "boundary:", "boundry:", "M120"),
    one("key-unknown-exchange", "cut_off: {why", "cutoff: {why", "M120"),
    one("key-unknown-process", "    stage: raw materials", "    phase: raw materials", "M120"),
    one("key-unknown-allocation", "      why: The steam", "      because: The steam", "M120"),
    one("key-python-name", "from: uslci-cn/ethylene-glycol", "source_dataset: uslci-cn/ethylene-glycol", "M120"),
    one("key-property-misspelt", "by: economic", "by: {propert: price}", "M120"),
    one("key-missing-flow", "  flow: pet\n", "", "M121", "product:\n"),
    one("key-missing-period", "period: {start: 2024-01-01, end: 2024-12-31}\n", "", "M121", "footprint:"),
    one("key-missing-format", "footprint: product-model/1\n", "", "M121", "product:\n"),
    one("key-missing-why", "      why: The steam is sold for little.\n", "", "M121", "    allocation:"),
    one(
        "kind-text-for-mapping",
        "producer: {name: {en: Example enterprise, zh: 示例企业}, uscc: 91210200MA0000001M, site: {country: CN}}",
        "producer: Example",
        "M122",
    ),
    one("kind-mapping-for-text", "status: representative", "status: {is: representative}", "M122"),
    one("kind-mapping-for-amount", "declared_unit: 1 t\n  mass", "declared_unit: {value: 1, unit: t}\n  mass", "M122", "{value: 1"),
    one("kind-list-for-text", "    stage: raw materials", "    stage: [raw, materials]", "M122"),
    one("kind-list-of-outputs", "      pta: 1 t\n", "      - pta: 1 t\n", "M123", "    outputs:\n      - pta"),
    one("kind-list-of-processes", "wastes:\n      sludge: {", "wastes:\n      - {name: sludge, ", "M123", "    wastes"),
    one("choice-status", "status: representative", "status: primry", "M124"),
    one("choice-boundary", "boundary: cradle-to-gate", "boundary: cradle-to-grave", "M124"),
    one("choice-kind", "kind: mix", "kind: mixture", "M124"),
    one("choice-allocation", "by: economic", "by: economics", "M124"),
    one("choice-data", "amount: 0.3 kWh\n", "amount: 0.3 kWh\n        data: guessed\n", "M124", "guessed"),
    one("format-version", "product-model/1", "product-model/2", "M125"),
    one("number-words", "version: 2", "version: two", "M126"),
    one("number-negative-version", "version: 2", "version: -2", "M126"),
    one("number-nan", "gsd2: 1.05", "gsd2: .nan", "M126"),
    one("number-infinite", "gsd2: 1.05", "gsd2: inf", "M126"),
    one("number-overflow", "gsd2: 1.05", "gsd2: 1e999", "M126"),
    one("number-rating", "technology: 2", "technology: 6", "M127"),
    one("date-order", "start: 2024-01-01", "start: 01.01.2024", "M128"),
    one("date-no-day", "end: 2024-12-31}\nboundary", "end: 2024-02-30}\nboundary", "M128", "2024-02-30"),
    one("truth-yes", "amount: 0.3 kWh\n", "amount: 0.3 kWh\n        capital_good: yes\n", "M129", "capital_good"),
    one("value-missing", "method: ipcc-ar6-gwp100", "method:", "M130"),
    one("value-missing-amount", "        amount: 0.2 kg", "        amount:", "M130", "        amount:\n"),
    one("value-missing-section", "    wastes:\n      sludge: {amount: 3 kg, from: cn-waste/landfill-inert}", "    wastes:", "M130"),
    one("text-combining-marks", "source: stoichiometry\n  steam", "source: s" + "\u0301" * 40 + "\n  steam", "M131", "source: s\u0301"),
    one("from-no-code", "from: uslci-cn/p-xylene", "from: p-xylene", "M132"),
    one("from-unknown-scheme", "from: uslci-cn/p-xylene", "from: ecoinvent:3.10/p-xylene", "M132"),
    one("from-model-without-file", "from: uslci-cn/p-xylene", "from: model:#pta", "M132"),
    one("from-brightway-without-code", "from: uslci-cn/p-xylene", "from: brightway:database", "M132"),
    one("from-capital-package", "from: uslci-cn/p-xylene", "from: USLCI/p-xylene", "M132"),
    one("from-supplier", "from: uslci-cn/p-xylene", "from: supplier:px.json", "M133"),
    one("name-slash", "      sludge: {", "      sludge/wet: {", "M134"),
    one("name-hash", "      catalyst:\n", "      catalyst#1:\n", "M134", "      catalyst#1"),
    one("name-space-at-end", "      glycol:\n", '      "glycol ":\n', "M134"),
    one("name-invisible", "      catalyst:\n", '      "cata\u200blyst":\n', "M134"),
    one("formula-as-declared-unit", "declared_unit: 1 t\n  mass", "declared_unit: = 1 t\n  mass", "M135", "= 1 t\n  mass"),
    one("formula-as-property", "enthalpy: 2.76 GJ/t", 'enthalpy: "= 2.76 GJ/t"', "M135"),
    one("allocation-price-negative", "steam: 60 CNY/GJ", "steam: -60 CNY/GJ", "M204"),
    one("secondary-and-from", "from: uslci-cn/p-xylene}", "from: uslci-cn/p-xylene, secondary: true}", "M230"),
    # Units and formulas.
    one("unit-unknown", "amount: 90 kWh", "amount: 90 quux", "U101"),
    one("unit-ambiguous-ton", "amount: 0.335 t", "amount: 0.335 ton", "U102"),
    one("unit-case", "amount: 90 kWh", "amount: 90 KWH", "U103"),
    one("unit-missing", "amount: 90 kWh", "amount: 90", "U106"),
    one("unit-no-space", "amount: 90 kWh", "amount: 90kWh", "U113"),
    one("amount-words", "amount: 90 kWh", "amount: ninety kWh", "U105"),
    one("amount-decimal-comma", "amount: 0.335 t", 'amount: "0,335 t"', "U107"),
    one("amount-nan", "amount: 90 kWh", "amount: nan kWh", "U108"),
    one("amount-infinite", "amount: 90 kWh", "amount: 1e999 kWh", "U109"),
    one("formula-without-sign", '"= 1 t * px_rate * 300 km"', '"1 t * px_rate * 300 km"', "U214"),
    one("formula-bracket", '"= 1 t * px_rate * 300 km"', '"= (1 t * px_rate * 300 km"', "U201"),
    one("formula-empty", '"= 1 t * px_rate * 300 km"', '"="', "U201"),
    one("formula-attribute", '"= 1 t * px_rate * 300 km"', '"= 1 t * px_rate.real"', "U202", "px_rate.real"),
    one("formula-call", '"= 1 t * px_rate * 300 km"', '"= open(px_rate)"', "U202", "open(px_rate)"),
    one("formula-comparison", '"= 1 t * px_rate * 300 km"', '"= 1 t * (px_rate > 1)"', "U202", "px_rate > 1"),
    one("formula-lambda", '"= 1 t * px_rate * 300 km"', '"= lambda: 1 t"', "U202", "lambda"),
    one("formula-sides", '"= 1 t * px_rate * 300 km"', '"= 1 t * px_rate + 300 km"', "U204"),
    one("formula-huge-power", '"= 1 t * px_rate * 300 km"', '"= 9**9**9 * 1 t km"', "U206", "9**9**9"),
    one("formula-division-by-zero", '"= 1 t * px_rate * 300 km"', '"= 1 t * 300 km / (px_rate - px_rate)"', "U207", "(px_rate - px_rate)"),
    one("parameter-called-like-unit", "  px_rate: 0.656 kg/kg", "  px_rate: 0.656 kg/kg\n  kg: 2 t", "U212", "  kg: 2 t"),
    one("parameter-called-like-function", "  px_rate: 0.656 kg/kg", "  px_rate: 0.656 kg/kg\n  max: 2 t", "U212", "  max: 2 t"),
    one("parameter-name-with-dash", "  px_rate: 0.656 kg/kg", "  px_rate: 0.656 kg/kg\n  px-rate: 2 t", "U212", "  px-rate: 2 t"),
    # Parameters and amounts.
    one("parameter-unknown", "300 km", "distance", "M201"),
    one("parameter-circular", "  px_rate: 0.656 kg/kg", '  px_rate: "= gain * pta_rate"', "M202"),
    one("parameter-circular-self", "  px_rate: 0.656 kg/kg", '  px_rate: "= 2 * px_rate"', "M202"),
    one("parameter-no-value", "  px_rate: 0.656 kg/kg", "  px_rate: {source: nowhere}", "M212"),
    one("parameter-range-dimension", "min: 1 kg/kg", "min: 1 kWh", "M254"),
    one("amount-negative", "{amount: 3 kg, from", "{amount: -3 kg, from", "M204"),
    one("amount-negative-formula", '"= 1 t * px_rate * 300 km"', '"= -300 km * 1 t * px_rate"', "M204"),
    one("amount-negative-output", "      steam: 0.2 GJ", "      steam: -0.2 GJ", "M204"),
    one("amount-zero-output", "      steam: 0.2 GJ", "      steam: 0 GJ", "M205"),
    one("amount-missing", "electricity: {amount: 90 kWh, from", "electricity: {from", "M206"),
    # Products.
    one("product-unknown", "  flow: pet", "  flow: pett", "M220"),
    one("product-unknown-input", '      pta: "= 1 t', '      ptta: "= 1 t', "M220"),
    one("product-unknown-named", "product: power", "product: powr", "M220"),
    one("product-input-without-from", "{amount: 90 kWh, from: cn-electricity/national-average-2024}", "{amount: 90 kWh}", "M220"),
    one("product-made-twice", "      steam: 0.2 GJ", "      pta: 0.2 GJ", "M221"),
    one("product-no-outputs", "    outputs:\n      pta: 1 t\n", "", "M222", "  oxidation:"),
    one("product-empty-outputs", "    outputs:\n      pta: 1 t\n", "    outputs: {}\n", "M222", "  oxidation:"),
    one("product-eats-itself", '      pta: "= 1 t', '      pet: 1000 kg\n      pta: "= 1 t', "M223", "pet: 1000 kg"),
    one("product-mostly-own-use", '      pta: "= 1 t', '      pet: 990 kg\n      pta: "= 1 t', "M226", "pet: 990 kg", "warning", 0),
    one("product-eats-more-than-itself", '      pta: "= 1 t', '      pet: 2 t\n      pta: "= 1 t', "M223", "pet: 2 t"),
    one(
        "product-unreachable",
        "  power:\n    kind",
        "  idle:\n    stage: none\n    outputs: {idle: 1 t}\n  power:\n    kind",
        "M224",
        "  idle",
        "warning",
        0,
    ),
    one("mix-sum", "{amount: 0.7 kWh, from", "{amount: 0.8 kWh, from", "M225", "    inputs:\n      grid"),
    one("mix-sum-by-little", "{amount: 0.7 kWh, from", "{amount: 0.7000001 kWh, from", "M225", "    inputs:\n      grid"),
    # Exchanges.
    one("source-twice", "declared: 1.2 kg CO2e/kg, source: supplier", "declared: 1.2 kg CO2e/kg, from: uslci-cn/acetic-acid", "M230"),
    one(
        "source-and-cut-off",
        "        amount: 0.2 kg\n",
        "        amount: 0.2 kg\n        from: uslci-cn/acetic-acid\n",
        "M230",
        "        cut_off",
    ),
    one(
        "source-and-product",
        "from: uslci-cn/ethylene-glycol",
        "from: uslci-cn/ethylene-glycol\n        product: power",
        "M230",
        "product: power\n",
    ),
    one("emission-without-flow", '{flow: "carbon dioxide, fossil", amount: 30 kg}', "{amount: 30 kg}", "M231"),
    one("emission-short-form", '{flow: "carbon dioxide, fossil", amount: 30 kg}', "30 kg", "M231"),
    one("waste-without-from", "{amount: 3 kg, from: cn-waste/landfill-inert}", "{amount: 3 kg}", "M232"),
    one(
        "emission-with-from",
        '{flow: "carbon dioxide, fossil", amount: 30 kg}',
        '{flow: "carbon dioxide, fossil", amount: 30 kg, from: uslci-cn/x}',
        "M233",
    ),
    one("input-with-flow", "from: uslci-cn/p-xylene}", 'from: uslci-cn/p-xylene, flow: "methane, fossil"}', "M233"),
    one("output-with-from", "      pta: 1 t", "      pta: {amount: 1 t, from: uslci-cn/pta}", "M233"),
    one("package-not-listed", '  uslci-cn: "1"\n', "", "M234", "from: uslci-cn/p-xylene"),
    one("package-misspelt", "from: uslci-cn/p-xylene", "from: uslci-ch/p-xylene", "M234"),
    one("package-unused", '  cn-waste: "1"\n', '  cn-waste: "1"\n  cn-fuels: "2025.1"\n', "M235", "cn-fuels", "note", 0),
    # Allocation.
    one(
        "allocation-missing",
        "    allocation:\n      by: economic\n"
        "      why: The steam is sold for little.\n"
        "      prices: {pet: 6200 CNY/t, steam: 60 CNY/GJ}\n",
        "",
        "M240",
        "    outputs:\n      pet",
    ),
    Case(
        "allocation-without-need",
        (("      steam: 0.2 GJ\n", ""), (", steam: 60 CNY/GJ}", "}")),
        (("M241", "    allocation"),),
        "warning",
        0,
    ),
    one("allocation-price-missing", "{pet: 6200 CNY/t, steam: 60 CNY/GJ}", "{pet: 6200 CNY/t}", "M242"),
    one("allocation-prices-missing", "      prices: {pet: 6200 CNY/t, steam: 60 CNY/GJ}\n", "", "M242", "    allocation"),
    one(
        "allocation-price-of-nothing", "{pet: 6200 CNY/t, steam: 60 CNY/GJ}", "{pet: 6200 CNY/t, steam: 60 CNY/GJ, heat: 60 CNY/GJ}", "M243"
    ),
    one("allocation-price-no-money", "steam: 60 CNY/GJ}", "steam: 60 kg/GJ}", "M254"),
    one("allocation-price-per-mass", "steam: 60 CNY/GJ}", "steam: 60 CNY/t}", "M254"),
    one("allocation-two-currencies", "steam: 60 CNY/GJ}", "steam: 60 USD/GJ}", "M254"),
    one(
        "allocation-shares-sum",
        "      by: economic\n",
        "      by: shares\n      shares: {pet: 90 %, steam: 9 %}\n",
        "M244",
        "      shares: {",
    ),
    one("allocation-share-missing", "      by: economic\n", "      by: shares\n      shares: {pet: 90 %}\n", "M242", "      shares: {"),
    one(
        "allocation-share-outside",
        "      by: economic\n",
        "      by: shares\n      shares: {pet: 110 %, steam: -10 %}\n",
        "M259",
        "      shares: {",
    ),
    one(
        "allocation-share-dimension",
        "      by: economic\n",
        "      by: shares\n      shares: {pet: 90 %, steam: 0.1 GJ}\n",
        "M254",
        "      shares: {",
    ),
    one(
        "allocation-heat-unknown",
        "      by: economic\n",
        "      by: heat_ratio\n      heat: stream\n      ratio: 20 %\n",
        "M243",
        "heat: stream",
    ),
    one("allocation-ratio-missing", "      by: economic\n", "      by: heat_ratio\n      heat: steam\n", "M242", "    allocation"),
    one(
        "allocation-ratio-outside",
        "      by: economic\n",
        "      by: heat_ratio\n      heat: steam\n      ratio: 120 %\n",
        "M259",
        "ratio: 120",
    ),
    one(
        "allocation-main-missing",
        "      by: economic\n",
        "      by: substitution\n      avoided: {steam: {amount: 0.2 GJ, from: uslci-cn/steam}}\n",
        "M242",
        "    allocation",
    ),
    one("allocation-avoided-missing", "      by: economic\n", "      by: substitution\n      main: pet\n", "M242", "    allocation"),
    one(
        "allocation-avoided-negative",
        "      by: economic\n",
        "      by: substitution\n      main: pet\n      avoided:\n        steam: {amount: -0.2 GJ, from: uslci-cn/steam}\n",
        "M204",
        "steam: {amount: -0.2",
    ),
    one(
        "allocation-unused-prices",
        "      by: economic\n",
        "      by: shares\n      shares: {pet: 90 %, steam: 10 %}\n",
        "M245",
        "      prices",
        "warning",
        0,
    ),
    # Figures.
    one("period-reversed", "start: 2024-01-01", "start: 2025-01-01", "M250"),
    one("period-short", "end: 2024-12-31}\nboundary", "end: 2024-12-30}\nboundary", "M251", "period", "warning", 0),
    one("declared-unit-zero", "declared_unit: 1 t\n  mass", "declared_unit: 0 t\n  mass", "M252", "0 t\n  mass"),
    one("declared-unit-negative", "declared_unit: 1 t\n  mass", "declared_unit: -1 t\n  mass", "M252", "-1 t\n  mass"),
    one("mass-no-mass", "mass_per_declared_unit: 1 t", "mass_per_declared_unit: 1 m3", "M254"),
    one("mass-contradicts", "mass_per_declared_unit: 1 t", "mass_per_declared_unit: 1 kg", "M255"),
    Case(
        "mass-missing",
        (
            ("declared_unit: 1 t\n  mass_per_declared_unit: 1 t", "declared_unit: 1 item"),
            ("      pet: 1 t", "      pet: 1 item"),
            ("6200 CNY/t", "6200 CNY/item"),
            ("    carbon_content: 0.625 kg/kg", "    carbon_content: 625 kg/item"),
            ("biogenic_carbon_content: 0 kg/kg", "biogenic_carbon_content: 0 kg/item"),
        ),
        (("M253", "declared_unit"),),
        "warning",
        0,
    ),
    one("supersedes-itself", "supersedes: 1", "supersedes: 2", "M256"),
    one("declared-factor-dimension", "declared: 1.2 kg CO2e/kg", "declared: 1.2 kg CO2e/kWh", "M254"),
    one("declared-factor-no-co2e", "declared: 1.2 kg CO2e/kg", "declared: 1.2 kg/kg", "M254"),
    one("property-dimension", "enthalpy: 2.76 GJ/t", "enthalpy: 2.76 t/GJ", "M254"),
    one("property-no-ratio", "carbon_content: 0.625 kg/kg\n", "carbon_content: 0.625 kg\n", "M254", "0.625 kg\n"),
    one("property-zero", "enthalpy: 2.76 GJ/t", "enthalpy: 0 GJ/t", "M252"),
    one("property-negative", "    carbon_content: 0.625", "    carbon_content: -0.625", "M252"),
    one("property-more-biogenic", "biogenic_carbon_content: 0 kg/kg", "biogenic_carbon_content: 0.7 kg/kg", "M260"),
    one("parameter-implausible", "min: 1 kg/kg", "min: 1.5 kg/kg", "M211", "  gain", "warning", 0),
    Case(
        "parameter-tiny-divisor",
        (
            ("  px_rate: 0.656 kg/kg", "  px_rate: 0.656 kg/kg\n  process_yield: 0.96 %"),
            ('"= 1 t * px_rate"', '"= 1 t * px_rate / process_yield"'),
        ),
        (("M213", "process_yield: 0.96 %"),),
        "warning",
        0,
    ),
    one("parameter-unused", "  px_rate: 0.656 kg/kg", "  px_rate: 0.656 kg/kg\n  idle: 2 t", "M210", "  idle", "note", 0),
    one("uncertainty-no-figure", "kind: lognormal, gsd2: 1.05", "kind: lognormal", "M257"),
    one("uncertainty-two-figures", "kind: lognormal, gsd2: 1.05", "kind: lognormal, gsd: 1.02, gsd2: 1.05", "M257"),
    one("uncertainty-wrong-figure", "kind: triangular, min: 0.3 t, max: 0.4 t", "kind: triangular, sd: 0.1 t", "M257"),
    one("uncertainty-dimension", "max: 0.4 t", "max: 0.4 m3", "M254"),
    one("uncertainty-reversed", "min: 0.3 t, max: 0.4 t", "min: 0.4 t, max: 0.3 t", "M258"),
    one("uncertainty-outside", "min: 0.3 t, max: 0.4 t", "min: 0.4 t, max: 0.5 t", "M258"),
    one("uncertainty-deviation-below-one", "gsd2: 1.05", "gsd2: 0.95", "M258"),
    # What is said beside the figures.
    one("contract-without-certificate", "{certificate: GEC-1, retired: 2024-12-31}", "{retired: 2024-12-31}", "M270", None, "warning", 0),
    one("contract-not-retired", "{certificate: GEC-1, retired: 2024-12-31}", "{certificate: GEC-1}", "M270", None, "warning", 0),
    one("stage-missing", "    stage: raw materials\n", "", "M271", "  oxidation:", "note", 0),
    one("data-assumed", "amount: 0.3 kWh\n", "amount: 0.3 kWh\n        data: assumed\n", "M272", "processes:", "note", 0),
    one("uscc-check-character", "91210200MA0000001M", "91210200MA0000001N", "M273", "91210200MA0000001N", "warning", 0),
    one("uscc-short", "91210200MA0000001M", "91210200", "M273", "91210200,", "warning", 0),
    # Several at once.
    Case(
        "five-mistakes",
        (
            ("declared_unit: 1 t\n  mass", "declared_unti: 1 t\n  mass"),
            ("amount: 90 kWh", "amount: 90 kwh"),
            ("300 km", "distance"),
            ("steam: 60 CNY/GJ}", "steam: 60 CNY/GJJ}"),
            ("product: power", "product: powr"),
        ),
        (("M120", "declared_unti"), ("U103", "90 kwh"), ("U101", "GJJ"), ("M201", "distance"), ("M220", "powr")),
    ),
    Case(
        "all-at-once",
        (
            ("amount: 90 kWh", "amount: 90 kwh"),
            ("300 km", "distance"),
            ("product: power", "product: powr"),
            ("start: 2024-01-01", "start: 2025-01-01"),
            ("{amount: 0.7 kWh, from", "{amount: 0.8 kWh, from"),
            ("{amount: 3 kg, from: cn-waste/landfill-inert}", "{amount: -3 kg}"),
        ),
        (
            ("U103", "90 kwh"),
            ("M201", "distance"),
            ("M220", "powr"),
            ("M250", "period:"),
            ("M225", "    inputs:\n      grid"),
            ("M204", "sludge"),
            ("M232", "sludge"),
        ),
    ),
)

# Files that are no edits: name, bytes, code, line, exit status of check.
RAW: tuple[tuple[str, bytes, str, int, int], ...] = (
    ("empty.yaml", b"", "M111", 1, 1),
    ("empty-comments.yaml", b"# nothing here\n\n# yet\n", "M111", 1, 1),
    ("empty-document.yaml", b"---\n...\n", "M111", 1, 1),
    ("root-list.yaml", b"- footprint: product-model/1\n", "M112", 1, 1),
    ("root-text.yaml", b"footprint product-model/1\n", "M112", 1, 1),
    ("nul.yaml", b"footprint: product-model/1\nproduct: \x00\n", "G005", 1, 2),
    ("workbook.yaml", b"PK\x03\x04\x14\x00\x06\x00", "G005", 1, 2),
    ("pdf.yaml", b"%PDF-1.7\n", "G005", 1, 2),
    ("gb18030.yaml", "footprint: product-model/1\nproduct:\n  name: 瓶级聚酯切片\n".encode("gb18030"), "G006", 3, 2),
    ("latin1.yaml", "footprint: product-model/1\nproduct:\n  name: Café\n".encode("latin-1"), "G006", 3, 2),
    ("utf16.yaml", "footprint: product-model/1\n".encode("utf-16"), "G006", 1, 2),
    ("cut-in-character.yaml", "footprint: product-model/1 # 瓶".encode()[:-1], "G006", 1, 2),
    (
        "billion-laughs.yaml",
        b"a: &a [x, x, x, x, x, x, x, x, x, x]\n"
        + b"".join(b"%c: &%c [%s]\n" % (98 + n, 98 + n, b", ".join([b"*%c" % (97 + n)] * 10)) for n in range(9)),
        "M103",
        5,
        1,
    ),
    ("deep-brackets.yaml", b"[" * 20_000, "M109", 1, 1),
    ("deep-dashes.yaml", b"- " * 5_000, "M109", 1, 1),
    ("deep-braces.yaml", b"{a: " * 5_000, "M109", 1, 1),
    ("question-marks.yaml", b"? " * 5_000, "M115", 1, 1),
    ("long-key.yaml", b"k" * 5_000 + b": 1\n", "M101", 1, 1),
    ("long-text.yaml", b"footprint: " + b"x" * 20_000 + b"\n", "M131", 1, 1),
)

GOOD = "month,outputs/pta [t],inputs/electricity [kWh],inputs/px [t/t]\n2024-01,10,900,0.65\n2024-02,20,1700,0.66\n2024-03,30,2700,0.67\n"


def table(name: str, old: str, new: str, code: str, line: int) -> Table:
    """Give a case of one edit of the good table."""
    assert GOOD.count(old) == 1, f"{name}: {old!r} stands {GOOD.count(old)} times"
    return Table(name, GOOD.replace(old, new), ((code, line),))


TABLES = (
    Table("activity-missing", None, (("G003", "activity:"),), status=2),
    Table("activity-outside", None, (("G008", "activity:"),), file="../../secrets.csv"),
    Table("activity-absolute", None, (("G008", "activity:"),), file="/etc/passwd"),
    Table("activity-workbook", b"PK\x03\x04\x14\x00\x06\x00", (("G005", 1),), status=2),
    Table("activity-empty", "", (("M301", 1),)),
    Table("activity-quote", GOOD.replace("900", '"900'), (("M301", 2),)),
    Table("activity-semicolons", GOOD.replace(",", ";"), (("M301", 1),)),
    Table("activity-tabs", GOOD.replace(",", "\t"), (("M301", 1),)),
    table("activity-no-month", "month", "Monat", "M303", 1),
    table("activity-head", "[kWh]", "kWh", "M304", 1),
    table("activity-wide-unit", "[kWh]", "（kwh）", "M307", 1),
    table("activity-unknown-column", "inputs/electricity", "inputs/electricty", "M305", 1),
    table("activity-column-twice", "inputs/px [t/t]", "inputs/electricity [kWh]", "M306", 1),
    table("activity-unit", "[kWh]", "[kwh]", "M307", 1),
    table("activity-not-a-month", "2024-02", "Feb 24", "M308", 3),
    table("activity-month-thirteen", "2024-02", "2024-13", "M308", 3),
    table("activity-month-outside", "2024-03", "2024-04", "M309", 4),
    table("activity-month-twice", "2024-03", "2024-02", "M310", 4),
    table("activity-month-missing", "2024-02,20,1700,0.66\n", "", "M311", 1),
    table("activity-words", "1700", "n/a", "M312", 3),
    table("activity-thousands", "1700", '"1,700"', "M312", 3),
    table("activity-nan", "1700", "nan", "M312", 3),
    table("activity-empty-cell", "1700", "", "M313", 3),
    table("activity-negative", "1700", "-1700", "M314", 3),
    table("activity-ragged", "1700,0.66", "1700", "M315", 3),
    Table("activity-and-model", GOOD, (("M316", "electricity: {"),), (("electricity: {from", "electricity: {amount: 90 kWh, from"),)),
    Table(
        "activity-no-production",
        GOOD.replace("outputs/pta [t],", "").replace("10,", "").replace("20,", "").replace("30,", ""),
        (("M317", 1),),
        (("      pta: {}", "      pta: 60 t"),),
    ),
    Table("activity-fixed-beside", GOOD, (("M318", "activity:"),), severity="warning", status=0),
)
