"""Reading of product models: text stays text, places are right, all problems come at once."""

from __future__ import annotations

import datetime
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from footprint.errors import Finding, ProblemsFound
from footprint.files import SIZE_LIMIT
from footprint.model import ProductModel, check_model, check_text, read, read_text
from footprint.model.fields import DatasetReference, parse_reference
from footprint.units import Amount, Formula
from patience import ends
from shared import REPOSITORY

BASE = (REPOSITORY / "tests" / "broken" / "base.yaml").read_text(encoding="utf-8")
GOOD = sorted((REPOSITORY / "product_models").glob("*.yaml")) + sorted((REPOSITORY / "tests" / "models").glob("*.yaml"))


def changed(*edits: tuple[str, str]) -> str:
    text = BASE
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def codes(text: str) -> list[str]:
    return [finding.code for finding in check_text(text)[1]]


def only(text: str) -> Finding:
    findings = check_text(text)[1]
    assert len(findings) == 1, [finding.line() for finding in findings]
    return findings[0]


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.name)
def test_shipped_models_are_read_without_errors(path: Path) -> None:
    model, findings = check_model(path)
    assert model is not None, "\n".join(finding.line() for finding in findings)


def test_a_model_is_records_with_amounts_and_formulas() -> None:
    model = read_text(BASE)
    px = model.processes["oxidation"].inputs["px"]
    assert isinstance(px.amount, Formula)
    assert px.source_dataset == DatasetReference("package", "uslci-cn/p-xylene", "uslci-cn", "p-xylene")
    steam = model.processes["polymerisation"].outputs["steam"].amount
    assert isinstance(steam, Amount)
    assert str(steam) == "0.2 GJ"
    assert model.period.start == datetime.date(2024, 1, 1)
    assert model.product.name.text("zh") == "瓶级聚酯切片"
    assert model.processes["polymerisation"].allocation is not None
    assert model.processes["polymerisation"].allocation.key == "economic"


def test_records_are_frozen() -> None:
    model = read_text(BASE)
    with pytest.raises(ValidationError):
        model.method = "other"  # type: ignore[misc]


def test_a_model_survives_pickling() -> None:
    model = read_text(BASE, file="m.yaml")
    copy = pickle.loads(pickle.dumps(model))
    assert copy == model
    assert copy.place("processes/oxidation") == model.place("processes/oxidation")


def test_a_place_is_that_of_the_value_or_of_the_key_of_a_mapping() -> None:
    model = read_text(BASE, file="m.yaml")
    assert str(model.place("method")) == "m.yaml:14:9"
    assert str(model.key_place("method")) == "m.yaml:14:1"
    assert str(model.place("processes/oxidation")) == "m.yaml:34:3"
    assert str(model.place("processes/oxidation/inputs/px/amount")) == "m.yaml:39:20"


def test_what_is_not_written_has_the_place_of_what_holds_it() -> None:
    model = read_text(BASE, file="m.yaml")
    assert str(model.place("processes/oxidation/outputs/pta/amount")) == "m.yaml:37:12"
    assert str(model.place("processes/oxidation/allocation/by")) == "m.yaml:34:3"
    assert str(model.place("nothing")) == "m.yaml:1:1"


@pytest.mark.parametrize("text", ["NO", "on", "1:30", "1e3", "0o7", "2024-12-31", "null", "~", "0x10", "1_000", "true", ".inf"])
def test_every_plain_scalar_is_text(text: str) -> None:
    model = read_text(changed(("source: steam tables", f"source: {text}")))
    assert model.flows["steam"].source == text


def test_text_is_brought_to_normal_form_c() -> None:
    model = read_text(changed(("source: steam tables", "source: Cafe\u0301")))
    assert model.flows["steam"].source == "Café"


def test_keys_in_two_normal_forms_are_one_key() -> None:
    assert "M102" in codes(
        changed(("  steam:\n    enthalpy", "  é: {density: 1 t/m3}\n  e\u0301: {density: 1 t/m3}\n  steam:\n    enthalpy"))
    )


def test_short_forms_stand_for_records() -> None:
    model = read_text(
        changed(
            ("  px_rate: 0.656 kg/kg", "  px_rate: {value: 0.656 kg/kg}"), ("name: {en: Example enterprise, zh: 示例企业}", "name: Example")
        )
    )
    short = read_text(BASE)
    assert model.parameters["px_rate"] == short.parameters["px_rate"]
    assert model.producer is not None
    assert model.producer.name.text("zh") == "Example"


def test_aliases_within_the_budget_are_copies() -> None:
    text = changed(("source: stoichiometry\n  steam", "source: &why stoichiometry\n  steam"), ("source: steam tables", "source: *why"))
    assert read_text(text).flows["steam"].source == "stoichiometry"


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + BASE.replace("\n", "\r\n").encode())
    model = read(path)
    assert dict(model) == dict(read_text(BASE))
    assert model.place("processes/oxidation").line == 34


def test_a_yaml_directive_of_version_1_2_is_accepted() -> None:
    assert dict(read_text("%YAML 1.2\n---\n" + BASE)) == dict(read_text(BASE))


def test_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    import hashlib

    path = tmp_path / "m.yaml"
    path.write_text(BASE, encoding="utf-8")
    assert read(path).source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_all_problems_come_at_once_in_order_of_lines() -> None:
    text = changed(
        ("amount: 90 kWh", "amount: 90 kwh"),
        ("300 km", "distance"),
        ("product: power", "product: powr"),
        ("    stage: manufacturing", "    stag: manufacturing"),
        ("start: 2024-01-01", "start: 2025-01-01"),
    )
    with pytest.raises(ProblemsFound) as raised:
        read_text(text, file="m.yaml")
    findings = raised.value.findings
    assert [(finding.code, finding.place.line) for finding in findings if finding.place] == [
        ("M250", 11),
        ("U103", 40),
        ("M201", 41),
        ("M120", 51),
        ("M220", 61),
    ]


def test_a_misspelt_key_is_one_problem_and_has_a_suggestion() -> None:
    finding = only(changed(("declared_unit: 1 t\n  mass", "declared_unti: 1 t\n  mass")))
    assert finding.code == "M120"
    assert finding.values["suggestions"][0] == "declared_unit"
    assert "Did you mean `declared_unit`" in finding.hint()
    assert "是否想写 `declared_unit`" in finding.hint("zh")


def test_a_misspelt_section_causes_no_further_findings() -> None:
    assert codes(changed(("    outputs:\n      pta: 1 t", "    ouputs:\n      pta: 1 t"))) == ["M120"]


def test_a_misspelt_parameter_value_causes_no_further_findings() -> None:
    assert codes(changed(("  px_rate: 0.656 kg/kg", "  px_rate: 0.656 kg/quux"))) == ["U101"]


def test_an_unknown_unit_is_found_beside_a_missing_allocation() -> None:
    text = changed(
        ("amount: 90 kWh", "amount: 90 quux"),
        (
            "    allocation:\n      by: economic\n"
            "      why: The steam is sold for little.\n"
            "      prices: {pet: 6200 CNY/t, steam: 60 CNY/GJ}\n",
            "",
        ),
    )
    assert codes(text) == ["U101", "M240"]


def test_a_missing_required_key_does_not_hide_other_problems() -> None:
    assert codes(changed(("  flow: pet\n", ""), ("300 km", "distance"))) == ["M121", "M201"]
    assert codes(changed(("declared_unit: 1 t\n  mass", "declared_unit: 1 quux\n  mass"), ("300 km", "distance"))) == ["U101", "M201"]
    assert codes(changed(("period: {start: 2024-01-01, end: 2024-12-31}\n", ""), ("300 km", "distance"))) == ["M121", "M201"]


def test_of_a_model_in_another_format_only_the_form_is_judged() -> None:
    assert codes(changed(("product-model/1", "product-model/2"), ("300 km", "distance"))) == ["M125"]


def test_a_formula_error_points_at_its_character() -> None:
    quoted = only(changed(('"= 1 t * px_rate * 300 km"', '"= 1 t * px_rate * distance"')))
    plain = only(changed(('"= 1 t * px_rate * 300 km"', "= 1 t * px_rate * distance")))
    assert quoted.place is not None
    assert plain.place is not None
    line = changed(('"= 1 t * px_rate * 300 km"', '"= 1 t * px_rate * distance"')).splitlines()[quoted.place.line - 1]
    assert line[quoted.place.column - 1 :].startswith("distance")
    assert plain.place.column == quoted.place.column - 1


def test_a_text_model_may_not_name_tables() -> None:
    assert "M300" in codes(changed(("    stage: raw materials\n", "    stage: raw materials\n    activity: monthly.csv\n")))


@pytest.mark.parametrize(
    ("text", "kind", "package", "code", "file", "flow"),
    [
        ("cn-electricity/co2/liaoning-2023", "package", "cn-electricity", "co2/liaoning-2023", "", ""),
        ("model:pta.yaml#pta", "model", "", "", "pta.yaml", "pta"),
        ("model:sub/pta.yaml", "model", "", "", "sub/pta.yaml", ""),
        ("supplier:px.json", "supplier", "", "", "px.json", ""),
        ("brightway:my database/abc", "brightway", "my database", "abc", "", ""),
    ],
)
def test_references_are_read(text: str, kind: str, package: str, code: str, file: str, flow: str) -> None:
    reference = parse_reference(text)
    assert (reference.kind, reference.package, reference.code, reference.file, reference.flow) == (kind, package, code, file, flow)
    assert str(reference) == text


def test_records_can_be_made_in_python() -> None:
    model = read_text(BASE)
    process = model.processes["oxidation"]
    assert process.model_copy(update={"stage": "other"}).stage == "other"
    assert dict(ProductModel.model_validate(dict(model))) == dict(model)


def many(line: str, count: int) -> str:
    return BASE + "".join(line.format(i=i, j=i + 1) for i in range(count))


def parameters(line: str, count: int) -> str:
    return BASE.replace("parameters:\n", "parameters:\n" + "".join(line.format(i=i, j=(i + 1) % count) for i in range(count)))


HOSTILE: dict[str, Callable[[], str]] = {
    "brackets": lambda: "[" * 9_000_000,
    "braces": lambda: "{\n" * 4_000_000,
    "dashes": lambda: "- " * 4_000_000,
    "quotation marks": lambda: '"' * 9_000_000,
    "one word": lambda: "a" * 9_000_000,
    "an open quotation": lambda: 'a: "' + "x\n " * 2_000_000,
    "a block text": lambda: "a: |\n" + "  x\n" * 2_000_000,
    "many keys": lambda: "".join(f"k{i}: v\n" for i in range(500_000)),
    "one key again and again": lambda: "a: b\n" * 1_500_000,
    "anchors": lambda: "".join(f"&a{i} k{i}: &b{i} v\n" for i in range(200_000)),
    "tag directives": lambda: "%TAG !a! b\n" * 800_000,
    "combining marks": lambda: "a: " + "\u0301\u0323" * 2_000_000,
    "control characters": lambda: "\x01" * 9_000_000,
    "line separators": lambda: "a: " + "\u2028" * 2_000_000,
    "an alias many times": lambda: "a: &a [" + "x," * 9000 + "]\nb: [" + "*a," * 5000 + "]",
    "deep mappings": lambda: "".join(" " * i + f"k{i}:\n" for i in range(3000)),
    "unknown keys": lambda: "".join(f"p{i}: v\n" for i in range(20_000)),
    "unknown units": lambda: many("  p{i}: {{outputs: {{o{i}: 1 tt}}, inputs: {{o{j}: 1 tx}}}}\n", 4000),
    "unknown products": lambda: many("  p{i}: {{outputs: {{o{i}: 1 t}}, inputs: {{op{i}: 1 t}}}}\n", 4000),
    "unknown packages": lambda: many("  p{i}: {{outputs: {{o{i}: 1 t}}, inputs: {{op: {{amount: 1 t, from: x{i}/y}}}}}}\n", 3000),
    "unknown parameters": lambda: parameters("  q{i}: = r{i} + 1 kg\n", 10_000),
    "a circle of parameters": lambda: parameters("  q{i}: = q{j} + 1 kg\n", 10_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_takes_two_seconds(name: str) -> None:
    text = HOSTILE[name]()
    assert len(text.encode()) < SIZE_LIMIT
    with ends():
        model, findings = check_text(text)
    assert model is None
    assert 0 < len(findings) < 1000


def test_a_large_sound_model_is_read(tmp_path: Path) -> None:
    model = read_text(many("  p{i}: {{outputs: {{o{i}: 1 t}}, inputs: {{o{j}: 1 t}}}}\n", 2000) + "  last: {outputs: {o2000: 1 t}}\n")
    assert len(model.processes) == 2004


def test_a_file_over_ten_megabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_bytes(BASE.encode() + b"#" * SIZE_LIMIT)
    model, findings = check_model(path)
    assert model is None
    assert [finding.code for finding in findings] == ["G004"]


def test_a_missing_file_is_a_finding() -> None:
    model, findings = check_model("nowhere.yaml")
    assert model is None
    assert findings[0].line().startswith("nowhere.yaml: G003")


def test_without_the_c_parser_models_are_read_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = read_text(BASE)
    monkeypatch.setattr("footprint.model.tree._LOADER", yaml.SafeLoader)
    slow = read_text(BASE)
    assert dict(slow) == dict(fast)
    assert slow.source.places == fast.source.places
    assert codes("a: [1") == ["M101"]
    assert codes("a: \ud800") != []
