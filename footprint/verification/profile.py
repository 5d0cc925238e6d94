"""Rule profiles: which rules are applied, with which thresholds, required fields and allowed choices.

A profile is data: the shipped ones lie in ``footprint/verification/profiles``, a product category rule is a file of its user's own that
may extend one of them. Every figure names its source and whether that text was read. A profile is read like a product model: with
places, suggestions, and all problems at once.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from footprint.errors import Finding, Place, ProblemsFound, nearest
from footprint.files import decode_utf8, read_bytes, sha256
from footprint.model.errors import EmptyModel, NotAMapping
from footprint.model.tree import Document, parse
from footprint.model.validation import validate_record
from footprint.units import Amount
from footprint.verification.profile_checks import check_profile
from footprint.verification.profile_errors import EmptyPolicy, ExtendsInCircle, NotAProfile, ProfileIncomplete, UnknownProfile
from footprint.verification.profile_schema import Allowed, Criterion, Level, ProfileFile, Required, RuleUse, Stated

__all__ = ["PROFILE_LIMIT", "Profile", "is_shipped", "profile_names", "read_profile", "read_profile_text"]

PROFILE_LIMIT = 1_000_000
"""Bytes that a profile may have."""

# What a profile takes over entry by entry from the one it extends; everything else is taken over as a whole.
_TABLES = ("criteria", "thresholds", "required", "choices", "grid_average", "co2_factors", "carbon_contents", "rules")


@dataclass(frozen=True, slots=True)
class Profile:
    """A rule profile with all that it takes over from the one it extends.

    Parameters
    ----------
    id, version, title
        What it is called; the title by language.
    headline
        The sum that is the result: ``excl_uptake``, ``incl_uptake`` or ``iso_net``.
    criteria
        Documents that the profile stands for, by a short id.
    thresholds, choices, required, co2_factors, carbon_contents
        Statements by name, each with source and whether the text was read.
    grid_average
        Datasets of average electricity by country.
    rules
        Level by id of every rule that the profile names, in the order of the registry of rules.
    text
        The whole profile as one YAML text that extends nothing: what belongs into a bundle.
    sha256
        Digest of ``text`` in UTF-8.
    """

    id: str
    version: str
    title: Mapping[str, str]
    headline: str
    criteria: Mapping[str, Criterion]
    thresholds: Mapping[str, Stated]
    required: Mapping[str, Required]
    choices: Mapping[str, Allowed]
    grid_average: Mapping[str, Allowed]
    co2_factors: Mapping[str, Stated]
    carbon_contents: Mapping[str, Stated]
    rules: Mapping[str, RuleUse]
    text: str = field(repr=False)
    sha256: str

    def threshold(self, name: str) -> Amount | None:
        """Give a threshold as an amount, or None where the profile states none."""
        stated = self.thresholds.get(name)
        return None if stated is None else stated.value

    def value(self, name: str) -> float:
        """Give a threshold that the profile states, in base units: shares as fractions, times in seconds."""
        return float(self.thresholds[name].value.base)

    def choice(self, name: str) -> tuple[str, ...] | None:
        """Give the values allowed for a choice, or None where the profile does not say."""
        allowed = self.choices.get(name)
        return None if allowed is None else allowed.values

    def level(self, rule: str) -> Level:
        """Give what a breach of a rule means; ``off`` where the profile does not name it."""
        use = self.rules.get(rule)
        return "off" if use is None else use.level

    @property
    def applied(self) -> tuple[str, ...]:
        """The ids of the rules that are applied."""
        return tuple(rule for rule, use in self.rules.items() if use.level != "off")


def profile_names() -> tuple[str, ...]:
    """Name the profiles that ship with footprint."""
    return tuple(sorted(path.stem for path in _folder().glob("*.yaml")))


def read_profile(name_or_path: str | os.PathLike[str]) -> Profile:
    """Read a rule profile.

    Parameters
    ----------
    name_or_path
        Name of a shipped profile, such as ``iso-14067``, or a YAML file.

    Raises
    ------
    ProblemsFound
        With all that is wrong with it.
    UnknownProfile
        Where there is none of this name.
    UnreadableFile, FileTooLarge
        Where the file cannot be read.
    """
    name = os.fspath(name_or_path)
    if name in profile_names():
        return _shipped(name)
    if not name.endswith((".yaml", ".yml")) and not Path(name).is_file():
        raise UnknownProfile(name=name, known=list(profile_names()), suggestions=nearest(name, profile_names()))
    return read_profile_text(decode_utf8(read_bytes(name, PROFILE_LIMIT), name), name)


def is_shipped(profile: Profile) -> bool | None:
    """Tell whether a profile is one that ships with footprint; None where none of its name and version does, so that nobody can tell."""
    if profile.id not in profile_names():
        return None
    shipped = _shipped(profile.id)
    if shipped.version != profile.version:
        return None
    return replace(profile, text="", sha256="") == replace(shipped, text="", sha256="")


def read_profile_text(text: str, file: str = "<profile>") -> Profile:
    """Read a rule profile from a text; `read_profile` says more.

    Parameters
    ----------
    text
        YAML text.
    file
        How to call it in findings.
    """
    return _read(text, file, ())[0]


def _read(text: str, file: str, trail: tuple[str, ...]) -> tuple[Profile, dict[str, Any]]:
    """Give a profile and its plain data, with all that it takes over."""
    if len(text) > PROFILE_LIMIT:
        raise NotAProfile(Place(file))
    document, findings = parse(text, file)
    if document is None:
        raise ProblemsFound(map(_about_profiles, findings))
    record, complaints = validate_record(document, ProfileFile)
    found = [*findings, *complaints, *(check_profile(record, document) if record is not None else ())]
    base: dict[str, Any] = {}
    if record is not None and record.extends is not None:
        try:
            base = _extended(record.extends, document, trail)
        except (UnknownProfile, ExtendsInCircle) as error:
            found.extend(error.findings)
    if record is None or found:
        raise ProblemsFound(found)
    data = _joined(base, document.data)
    if base:
        text = _written(data)
        document, _ = parse(text, file)
        assert document is not None, "what was read can be written and read again"
        record, _ = validate_record(document, ProfileFile)
        assert record is not None, "two profiles that hold give one that holds"
    return _complete(record, text, file), data


def _extended(name: str, document: Document, trail: tuple[str, ...]) -> dict[str, Any]:
    place = document.place("extends")
    if name in trail:
        raise ExtendsInCircle(place, circle=" → ".join((*trail, name)))
    if name not in profile_names():
        raise UnknownProfile(place, name=name, known=list(profile_names()), suggestions=nearest(name, profile_names()))
    path = _folder() / f"{name}.yaml"
    return _read(path.read_text(encoding="utf-8"), path.name, (*trail, name))[1]


def _joined(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Put what a profile says over what it extends: tables entry by entry, so that a later rule may replace a single figure."""
    joined = {**base, **{key: value for key, value in own.items() if key != "extends"}}
    for table in _TABLES:
        if table in base and table in own:
            joined[table] = {**base[table], **own[table]}
    return joined


def _written(data: Mapping[str, Any]) -> str:
    """Write plain data as YAML: every scalar is a text, so that it is read as it was."""
    return str(yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False, width=140))


def _complete(record: ProfileFile, text: str, file: str) -> Profile:
    from footprint.verification.rules import RULES

    place = Place(file, 1, 1)
    missing = [key for key in ("title", "headline", "criteria", "rules") if not getattr(record, key)]
    findings = [ProfileIncomplete(place, key=key).finding for key in missing if key != "rules"]
    if all(use.level == "off" for use in record.rules.values()):
        findings.append(EmptyPolicy(place, profile=record.id).finding)
    if findings:
        raise ProblemsFound(findings)
    assert record.title is not None
    assert record.headline is not None
    return Profile(
        id=record.id,
        version=record.version,
        title={"en": record.title.text("en"), "zh": record.title.text("zh")},
        headline=record.headline.sum,
        criteria=record.criteria,
        thresholds=record.thresholds,
        required=record.required,
        choices=record.choices,
        grid_average=record.grid_average,
        co2_factors=record.co2_factors,
        carbon_contents=record.carbon_contents,
        rules={rule: record.rules[rule] for rule in RULES if rule in record.rules},
        text=text,
        sha256=sha256(text.encode("utf-8")),
    )


def _about_profiles(finding: Finding) -> Finding:
    """Speak of profiles where the reader of YAML speaks of models."""
    return Finding(NotAProfile, finding.place) if finding.error in (EmptyModel, NotAMapping) else finding


def _folder() -> Path:
    return Path(str(resources.files("footprint"))) / "verification" / "profiles"


@cache
def _shipped(name: str) -> Profile:
    return read_profile_text((_folder() / f"{name}.yaml").read_text(encoding="utf-8"), f"{name}.yaml")
