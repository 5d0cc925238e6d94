"""What can be wrong with datasets of a Brightway project."""

from __future__ import annotations

from footprint.errors import InventoryError, Severity

__all__ = [
    "BrightwayAmount",
    "BrightwayBackend",
    "BrightwayDanglingInput",
    "BrightwayDatabaseNotFound",
    "BrightwayDatasetNotFound",
    "BrightwayExchangeUnit",
    "BrightwayFolderNotFound",
    "BrightwayGasNotMapped",
    "BrightwayNotAProcess",
    "BrightwayProjectNotFound",
    "BrightwayReference",
    "BrightwaySeveralProducts",
    "BrightwayUnit",
    "BrightwayUnreadable",
    "NoBrightwayProject",
]


class NoBrightwayProject(InventoryError):
    """The model takes a dataset from a Brightway database, but no Brightway project was named.

    A model names databases, not projects: the same model can be calculated by everybody who has the database.
    """

    code = "B101"
    title = {"en": "No Brightway project named", "zh": "未指定 Brightway 项目"}
    message = {
        "en": "`{package}` is a database of a Brightway project, and no project is named.",
        "zh": "`{package}` 是 Brightway 项目中的数据库，但没有指定项目。",
    }
    hint = {"en": "Add --brightway-project NAME.", "zh": "请加上 --brightway-project 项目名。"}


class BrightwayFolderNotFound(InventoryError):
    """There are no Brightway projects in the folder: the file ``projects.db`` is missing.

    Without ``--brightway-dir`` the folder is that of the environment variable ``BRIGHTWAY2_DIR``, or Brightway's usual one.
    """

    code = "B102"
    title = {"en": "No Brightway projects", "zh": "没有 Brightway 项目"}
    message = {"en": "There are no Brightway projects in {folder}.", "zh": "{folder} 中没有 Brightway 项目。"}
    hint = {
        "en": "Name the folder with --brightway-dir or BRIGHTWAY2_DIR: the one that holds `projects.db`.",
        "zh": "请用 --brightway-dir 或环境变量 BRIGHTWAY2_DIR 指定含有 `projects.db` 的文件夹。",
    }


class BrightwayProjectNotFound(InventoryError):
    """Brightway has no project of this name."""

    code = "B103"
    title = {"en": "Unknown Brightway project", "zh": "未知 Brightway 项目"}
    message = {"en": "There is no Brightway project `{project}` in {folder}.", "zh": "{folder} 中没有 Brightway 项目 `{project}`。"}
    hint = {"en": "Projects there: {known}.", "zh": "该处的项目：{known}。"}


class BrightwayDatabaseNotFound(InventoryError):
    """The Brightway project has no database of this name."""

    code = "B104"
    title = {"en": "Unknown Brightway database", "zh": "未知 Brightway 数据库"}
    message = {
        "en": "The Brightway project `{project}` has no database `{database}`.",
        "zh": "Brightway 项目 `{project}` 中没有数据库 `{database}`。",
    }
    hint = {"en": "Databases there: {known}.", "zh": "其中的数据库：{known}。"}


class BrightwayUnreadable(InventoryError):
    """A file of the Brightway project cannot be read: it is damaged, in use, or of a version that is not known."""

    code = "B105"
    title = {"en": "Unreadable Brightway project", "zh": "Brightway 项目无法读取"}
    message = {"en": "{file} cannot be read: {why}.", "zh": "无法读取 {file}：{why}。"}
    hint = {
        "en": "Close other programs that use the project, and open it once in Brightway itself.",
        "zh": "请关闭正在使用该项目的其他程序，并先在 Brightway 中打开一次。",
    }


class BrightwayBackend(InventoryError):
    """The database is kept in a form that does not hold its exchanges one by one, such as an input-output table."""

    code = "B106"
    title = {"en": "Unsupported kind of database", "zh": "不支持的数据库类型"}
    message = {
        "en": "Database `{database}` has the backend `{backend}`; only `sqlite` can be read.",
        "zh": "数据库 `{database}` 的后端为 `{backend}`；只能读取 `sqlite`。",
    }
    hint = {
        "en": "Convert it in Brightway: bw2data.convert_backend(name, 'sqlite'). An input-output table cannot be converted.",
        "zh": "请在 Brightway 中转换：bw2data.convert_backend(name, 'sqlite')。投入产出表无法转换。",
    }


class BrightwayDatasetNotFound(InventoryError):
    """The database has no dataset with this code. The code is not the name: it is what ``activity["code"]`` shows in Brightway."""

    code = "B107"
    title = {"en": "Unknown dataset", "zh": "未知数据集"}
    message = {
        "en": "Database `{database}` has no dataset with the code `{code_asked}`.",
        "zh": "数据库 `{database}` 中没有代码为 `{code_asked}` 的数据集。",
    }
    hint = {
        "en": "The code is what `activity['code']` shows in Brightway, not the name.",
        "zh": "代码是 Brightway 中 `activity['code']` 的值，不是名称。",
    }


class BrightwayNotAProcess(InventoryError):
    """What is used as a product is none: an elementary flow, a product that nothing makes, or a node of an unknown kind.

    Kinds that are understood: ``process``, ``processwithreferenceproduct``, and ``product`` where exactly one process makes it.
    """

    code = "B108"
    title = {"en": "Not a process", "zh": "不是过程"}
    message = {
        "en": "`{dataset}` ({name}) is no process that makes something: {why}.",
        "zh": "`{dataset}`（{name}）不是生产过程：{why_zh}。",
    }


class BrightwaySeveralProducts(InventoryError):
    """A process makes several products, or a product is made by several processes.

    How to share the burden is a choice that nobody has made yet.
    """

    code = "B109"
    title = {"en": "Several products", "zh": "多个产品"}
    message = {
        "en": "`{dataset}` ({name}) cannot be used as it is: {why}.",
        "zh": "`{dataset}`（{name}）不能直接使用：{why_zh}。",
    }
    hint = {
        "en": "Allocate it in Brightway, or turn by-products into exchanges of type `substitution`.",
        "zh": "请在 Brightway 中分配，或将副产品改为 `substitution` 类交换。",
    }


class BrightwayReference(InventoryError):
    """The reference output of a dataset is zero or missing, so that its exchanges relate to nothing."""

    code = "B110"
    title = {"en": "No reference output", "zh": "没有参考产出"}
    message = {"en": "`{dataset}` ({name}) has no reference output: {why}.", "zh": "`{dataset}`（{name}）没有参考产出：{why_zh}。"}
    hint = {"en": "Give it a production exchange in Brightway.", "zh": "请在 Brightway 中为其添加 production 交换。"}


class BrightwayAmount(InventoryError):
    """The amount of an exchange is missing, not a number, or infinite."""

    code = "B111"
    title = {"en": "Bad amount", "zh": "数量无效"}
    message = {
        "en": "`{dataset}`: the amount of the exchange with {input} is {amount}.",
        "zh": "`{dataset}`：与 {input} 的交换数量为 {amount}。",
    }


class BrightwayUnit(InventoryError):
    """The unit of a dataset or flow is in no table, so that amounts cannot be converted to it and nothing could check them."""

    code = "B112"
    title = {"en": "Unknown Brightway unit", "zh": "未知的 Brightway 单位"}
    message = {
        "en": "`{dataset}` ({name}) is counted in `{unit}`, which footprint does not know.",
        "zh": "`{dataset}`（{name}）以 `{unit}` 计量，footprint 不认识该单位。",
    }
    hint = {
        "en": "Known are Brightway's names, such as `kilogram` or `ton kilometer`, and the units of footprint, such as `kg` or `t km`.",
        "zh": "可用 Brightway 的名称（如 `kilogram`、`ton kilometer`）和 footprint 的单位（如 `kg`、`t km`）。",
    }


class BrightwayDanglingInput(InventoryError):
    """An exchange points to a dataset or flow that the project does not have: a database was deleted or never imported."""

    code = "B113"
    title = {"en": "Input is missing", "zh": "输入缺失"}
    message = {
        "en": "`{dataset}` uses {input}, which the Brightway project does not have.",
        "zh": "`{dataset}` 使用了 {input}，但该 Brightway 项目中没有。",
    }
    hint = {"en": "Import the missing database into the project.", "zh": "请将缺失的数据库导入项目。"}


class BrightwayExchangeUnit(InventoryError):
    """An exchange is labelled with another unit than what it takes is counted in.

    Brightway ignores the label and counts the amount in the unit of the provider; so does footprint, in order to get the same result.
    """

    code = "B301"
    severity = Severity.WARNING
    title = {"en": "Exchange in another unit", "zh": "交换单位不一致"}
    message = {
        "en": "`{dataset}` takes {amount} `{unit}` of {input}; that is counted in `{input_unit}`, and Brightway reads {amount} of those.",
        "zh": "`{dataset}` 使用 {amount} `{unit}` 的 {input}，而后者以 `{input_unit}` 计量；Brightway 按后者的单位计算。",
    }
    hint = {"en": "Correct the exchange in Brightway.", "zh": "请在 Brightway 中更正该交换。"}


class BrightwayGasNotMapped(InventoryError):
    """A flow that sounds like a greenhouse gas is in no table of flows; it counts nothing, and the result is too low by it.

    The tables hold the names of ecoinvent's list (biosphere3) and of a few others. Flows that no carbon footprint counts are left out
    without a word; the result's provenance counts them.
    """

    code = "B302"
    severity = Severity.WARNING
    title = {"en": "Greenhouse gas not recognised", "zh": "未识别的温室气体"}
    message = {
        "en": "`{flow}` in the datasets used from `{package}` is no flow that footprint knows ({exchanges} exchanges); it counts nothing.",
        "zh": "所用 `{package}` 数据集中的 `{flow}`（{exchanges} 个交换）不是 footprint 认识的流，未计入结果。",
    }
    hint = {"en": "Give the flow the name that ecoinvent uses, in Brightway.", "zh": "请在 Brightway 中将该流改为 ecoinvent 所用的名称。"}
