"""Problems of monthly activity tables (M3xx)."""

from __future__ import annotations

from footprint.errors import ModelError, Severity

__all__ = [
    "ActivityTooBig",
    "AmountTwice",
    "BadCell",
    "BadColumn",
    "BadColumnUnit",
    "BadMonth",
    "ColumnTwice",
    "EmptyCell",
    "FixedBesideTable",
    "MissingMonth",
    "MonthOutside",
    "MonthTwice",
    "NegativeCell",
    "NoFolder",
    "NoMonthColumn",
    "NoProduction",
    "NotATable",
    "RaggedRow",
    "UnknownColumn",
]


class NoFolder(ModelError):
    """A model that was not read from a file names an activity table; there is no folder to look in."""

    code = "M300"
    title = {"en": "No folder", "zh": "没有所在文件夹"}
    message = {"en": "`{file}` cannot be found: the model was not read from a file.", "zh": "找不到 `{file}`：该模型不是从文件读取的。"}


class NotATable(ModelError):
    """An activity table cannot be read as CSV: a quotation mark is not closed, or the columns are not separated by commas.

    The first line names the columns, such as ``month,outputs/pta [t],inputs/electricity [kWh/t]``.
    """

    code = "M301"
    title = {"en": "Not a table", "zh": "不是表格"}
    message = {"en": "This is not a CSV table: {why}.", "zh": "不是 CSV 表格：{why_zh}。"}
    hint = {"en": "Save it as CSV with commas.", "zh": "请另存为以逗号分隔的 CSV。"}


class ActivityTooBig(ModelError):
    """An activity table has more rows or columns than months and exchanges can make."""

    code = "M302"
    title = {"en": "Table too big", "zh": "表格过大"}
    message = {"en": "The table has more than {limit} {what}.", "zh": "表格超过 {limit} {what_zh}。"}


class NoMonthColumn(ModelError):
    """The first column of an activity table is not ``month``."""

    code = "M303"
    title = {"en": "No month column", "zh": "缺少月份列"}
    message = {"en": "The first column is `{found}`; it must be `month`.", "zh": "第一列是 `{found}`，应为 `month`。"}


class BadColumn(ModelError):
    """The head of a column is not ``SECTION/NAME [unit]`` or ``parameters/NAME [unit]``."""

    code = "M304"
    title = {"en": "Head of a column", "zh": "列标题有误"}
    message = {"en": "The column `{column}` is not `SECTION/NAME [unit]`.", "zh": "列 `{column}` 不符合 `分组/名称 [单位]` 的格式。"}
    hint = {"en": "Such as `inputs/electricity [kWh]`.", "zh": "例如 `inputs/electricity [kWh]`。"}


class UnknownColumn(ModelError):
    """A column names an exchange that the process does not have, or a parameter that the model does not have."""

    code = "M305"
    title = {"en": "Unknown column", "zh": "未知的列"}
    message = {"en": "`{name}` is no exchange of `{process}` and no parameter.", "zh": "`{name}` 既不是 `{process}` 的交换，也不是参数。"}


class ColumnTwice(ModelError):
    """Two columns, or two tables, give the same exchange or parameter."""

    code = "M306"
    title = {"en": "Column twice", "zh": "列重复"}
    message = {"en": "`{name}` is given by a column a second time.", "zh": "`{name}` 被重复给出。"}


class BadColumnUnit(ModelError):
    """The unit in the head of a column cannot be used."""

    code = "M307"
    title = {"en": "Unit of a column", "zh": "列单位有误"}
    message = {"en": "The unit of the column `{column}` cannot be used: {why}", "zh": "列 `{column}` 的单位不可用：{why_zh}"}


class BadMonth(ModelError):
    """A cell of the month column is not YYYY-MM."""

    code = "M308"
    title = {"en": "Not a month", "zh": "不是月份"}
    message = {"en": "`{value}` is not a month.", "zh": "`{value}` 不是月份。"}
    hint = {"en": "Write YYYY-MM, such as 2024-03.", "zh": "请写成 YYYY-MM，例如 2024-03。"}


class MonthOutside(ModelError):
    """A month of the table does not lie in the period of the model."""

    code = "M309"
    title = {"en": "Month outside the period", "zh": "月份不在期间内"}
    message = {"en": "{month} is not in the period {start} to {end}.", "zh": "{month} 不在期间 {start} 至 {end} 内。"}


class MonthTwice(ModelError):
    """A month stands in the table twice."""

    code = "M310"
    title = {"en": "Month twice", "zh": "月份重复"}
    message = {
        "en": "{month} stands here a second time; the first is in row {first_row}.",
        "zh": "{month} 重复出现，第一次在第 {first_row} 行。",
    }


class MissingMonth(ModelError):
    """The table does not cover a month of the period. Unknown is not zero: write 0 where nothing was used."""

    code = "M311"
    title = {"en": "Missing month", "zh": "缺少月份"}
    message = {"en": "The table lacks {months}.", "zh": "表格缺少 {months}。"}


class BadCell(ModelError):
    """A cell is not a plain number. Numbers have a decimal point and no separators: 1234.5."""

    code = "M312"
    title = {"en": "Not a number", "zh": "不是数"}
    message = {"en": "`{value}` in column `{column}` is not a number.", "zh": "列 `{column}` 中的 `{value}` 不是数。"}
    hint = {"en": "Write digits with a decimal point and no separators.", "zh": "请写数字和小数点，不要用千位分隔符。"}


class EmptyCell(ModelError):
    """A cell is empty. Unknown is not zero: write 0 where nothing was used."""

    code = "M313"
    title = {"en": "Empty cell", "zh": "空单元格"}
    message = {"en": "The cell of {month} in column `{column}` is empty.", "zh": "列 `{column}` 中 {month} 的单元格为空。"}
    hint = {"en": "Write 0 if it is zero.", "zh": "若为零请写 0。"}


class NegativeCell(ModelError):
    """A cell of an exchange is negative. Amounts are never negative; a correction belongs into the month it corrects."""

    code = "M314"
    title = {"en": "Negative cell", "zh": "单元格为负"}
    message = {
        "en": "The amount of {month} in column `{column}` is {value}; amounts are never negative.",
        "zh": "列 `{column}` 中 {month} 为 {value}；数量不能为负。",
    }


class RaggedRow(ModelError):
    """A row has more or fewer cells than the head has columns."""

    code = "M315"
    title = {"en": "Ragged row", "zh": "行的列数不符"}
    message = {"en": "The row has {found} cells; the head has {expected} columns.", "zh": "该行有 {found} 个单元格，标题有 {expected} 列。"}


class AmountTwice(ModelError):
    """A figure stands in the model and in the activity table."""

    code = "M316"
    title = {"en": "Amount in model and table", "zh": "模型与表格重复给出"}
    message = {"en": "`{name}` has a value here and a column in {table}.", "zh": "`{name}` 在此处有值，在 {table} 中又有一列。"}
    hint = {"en": "Delete one of them.", "zh": "请删除其中之一。"}


class NoProduction(ModelError):
    """A column is per unit of product, or a parameter, and the table has no production to weigh it by.

    Monthly rates and parameters are weighted by the reference output: the first output of the process. Its column must
    be in the table, and its sum above zero.
    """

    code = "M317"
    title = {"en": "No production to weigh by", "zh": "没有可用于加权的产量"}
    message = {"en": "The column `{column}` is weighted by production, but {why}.", "zh": "列 `{column}` 需按产量加权，但{why_zh}。"}


class FixedBesideTable(ModelError):
    """The table gives the output of the whole period, while another amount of the process stands in the model.

    That amount is read as one of the whole period, too, and not per unit of product: `0.9 t` of wire rod beside 2500 t of
    wire in the table is 0.9 t for the year. An amount per unit of product goes into the table as a rate, in a column such
    as ``inputs/wire_rod [t/t]``, or into a process of its own that the table does not touch. Where it is the amount of the
    whole period, such as a tonne of catalyst a year, all is well; a column of the table says so without doubt.
    """

    code = "M318"
    severity = Severity.WARNING
    title = {"en": "Amount of the whole period", "zh": "全期间数量"}
    message = {
        "en": "{file} gives the output of the whole period, {output}; {amounts} in the model are read as amounts "
        "of the whole period, not per unit of product.",
        "zh": "{file} 给出全期间的产出 {output}；模型中的 {amounts} 按全期间的数量计，而不是单位产品的数量。",
    }
    hint = {
        "en": "Where an amount is per unit of product, give the table a column `{column}`, or move it to a process of its own.",
        "zh": "若数量是单位产品的，请在表格中加入列 `{column}`，或将其移到单独的过程。",
    }
