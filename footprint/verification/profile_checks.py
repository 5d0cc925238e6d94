"""What must hold in a rule profile beyond its schema: one function per rule."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator

from footprint.errors import Finding, FootprintError
from footprint.model.fields import parse_reference
from footprint.model.limits import FINDING_LIMIT, suggest
from footprint.model.tree import Document
from footprint.model.validation import field_at
from footprint.units import DIMENSIONLESS, Amount, base_unit, parse_amount, parse_unit
from footprint.verification.profile_errors import (
    BadIdentifier,
    ThresholdDimension,
    ThresholdOutOfRange,
    UnknownModelField,
    UnknownRule,
    UnknownThreshold,
    UnknownValue,
    WithoutReason,
)
from footprint.verification.profile_schema import CHOICES, THRESHOLDS, ProfileFile

__all__ = ["check_profile"]

_IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")


def check_profile(profile: ProfileFile, document: Document) -> list[Finding]:
    """Apply every rule to a profile, as its own file states it."""
    found: list[Finding] = []
    for check in _CHECKS:
        for finding in check(profile, document):
            found.append(finding)
            if len(found) >= FINDING_LIMIT:
                return found
    return found


def check_identifier(profile: ProfileFile, document: Document) -> Iterator[Finding]:
    """Check that the id is a plain name: it stands in file names and certificates."""
    if not _IDENTIFIER.fullmatch(profile.id):
        yield BadIdentifier(document.place("id"), value=profile.id[:80]).finding


def check_thresholds(profile: ProfileFile, document: Document) -> Iterator[Finding]:
    """Check that a rule uses every threshold, and that it has the dimension and the range that the rule expects."""
    for name, stated in profile.thresholds.items():
        kind = THRESHOLDS.get(name)
        if kind is None:
            known = list(THRESHOLDS)
            place = document.key_place(f"thresholds/{name}")
            yield UnknownThreshold(place, name=name, suggestions=suggest(name, known)).finding
            continue
        example = _amount(kind.example)
        yield from _figure(document, f"thresholds/{name}/value", name, stated.value, example, kind.least, kind.most)


def check_factors(profile: ProfileFile, document: Document) -> Iterator[Finding]:
    """Check that CO2 factors are a mass per energy, and carbon contents a mass per amount of product."""
    for name, stated in profile.co2_factors.items():
        yield from _figure(document, f"co2_factors/{name}/value", name, stated.value, _amount("1 kg/kWh"), 0.0, math.inf)
    mass = parse_unit("kg").dimension
    for name, stated in profile.carbon_contents.items():
        per = [mass / parse_unit(unit).dimension for unit in ("kg", "m3", "Nm3", "Sm3", "MJ", "item")]
        path = f"carbon_contents/{name}/value"
        if stated.value.dimension not in per:
            yield _dimension(document, path, name, stated.value, "0.4 kg/kg")
        elif stated.value.dimension.dimensionless:
            yield from _figure(document, path, name, stated.value, _amount("1 kg/kg"), 0.0, 1.0)


def check_choices(profile: ProfileFile, document: Document) -> Iterator[Finding]:
    """Check that a rule uses every choice, and knows its values; a choice that allows nothing is a slip."""
    for name, allowed in profile.choices.items():
        kind = CHOICES.get(name)
        if kind is None:
            known = list(CHOICES)
            place = document.key_place(f"choices/{name}")
            yield UnknownThreshold(place, name=name, suggestions=suggest(name, known)).finding
            continue
        for number, value in enumerate(allowed.values):
            plain = value.partition(":")[0] if name == "allocation" else value
            if kind.known and plain not in kind.known:
                place = document.place(f"choices/{name}/values/{number}")
                yield UnknownValue(place, name=name, value=value, known=list(kind.known), suggestions=suggest(value, kind.known)).finding
            if name == "declared_units" and not _is_unit(value):
                place = document.place(f"choices/{name}/values/{number}")
                yield UnknownValue(place, name=name, value=value, known=["kg", "L", "m3", "kWh", "t km", "item"]).finding
        if not allowed.values:
            place = document.key_place(f"choices/{name}/values")
            yield UnknownValue(place, name=name, value="", known=list(kind.known) or ["…"]).finding


def check_grid_average(profile: ProfileFile, document: Document) -> Iterator[Finding]:
    """Check that average electricity is named by datasets of packages."""
    for country, allowed in profile.grid_average.items():
        for number, value in enumerate(allowed.values):
            place = document.place(f"grid_average/{country}/values/{number}")
            try:
                reference = parse_reference(value)
            except FootprintError as error:
                yield error.at(place).finding
                continue
            if reference.kind != "package":
                known = ["PACKAGE/CODE"]
                yield UnknownValue(place, name=f"grid_average/{country}", value=value, known=known).finding


def check_required(profile: ProfileFile, document: Document) -> Iterator[Finding]:
    """Check that every required field is one that product models have."""
    for path in profile.required:
        keys = path.split("/")
        for length in range(1, len(keys) + 1):
            record, found = field_at(keys[:length])
            if found is None:
                known = [info.alias or name for name, info in (record.model_fields if record else {}).items()]
                place = document.key_place(f"required/{path}")
                owner = "/".join(keys[: length - 1]) or "the model"
                values = {"field": path, "key": keys[length - 1], "owner": owner, "known": known}
                yield UnknownModelField(place, **values, suggestions=suggest(keys[length - 1], known)).finding
                break


def check_rules(profile: ProfileFile, document: Document) -> Iterator[Finding]:
    """Check that every rule is known, and that a rule that is switched off has a reason."""
    from footprint.verification.rules import RULES

    for rule, use in profile.rules.items():
        if rule not in RULES:
            yield UnknownRule(document.key_place(f"rules/{rule}"), rule=rule, suggestions=suggest(rule, RULES)).finding
        elif use.level == "off" and use.why is None:
            yield WithoutReason(document.place(f"rules/{rule}"), rule=rule).finding


def _is_unit(text: str) -> bool:
    """Tell whether a text is a unit of the dialect."""
    try:
        parse_unit(text)
    except FootprintError:
        return False
    return True


def _amount(text: str) -> Amount:
    return Amount(1.0, base_unit(DIMENSIONLESS)) if text == "1" else parse_amount(text)


def _figure(document: Document, path: str, name: str, amount: Amount, example: Amount, least: float, most: float) -> Iterator[Finding]:
    if amount.dimension != example.dimension:
        yield _dimension(document, path, name, amount, str(example))
    elif not least * example.unit.factor <= amount.base <= most * example.unit.factor:
        bounds = [str(Amount(bound, example.unit)) for bound in (least, most)]
        yield ThresholdOutOfRange(document.place(path), name=name, amount=str(amount), least=bounds[0], most=bounds[1]).finding


def _dimension(document: Document, path: str, name: str, amount: Amount, example: str) -> Finding:
    return ThresholdDimension(document.place(path), name=name, amount=str(amount), found=str(amount.dimension), example=example).finding


_CHECKS: tuple[Callable[[ProfileFile, Document], Iterator[Finding]], ...] = (
    check_identifier,
    check_thresholds,
    check_factors,
    check_choices,
    check_grid_average,
    check_required,
    check_rules,
)
