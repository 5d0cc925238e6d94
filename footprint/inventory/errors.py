"""What can be wrong with a data package or a method."""

from __future__ import annotations

from footprint.errors import InventoryError, Severity

__all__ = [
    "DatasetLoopGains",
    "DatasetNotANumber",
    "DatasetSingular",
    "DatasetWithoutEffect",
    "DatasetWithoutSource",
    "DuplicateDataset",
    "InventoryEmpty",
    "InventoryFieldMissing",
    "InventoryNotReadable",
    "InventoryUnit",
    "InventoryValue",
    "MethodNotFound",
    "OrphanFlow",
    "PackageNotFound",
    "PackageVersion",
    "RequirementMissing",
    "SelfConsumption",
    "UncharacterisedFlow",
    "UnitOfExchange",
    "UnitOfFlow",
    "UnknownFlow",
    "UnknownProcess",
    "UnknownProvider",
    "UnlinkedInput",
    "ZeroReference",
]


class InventoryNotReadable(InventoryError):
    """A file of a data package is not there or is not what its name says: JSON, CSV, UTF-8."""

    code = "I101"
    title = {"en": "Unreadable data package", "zh": "数据包无法读取"}
    message = {"en": "{file} cannot be read: {why}.", "zh": "无法读取 {file}：{why}。"}
    hint = {
        "en": "A data package is a folder with datapackage.json, processes.csv and exchanges.csv in UTF-8.",
        "zh": "数据包是一个文件夹，内含 UTF-8 编码的 datapackage.json、processes.csv 和 exchanges.csv。",
    }


class InventoryFieldMissing(InventoryError):
    """A column of a table or a key of ``datapackage.json`` that must be there is not, or is empty."""

    code = "I102"
    title = {"en": "Missing field", "zh": "缺少字段"}
    message = {"en": "`{field}` is missing.", "zh": "缺少字段 `{field}`。"}


class InventoryValue(InventoryError):
    """A cell holds something that its column does not allow."""

    code = "I103"
    title = {"en": "Value not allowed", "zh": "取值不允许"}
    message = {"en": "`{value}` is not allowed in `{field}`: {why}.", "zh": "字段 `{field}` 不允许取值 `{value}`：{why}。"}


class DatasetNotANumber(InventoryError):
    """A number is NaN, infinite, or not a number at all; such a record would poison every result."""

    code = "I104"
    title = {"en": "Not a finite number", "zh": "不是有限数值"}
    message = {"en": "`{value}` in `{field}` is not a finite number.", "zh": "字段 `{field}` 中的 `{value}` 不是有限数值。"}
    hint = {"en": "Write a plain decimal number such as 0.5777.", "zh": "请写普通十进制数，如 0.5777。"}


class InventoryUnit(InventoryError):
    """A unit in a table is not one of the dialect."""

    code = "I105"
    title = {"en": "Unit not accepted", "zh": "单位不被接受"}
    message = {"en": "Unit `{unit}` in `{field}`: {why}", "zh": "字段 `{field}` 中的单位 `{unit}`：{why}"}


class DuplicateDataset(InventoryError):
    """Two rows have the same code, so that a reference to it could mean either."""

    code = "I106"
    title = {"en": "Code used twice", "zh": "代码重复"}
    message = {"en": "`{code_name}` is defined twice; first in line {first}.", "zh": "`{code_name}` 定义了两次；首次在第 {first} 行。"}


class ZeroReference(InventoryError):
    """The reference amount of a process is zero: nothing can be scaled to it."""

    code = "I107"
    title = {"en": "Zero reference amount", "zh": "基准量为零"}
    message = {"en": "Process `{process}` has a reference amount of zero.", "zh": "过程 `{process}` 的基准量为零。"}
    hint = {
        "en": "Give the amount that the exchanges relate to; 1, or -1 for a treatment.",
        "zh": "请给出交换量对应的基准量；通常为 1，处置类为 -1。",
    }


class UnknownProcess(InventoryError):
    """An exchange belongs to a process that the package does not have."""

    code = "I108"
    title = {"en": "Unknown process", "zh": "未知过程"}
    message = {
        "en": "The exchange belongs to `{process}`, which processes.csv does not list.",
        "zh": "该交换所属的 `{process}` 不在 processes.csv 中。",
    }


class InventoryEmpty(InventoryError):
    """A package without any process (or flow, or factor) is of no use."""

    code = "I109"
    title = {"en": "Empty package", "zh": "空数据包"}
    message = {"en": "{file} has no rows.", "zh": "{file} 没有数据行。"}


class PackageNotFound(InventoryError):
    """No data package of that name is shipped or in the folders given."""

    code = "I201"
    title = {"en": "Unknown data package", "zh": "未知数据包"}
    message = {"en": "There is no data package `{package}`.", "zh": "没有名为 `{package}` 的数据包。"}
    hint = {
        "en": "`footprint inventories list` shows those at hand; --inventories DIR adds a folder of your own.",
        "zh": "`footprint inventories list` 可列出现有数据包；--inventories DIR 可添加自己的文件夹。",
    }


class PackageVersion(InventoryError):
    """The model pins a version of a data package that is not at hand: another one could give another number."""

    code = "I202"
    title = {"en": "Version not at hand", "zh": "版本不可用"}
    message = {
        "en": "Data package `{package}` is pinned to version {wanted}; at hand: {available}.",
        "zh": "数据包 `{package}` 固定为版本 {wanted}；现有：{available}。",
    }
    hint = {
        "en": "Pin a version that is at hand, knowing that the result may change, or add the older package.",
        "zh": "请固定为现有版本（结果可能改变），或添加旧版数据包。",
    }


class MethodNotFound(InventoryError):
    """No characterisation method of that name is shipped or in the folders given."""

    code = "I203"
    title = {"en": "Unknown method", "zh": "未知方法"}
    message = {"en": "There is no method `{method}`.", "zh": "没有名为 `{method}` 的方法。"}


class RequirementMissing(InventoryError):
    """An exchange names a dataset of a package that ``requires`` in datapackage.json does not list."""

    code = "I204"
    title = {"en": "Package not required", "zh": "未声明依赖的数据包"}
    message = {
        "en": "The exchange refers to package `{package}`, which `requires` does not list.",
        "zh": "该交换引用了 `requires` 未列出的数据包 `{package}`。",
    }


class UnknownProvider(InventoryError):
    """A technosphere exchange names a dataset that does not exist."""

    code = "I205"
    title = {"en": "Unknown provider", "zh": "未知供应数据集"}
    message = {"en": "`{process}` uses `{provider}`, which does not exist.", "zh": "`{process}` 使用的 `{provider}` 不存在。"}


class UnknownFlow(InventoryError):
    """An elementary flow is in no list of flows: an emission that no method could ever count."""

    code = "I206"
    title = {"en": "Unknown elementary flow", "zh": "未知基本流"}
    message = {"en": "There is no elementary flow `{flow}`.", "zh": "没有名为 `{flow}` 的基本流。"}


class UnitOfExchange(InventoryError):
    """The unit of an input has another dimension than the unit of the dataset it is taken from, and no flow property bridges them."""

    code = "I207"
    title = {"en": "Unit against provider", "zh": "单位与供应数据集不符"}
    message = {
        "en": "{amount} ({dimension}) of `{provider}`, which is counted in {unit} ({unit_dimension}).",
        "zh": "`{provider}` 以 {unit}（{unit_dimension}）计量，而此处为 {amount}（{dimension}）。",
    }


class UnitOfFlow(InventoryError):
    """The unit of an emission has another dimension than its elementary flow."""

    code = "I208"
    title = {"en": "Unit against flow", "zh": "单位与基本流不符"}
    message = {
        "en": "{amount} ({dimension}) of flow `{flow}`, which is counted in {unit} ({unit_dimension}).",
        "zh": "基本流 `{flow}` 以 {unit}（{unit_dimension}）计量，而此处为 {amount}（{dimension}）。",
    }


class SelfConsumption(InventoryError):
    """A process consumes all that it makes, or more: nothing is left to deliver."""

    code = "I301"
    title = {"en": "Eats its own output", "zh": "自耗全部产出"}
    message = {
        "en": "Process `{process}` makes {made} and uses {used} of its own output.",
        "zh": "过程 `{process}` 产出 {made}，自用 {used}。",
    }


class DatasetSingular(InventoryError):
    """The processes cannot be solved: some of them depend on each other so that no activity levels exist, or not one set only."""

    code = "I302"
    title = {"en": "Singular system", "zh": "方程组奇异"}
    message = {
        "en": "The system of {count} processes is singular or nearly so; suspect: {processes}.",
        "zh": "由 {count} 个过程组成的系统奇异或接近奇异；可疑过程：{processes}。",
    }


class DatasetLoopGains(InventoryError):
    """A loop of processes consumes as much as it makes, or more; it solves to plausible nonsense."""

    code = "I303"
    title = {"en": "Loop does not lose", "zh": "循环不收敛"}
    message = {
        "en": "The loop {processes} feeds itself {gain} units for every unit it makes.",
        "zh": "循环 {processes} 每产出一单位就自耗 {gain} 单位。",
    }


class UnlinkedInput(InventoryError):
    """An input has no producer; results that use the process are lower bounds."""

    code = "I304"
    severity = Severity.WARNING
    title = {"en": "Input without producer", "zh": "无供应者的输入"}
    message = {
        "en": "{count} inputs of `{process}` have no producer: {inputs}.",
        "zh": "`{process}` 有 {count} 个输入没有供应者：{inputs}。",
    }


class OrphanFlow(InventoryError):
    """An elementary flow is listed in the package but nothing emits or takes it."""

    code = "I305"
    severity = Severity.WARNING
    title = {"en": "Flow never used", "zh": "基本流未被使用"}
    message = {"en": "Elementary flow `{flow}` is listed but no process uses it.", "zh": "基本流 `{flow}` 已列出，但没有过程使用。"}


class UncharacterisedFlow(InventoryError):
    """A flow that processes emit is counted by no method at hand."""

    code = "I306"
    severity = Severity.WARNING
    title = {"en": "Flow without factor", "zh": "基本流无特征化因子"}
    message = {
        "en": "Elementary flow `{flow}` has a factor in none of the methods at hand.",
        "zh": "现有方法中均没有基本流 `{flow}` 的特征化因子。",
    }


class DatasetWithoutSource(InventoryError):
    """A process does not say where its figures are from."""

    code = "I307"
    title = {"en": "Missing source", "zh": "缺少来源"}
    message = {"en": "Process `{process}` names no source.", "zh": "过程 `{process}` 未注明来源。"}
    hint = {
        "en": "Name document, table and year; a figure nobody can trace is no evidence.",
        "zh": "请注明文件、表号和年份；无法追溯的数据不能作为证据。",
    }


class DatasetWithoutEffect(InventoryError):
    """A process has neither inputs nor emissions, so that it counts as zero."""

    code = "I308"
    severity = Severity.WARNING
    title = {"en": "Process without exchanges", "zh": "过程没有交换"}
    message = {
        "en": "Process `{process}` has neither inputs nor emissions and counts as zero.",
        "zh": "过程 `{process}` 既无输入也无排放，按零计算。",
    }
