"""What a well-written model says wrongly, or leaves unsaid (M22x to M27x)."""

from __future__ import annotations

from footprint.errors import ModelError, Severity

__all__ = [
    "AssumedData",
    "BiogenicAboveTotal",
    "ContractIncomplete",
    "EatsOwnOutput",
    "FigureDimension",
    "KeyOutOfPlace",
    "MadeTwice",
    "MassContradicts",
    "MassOfFlowContradicts",
    "MissingFlow",
    "MissingMass",
    "MixShares",
    "MoreOfTheSame",
    "MostlyOwnUse",
    "NoOutputs",
    "NotPositive",
    "NothingDeclared",
    "OutsideItsRange",
    "PackageNotListed",
    "PeriodReversed",
    "PropertyTwice",
    "ShortPeriod",
    "StageMissing",
    "SupersedesLater",
    "TwoSources",
    "UncertaintyIncomplete",
    "UncertaintyOrder",
    "UnknownProduct",
    "UnreachableProcess",
    "UnusedPackage",
    "UsccWrong",
    "WasteWithoutTreatment",
]


class UnknownProduct(ModelError):
    """Nothing in the model makes what an exchange, or the product itself, names.

    An input without ``from``, ``declared`` or ``cut_off`` is taken from the process that has an output of its name
    (or of its ``product``). Nothing is matched by likeness.
    """

    code = "M220"
    title = {"en": "Unknown product", "zh": "未知产品"}
    message = {"en": "No process of this model makes `{product}`.", "zh": "模型中没有过程生产 `{product}`。"}
    hint = {
        "en": "Products are the names below `outputs`; what is bought needs `from: PACKAGE/CODE`.",
        "zh": "产品即 `outputs` 下的名称；外购的输入需要写 `from: 数据包/代码`。",
    }


class MadeTwice(ModelError):
    """Two processes have an output of the same name, so it is not clear which one an input is taken from.

    Give the outputs names of their own, and join them in a process of ``kind: mix`` if both make the same product.
    """

    code = "M221"
    title = {"en": "Product made twice", "zh": "产品被重复生产"}
    message = {"en": "`{product}` is made by `{first}` and by `{second}`.", "zh": "`{product}` 同时由 `{first}` 和 `{second}` 生产。"}
    hint = {"en": "Rename one of them; a process of `kind: mix` can join them.", "zh": "请改名；可用 `kind: mix` 的过程将二者合并。"}


class NoOutputs(ModelError):
    """A process has no outputs, so there is no reference product that its inputs relate to."""

    code = "M222"
    title = {"en": "No reference product", "zh": "没有参考产品"}
    message = {"en": "The process `{process}` has no outputs.", "zh": "过程 `{process}` 没有产出。"}
    hint = {"en": "Name what it makes below `outputs`.", "zh": "请在 `outputs` 下写出它生产的产品。"}


class EatsOwnOutput(ModelError):
    """A process takes in as much of its own product as it makes, or more; nothing is left over.

    Own use is legal where it is less than the output, such as a power plant's own electricity.
    """

    code = "M223"
    title = {"en": "Eats its own output", "zh": "耗尽自身产出"}
    message = {
        "en": "`{process}` makes {output} of `{product}` and consumes {input} of it.",
        "zh": "`{process}` 生产 {output} 的 `{product}`，却消耗其中 {input}。",
    }
    hint = {"en": "The input must be smaller than the output.", "zh": "自用量必须小于产出量。"}


class MostlyOwnUse(ModelError):
    """A process takes in more than half of what it makes; little is left over, and all its inputs and emissions fall on that.

    Such a loop has an answer, but every figure of the process is multiplied: with 99 % of own use by a hundred. It is
    mostly a slip, such as ``99 %`` for ``9.9 %``, or another product of the same name. Where it is meant, such as a
    circulating load, the net output can be written instead: what leaves the process.
    """

    code = "M226"
    severity = Severity.WARNING
    title = {"en": "Mostly own use", "zh": "大部分自用"}
    message = {
        "en": "`{process}` makes {output} of `{product}` and consumes {input} of it, {share} of its output; "
        "its inputs and emissions count {times} times per unit that is left.",
        "zh": "`{process}` 生产 {output} 的 `{product}`，自用 {input}，占产出的 {share}；剩余每单位产品要承担 {times} 倍的投入与排放。",
    }
    hint = {
        "en": "Check the amount, or write the net output and leave the own use out.",
        "zh": "请核对数量，或只写净产出而不写自用量。",
    }


class UnreachableProcess(ModelError):
    """The chain of the product never uses a process, so it has no effect on the result."""

    code = "M224"
    severity = Severity.WARNING
    title = {"en": "Unused process", "zh": "过程未被使用"}
    message = {"en": "The process `{process}` is not in the chain of `{product}`.", "zh": "过程 `{process}` 不在 `{product}` 的供应链中。"}


class MixShares(ModelError):
    """The inputs of a mix do not add up to its output.

    A ``kind: mix`` is one product from several suppliers or sites: the inputs in the unit of the product sum to the
    output. They are never scaled to fit.
    """

    code = "M225"
    title = {"en": "Mix does not add up", "zh": "混合份额之和不符"}
    message = {
        "en": "The inputs of the mix `{process}` sum to {sum}, its output is {output}.",
        "zh": "混合过程 `{process}` 的输入合计为 {sum}，产出为 {output}。",
    }
    hint = {"en": "Losses belong into a process of their own.", "zh": "损耗请另设过程表示。"}


class TwoSources(ModelError):
    """An exchange says in more than one way where it is from.

    Exactly one of: a dataset or another model (``from``), a declared factor (``declared``), a product of this model,
    or ``cut_off`` with its reason.
    """

    code = "M230"
    title = {"en": "Two sources", "zh": "来源重复"}
    message = {"en": "`{exchange}` has {keys}; only one of them can hold.", "zh": "`{exchange}` 同时有 {keys}；只能保留其一。"}


class MissingFlow(ModelError):
    """An emission or a removal does not say which elementary flow it is."""

    code = "M231"
    title = {"en": "Missing flow", "zh": "缺少基本流"}
    message = {"en": "`{exchange}` does not say which elementary flow it is.", "zh": "`{exchange}` 没有说明是哪种基本流。"}
    hint = {"en": "Write `flow`, such as `flow: carbon dioxide, fossil`.", "zh": "请写 `flow`，例如 `flow: carbon dioxide, fossil`。"}


class WasteWithoutTreatment(ModelError):
    """A waste does not say where it goes. A treatment that is unknown is not a treatment without burden."""

    code = "M232"
    title = {"en": "Waste without treatment", "zh": "废物没有去向"}
    message = {"en": "The waste `{exchange}` has no `from`.", "zh": "废物 `{exchange}` 没有 `from`。"}
    hint = {"en": "Name a dataset of treatment, or `cut_off` with its reason.", "zh": "请指定处置数据集，或写 `cut_off` 并说明原因。"}


class KeyOutOfPlace(ModelError):
    """A key of an exchange has no meaning in its section: an output is not taken ``from`` anywhere, an input has no elementary ``flow``."""

    code = "M233"
    title = {"en": "Key out of place", "zh": "键的位置不对"}
    message = {"en": "`{key}` has no meaning in `{section}`.", "zh": "`{key}` 在 `{section}` 中没有意义。"}
    hint = {"en": "It belongs to: {sections}.", "zh": "它用于：{sections}。"}


class PackageNotListed(ModelError):
    """A dataset is named of a data package that ``inventories`` does not pin to a version."""

    code = "M234"
    title = {"en": "Package not listed", "zh": "数据包未列出"}
    message = {"en": "The package `{package}` is not listed below `inventories`.", "zh": "数据包 `{package}` 未列在 `inventories` 下。"}
    hint = {
        "en": "Add it with its version; `footprint inventories list` shows the versions.",
        "zh": "请添加并注明版本；`footprint inventories list` 可查看版本。",
    }


class UnusedPackage(ModelError):
    """``inventories`` lists a data package that no exchange names. It has an effect only if other packages build on it."""

    code = "M235"
    severity = Severity.NOTE
    title = {"en": "Package not named", "zh": "数据包未被引用"}
    message = {"en": "No exchange names a dataset of `{package}`.", "zh": "没有交换引用数据包 `{package}` 的数据集。"}


class PeriodReversed(ModelError):
    """The period ends before it starts."""

    code = "M250"
    title = {"en": "Period ends before it starts", "zh": "期间终止早于起始"}
    message = {"en": "The period ends on {end}, before it starts on {start}.", "zh": "期间于 {end} 结束，早于起始日 {start}。"}


class ShortPeriod(ModelError):
    """The period is shorter than 12 months. Most rules ask for at least 12 consecutive months of own data."""

    code = "M251"
    severity = Severity.WARNING
    title = {"en": "Short period", "zh": "期间过短"}
    message = {
        "en": "The period has {days} days; most rules ask for at least 12 months.",
        "zh": "期间为 {days} 天；多数规则要求至少 12 个月。",
    }


class NotPositive(ModelError):
    """A figure that must be above zero is zero or negative."""

    code = "M252"
    title = {"en": "Not above zero", "zh": "应大于零"}
    message = {"en": "`{key}` is {amount}; it must be above zero.", "zh": "`{key}` 为 {amount}；应大于零。"}


class MissingMass(ModelError):
    """The declared unit is no mass, and its mass is not stated. Data exchange and biogenic carbon need the mass."""

    code = "M253"
    severity = Severity.WARNING
    title = {"en": "Mass not stated", "zh": "未给出质量"}
    message = {
        "en": "The declared unit {unit} is no mass; `mass_per_declared_unit` is missing.",
        "zh": "声明单位 {unit} 不是质量，缺少 `mass_per_declared_unit`。",
    }


class FigureDimension(ModelError):
    """A figure has a unit of the wrong kind for what it states."""

    code = "M254"
    title = {"en": "Wrong dimension", "zh": "量纲不符"}
    message = {
        "en": "`{key}` is {amount}, which is {found}; it must be {expected}.",
        "zh": "`{key}` 为 {amount}，量纲是 {found}；应为 {expected_zh}。",
    }


class MassContradicts(ModelError):
    """The declared unit is a mass, and ``mass_per_declared_unit`` states another one."""

    code = "M255"
    title = {"en": "Two masses", "zh": "质量不一致"}
    message = {"en": "The declared unit is {unit}, but its mass is stated as {mass}.", "zh": "声明单位为 {unit}，但其质量写为 {mass}。"}


class MassOfFlowContradicts(ModelError):
    """``mass_per_declared_unit`` and the property ``mass`` of the product, under ``flows``, give the declared unit different masses.

    Each of them is used somewhere: the one for the biogenic carbon and the data exchange, the other to convert amounts.
    They must agree to a billionth; state the mass at one of the two places only, or the same figure at both.
    """

    code = "M261"
    title = {"en": "Two masses of the product", "zh": "产品质量不一致"}
    message = {
        "en": "`mass_per_declared_unit` is {mass}, but {unit} of `{flow}` has a mass of {other} by `flows/{flow}/mass` ({stated}).",
        "zh": "`mass_per_declared_unit` 为 {mass}，但按 `flows/{flow}/mass`（{stated}），{unit} `{flow}` 的质量为 {other}。",
    }
    hint = {"en": "Correct one of them, or leave it out.", "zh": "请更正其中之一，或只保留一处。"}


class PropertyTwice(ModelError):
    """A key below ``other`` is the name of a property that has a place and a dimension of its own.

    ``other`` is for further properties; there no dimension is checked. Such a key would silently replace the named one.
    """

    code = "M262"
    title = {"en": "Named property under other", "zh": "具名属性写在 other 下"}
    message = {
        "en": "`{key}` is a named property of flows; it cannot stand below `other`.",
        "zh": "`{key}` 是流的具名属性，不能写在 `other` 下。",
    }
    hint = {"en": "Write it one level up, as `flows/{flow}/{key}`.", "zh": "请写到上一级：`flows/{flow}/{key}`。"}


class SupersedesLater(ModelError):
    """A version supersedes itself or a later one."""

    code = "M256"
    title = {"en": "Supersedes a later version", "zh": "取代了更新的版本"}
    message = {"en": "Version {version} cannot supersede version {old}.", "zh": "版本 {version} 不能取代版本 {old}。"}


class UncertaintyIncomplete(ModelError):
    """An uncertainty lacks a figure that its distribution needs, or states one that it does not have.

    ``lognormal`` has one of ``gsd`` and ``gsd2``; ``normal`` has ``sd``; ``triangular``, ``uniform`` and ``pert``
    have ``min`` and ``max``.
    """

    code = "M257"
    title = {"en": "Uncertainty incomplete", "zh": "不确定性信息不全"}
    message = {"en": "A {kind} uncertainty has {needed}, not {found}.", "zh": "{kind} 分布应有 {needed}，而不是 {found}。"}


class UncertaintyOrder(ModelError):
    """The figures of an uncertainty cannot hold together: a minimum above the maximum, a value outside both, a deviation below its least."""

    code = "M258"
    title = {"en": "Uncertainty out of order", "zh": "不确定性数值矛盾"}
    message = {"en": "The uncertainty of `{key}` cannot hold: {why}.", "zh": "`{key}` 的不确定性数值矛盾：{why}。"}


class OutsideItsRange(ModelError):
    """A share or a ratio lies outside 0 to 1."""

    code = "M259"
    title = {"en": "Outside 0 to 1", "zh": "超出 0 至 1"}
    message = {"en": "`{key}` is {amount}; it must lie between 0 and 1.", "zh": "`{key}` 为 {amount}；应在 0 到 1 之间。"}


class BiogenicAboveTotal(ModelError):
    """The biogenic carbon content of a flow is larger than its whole carbon content."""

    code = "M260"
    title = {"en": "More biogenic carbon than carbon", "zh": "生物碳超过总碳"}
    message = {
        "en": "`{flow}` has {biogenic} of biogenic carbon, but {total} of carbon in all.",
        "zh": "`{flow}` 的生物碳为 {biogenic}，而总碳仅 {total}。",
    }


class ContractIncomplete(ModelError):
    """A contractual instrument lacks the number of its certificate or the day it was retired.

    Without both, a reader cannot see that the green electricity was not sold twice.
    """

    code = "M270"
    severity = Severity.WARNING
    title = {"en": "Contract incomplete", "zh": "合同凭证信息不全"}
    message = {"en": "The contract of `{exchange}` does not state `{key}`.", "zh": "`{exchange}` 的合同凭证缺少 `{key}`。"}


class StageMissing(ModelError):
    """A process does not say to which stage of the life cycle it belongs; its impact appears under no stage."""

    code = "M271"
    severity = Severity.NOTE
    title = {"en": "No stage", "zh": "没有生命周期阶段"}
    message = {"en": "The process `{process}` names no `stage`.", "zh": "过程 `{process}` 没有写 `stage`。"}


class AssumedData(ModelError):
    """Some figures are marked as assumed. A verifier will ask for them first."""

    code = "M272"
    severity = Severity.NOTE
    title = {"en": "Assumed figures", "zh": "假设的数据"}
    message = {"en": "Assumed figures ({count}): {which}.", "zh": "假设的数据（{count} 个）：{which}。"}


class UsccWrong(ModelError):
    """A unified social credit code has the wrong length, a letter it cannot have, or a check character that does not fit (GB 32100)."""

    code = "M273"
    severity = Severity.WARNING
    title = {"en": "Credit code does not check", "zh": "统一社会信用代码校验不符"}
    message = {"en": "`{uscc}` is no unified social credit code: {why}.", "zh": "`{uscc}` 不是有效的统一社会信用代码：{why_zh}。"}


class NothingDeclared(ModelError):
    """A declared factor is zero or negative: what is bought costs nothing, or lowers the footprint.

    Zero is mostly a figure that is missing; a negative one a credit, an offset or the uptake of carbon, which have places of their own
    and never stand in a factor.
    """

    code = "M274"
    severity = Severity.WARNING
    title = {"en": "Declared factor of zero or less", "zh": "声明因子为零或负值"}
    message = {"en": "The declared factor is {amount}: {effect}.", "zh": "声明因子为 {amount}：{effect_zh}。"}
    hint = {
        "en": "Ask the supplier for the figure without offsets and uptake; write `removals` for carbon taken up and `secondary: true` for "
        "material that enters free of burden.",
        "zh": "请向供应商索取不含抵消和吸收的数值；吸收的碳写入 `removals`，不带初级负荷的次生原料写 `secondary: true`。",
    }


class MoreOfTheSame(ModelError):
    """One rule has more findings than are listed. Repair or answer the first ones and check again."""

    code = "M279"
    severity = Severity.NOTE
    title = {"en": "More of the same", "zh": "同类问题还有更多"}
    message = {
        "en": "There are more than {limit} findings {code}; the others are not listed.",
        "zh": "{code} 类问题超过 {limit} 个，其余未列出。",
    }
