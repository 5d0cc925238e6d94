"""Problems of scenarios that are asked for (D40x)."""

from __future__ import annotations

from footprint.errors import InsightError, Severity

__all__ = ["NoScenarios", "ScenarioFails", "ScenarioWarns", "UnknownScenario"]


class UnknownScenario(InsightError):
    """A scenario was asked for that the model does not have."""

    code = "D401"
    title = {"en": "Unknown scenario", "zh": "未知情景"}
    message = {"en": "`{name}` is no scenario of the model; it has {known}.", "zh": "模型没有情景 `{name}`；现有情景：{known}。"}


class NoScenarios(InsightError):
    """A scenario was asked for, and the model has none.

    Scenarios stand in the model file under ``scenarios``, or in the sheet Scenarios of a workbook.
    """

    code = "D402"
    title = {"en": "No scenarios", "zh": "没有情景"}
    message = {"en": "{model} has no scenarios.", "zh": "{model} 中没有情景。"}
    hint = {
        "en": "Write them into the model under `scenarios`, or set single values with `--set NAME=AMOUNT`.",
        "zh": "请在模型的 `scenarios` 中填写，或用 `--set 名称=数值` 设置单个数值。",
    }


class ScenarioFails(InsightError):
    """A scenario cannot be calculated for a reason that stands elsewhere than in the scenario itself.

    With what the scenario changes, something else no longer holds: shares do not sum to 1, an amount becomes negative, a unit does not
    fit the dataset. The message is that of the problem; its code leads to more.
    """

    code = "D411"
    title = {"en": "Scenario cannot be calculated", "zh": "情景无法计算"}
    message = {"en": "With the scenario `{scenario}`: {problem} {what}", "zh": "在情景 `{scenario}` 下：{problem} {what_zh}"}
    hint = {"en": "{help}", "zh": "{help_zh}"}


class ScenarioWarns(InsightError):
    """With a scenario there is something to say of the model that does not hold for the model itself."""

    code = "D412"
    severity = Severity.WARNING
    title = {"en": "Scenario worth a look", "zh": "情景值得注意"}
    message = {"en": "With the scenario `{scenario}`: {problem} {what}", "zh": "在情景 `{scenario}` 下：{problem} {what_zh}"}
    hint = {"en": "{help}", "zh": "{help_zh}"}
