"""Problems of workbooks (W1xx): the file, its sheets and columns, its rows, its cells."""

from __future__ import annotations

from footprint.errors import FootprintError, Severity

__all__ = [
    "AmbiguousNumber",
    "CellMissing",
    "CellRead",
    "ColumnMissing",
    "ColumnTwice",
    "ColumnUnknown",
    "DamagedWorkbook",
    "DateHere",
    "EncryptedWorkbook",
    "ErrorValue",
    "FieldUnknown",
    "FileStands",
    "ForbiddenXml",
    "FormulaWithoutValue",
    "HeaderMissing",
    "LinksIgnored",
    "MacrosIgnored",
    "MergedCells",
    "NoNumber",
    "NotAWorkbook",
    "OwnerUnknown",
    "PercentFormat",
    "RowTwice",
    "RowsHidden",
    "SectionUnknown",
    "SheetHidden",
    "SheetMissing",
    "SheetTwice",
    "SheetUnknown",
    "TableMissing",
    "TableNameMissing",
    "TableUnused",
    "TooManyRows",
    "TruthHere",
    "TwoValues",
    "UnitAlone",
    "UnitTwice",
    "WorkbookError",
    "WorkbookTooLarge",
]


class WorkbookError(FootprintError):
    """A workbook cannot be read, or says something that cannot be right."""


class NotAWorkbook(WorkbookError):
    """The file is not an Excel workbook (.xlsx), whatever its name says.

    A CSV table, a web page or an old .xls file that was given the ending .xlsx stays what it was. Open it in Excel,
    WPS or LibreOffice and save it as *Excel workbook (.xlsx)*.
    """

    code = "W101"
    title = {"en": "Not a workbook", "zh": "不是工作簿"}
    message = {"en": "This is no Excel workbook: {why}.", "zh": "不是 Excel 工作簿：{why_zh}。"}
    hint = {"en": "Open it in Excel or WPS and save it as .xlsx.", "zh": "请用 Excel 或 WPS 打开后另存为 .xlsx。"}


class EncryptedWorkbook(WorkbookError):
    """The workbook is encrypted: it opens with a password only. Protected sheets are no hindrance; a password is."""

    code = "W102"
    title = {"en": "Encrypted workbook", "zh": "工作簿已加密"}
    message = {"en": "The workbook is encrypted.", "zh": "工作簿已加密。"}
    hint = {
        "en": "Open it with its password and save a copy without (File, Info, Protect Workbook).",
        "zh": "请用密码打开，另存一份不加密的副本（文件、信息、保护工作簿）。",
    }


class WorkbookTooLarge(WorkbookError):
    """The workbook unpacks to more than any delivery of data needs: it is the wrong file, or made to do harm.

    The bounds are on the size of the file, the number of its parts, their size unpacked, and how far they are packed.
    """

    code = "W103"
    title = {"en": "Workbook too large", "zh": "工作簿过大"}
    message = {"en": "The workbook has {what}; at most {limit} are read.", "zh": "工作簿{what_zh}，最多读取 {limit}。"}
    hint = {"en": "Copy the data into a fresh export.", "zh": "请把数据复制到新导出的工作簿中。"}


class DamagedWorkbook(WorkbookError):
    """A part of the workbook is missing or damaged, so that it cannot be read."""

    code = "W104"
    title = {"en": "Damaged workbook", "zh": "工作簿已损坏"}
    message = {"en": "The workbook is damaged: {why}.", "zh": "工作簿已损坏：{why_zh}。"}
    hint = {"en": "Open it in Excel, let it repair the file, and save it again.", "zh": "请用 Excel 打开并修复，然后重新保存。"}


class ForbiddenXml(WorkbookError):
    """A part of the workbook declares a document type or entities. No program writes them into workbooks; attacks do."""

    code = "W105"
    title = {"en": "Forbidden XML", "zh": "含有禁用的 XML"}
    message = {"en": "The part `{part}` declares a document type or entities.", "zh": "部件 `{part}` 声明了文档类型或实体。"}


class MacrosIgnored(WorkbookError):
    """The workbook holds macros. They are not run and not kept; only cells are read."""

    code = "W106"
    severity = Severity.NOTE
    title = {"en": "Macros ignored", "zh": "忽略宏"}
    message = {"en": "The workbook holds macros; they are ignored.", "zh": "工作簿含有宏，已忽略。"}


class LinksIgnored(WorkbookError):
    """The workbook is linked to other workbooks. They are not opened: the values last seen stand in the cells."""

    code = "W107"
    severity = Severity.NOTE
    title = {"en": "Links to other workbooks", "zh": "外部链接"}
    message = {
        "en": "The workbook is linked to other workbooks; they are not opened, the values last saved are read.",
        "zh": "工作簿链接到其他工作簿；不会打开它们，只读取最后保存的值。",
    }


class FileStands(WorkbookError):
    """A file of this name exists and differs from what would be written; filled-in data must not be lost."""

    code = "W108"
    title = {"en": "File exists", "zh": "文件已存在"}
    message = {"en": "{file} exists.", "zh": "{file} 已存在。"}
    hint = {"en": "Name another file with -o, or replace it with --force.", "zh": "请用 -o 指定其他文件，或用 --force 替换。"}


class SheetMissing(WorkbookError):
    """A sheet that is needed is missing: Product, Processes and Exchanges must be there."""

    code = "W110"
    title = {"en": "Sheet missing", "zh": "缺少工作表"}
    message = {"en": "The sheet `{sheet}` is missing.", "zh": "缺少工作表 `{sheet}`。"}
    hint = {"en": "The workbook has: {found}.", "zh": "工作簿中有：{found}。"}


class SheetUnknown(WorkbookError):
    """A sheet is none of those of the format. It may hold what you like, but it is not read."""

    code = "W111"
    severity = Severity.NOTE
    title = {"en": "Sheet not read", "zh": "工作表未读取"}
    message = {"en": "The sheet `{sheet}` is not read.", "zh": "工作表 `{sheet}` 不读取。"}


class SheetHidden(WorkbookError):
    """A sheet is hidden. What stands in it counts all the same: show it and look."""

    code = "W112"
    severity = Severity.WARNING
    title = {"en": "Hidden sheet", "zh": "隐藏的工作表"}
    message = {"en": "The sheet `{sheet}` is hidden; it is read all the same.", "zh": "工作表 `{sheet}` 已隐藏，但仍会读取。"}


class SheetTwice(WorkbookError):
    """Two sheets can be meant by one name, such as `Exchanges` and `exchanges (copy)` renamed in Chinese."""

    code = "W113"
    title = {"en": "Sheet twice", "zh": "工作表重复"}
    message = {"en": "`{sheet}` and `{other}` are the same sheet of the format.", "zh": "`{sheet}` 与 `{other}` 是格式中的同一张表。"}
    hint = {"en": "Rename or delete one of them.", "zh": "请改名或删除其中一个。"}


class HeaderMissing(WorkbookError):
    """The row with the names of the columns was not found among the first rows of the sheet."""

    code = "W114"
    title = {"en": "Header missing", "zh": "缺少标题行"}
    message = {"en": "No row with the names of the columns was found.", "zh": "没有找到列标题行。"}
    hint = {"en": "The columns begin with: {known}.", "zh": "前几列应为：{known}。"}


class ColumnMissing(WorkbookError):
    """A column that is needed is missing or has another name."""

    code = "W115"
    title = {"en": "Column missing", "zh": "缺少列"}
    message = {"en": "The column `{column}` is missing.", "zh": "缺少列 `{column}`。"}
    hint = {"en": "{repair}", "zh": "{repair_zh}"}


class ColumnUnknown(WorkbookError):
    """A column has no name of the format, so what stands in it is not read."""

    code = "W116"
    severity = Severity.WARNING
    title = {"en": "Column not read", "zh": "列未读取"}
    message = {"en": "The column `{column}` is not part of the format; it is not read.", "zh": "列 `{column}` 不属于本格式，不读取。"}


class ColumnTwice(WorkbookError):
    """Two columns have the same name."""

    code = "W117"
    title = {"en": "Column twice", "zh": "列重复"}
    message = {
        "en": "The column `{column}` stands here a second time; the first is {first}.",
        "zh": "列 `{column}` 重复，第一次在 {first}。",
    }
    hint = {"en": "Delete or rename one of them.", "zh": "请删除或改名其中一列。"}


class RowsHidden(WorkbookError):
    """Rows are hidden, by hand or by a filter. What stands in them counts all the same."""

    code = "W118"
    severity = Severity.WARNING
    title = {"en": "Hidden rows", "zh": "隐藏的行"}
    message = {"en": "Hidden rows are read all the same: {rows}.", "zh": "隐藏的行仍会读取：{rows}。"}
    hint = {"en": "Show them and look; delete what should not count.", "zh": "请取消隐藏并检查，不应计入的请删除。"}


class MergedCells(WorkbookError):
    """Cells are merged. A merged name or text stands for all its rows; a merged number could be one amount or several."""

    code = "W119"
    title = {"en": "Merged cells", "zh": "合并单元格"}
    message = {
        "en": "{range} are merged: it cannot be told which of them the content stands for.",
        "zh": "{range} 已合并：无法判断内容属于哪个单元格。",
    }
    hint = {"en": "Unmerge them and fill in each cell.", "zh": "请取消合并，逐格填写。"}


class TooManyRows(WorkbookError):
    """A sheet has data further down or to the right than any model needs."""

    code = "W120"
    title = {"en": "Too many rows", "zh": "行数过多"}
    message = {"en": "The sheet has data beyond {what}.", "zh": "工作表在{what_zh}之外还有数据。"}
    hint = {"en": "Split the model, or delete what does not belong here.", "zh": "请拆分模型，或删除不属于此处的内容。"}


class CellMissing(WorkbookError):
    """A row has content, but the cell that names what it is about is empty."""

    code = "W130"
    title = {"en": "Cell missing", "zh": "单元格缺失"}
    message = {"en": "`{column}` is empty, but the row has content.", "zh": "`{column}` 为空，但该行有内容。"}
    hint = {"en": "Fill it in, or delete the row.", "zh": "请填写，或删除该行。"}


class RowTwice(WorkbookError):
    """The same thing stands in two rows. One of the two would be lost without notice."""

    code = "W131"
    title = {"en": "Row twice", "zh": "行重复"}
    message = {"en": "`{name}` stands here a second time; the first is {first}.", "zh": "`{name}` 重复，第一次在 {first}。"}
    hint = {"en": "Rename or delete one of the rows.", "zh": "请改名或删除其中一行。"}


class OwnerUnknown(WorkbookError):
    """A row belongs to a process or an exchange that is not there."""

    code = "W132"
    title = {"en": "Belongs to nothing", "zh": "没有所属对象"}
    message = {"en": "There is no `{name}` in the sheet {sheet}.", "zh": "工作表 {sheet} 中没有 `{name}`。"}
    hint = {"en": "Correct the name, or add a row there.", "zh": "请更正名称，或在该表中添加一行。"}


class SectionUnknown(WorkbookError):
    """A cell that is chosen from a list holds something that is not on it, so the row cannot be placed."""

    code = "W133"
    title = {"en": "Not on the list", "zh": "不在列表中"}
    message = {"en": "`{value}` is no {what}.", "zh": "`{value}` 不是{what_zh}。"}
    hint = {"en": "It is one of: {known}.", "zh": "可选：{known}。"}


class FieldUnknown(WorkbookError):
    """The first cell of a row of the sheet Product names no field, or a property of a flow is not known."""

    code = "W134"
    title = {"en": "Unknown field", "zh": "未知字段"}
    message = {"en": "`{name}` is no field of this sheet.", "zh": "`{name}` 不是本表的字段。"}
    hint = {"en": "{repair}", "zh": "{repair_zh}"}


class TwoValues(WorkbookError):
    """Two cells say the same thing differently, such as an amount and a formula in one row."""

    code = "W135"
    title = {"en": "Two values", "zh": "两个值"}
    message = {"en": "`{value}` stands here and `{other}` in {first}.", "zh": "此处为 `{value}`，而 {first} 为 `{other}`。"}
    hint = {"en": "Delete one of them.", "zh": "请删除其中之一。"}


class ErrorValue(WorkbookError):
    """A cell shows an error of Excel: a formula points to something that is gone, divides by zero or is misspelt."""

    code = "W140"
    title = {"en": "Error in a cell", "zh": "单元格错误值"}
    message = {"en": "The cell shows {value}{formula}.", "zh": "单元格显示 {value}{formula}。"}
    hint = {
        "en": "Repair the formula in Excel, or write the value. A formula of the model is text: start it with an apostrophe, '= ...",
        "zh": "请在 Excel 中修正公式，或直接填写数值。模型公式是文本：请以单引号开头，如 '= ……",
    }


class FormulaWithoutValue(WorkbookError):
    """A cell holds a formula whose value was never saved: the file was written by a program that does not calculate."""

    code = "W141"
    title = {"en": "Formula without value", "zh": "公式没有缓存值"}
    message = {"en": "The formula {formula} has no saved value.", "zh": "公式 {formula} 没有保存的计算值。"}
    hint = {
        "en": "Open the workbook in Excel, save it, and import it again; or write the value.",
        "zh": "请用 Excel 打开并保存后重新导入，或直接填写数值。",
    }


class DateHere(WorkbookError):
    """A date stands where a number or a text is expected: Excel turns what looks like a date, such as 3-5 or 1/2, into one."""

    code = "W142"
    title = {"en": "Date in a cell", "zh": "单元格为日期"}
    message = {"en": "The date {value} stands here, but {expected} is expected.", "zh": "此处是日期 {value}，应为{expected_zh}。"}
    hint = {"en": "Format the cell as text or number and write it again.", "zh": "请把单元格设为文本或数值格式后重新填写。"}


class TruthHere(WorkbookError):
    """TRUE or FALSE stands where a number or a text is expected."""

    code = "W143"
    title = {"en": "TRUE or FALSE in a cell", "zh": "单元格为逻辑值"}
    message = {"en": "{value} stands here, but {expected} is expected.", "zh": "此处是 {value}，应为{expected_zh}。"}


class NoNumber(WorkbookError):
    """A text stands where a number is expected, and it cannot be read as one. A range or an estimate is no number."""

    code = "W144"
    title = {"en": "Not a number", "zh": "不是数"}
    message = {"en": "`{value}` is not a number.", "zh": "`{value}` 不是数。"}
    hint = {
        "en": "Write one plain number; what is known about its range belongs into min and max.",
        "zh": "请填写一个数；范围请填在最小值和最大值中。",
    }


class AmbiguousNumber(WorkbookError):
    """A number can be read in two ways: 1,234 is one thousand with a separator, or one and a bit with a decimal comma."""

    code = "W145"
    title = {"en": "Number of two meanings", "zh": "数有两种读法"}
    message = {"en": "`{value}` can be read in two ways.", "zh": "`{value}` 有两种读法。"}
    hint = {"en": "Write it without comma.", "zh": "请去掉逗号。"}


class CellRead(WorkbookError):
    """A cell was written in an unusual way but can only mean one thing; this tells how it was read."""

    code = "W146"
    severity = Severity.NOTE
    title = {"en": "How a cell was read", "zh": "单元格的读法"}
    message = {"en": "`{value}` is read as `{meaning}`: {why}.", "zh": "`{value}` 读作 `{meaning}`：{why_zh}。"}


class UnitTwice(WorkbookError):
    """The unit stands in two places, and they differ: in the cell of the number, the cell of the unit, the header or the number format."""

    code = "W147"
    title = {"en": "Two units", "zh": "两个单位"}
    message = {"en": "The unit is `{unit}` here and `{other}` in {first}.", "zh": "此处单位为 `{unit}`，而 {first} 为 `{other}`。"}
    hint = {"en": "Keep the right one.", "zh": "请保留正确的一个。"}


class PercentFormat(WorkbookError):
    """A number is formatted as a percentage, but its unit is no percent: 85 % with the unit kg could be 0.85 kg or 85 kg."""

    code = "W148"
    title = {"en": "Percentage with another unit", "zh": "百分比格式与单位不符"}
    message = {"en": "The cell shows {shown}, but the unit is `{unit}`.", "zh": "单元格显示 {shown}，但单位是 `{unit}`。"}
    hint = {"en": "Format the cell as a number, or make the unit %.", "zh": "请把单元格设为数值格式，或把单位改为 %。"}


class UnitAlone(WorkbookError):
    """A unit stands in a row whose number is empty."""

    code = "W149"
    severity = Severity.NOTE
    title = {"en": "Unit without number", "zh": "只有单位没有数值"}
    message = {"en": "The unit `{unit}` has no number.", "zh": "单位 `{unit}` 没有对应的数值。"}


class TableNameMissing(WorkbookError):
    """A monthly sheet has figures, but its first row does not name the table they belong to.

    The name is that of a CSV file which is written beside the model, such as ``kiln-2024.csv``; the sheet Processes
    names it in the column of activity tables.
    """

    code = "W150"
    title = {"en": "Name of a monthly table", "zh": "月度表的名称"}
    message = {"en": "The monthly table has no usable name: {why}.", "zh": "月度数据表没有可用的名称：{why_zh}。"}
    hint = {"en": "Write a name such as kiln-2024.csv into this cell.", "zh": "请在此单元格填写名称，例如 kiln-2024.csv。"}


class TableMissing(WorkbookError):
    """A process names a monthly table, but no monthly sheet bears its name.

    Each monthly sheet has the name of its table in the first row; further tables stand in sheets called
    ``Monthly activity 2`` and so on.
    """

    code = "W152"
    title = {"en": "Monthly table missing", "zh": "缺少月度数据表"}
    message = {"en": "No sheet holds the monthly table `{table}`.", "zh": "没有工作表包含月度数据表 `{table}`。"}
    hint = {
        "en": "Write this name into the first row of a sheet `Monthly activity`, or empty this cell.",
        "zh": "请在名为 `Monthly activity` 的工作表首行填写该名称，或清空此单元格。",
    }


class TableUnused(WorkbookError):
    """No process names this monthly table, so it is not read."""

    code = "W151"
    severity = Severity.WARNING
    title = {"en": "Monthly table not used", "zh": "月度表未使用"}
    message = {"en": "No process names the table `{table}`; it is not read.", "zh": "没有过程引用数据表 `{table}`，不读取。"}
    hint = {
        "en": "Write its name into the column Monthly table of the sheet Processes.",
        "zh": "请在 Processes 表的“月度数据表”列填写该名称。",
    }
