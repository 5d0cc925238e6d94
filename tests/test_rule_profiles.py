"""Rule profiles: what ships, profiles of one's own, and profiles written to break the reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from footprint.errors import FootprintError, ProblemsFound
from footprint.verification.profile import PROFILE_LIMIT, Profile, profile_names, read_profile, read_profile_text
from footprint.verification.profile_schema import CHOICES, THRESHOLDS
from footprint.verification.rules import RULES, assess
from patience import ends
from rule_models import BASE, case_of

OWN = """\
footprint: rule-profile/1
id: lime-rule
version: "1"
extends: iso-14067
title: {en: Product category rule for lime, zh: 石灰产品种类规则}
criteria: {lime-rule: {title: {en: Rule for lime, zh: 石灰规则}, edition: "2026", read: official}}
thresholds:
  cut_off_total: {value: 3 %, source: "Rule for lime, 5.2", read: official}
required:
  producer/uscc: {source: "Rule for lime, 4.1", read: official}
choices:
  allocation: {values: [mass], source: "Rule for lime, 5.4", read: official}
rules:
  uncertainty-stated: fail
  monitoring: {level: off, why: The rule for lime asks for yearly data}
"""

ALONE = """\
footprint: rule-profile/1
id: alone
version: "1"
title: {en: Alone, zh: 独立}
criteria: {alone: {title: {en: Alone, zh: 独立}}}
headline: {sum: excl_uptake, source: assumed, read: no}
rules: {offsets: fail}
"""


def codes(text: str) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        read_profile_text(text, "own.yaml")
    return [finding.code for finding in caught.value.findings]


def edited(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new)


@pytest.mark.parametrize("name", profile_names())
def test_a_shipped_profile_states_the_source_of_everything(name: str) -> None:
    profile = read_profile(name)
    assert profile.id == name
    assert profile.title["en"] != profile.title["zh"]
    stated = [*profile.thresholds.values(), *profile.co2_factors.values(), *profile.carbon_contents.values()]
    for entry in [*stated, *profile.required.values(), *profile.choices.values(), *profile.grid_average.values()]:
        assert entry.source
        assert entry.read in ("official", "secondary", "no")
        assert not (entry.source.startswith("assumed") and entry.read != "no")
    assert profile.criteria


def test_three_profiles_ship_and_differ_where_the_documents_do() -> None:
    assert profile_names() == ("gbt-24067-2024", "iso-14067", "pact-3")
    assert read_profile("iso-14067").headline == "iso_net"
    assert read_profile("pact-3").headline == "excl_uptake"
    assert read_profile("gbt-24067-2024").choice("substitution") == ("never",)
    assert read_profile("pact-3").value("cut_off_total") == 0.03
    assert read_profile("gbt-24067-2024").thresholds["validity"].value.value == 2


def test_every_threshold_and_choice_is_used_by_a_rule_and_stated_by_a_profile() -> None:
    used = {name for entry in RULES.values() for name in (*entry.thresholds, *entry.choices)}
    assert used == set(THRESHOLDS) | set(CHOICES)
    stated = {name for profile in map(read_profile, profile_names()) for name in (*profile.thresholds, *profile.choices)}
    assert stated == used


def test_a_profile_of_ones_own_extends_a_shipped_one_entry_by_entry(tmp_path: Path) -> None:
    path = tmp_path / "lime.yaml"
    path.write_text(OWN, encoding="utf-8")
    own, base = read_profile(path), read_profile("iso-14067")
    assert own.value("cut_off_total") == 0.03
    assert own.value("cut_off_each") == base.value("cut_off_each")
    assert own.headline == base.headline
    assert set(own.required) == {*base.required, "producer/uscc"}
    assert own.choice("allocation") == ("mass",)
    assert own.level("uncertainty-stated") == "fail"
    assert own.level("monitoring") == "off"
    assert "monitoring" not in own.applied
    found = {outcome.rule: outcome.status for outcome in assess(case_of(BASE), own)}
    assert found["report-complete"] == "fail"
    assert "monitoring" not in found


def test_the_text_of_a_profile_stands_alone_and_gives_the_same_profile() -> None:
    for profile in (*map(read_profile, profile_names()), read_profile_text(OWN), read_profile_text(ALONE)):
        again = read_profile_text(profile.text, "profile.yaml")
        assert "\nextends:" not in profile.text
        assert _content(again) == _content(profile)
        assert again.sha256 == profile.sha256


def _content(profile: Profile) -> tuple[object, ...]:
    return tuple(getattr(profile, name) for name in Profile.__slots__ if name not in ("text",))


def test_a_profile_of_ones_own_may_stand_alone() -> None:
    profile = read_profile_text(ALONE)
    assert profile.applied == ("offsets",)
    assert [outcome.rule for outcome in assess(case_of(BASE), profile)] == ["offsets"]


def test_an_empty_policy_is_refused() -> None:
    assert codes(edited(ALONE, "rules: {offsets: fail}\n", "")) == ["V203"]
    assert codes(edited(ALONE, "rules: {offsets: fail}", "rules: {offsets: {level: off, why: No time}}")) == ["V203"]
    everything_off = "".join(f"  {rule}: {{level: off, why: No time}}\n" for rule in RULES)
    assert codes(f"{OWN.partition('rules:')[0]}rules:\n{everything_off}") == ["V203"]


@pytest.mark.parametrize(
    ("old", "new", "code", "path", "says"),
    [
        ("cut_off_total:", "cut_of_total:", "V205", "thresholds/cut_of_total", "cut_off_total"),
        ("value: 3 %", "value: 3 kg", "V206", "thresholds/cut_off_total/value", "mass"),
        ("value: 3 %", "value: 300 %", "V207", "thresholds/cut_off_total/value", "300 %"),
        ("value: 3 %", "value: -1 %", "V207", "thresholds/cut_off_total/value", "-1 %"),
        ("value: 3 %", "value: nan", "U", "thresholds/cut_off_total/value", "nan"),
        ("uncertainty-stated: fail", "uncertainty-state: fail", "V204", "rules/uncertainty-state", "uncertainty-stated"),
        ("uncertainty-stated: fail", "uncertainty-stated: maybe", "M124", "rules/uncertainty-stated", "maybe"),
        (", why: The rule for lime asks for yearly data", "", "V212", "rules/monitoring", "monitoring"),
        ("producer/uscc:", "producer/usc:", "V209", "required/producer/usc", "uscc"),
        ("values: [mass]", "values: [price]", "V208", "choices/allocation/values/0", "economic"),
        ("values: [mass]", "values: []", "V208", "choices/allocation/values", "allow"),
        ("values: [mass]", "values: mass", "M122", "choices/allocation/values", "list"),
        ("extends: iso-14067", "extends: iso-14068", "V201", "extends", "iso-14067"),
        ("extends: iso-14067", "extends: ../iso-14067.yaml", "V201", "extends", "../iso"),
        ("id: lime-rule", "id: Lime Rule", "V213", "id", "Lime Rule"),
        ('source: "Rule for lime, 5.2", ', "", "M121", "thresholds/cut_off_total", "source"),
        (", read: official}\nchoices", ", read: maybe}\nchoices", "M124", "required/producer/uscc/read", "maybe"),
        ("thresholds:", "treshholds:", "M120", "treshholds", "thresholds"),
        ("rule-profile/1", "rule-profile/2", "M125", "footprint", "rule-profile/1"),
        (
            "choices:\n",
            "choices:\n  declared_units: {values: [ton], source: x, read: no}\n",
            "V208",
            "choices/declared_units/values/0",
            "ton",
        ),
        (
            "choices:\n",
            "choices:\n  declared_unit: {values: [t], source: x, read: no}\n",
            "V205",
            "choices/declared_unit",
            "declared_units",
        ),
        ("choices:\n", "grid_average: {JP: {values: [grid], source: x, read: no}}\nchoices:\n", "M132", "grid_average/JP/values/0", "grid"),
        (
            "choices:\n",
            "grid_average: {JP: {values: [model:a.yaml], source: x, read: no}}\nchoices:\n",
            "V208",
            "grid_average/JP/values/0",
            "model",
        ),
        (
            "choices:\n",
            "carbon_contents: {oil: {value: 2 kg/kg, source: x, read: no}}\nchoices:\n",
            "V207",
            "carbon_contents/oil/value",
            "2 kg/kg",
        ),
        (
            "choices:\n",
            "carbon_contents: {oil: {value: 2 kWh/kg, source: x, read: no}}\nchoices:\n",
            "V206",
            "carbon_contents/oil/value",
            "kWh",
        ),
        (
            "choices:\n",
            "co2_factors: {grid: {value: 0.5 kg CO2e/kWh, source: x, read: no}}\nchoices:\n",
            "V206",
            "co2_factors/grid/value",
            "CO2e",
        ),
    ],
)
def test_a_slip_in_a_profile_is_found_at_its_place(old: str, new: str, code: str, path: str, says: str) -> None:
    with pytest.raises(ProblemsFound) as caught:
        read_profile_text(edited(OWN, old, new), "own.yaml")
    finding = next(finding for finding in caught.value.findings if finding.code.startswith(code))
    assert finding.place is not None
    assert finding.place.path == path
    assert finding.place.line > 0
    assert says in f"{finding.message()} {finding.hint()}"
    assert finding.message("zh")
    assert finding.hint("zh") is not None


def test_all_problems_of_a_profile_are_told_at_once() -> None:
    text = edited(
        edited(edited(OWN, "cut_off_total:", "cut_of_total:"), "uncertainty-stated", "uncertainty-state"), "producer/uscc", "producer/usc"
    )
    assert sorted(codes(text)) == ["V204", "V205", "V209"]


def test_what_is_missing_from_a_profile_that_stands_alone_is_named() -> None:
    for line, key in (
        ("title: {en: Alone, zh: 独立}\n", "title"),
        ("headline: {sum: excl_uptake, source: assumed, read: no}\n", "headline"),
    ):
        with pytest.raises(ProblemsFound) as caught:
            read_profile_text(edited(ALONE, line, ""))
        assert [finding.values["key"] for finding in caught.value.findings] == [key]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "V202"),
        ("[1, 2]", "V202"),
        ("just words", "V202"),
        ("a: &x {b: *x}", "M104"),
        ("footprint: !!python/object:os.system rule-profile/1", "M107"),
        ("<<: {id: x}", "M106"),
        ("a: [" * 60 + "]" * 60, "M109"),
        ("footprint: rule-profile/1\nid: [a]\nversion: 1", "M122"),
        ("footprint: product-model/1\nid: x\nversion: 1", "M125"),
        ("\x00", "M113"),
    ],
)
def test_what_is_no_profile_is_refused_without_a_traceback(text: str, code: str) -> None:
    assert code in codes(text)


def test_a_profile_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_text(ALONE + "#" + "x" * PROFILE_LIMIT, encoding="utf-8")
    with pytest.raises(FootprintError) as caught:
        read_profile(path)
    assert caught.value.code == "G004"


def test_profiles_that_multiply_are_refused_in_time() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(8)
    )
    with ends():
        assert codes(bomb)
        assert codes(ALONE + "thresholds:\n" + "".join(f"  t{i}: {{value: 1 %, source: x, read: no}}\n" for i in range(5000)))
        assert codes(edited(ALONE, "rules: {offsets: fail}", "rules:\n" + "".join(f"  r{i}: fail\n" for i in range(5000))))
        assert codes(edited(ALONE, "criteria:", "required: {" + "/".join(["producer"] * 900) + ": {source: x, read: no}}\ncriteria:"))


@pytest.mark.parametrize("name", ["nothing", "iso-14067.yaml", "", "iso-1406"])
def test_a_name_that_is_no_profile_says_which_there_are(name: str) -> None:
    with pytest.raises(FootprintError) as caught:
        read_profile(name)
    assert caught.value.code in ("V201", "G003")
    if name == "iso-1406":
        assert "iso-14067" in caught.value.finding.hint()


def test_a_truncated_profile_never_ends_in_a_traceback() -> None:
    text = read_profile("pact-3").text
    for end in range(0, len(text), 397):
        try:
            read_profile_text(text[:end])
        except FootprintError:
            continue
