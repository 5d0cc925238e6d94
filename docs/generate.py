"""Write the generated parts of the documentation anew: ``make docs``.

A generated part of a page stands between ``<!-- generated: NAME -->`` and ``<!-- end -->``; the function of that name below gives it.
The rest of the page is written by hand. ``--check`` changes nothing and ends with 1 where a page is not current. Files that are
generated as a whole (units, the schema of the product model) are written too, and the output of the examples, unless
``--parts-only`` is given.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import inspect
import io
import json
import pkgutil
import re
import sys
import tempfile
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from examples import DOCS, ROOT, Page, pages, refresh
from statement_page import statement_fields

from footprint.report.rounding import number

__all__ = ["PARTS", "current", "error_classes_of_all_modules", "main", "whole_files", "with_parts"]

PART = re.compile(r"(<!-- generated: (?P<name>[\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)

FAMILIES = {
    "G": "General: files, and footprint itself",
    "U1": "Units and amounts",
    "U2": "Formulas",
    "M1": "Product model: how it is written",
    "M2": "Product model: what it says",
    "M3": "Product model: activity tables",
    "I1": "Inventories: files and tables",
    "I2": "Inventories: what they refer to",
    "I3": "Inventories: soundness",
    "S1": "Supply chain: linking",
    "S2": "Supply chain: allocation",
    "S3": "Supply chain: warnings",
    "E": "Engine: compiling, solving, proving",
    "D": "Insight: sensitivities and changes",
    "V1": "Verification: requests and evidence bundles",
    "V2": "Verification: rule profiles and rules",
    "V3": "Verification: reviews and decisions",
    "V4": "Verification: sampling plans",
    "V5": "Verification: issuing certificates",
    "K": "Verification: keys, signatures, credentials",
    "R": "Verification: the register",
    "T": "Typesetting",
    "J": "Batches",
    "W": "Workbooks",
    "L": "Files of other LCA programs",
    "B": "Brightway projects",
    "W1": "Workbooks",
    "C": "Command line",
}


def error_classes_of_all_modules() -> list[type[Any]]:
    """Import every module of footprint, so that every error class is known; give them by code."""
    import footprint
    from footprint.errors import error_classes

    for module in pkgutil.walk_packages(footprint.__path__, "footprint."):
        if module.name != "footprint.__main__":
            importlib.import_module(module.name)
    return [cls for cls in error_classes() if cls.__module__.startswith("footprint.")]


def errors() -> Iterator[str]:
    """Yield the error reference, from the classes."""
    family = ""
    order = list(FAMILIES)
    for cls in sorted(error_classes_of_all_modules(), key=lambda cls: (order.index(_family(cls.code)), cls.code)):
        if _family(cls.code) != family:
            family = _family(cls.code)
            yield f"\n## {FAMILIES[family]}\n"
        severity = "" if cls.severity.value == "error" else f" ({cls.severity.value})"
        yield f"\n### {cls.code}: {cls.title['en']} · {cls.title['zh']}{severity}\n\n"
        explanation = inspect.cleandoc(cls.__doc__ or "").replace("``", "`")
        yield f"{explanation}\n\n"
        yield f"> {_template(cls.message['en'])}\n>\n> {_template(cls.message['zh'])}\n"
        if cls.hint["en"]:
            yield f"\n{_template(cls.hint['en'])}\n\n{_template(cls.hint['zh'])}\n"


def _family(code: str) -> str:
    return max((prefix for prefix in FAMILIES if code.startswith(prefix)), key=len)


def _template(text: str) -> str:
    """Show a place for a value in italics; quotes around it go, because Markdown has none inside code."""
    shown = re.sub(r"`([^`]*)`", lambda match: match[0] if "{" not in match[1] or match[1].startswith("{{") else match[1], text)
    shown = shown.replace("{{", "\0").replace("}}", "\1").replace("<", "&lt;")
    shown = re.sub(r"\{(\w+?)(?:_en|_zh)?\}", lambda match: f"*{match[1]}*", shown)
    return shown.replace("\0", "{").replace("\1", "}")


def commands() -> Iterator[str]:
    """Yield the reference of the command line, from its own help."""
    for words in command_names():
        yield f"\n## {' '.join(('footprint', *words))}\n\n```text\n{_help(words)}\n```\n"


def command_names() -> list[tuple[str, ...]]:
    """Name every command, groups before what is in them."""
    import typer

    from footprint.cli.main import app

    found: list[tuple[str, ...]] = []

    def visit(command: Any, words: tuple[str, ...]) -> None:
        found.append(words)
        for name, child in getattr(command, "commands", {}).items():
            visit(child, (*words, name))

    visit(typer.main.get_command(app), ())
    return found


def _help(words: tuple[str, ...]) -> str:
    from examples import _environment

    from footprint.cli import main as footprint

    heard = io.StringIO()
    with contextlib.redirect_stdout(heard), contextlib.suppress(SystemExit), _environment(DOCS):
        footprint([*words, "--help"])
    return "\n".join(line.rstrip() for line in heard.getvalue().strip("\n").splitlines())


def model_fields() -> Iterator[str]:
    """Yield the fields of a product model, from its records."""
    from footprint.model.schema import ProductModel

    yield from record_fields(ProductModel)


def decision_fields() -> Iterator[str]:
    """Yield the fields of a reviewer's decision, from its records."""
    from footprint.verification.review import Decision

    yield from record_fields(Decision)


def record_fields(root: type[Any]) -> Iterator[str]:
    """Yield the fields of a format, from its records."""
    waiting, done = [root], set[type[Any]]()
    while waiting:
        record = waiting.pop(0)
        if record in done:
            continue
        done.add(record)
        name = root.called[0].capitalize() if record is root else _title(record)
        yield f"\n## {name}\n\n{inspect.cleandoc(record.__doc__ or '')}\n\n| Key | Value | Default | Meaning |\n|---|---|---|---|\n"
        for key, field in record.model_fields.items():
            used = list(_records_in(field.annotation))
            waiting.extend(used)
            value = _kind(field)
            default = "**required**" if field.is_required() else _default(field)
            yield f"| `{field.alias or key}` | {value} | {default} | {_cell(field.description or '')} |\n"


def _title(record: type[Any]) -> str:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", record.__name__).lower()
    return words[0].upper() + words[1:]


def _records_in(annotation: Any) -> Iterator[type[Any]]:
    from footprint.model.fields import Record

    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for part in typing.get_args(annotation):
        yield from _records_in(part)


def _kind(field: Any) -> str:
    """Say in words what a field accepts."""
    from footprint.model import fields

    named = {
        fields.AmountText: "quantity",
        fields.ExpressionText: "quantity or formula",
        fields.NumberText: "number",
        fields.WholeNumber: "whole number",
        fields.TrueFalse: "`true` or `false`",
        fields.DateText: "date",
        fields.PlainText: "text",
        fields.FromText: "dataset reference",
        fields.FigureText: "quantity or number",
    }
    annotation = field.annotation
    for metadata in field.metadata:
        for known, words in named.items():
            if metadata in typing.get_args(known)[1:]:
                return words
    return _words(annotation, named)


def _words(annotation: Any, named: Mapping[Any, str]) -> str:
    from footprint.model.fields import Record

    for known, words in named.items():
        if annotation == known:
            return words
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        parts = [_words(part, named) for part in arguments if part is not type(None)]
        return " or ".join(dict.fromkeys(parts))
    if origin is typing.Literal:
        return ", ".join(f"`{choice}`" for choice in arguments)
    if origin is typing.Annotated:
        return _words(arguments[0], named)
    if origin is tuple:
        return f"list: {_words(arguments[0], named)}"
    if origin is not None and issubclass(origin, Mapping):
        key = _words(arguments[0], named)
        inner = _words(arguments[1], named)
        return f"{key}: {inner}" if key.startswith("`") else f"names: {inner}"
    if isinstance(annotation, type) and issubclass(annotation, Record):
        short = f" (or its `{annotation.short_form_of}` alone)" if annotation.short_form_of else ""
        return f"[{_title(annotation).lower()}](#{_title(annotation).lower().replace(' ', '-')}){short}"
    return {"str": "text", "float": "number", "int": "whole number", "bool": "`true` or `false`"}.get(
        getattr(annotation, "__name__", ""), "text"
    )


def _default(field: Any) -> str:
    from footprint.model.fields import Record

    value = field.get_default(call_default_factory=True)
    return "" if value in (None, {}, ()) or isinstance(value, Record) else f"`{value}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def result_fields() -> Iterator[str]:
    """Yield the fields of a result, from its JSON Schema."""
    described = json.loads((DOCS / "reference" / "result.schema.json").read_text(encoding="utf-8"))
    yield "\n| Field | Value | Meaning |\n|---|---|---|\n"
    yield from _properties(described, described, "")


def _properties(whole: Mapping[str, Any], part: Mapping[str, Any], before: str) -> Iterator[str]:
    for name, field in part.get("properties", {}).items():
        about = {**whole["$defs"][field["$ref"].rpartition("/")[2]], **field} if "$ref" in field else field
        kinds = about.get("type", "")
        kind = " or ".join(kinds) if isinstance(kinds, list) else kinds
        item = about.get("items", {})
        if item:
            kind = "list of objects" if item.get("type") == "object" else f"list of {item.get('type', 'value')}s"
        optional = "" if name in part.get("required", ()) else " (may be absent)"
        yield f"| `{before}{name}` | {kind}{optional} | {_cell(about.get('description', ''))} |\n"
        yield from _properties(whole, about, f"{before}{name}.")
        if item:
            yield from _properties(whole, item, f"{before}{name}[].")


def inventories() -> Iterator[str]:
    """Yield the packages that ship, from their descriptions."""
    from footprint.inventory import open_library

    yield "\n| Package | Version | What | Datasets | Status | Region | Period | Needs |\n|---|---|---|---:|---|---|---|---|\n"
    packages = list(open_library().packages())
    for package in packages:
        needs = ", ".join(f"{name} {version}" for name, version in package.requires.items())
        link = f"[{package.name}](../../inventories/{package.name}/README.md)"
        about = f"{package.title['en']} · {package.title['zh']}"
        period = " to ".join(part for part in package.period if part)
        row = (link, package.version, about, str(len(package.datasets)), package.status, package.geography, period, needs)
        yield f"| {' | '.join(map(_cell, row))} |\n"
    yield "\n| Package | Licence | Sources |\n|---|---|---|\n"
    for package in packages:
        about = json.loads((Path(package.folder) / "datapackage.json").read_text(encoding="utf-8"))
        sources = "; ".join(source["title"] for source in about.get("sources", ()))
        yield f"| `{package.name}` | {_cell(package.licence)} | {_cell(sources)} |\n"


def methods() -> Iterator[str]:
    """Yield the methods that ship, and their factors for the gases met most often."""
    from footprint.inventory import open_library

    library = open_library()
    known = [library.method(name) for name in library.method_names()]
    yield "\n| Method | Version | What | Flows | Categories |\n|---|---|---|---:|---|\n"
    for method in known:
        categories = ", ".join(f"`{category.name}`" for category in method.categories)
        about = f"{method.title['en']} · {method.title['zh']}"
        link = f"[{method.name}](../../inventories/methods/{method.name}/README.md)"
        yield f"| {link} | {method.version} | {about} | {len(method.factors)} | {categories} |\n"
    by_name = list(dict.fromkeys(flow for method in known for flow in method.factors if " " in flow or flow in ("SF6", "NF3")))
    yield f"\n| Elementary flow | Category | {' | '.join(f'`{method.name}`' for method in known)} |\n|---|---|{'---:|' * len(known)}\n"
    for flow in sorted(by_name):
        categories = dict.fromkeys(category for method in known for category in method.factors.get(flow, {}))
        for category in categories:
            factors = [method.factors.get(flow, {}).get(category) for method in known]
            shown = " | ".join("" if factor is None else f"{factor.value:g} {factor.unit.text}" for factor in factors)
            yield f"| `{flow}` | `{category}` | {shown} |\n"


EXAMPLES = {
    "mass": "By mass",
    "energy": "By energy",
    "exergy": "By exergy",
    "heat-ratio": "By the heat supply ratio (供热比)",
    "economic": "By price",
    "property": "By a property",
    "shares": "By stated shares",
    "biogenic-carbon": "With biogenic carbon",
}


def allocation_examples() -> Iterator[str]:
    """Yield the worked allocation examples, from the models that the tests compute."""
    import footprint as fp

    for name, heading in EXAMPLES.items():
        path = ROOT / "tests" / "models" / f"allocation-{name}.yaml"
        lines = path.read_text(encoding="utf-8").splitlines()
        remark = " ".join(line.removeprefix("#").strip() for line in lines if line.startswith("#"))
        model = "\n".join(line for line in lines if not line.startswith("#")).replace("\n\n\n", "\n\n")
        result = fp.calculate(path)
        answer = f"Carbon footprint  {number(result.value)} kg CO2e per {result.model.product.declared_unit}  (without biogenic uptake)"
        yield f'\n## {heading}\n\n{remark}\n\n```yaml title="{path.name}"\n{model}\n```\n'
        yield f"\n```console\n$ footprint run {path.name}\n...\n{answer}\n...\n```\n"


def rules() -> Iterator[str]:
    """Yield the rules of verification by category, from their functions, with the level that each shipped profile gives them."""
    from footprint.verification.profile import profile_names, read_profile
    from footprint.verification.rules import CATEGORIES, RULES

    profiles = [read_profile(name) for name in profile_names()]
    for category, title in CATEGORIES.items():
        found = [rule for rule in RULES.values() if rule.category == category]
        if not found:
            continue
        yield f"\n## {title['en']} · {title['zh']}\n"
        for rule in found:
            levels = ", ".join(f"{profile.id}: {profile.level(rule.id)}" for profile in profiles)
            needs = "".join(f" `{name}`" for name in (*rule.thresholds, *rule.choices)) or " nothing"
            yield f"\n### {rule.id}\n\n**{rule.title['en']} · {rule.title['zh']}**\n\n"
            yield f"{inspect.cleandoc(rule.description).replace('``', '`')}\n\n"
            yield f"* Compares with:{needs}\n* Level: {levels}\n* Source: {rule.source}\n"


def thresholds() -> Iterator[str]:
    """Yield the figures and choices of the shipped profiles, side by side, and then their sources."""
    from footprint.verification.profile import profile_names, read_profile
    from footprint.verification.profile_schema import CHOICES, THRESHOLDS

    profiles = [read_profile(name) for name in profile_names()]
    yield f"\n| Figure | Meaning | {' | '.join(profile.id for profile in profiles)} |\n|---|---|{'---:|' * len(profiles)}\n"
    for name, kind in THRESHOLDS.items():
        stated = [str(profile.thresholds[name].value) if name in profile.thresholds else "" for profile in profiles]
        yield f"| `{name}` | {_cell(kind.en)} · {_cell(kind.zh)} | {' | '.join(stated)} |\n"
    yield f"\n| Choice | Meaning | {' | '.join(profile.id for profile in profiles)} |\n|---|---|{'---|' * len(profiles)}\n"
    for name, choice in CHOICES.items():
        allowed = [", ".join(profile.choice(name) or ()) for profile in profiles]
        yield f"| `{name}` | {_cell(choice.en)} · {_cell(choice.zh)} | {' | '.join(allowed)} |\n"
    yield "\n| Profile | Figure or choice | Source | Text read |\n|---|---|---|---|\n"
    base = profiles[1]
    for profile in profiles:
        entries = {**profile.thresholds, **profile.choices}
        known = {**base.thresholds, **base.choices}
        for name, entry in entries.items():
            if profile is base or name not in known or known[name].source != entry.source:
                yield f"| {profile.id} | `{name}` | {_cell(entry.source)} | {entry.read} |\n"


def profile_fields() -> Iterator[str]:
    """Yield the keys of a rule profile, from its records."""
    from footprint.verification.profile_schema import ProfileFile

    yield from record_fields(ProfileFile)


def batch_columns() -> Iterator[str]:
    """Yield the columns of a batch's result."""
    from footprint.batch.columns import COLUMNS

    yield from _result_columns(COLUMNS)


def radar_columns() -> Iterator[str]:
    """Yield the columns of the staleness radar's result."""
    from footprint.batch.radar.sweep import COLUMNS

    yield from _result_columns(COLUMNS)


def _result_columns(columns: Any) -> Iterator[str]:
    kinds = {"text": "text", "word": "text, stored once each", "number": "float64"}
    yield "\n| Column | Kind | Unit | Meaning |\n|---|---|---|---|\n"
    for column in columns:
        yield f"| `{column.name}` | {kinds[column.kind]} | {column.unit} | {_cell(f'{column.en} · {column.zh}')} |\n"


PARTS: Mapping[str, Callable[[], Iterator[str]]] = {
    "rules": rules,
    "thresholds": thresholds,
    "profile-fields": profile_fields,
    "batch-columns": batch_columns,
    "radar-columns": radar_columns,
    "errors": errors,
    "commands": commands,
    "model-fields": model_fields,
    "decision-fields": decision_fields,
    "statement-fields": statement_fields,
    "result-fields": result_fields,
    "inventories": inventories,
    "methods": methods,
    "allocation-examples": allocation_examples,
}


def with_parts(text: str) -> str:
    """Give the text of a page with its generated parts written anew."""
    return PART.sub(lambda match: f"{match[1]}{''.join(PARTS[match['name']]()).strip(chr(10))}\n{match[3]}", text)


def whole_files() -> dict[Path, str]:
    """Give the files of the reference that are generated from the first line to the last."""
    from architecture_drawing import architecture_drawing
    from model_pages import model_pages

    from footprint.batch.columns import batch_schema_text
    from footprint.model.published_schema import json_schema_text
    from footprint.units.table import units_page
    from footprint.verification.review.published_schema import decision_schema_text
    from footprint.verification.statement import statement_schema_text

    reference = DOCS / "reference"
    return {
        reference / "units.md": units_page(),
        DOCS / "background" / "architecture.svg": architecture_drawing(),
        reference / "product-model.schema.json": json_schema_text(),
        reference / "statement.schema.json": statement_schema_text(),
        reference / "decision.schema.json": decision_schema_text(),
        reference / "batch-result.schema.json": batch_schema_text(),
        **model_pages(),
    }


def current(page: Page) -> bool:
    """Tell whether the generated parts of a page are current."""
    return with_parts(page.text) == page.text


def main(arguments: list[str] | None = None) -> int:
    """Write all pages anew, or check them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="change nothing; end with 1 where a page is not current")
    parser.add_argument("--parts-only", action="store_true", help="leave the output of the examples as it is")
    parser.add_argument("pages", nargs="*", type=Path, help="pages; all of them by default")
    asked = parser.parse_args(arguments)
    stale = []
    for page in [Page(path.resolve()) for path in asked.pages] or pages():
        before = page.text
        after = with_parts(before)
        if after != before and not asked.check:
            page.path.write_text(after, encoding="utf-8")
        if not asked.check and not asked.parts_only and "```console" in after:
            with tempfile.TemporaryDirectory() as folder:
                after = refresh(page, Path(folder))
            page.path.write_text(after, encoding="utf-8")
        if after != before:
            stale.append(page.path.relative_to(ROOT).as_posix())
    for path, text in whole_files().items() if not asked.pages else ():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path.relative_to(ROOT).as_posix())
            if not asked.check:
                path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"not current: {name}" if asked.check else f"written: {name}")
    return 1 if stale and asked.check else 0


if __name__ == "__main__":
    sys.exit(main())
