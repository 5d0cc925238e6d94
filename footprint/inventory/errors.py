"""What can be wrong with a data package or a method."""

from __future__ import annotations

from footprint.errors import InventoryError, Severity, UnreadableFile

__all__ = [
    "DatasetLoopGains",
    "DatasetNotANumber",
    "DatasetSingular",
    "DatasetWithoutEffect",
    "DatasetWithoutSource",
    "DuplicateDataset",
    "FlowTwice",
    "InventoryEmpty",
    "InventoryFieldMissing",
    "InventoryFileMissing",
    "InventoryNotReadable",
    "InventoryUnit",
    "InventoryValue",
    "ManyMore",
    "MethodNotFound",
    "MisspeltColumn",
    "OrphanFlow",
    "OrphanProperty",
    "PackageNotFound",
    "PackageTwice",
    "PackageVersion",
    "RequirementMissing",
    "SelfConsumption",
    "UncharacterisedFlow",
    "UnitOfExchange",
    "UnitOfFactor",
    "UnitOfFlow",
    "UnknownFlow",
    "UnknownProcess",
    "UnknownProvider",
    "UnlinkedInput",
    "ZeroReference",
]


class InventoryNotReadable(InventoryError):
    """A file of a data package is text, but not what its name says: JSON or CSV.

    CSV has commas between cells, as many cells in each line as the header has, and quotes round a cell that holds a comma,
    a quote (written twice) or a line break. Spreadsheet programs of some countries write semicolons: choose commas.
    """

    code = "I101"
    title = {"en": "Unreadable data package", "zh": "数据包无法读取"}
    message = {"en": "{file} cannot be read: {why_en}.", "zh": "无法读取 {file}：{why_zh}。"}


class InventoryFieldMissing(InventoryError):
    """A column of a table or a key of ``datapackage.json`` that must be there is not, or is empty."""

    code = "I102"
    title = {"en": "Missing field", "zh": "缺少字段"}
    message = {"en": "`{field}` is missing.", "zh": "缺少字段 `{field}`。"}


class InventoryValue(InventoryError):
    """A cell holds something that its column does not allow."""

    code = "I103"
    title = {"en": "Value not allowed", "zh": "取值不允许"}
    message = {"en": "`{value}` is not allowed in `{field}`: {why_en}.", "zh": "字段 `{field}` 不允许取值 `{value}`：{why_zh}。"}


class DatasetNotANumber(InventoryError):
    """A number is NaN, infinite, or not a number at all; such a record would poison every result."""

    code = "I104"
    title = {"en": "Not a finite number", "zh": "不是有限数值"}
    message = {"en": "`{value}` in `{field}` is not a finite number.", "zh": "字段 `{field}` 中的 `{value}` 不是有限数值。"}
    hint = {
        "en": "Write a plain decimal number such as 0.5777: a point, no separators of thousands, no unit.",
        "zh": "请写普通十进制数，如 0.5777：用小数点，不写千位分隔符和单位。",
    }


class InventoryUnit(InventoryError):
    """A unit in a table is not one of the dialect."""

    code = "I105"
    title = {"en": "Unit not accepted", "zh": "单位不被接受"}
    message = {"en": "Unit `{unit}` in `{field}`: {why_en}", "zh": "字段 `{field}` 中的单位 `{unit}`：{why_zh}"}


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


class InventoryFileMissing(InventoryError, UnreadableFile):
    """A folder that was named is not there, or is no data package, or lacks a table that every package has.

    A package has ``datapackage.json``, ``processes.csv`` and ``exchanges.csv``; one that only lists elementary flows has
    ``datapackage.json`` and ``flows.csv``; a method has ``datapackage.json`` and ``factors.csv``.
    """

    code = "I110"
    title = {"en": "File of a data package missing", "zh": "数据包缺少文件"}
    message = {"en": "{file} is not there.", "zh": "{file} 不存在。"}
    hint = {
        "en": "A data package is a folder with datapackage.json, processes.csv and exchanges.csv.",
        "zh": "数据包是一个文件夹，内含 datapackage.json、processes.csv 和 exchanges.csv。",
    }


class MisspeltColumn(InventoryError):
    """A column has nearly the name of one that the format knows and the table lacks: its cells would not be read.

    Columns with names of their own are welcome and ignored.
    """

    code = "I111"
    title = {"en": "Misspelt column", "zh": "列名疑似拼写错误"}
    message = {"en": "Column `{column}` is not one of the format.", "zh": "列 `{column}` 不在格式规定之内。"}


class ManyMore(InventoryError):
    """A file has so many problems of one kind that only the first hundred are listed."""

    code = "I112"
    severity = Severity.NOTE
    title = {"en": "More of the same", "zh": "更多同类问题"}
    message = {"en": "{count} more findings of {kind} in this file.", "zh": "该文件另有 {count} 处 {kind}。"}


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


class PackageTwice(InventoryError):
    """Two folders hold different contents under one name and version, so that a model that pins it could mean either.

    Give your own variant a version of its own, such as ``2024.1-plant``, and pin that. A method must not share its name
    with another one, whatever the version, because models name a method without its version.
    """

    code = "I209"
    title = {"en": "Package in two variants", "zh": "同一数据包有两种内容"}
    message = {
        "en": "`{package}`, version {version}, is in {first} and, with other content, in {second}.",
        "zh": "`{package}`（版本 {version}）在 {first} 和 {second} 中内容不同。",
    }
    hint = {"en": "Give one of them another version or name.", "zh": "请为其中之一更改版本或名称。"}


class FlowTwice(InventoryError):
    """Two packages list one elementary flow in units of different dimensions: amounts of it cannot be added."""

    code = "I210"
    title = {"en": "Flow in two dimensions", "zh": "同一基本流有两种量纲"}
    message = {
        "en": "Elementary flow `{flow}` is counted in {unit} ({dimension}) here and in {other_unit} ({other_dimension}) in `{package}`.",
        "zh": "基本流 `{flow}` 在此以 {unit}（{dimension}）计量，而在 `{package}` 中以 {other_unit}（{other_dimension}）计量。",
    }
    hint = {"en": "Give your own flow a name of its own.", "zh": "请为自己的基本流另取名称。"}


class UnitOfFactor(InventoryError):
    """The unit of a factor, times the unit of its flow, is not the unit of its category."""

    code = "I211"
    title = {"en": "Unit of a factor", "zh": "特征化因子单位不符"}
    message = {
        "en": "{factor} ({dimension}) times flow `{flow}` in {flow_unit} gives no {category_unit}, the unit of category `{category}`.",
        "zh": "{factor}（{dimension}）乘以以 {flow_unit} 计量的基本流 `{flow}`，得不到类别 `{category}` 的单位 {category_unit}。",
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
        "en": "The loop {processes} feeds itself: a unit that goes round takes {gain} units of itself.",
        "zh": "循环 {processes} 自我供应：一单位产品循环一周要消耗自身 {gain} 单位。",
    }


class UnlinkedInput(InventoryError):
    """An input has no producer; results that use the process are lower bounds."""

    code = "I304"
    severity = Severity.WARNING
    title = {"en": "Input without producer", "zh": "无供应者的输入"}
    message = {
        "en": "Inputs of `{process}` without a producer ({count}): {inputs}.",
        "zh": "`{process}` 没有供应者的输入（{count} 个）：{inputs}。",
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


class OrphanProperty(InventoryError):
    """A flow property is stated for a product that no process of the package makes, so that nothing can use it.

    The name in ``flow_properties.csv`` must be that of the column ``product`` in ``processes.csv``.
    """

    code = "I309"
    severity = Severity.WARNING
    title = {"en": "Property never used", "zh": "流属性未被使用"}
    message = {"en": "No process of the package makes `{product}`.", "zh": "数据包中没有生产 `{product}` 的过程。"}
