"""What can go wrong with templates of scenarios (E30x) and with kept intensities (E32x)."""

from __future__ import annotations

from footprint.errors import EngineError

__all__ = [
    "ScenarioNameUnknown",
    "ScenarioUnit",
    "ScenarioValueNotFinite",
    "ScenariosDisagree",
    "TemplateDisagrees",
]


class ScenarioValueNotFinite(EngineError):
    """A value of a scenario is missing, not a number, or infinite. Unknown is not zero: give a number, or leave the row out."""

    code = "E301"
    title = {"en": "Value of a scenario is no number", "zh": "情景取值不是数"}
    message = {"en": "The value of `{name}` is not a finite number.", "zh": "`{name}` 的取值不是有限数。"}
    hint = {"en": "Give a number, or leave the row out.", "zh": "请填写数值，或删去该行。"}


class ScenarioNameUnknown(EngineError):
    """Scenarios vary something that the model does not have: neither a parameter nor the id of an exchange."""

    code = "E302"
    title = {"en": "Nothing of that name to vary", "zh": "没有此名称的变量"}
    message = {
        "en": "`{name}` is neither a parameter nor an exchange of the model.",
        "zh": "`{name}` 既不是模型的参数，也不是模型的交换。",
    }


class ScenarioUnit(EngineError):
    """The values of a scenario have a unit of another dimension than the model's own value has."""

    code = "E303"
    title = {"en": "Wrong dimension of a scenario's values", "zh": "情景取值的量纲不符"}
    message = {
        "en": "`{name}` is given in {unit} ({found}); the model has it as {expected}.",
        "zh": "`{name}` 的单位为 {unit}（{found}）；模型中其量纲为 {expected}。",
    }


class ScenariosDisagree(EngineError):
    """A row that Brightway recomputed is not what the scenario kernel gave: a defect of footprint, and no row of the batch can be trusted."""

    code = "E304"
    title = {"en": "Batch and Brightway disagree", "zh": "批量结果与 Brightway 不一致"}
    message = {
        "en": "Row {row}: {what} is {kernel} in the batch and {brightway} by Brightway, more than {tolerance} apart.",
        "zh": "第 {row} 行：{what} 的批量结果为 {kernel}，Brightway 结果为 {brightway}，差值超过 {tolerance}。",
    }
    hint = {
        "en": "Do not use the batch; report this with the model and the row.",
        "zh": "请勿使用该批结果；请连同模型和该行一起报告。",
    }


class TemplateDisagrees(EngineError):
    """At the model's own values a template does not give the model's own matrices: a defect of footprint."""

    code = "E305"
    title = {"en": "Template and model disagree", "zh": "模板与模型不一致"}
    message = {
        "en": "The entry of `{exchange}` is {template} by the template and {system} in the system.",
        "zh": "`{exchange}` 的矩阵元素按模板为 {template}，系统中为 {system}。",
    }
    hint = {"en": "Please report this with the model.", "zh": "请连同模型一起报告。"}
