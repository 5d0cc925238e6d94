"""Reads a product model: file → text → YAML → records → rules, with all problems at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from footprint.errors import Finding, FootprintError, ProblemsFound, Severity
from footprint.files import decode_utf8, read_bytes, sha256
from footprint.model.activity import read_activities
from footprint.model.evaluation.amounts import examine
from footprint.model.evaluation.errors import MissingAmount, MissingParameterValue
from footprint.model.limits import FINDING_LIMIT
from footprint.model.rules import apply_rules
from footprint.model.salvage import consequences_removed, salvage
from footprint.model.schema import Activity, ProductModel, Source
from footprint.model.tree import Document, parse
from footprint.model.validation import validate

__all__ = ["check_model", "check_text", "read", "read_text"]


def read(path: str | os.PathLike[str]) -> ProductModel:
    """Read a product model from a file.

    Parameters
    ----------
    path
        A YAML file of the format ``footprint: product-model/1``.

    Returns
    -------
    ProductModel
        Frozen records; `ProductModel.place` tells where each part stands.

    Raises
    ------
    ProblemsFound
        With all findings, warnings among them, if at least one is an error.
    """
    return _or_raise(*check_model(path))


def read_text(text: str, file: str = "<text>", folder: str | os.PathLike[str] | None = None) -> ProductModel:
    """Read a product model from a text; `read` says more.

    Parameters
    ----------
    text
        The YAML text.
    file
        How to call it in findings.
    folder
        Where the files lie that the model names; without it none may be named.
    """
    return _or_raise(*check_text(text, file, folder))


def check_model(path: str | os.PathLike[str]) -> tuple[ProductModel | None, tuple[Finding, ...]]:
    """Read a product model and give all findings, warnings and notes included; nothing is raised.

    Returns
    -------
    (ProductModel or None, tuple of Finding)
        No model if there is an error.
    """
    name = os.fspath(path)
    try:
        content = read_bytes(name)
        text = decode_utf8(content, name)
    except FootprintError as error:
        return None, error.findings
    return _examine(text, Source(file=name, folder=str(Path(name).parent), sha256=sha256(content)))


def check_text(
    text: str, file: str = "<text>", folder: str | os.PathLike[str] | None = None
) -> tuple[ProductModel | None, tuple[Finding, ...]]:
    """Read a product model from a text and give all findings, as `check_model` does."""
    # A text from Python may hold lone surrogates, which no file can.
    content = text.encode("utf-8", "replace")
    place = None if folder is None else os.fspath(folder)
    return _examine(content.decode("utf-8"), Source(file=file, folder=place, sha256=sha256(content)))


def _examine(text: str, source: Source) -> tuple[ProductModel | None, tuple[Finding, ...]]:
    document, findings = parse(text, source.file)
    if document is None:
        return None, _sorted(findings)
    model, problems = validate(document)
    findings = (*findings, *problems)
    if model is not None:
        findings = (*findings, *_apply(model, _located(source, document)))
    elif len(problems) < FINDING_LIMIT:
        part, removed = salvage(document)
        if part is not None:
            findings = (*findings, *consequences_removed(_apply(part, _located(source, document)), part, removed))
    if model is None or _has_error(findings):
        return None, _sorted(findings)
    model._source = replace(model.source, findings=_sorted(findings))
    return model, model.source.findings


def _apply(model: ProductModel, source: Source) -> list[Finding]:
    """Complete a model with its place and its monthly tables, and apply the rules to it."""
    model._source = source
    activities, findings = read_activities(model)
    model._source = replace(source, activities=activities)
    numbers = examine(model)
    unread = [name for name, process in model.processes.items() if process.activity is not None and _lost(name, activities, findings)]
    # Where a table has defects, what it does not give is no second one.
    own = [finding for finding in numbers.findings if not (unread and _awaits_table(finding, unread))]
    return [*findings, *own, *apply_rules(model, numbers)]


def _lost(process: str, activities: Mapping[str, Activity], findings: list[Finding]) -> bool:
    return process not in activities or any(finding.severity is Severity.ERROR for finding in findings)


def _awaits_table(finding: Finding, processes: list[str]) -> bool:
    return finding.error is MissingParameterValue or (finding.error is MissingAmount and finding.values["process"] in processes)


def _located(source: Source, document: Document) -> Source:
    spots = document.spots.items()
    return replace(
        source,
        places={path: (spot.line, spot.column) if spot.kind == "text" else (spot.key_line, spot.key_column) for path, spot in spots},
        keys={path: (spot.key_line, spot.key_column) for path, spot in spots},
        quoted=frozenset(path for path, spot in spots if spot.quoted),
    )


def _has_error(findings: tuple[Finding, ...]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def _sorted(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: finding.sort_key))


def _or_raise(model: ProductModel | None, findings: tuple[Finding, ...]) -> ProductModel:
    if model is None:
        raise ProblemsFound(findings)
    return model
