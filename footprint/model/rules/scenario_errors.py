"""What a scenario says wrongly (M29x)."""

from __future__ import annotations

from footprint.errors import ModelError, Severity

__all__ = ["AddedBadly", "ScenarioChangesNothing", "ScenarioStatesTwice", "ScenarioWithoutAllocation", "ScenarioWithoutExchange"]


class ScenarioWithoutExchange(ModelError):
    """A scenario takes something from another dataset that is no input and no waste of the model.

    Exchanges are named by their id: PROCESS/inputs/NAME or PROCESS/wastes/NAME. What is emitted, removed or made has no dataset.
    """

    code = "M291"
    title = {"en": "Scenario for an unknown exchange", "zh": "情景引用未知交换"}
    message = {"en": "`{name}` is no input and no waste of the model.", "zh": "`{name}` 不是模型的输入或废物。"}
    hint = {
        "en": "Name it as PROCESS/inputs/NAME or PROCESS/wastes/NAME.",
        "zh": "请以 过程/inputs/名称 或 过程/wastes/名称 填写。",
    }


class ScenarioWithoutAllocation(ModelError):
    """A scenario allocates a process that is not there or that has one product only."""

    code = "M292"
    title = {"en": "Scenario for a process without allocation", "zh": "情景引用无需分配的过程"}
    message = {
        "en": "`{name}` is no process of the model with several products.",
        "zh": "`{name}` 不是模型中有多个产品的过程。",
    }


class ScenarioStatesTwice(ModelError):
    """A scenario sets a figure that it states elsewhere as well: in an allocation, or in an exchange that it adds."""

    code = "M293"
    title = {"en": "Scenario states a figure twice", "zh": "情景重复给出数值"}
    message = {
        "en": "`{name}` is set, and the scenario states it under `add` or `allocation` as well.",
        "zh": "已设置 `{name}`，而该情景在 `add` 或 `allocation` 中也给出了该数值。",
    }
    hint = {"en": "Write the figure only where the exchange or the allocation stands.", "zh": "请只在该交换或分配中填写数值。"}


class AddedBadly(ModelError):
    """A scenario adds an exchange that cannot be added: its process is not there, or the exchange is there already.

    What is added gets the id under which it stands: PROCESS/inputs/NAME, and so for wastes, emissions and removals.
    """

    code = "M295"
    title = {"en": "Exchange cannot be added", "zh": "无法添加交换"}
    message = {"en": "`{name}` cannot be added: {why}.", "zh": "无法添加 `{name}`：{why_zh}。"}


class ScenarioChangesNothing(ModelError):
    """A scenario changes nothing, or states for a figure what the model has anyway.

    Its result is that of the model, or that part of it has no effect. Mostly a value was copied and not changed.
    """

    code = "M294"
    severity = Severity.WARNING
    title = {"en": "Scenario changes nothing", "zh": "情景未作改变"}
    message = {"en": "The scenario `{scenario}` changes nothing{at}.", "zh": "情景 `{scenario}` 未作任何改变{at_zh}。"}
    hint = {
        "en": "State under `set`, `from`, `add`, `allocation` or `inventories` what shall be different.",
        "zh": "请在 `set`、`from`、`add`、`allocation` 或 `inventories` 中写明不同之处。",
    }
