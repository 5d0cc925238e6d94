"""The verification statement: its fields, its canonical bytes, what it refuses."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from footprint.verification.statement import (
    canonical_bytes,
    read_statement,
    statement_digest,
    statement_schema,
    statement_schema_text,
)
from footprint.verification.statement_errors import NotAStatement
from shared import REPOSITORY
from statements import a_statement


def test_a_complete_statement_is_accepted_and_not_changed() -> None:
    statement = a_statement()
    before = json.dumps(statement)
    assert read_statement(statement) is statement
    assert json.dumps(statement) == before


def test_the_published_schema_accepts_it_and_is_current() -> None:
    published = (REPOSITORY / "docs/reference/statement.schema.json").read_text(encoding="utf-8")
    assert published == statement_schema_text()
    jsonschema.Draft202012Validator.check_schema(statement_schema())
    jsonschema.Draft202012Validator(json.loads(published)).validate(a_statement())


@pytest.mark.parametrize(
    "changes",
    [
        {"schema": "footprint/statement/2"},
        {"surprise": 1},
        {"demonstration": "no"},
        {"issued": "2026-03-02 08:30:00"},
        {"issued": "٢٠٢٦-03-02T08:30:00Z"},
        {"number": "dl 1"},
        {"materiality": 5},
        {"materiality": "0.05"},
        {"result__numerical_error": -1.0},
        {"result__numerical_error": float("nan")},
        {"result__headline__value": float("inf")},
        {"result__surprise": None},
        {"model__sha256": "A" * 64},
        {"criteria": []},
        {"product__name": {}},
        {"result__categories__soot": 1.0},
    ],
)
def test_fields_that_are_missing_strange_or_of_another_kind_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(NotAStatement):
        read_statement(a_statement(**changes))


@pytest.mark.parametrize("field", sorted(a_statement()))
def test_every_field_is_needed(field: str) -> None:
    statement = a_statement()
    del statement[field]
    with pytest.raises(NotAStatement, match=field):
        read_statement(statement)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"valid_until": "2026-03-02T08:30:00Z"}, "valid_until"),
        ({"nonconformities__closed_not_satisfied": 1}, "modified opinion"),
        ({"opinion": "modified"}, "qualifications"),
        ({"opinion": "adverse"}, "adverse"),
        ({"model__status": "representative"}, "primary"),
        ({"nonconformities__open": 1}, "open"),
        ({"responsible_party": None}, "responsible party"),
        ({"verifier__independent_reviewer": None}, "independent review"),
        ({"lifted": [{"code": "V510", "message": {"en": "x"}}]}, "demonstration"),
        ({"result__headline__value": 1.0}, "headline"),
    ],
)
def test_fields_that_contradict_each_other_are_refused(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(NotAStatement, match=why):
        read_statement(a_statement(**changes))


def test_a_demonstration_may_say_what_a_statement_must_not() -> None:
    lifted = [{"code": "V510", "message": {"en": "x"}}]
    read_statement(
        a_statement(demonstration=True, lifted=lifted, model__status="representative", opinion="adverse", responsible_party=None)
    )


@pytest.mark.parametrize("data", [None, [], "text", 1, {}])
def test_other_json_is_no_statement(data: object) -> None:
    with pytest.raises(NotAStatement):
        read_statement(data)


def test_the_digest_knows_content_and_not_the_order_of_keys() -> None:
    statement = a_statement()
    turned = dict(reversed(list(statement.items())))
    assert canonical_bytes(turned) == canonical_bytes(statement)
    assert json.loads(canonical_bytes(statement)) == statement
    assert statement_digest(a_statement(number="DL-2026-000002")) != statement_digest(statement)


def test_what_has_no_canonical_form_is_refused() -> None:
    with pytest.raises(NotAStatement):
        canonical_bytes(a_statement(materiality=float("nan")))
    with pytest.raises(NotAStatement):
        canonical_bytes(a_statement(number="\ud800"))
