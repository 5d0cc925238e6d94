"""The published JSON Schema is current and accepts what the reader accepts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from footprint.model.published_schema import json_schema, json_schema_text
from shared import REPOSITORY

PUBLISHED = REPOSITORY / "docs" / "reference" / "product-model.schema.json"
GOOD = [
    *sorted((REPOSITORY / "product_models").glob("*.yaml")),
    *sorted((REPOSITORY / "tests" / "models").glob("*.yaml")),
    REPOSITORY / "tests" / "broken" / "base.yaml",
]
WRITE = (
    "from footprint.model.published_schema import json_schema_text as t; open('docs/reference/product-model.schema.json', 'w').write(t())"
)


class EditorLoader(yaml.SafeLoader):
    """Sees plain scalars as an editor's YAML 1.2 parser does: numbers and booleans, but no dates."""


EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith("timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def as_editor(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=EditorLoader)


def test_the_published_schema_is_current() -> None:
    assert PUBLISHED.read_text(encoding="utf-8") == json_schema_text(), f'write it again: python -c "{WRITE}"'


def test_the_schema_is_a_json_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_every_key_has_a_description() -> None:
    schema = json_schema()
    for name, record in {**schema["$defs"], "ProductModel": schema}.items():
        records = [item for item in record.get("anyOf", [record]) if "properties" in item]
        for item in records:
            for key, described in item["properties"].items():
                assert described.get("description"), f"{name}.{key}"


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.name)
@pytest.mark.parametrize("loader", [EditorLoader, yaml.BaseLoader])
def test_the_schema_accepts_sound_models(path: Path, loader: Any) -> None:
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    jsonschema.Draft202012Validator(json_schema()).validate(data)


@pytest.mark.parametrize(
    "name",
    [
        "key-misspelt",
        "key-unknown-exchange",
        "key-missing-flow",
        "choice-kind",
        "kind-list-of-outputs",
        "format-version",
        "formula-as-declared-unit",
        "from-no-code",
    ],
)
def test_the_schema_refuses_defects_of_form(name: str) -> None:
    data = as_editor(REPOSITORY / "tests" / "broken" / f"{name}.yaml")
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(json_schema()).validate(data)


def test_the_published_text_is_plain_json() -> None:
    assert json.loads(PUBLISHED.read_text(encoding="utf-8"))["title"].startswith("Product model")
