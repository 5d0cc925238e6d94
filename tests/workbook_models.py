"""Models for the tests of workbooks: those that ship, and made-up ones that hold everything a model can hold."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from footprint.formats.workbook.archive import open_archive
from footprint.formats.workbook.cells import Doctor
from footprint.formats.workbook.grid import read_grids
from footprint.formats.workbook.layout import SHEETS
from footprint.formats.workbook.sheets import read_tree
from footprint.formats.workbook.tables import assign_sheets, read_table
from footprint.formats.workbook.yaml_text import yaml_text
from footprint.model import ProductModel
from footprint.model.tree import parse
from footprint.model.validation import validate

__all__ = ["models", "records", "reread"]


def records(model: Any) -> dict[str, Any]:
    """Give the records of a model, without where it was read from."""
    return {name: getattr(model, name) for name in type(model).model_fields}


def reread(workbook: bytes) -> ProductModel:
    """Read the records of a workbook, without applying the rules of the model."""
    doctor = Doctor("x.xlsx")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        path.write_bytes(workbook)
        found, _ = assign_sheets(read_grids(open_archive(str(path))), doctor)
    tables = {sheet.title: read_table(sheet, found[sheet.title], doctor) for sheet in SHEETS if sheet.title in found}
    tree = read_tree({title: table for title, table in tables.items() if table is not None}, doctor)
    assert not doctor.findings, [finding.line() for finding in doctor.findings]
    document, findings = parse(yaml_text(tree.data), "x.yaml")
    assert document is not None, findings
    model, findings = validate(document)
    assert model is not None, [finding.line() for finding in findings]
    return model


_WORDS = ("=1+1", "+86 411", "-", "@home", "=cmd|' /C calc'!A0", "1e5", "TRUE", "null", "no", "1:30", "2024-01-01", "007", "1,234.5",
          "_x0041_", "a: b", "# c", "'quoted'", '"double"', "钢 / steel", "10 %", "[x]", "{y}", "a\nb", "\\n", "a; b",
          "?", "~", "*x", "&y")  # fmt: skip
_CHARACTERS = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp"), exclude_characters="\u200b\ufeff")
texts = st.one_of(st.sampled_from(_WORDS), st.text(_CHARACTERS, min_size=1, max_size=30)).filter(
    lambda text: text.strip().strip("\u200b\ufeff\u00a0\u3000").strip() == text and bool(text)
)
_NAME_CHARACTERS = st.characters(categories=("Lu", "Ll", "Lo", "Nd", "Sm", "Pd", "Po", "Zs"), exclude_characters="/#@\u3000\u00a0")
names = st.one_of(
    st.sampled_from(("px", "电", "1e5", "no", "=x", "+x", "-x", "TRUE", "off-grade")), st.text(_NAME_CHARACTERS, min_size=1, max_size=12)
).filter(lambda text: text.strip() == text and text.split() == [text] and __import__("unicodedata").is_normalized("NFC", text))
_UNITS = ("kg", "t", "kWh", "kg CO2e/kg", "%", "Nm3", "t km", "item", "CNY/t", "MJ/Nm3", "kg/(t km)")
values = st.one_of(
    st.floats(min_value=-1e15, max_value=1e15, allow_nan=False).filter(lambda value: value == 0 or abs(value) > 1e-200),
    st.sampled_from((0.1 + 0.2, 1 / 3, 1e-7, 123456789012345.0, 1e22, 0.0)),
)
amounts = st.builds(lambda value, unit: f"{value!r} {unit}", values, st.sampled_from(_UNITS))
formulas = st.sampled_from(("= 1 t * rate", "= (rate + 2 kg) / 3", "= max(1 kg, rate) ** 2", "= 90 kWh"))
expressions = st.one_of(amounts, formulas)
numbers = st.floats(min_value=1, max_value=5).map(repr)
datasets = st.sampled_from(("cn-electricity/wind-2024", "model:pta.yaml#pta", "brightway:ei/abc", "uslci-cn/p-xylene"))
days = st.dates().map(lambda day: day.isoformat())
truths = st.sampled_from(("true", "false"))


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Give mappings that have some of these keys, at least one."""
    renamed = {key.replace("from_", "from"): value for key, value in fields.items()}
    return st.fixed_dictionaries({}, optional=renamed).filter(bool)


uncertainties = st.fixed_dictionaries(
    {"kind": st.sampled_from(("lognormal", "normal", "triangular", "uniform", "pert"))},
    optional={"gsd": numbers, "gsd2": numbers, "sd": amounts, "min": amounts, "max": amounts},
)
kinds = st.sampled_from(("primary", "secondary", "proxy", "assumed"))
labels = some(en=texts, zh=texts)
cross_checks = st.fixed_dictionaries({"source": texts}, optional={"amount": amounts})
correlations = st.fixed_dictionaries(
    {"between": st.lists(texts, min_size=2, max_size=2), "coefficient": st.floats(min_value=-1, max_value=1).map(repr)},
    optional={"source": texts, "comment": texts},
)
exchanges = some(
    amount=expressions,
    from_=datasets,
    product=texts,
    declared=amounts,
    flow=texts,
    cut_off=st.fixed_dictionaries({"why": texts}, optional={"proxy": datasets}),
    secondary=truths,
    data=kinds,
    dqr=some(technology=numbers, geography=numbers, time=numbers, precision=numbers),
    uncertainty=uncertainties,
    evidence=texts,
    contract=st.dictionaries(names, texts, min_size=1, max_size=3),
    source=texts,
    comment=texts,
    stage=texts,
    capital_good=truths,
    packaging=truths,
    on_site=truths,
    cross_check=cross_checks,
    better_source=texts,
)
parameters = some(
    value=expressions,
    name=labels,
    uncertainty=uncertainties,
    min=amounts,
    max=amounts,
    source=texts,
    data=kinds,
    comment=texts,
    evidence=texts,
    cross_check=cross_checks,
    better_source=texts,
)
flows = some(
    lower_heating_value=amounts,
    density=amounts,
    mass=amounts,
    enthalpy=amounts,
    exergy=amounts,
    carbon_content=amounts,
    biogenic_carbon_content=amounts,
    normal_volume=amounts,
    ash_content=amounts,
    moisture_content=amounts,
    other=st.dictionaries(names, amounts, min_size=1, max_size=2),
    source=texts,
)
sections = st.dictionaries(names, exchanges, min_size=1, max_size=2)


def allocations(of_output: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Give allocations among some products."""
    avoided = st.fixed_dictionaries({"amount": expressions, "from": datasets})
    by = st.one_of(
        st.sampled_from(("mass", "energy", "exergy", "heat_ratio", "economic", "shares", "substitution")),
        st.fixed_dictionaries({"property": texts}),
    )
    optional = {
        "prices": st.dictionaries(of_output, expressions, min_size=1, max_size=3),
        "shares": st.dictionaries(of_output, expressions, min_size=1, max_size=3),
        "heat": texts,
        "ratio": expressions,
        "boiler_heat": expressions,
        "main": texts,
        "avoided": st.dictionaries(of_output, avoided, min_size=1, max_size=3),
        "source": texts,
    }
    return st.fixed_dictionaries({"by": by, "why": texts}, optional=optional)


_exchange_ids = st.builds("/".join, st.tuples(names, st.sampled_from(("inputs", "wastes", "emissions")), names))
scenarios = st.fixed_dictionaries(
    {},
    optional={
        "name": labels,
        "why": texts,
        "set": st.dictionaries(st.one_of(names, _exchange_ids), amounts, min_size=1, max_size=2),
        "from": st.dictionaries(_exchange_ids, datasets, min_size=1, max_size=2),
        "add": st.dictionaries(_exchange_ids, st.one_of(exchanges, st.just({})), min_size=1, max_size=2),
        "allocation": st.dictionaries(names, allocations(names), min_size=1, max_size=2),
        "inventories": st.dictionaries(names, texts, min_size=1, max_size=2),
        "data": kinds,
        "source": texts,
        "comment": texts,
    },
)


@st.composite
def processes(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a process; an allocation speaks of its outputs only."""
    process: dict[str, Any] = draw(
        some(name=labels, stage=texts, kind=st.sampled_from(("process", "mix")), inputs=sections, wastes=sections, emissions=sections,
             removals=sections, comment=texts)
    )  # fmt: skip
    process["outputs"] = outputs = draw(sections)
    if draw(st.booleans()):
        process["allocation"] = draw(allocations(st.sampled_from(sorted(outputs))))
    return process


def _model(data: dict[str, Any]) -> ProductModel:
    return ProductModel.model_validate({"footprint": "product-model/1", **data}, by_alias=True, by_name=False)


models = st.fixed_dictionaries(
    {
        "product": st.fixed_dictionaries(
            {"name": labels, "flow": texts, "declared_unit": amounts},
            optional={
                "mass_per_declared_unit": amounts,
                "identifiers": st.dictionaries(names, texts, min_size=1, max_size=2),
                "version": st.integers(0, 999_999_999).map(str),
                "supersedes": st.integers(0, 99).map(str),
                "description": texts,
            },
        ),
        "period": st.fixed_dictionaries({"start": days, "end": days}),
        "processes": st.dictionaries(names, processes(), min_size=1, max_size=3),
    },
    optional={
        "producer": st.fixed_dictionaries(
            {"name": labels}, optional={"uscc": texts, "site": some(country=texts, subdivision=texts, place=texts)}
        ),
        "status": st.sampled_from(("representative", "primary")),
        "method": texts,
        "inventories": st.dictionaries(names, texts, min_size=1, max_size=2),
        "flows": st.dictionaries(names, flows, min_size=1, max_size=2),
        "parameters": st.dictionaries(names, parameters, min_size=1, max_size=2),
        "correlations": st.lists(correlations, min_size=1, max_size=2, unique_by=lambda record: tuple(record["between"])),
        "scenarios": st.dictionaries(names, scenarios, min_size=1, max_size=2),
        "sources": st.dictionaries(names, texts, min_size=1, max_size=2),
        "climate_contribution": st.dictionaries(names, texts, min_size=1, max_size=2),
        "comment": texts,
    },
).map(_model)
