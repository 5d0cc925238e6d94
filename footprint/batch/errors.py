"""What can keep a batch from starting, what can be wrong with one of its rows, and what can stop it on the way."""

from __future__ import annotations

from footprint.errors import BatchError

__all__ = [
    "BatchRunning",
    "CannotWriteBatch",
    "CellEmpty",
    "CellForOtherModel",
    "CellNotANumber",
    "ChecksDisagree",
    "ClusterApart",
    "ClusterUnreachable",
    "ClusterVersions",
    "ColumnDimension",
    "ColumnKind",
    "ColumnMissing",
    "ColumnTwice",
    "ColumnUnit",
    "ColumnUnknown",
    "ColumnWithoutUnit",
    "DaskMissing",
    "IdTwice",
    "IdUnusable",
    "InputChanged",
    "NoModelUsable",
    "NotABatchResult",
    "NothingToCalculate",
    "OutputIsInput",
    "OutputSuffix",
    "RowModelUnusable",
    "RowsForExcel",
    "SourcesMixed",
    "TableDamaged",
    "TableTooLarge",
    "VariantRagged",
    "WorkersLost",
]


class NothingToCalculate(BatchError):
    """No product model and no row of a table is named.

    A folder is searched for ``.yaml`` and ``.yml`` files, a pattern such as ``plants/**/*.yaml`` is matched as the shell does it.
    A table needs at least one row below its head.
    """

    code = "J101"
    title = {"en": "Nothing to calculate", "zh": "没有可计算的内容"}
    message = {"en": "{path} names no product model and no variant.", "zh": "{path} 中没有产品模型，也没有方案行。"}
    hint = {"en": "Name models, folders with models, or one table.", "zh": "请指定模型、模型所在文件夹，或一个表格。"}


class SourcesMixed(BatchError):
    """A table of variants is named beside something else.

    One batch is either one table, whose rows name their models, or any number of models.
    """

    code = "J102"
    title = {"en": "A table beside other sources", "zh": "表格与其他来源并列"}
    message = {"en": "The table {path} is named together with {count} other sources.", "zh": "表格 {path} 与另外 {count} 个来源同时给出。"}
    hint = {"en": "Run one batch for each table.", "zh": "每个表格请单独运行一次。"}


class ColumnWithoutUnit(BatchError):
    """The head of a column does not state the unit of its cells.

    A column is headed by a parameter or an exchange id and the unit in brackets, such as ``px_rate [kg/kg]``. Plain numbers have the unit ``1``.
    """

    code = "J103"
    title = {"en": "Column without unit", "zh": "列头缺少单位"}
    message = {"en": "The column `{column}` does not state its unit.", "zh": "列 `{column}` 没有写明单位。"}
    hint = {"en": "Write `{column} [UNIT]`, such as `px_rate [kg/kg]`.", "zh": "请写作 `{column} [单位]`，例如 `px_rate [kg/kg]`。"}


class ColumnUnit(BatchError):
    """The unit in the head of a column cannot be read."""

    code = "J104"
    title = {"en": "Unit of a column", "zh": "列的单位"}
    message = {"en": "The unit of the column `{column}` cannot be used: {why}", "zh": "列 `{column}` 的单位不可用：{why_zh}"}


class ColumnUnknown(BatchError):
    """A column is neither a parameter nor an exchange of any of the models.

    Columns are ``id``, ``model``, and names of parameters or exchange ids such as ``oxidation/inputs/px``. Nothing is ignored silently:
    take a column of remarks out of the table.
    """

    code = "J105"
    title = {"en": "Unknown column", "zh": "未知的列"}
    message = {
        "en": "No model of the table has a parameter or an exchange `{column}`.",
        "zh": "表中的模型都没有名为 `{column}` 的参数或交换。",
    }


class ColumnDimension(BatchError):
    """The unit of a column measures something else than the parameter or the exchange does."""

    code = "J106"
    title = {"en": "Dimension of a column", "zh": "列的量纲"}
    message = {
        "en": "The column `{column}` is in {unit} ({found_dimension}); {model} has it as {expected}.",
        "zh": "列 `{column}` 的单位为 {unit}（{found_dimension}），而在 {model} 中为 {expected_dimension}。",
    }
    hint = {"en": "Give the values as {expected}, and their unit in the head.", "zh": "请改用量纲为 {expected_dimension} 的单位。"}


class ColumnTwice(BatchError):
    """Two columns give the same thing."""

    code = "J107"
    title = {"en": "Column given twice", "zh": "列重复"}
    message = {"en": "Two columns give `{column}`.", "zh": "有两列都给出 `{column}`。"}
    hint = {"en": "Take one of them out.", "zh": "请删去其中一列。"}


class ColumnMissing(BatchError):
    """A table of variants has no column ``id`` or ``model``."""

    code = "J108"
    title = {"en": "Column missing", "zh": "缺少列"}
    message = {"en": "The table has no column `{column}`.", "zh": "表格缺少列 `{column}`。"}
    hint = {
        "en": "Every row needs an `id` of its own and the `model` it varies.",
        "zh": "每一行都需要自己的 `id`，以及所依据的 `model`。",
    }


class IdTwice(BatchError):
    """Two rows bear the same id, so that their results could not be told apart."""

    code = "J109"
    title = {"en": "Id given twice", "zh": "id 重复"}
    message = {"en": "The id `{id}` stands in row {first} already.", "zh": "id `{id}` 已在第 {first} 行出现。"}
    hint = {"en": "Give every row an id of its own.", "zh": "请为每一行使用不同的 id。"}


class IdUnusable(BatchError):
    """The id of a row is empty, too long, or holds characters that nobody sees."""

    code = "J110"
    title = {"en": "Unusable id", "zh": "id 不可用"}
    message = {"en": "The id of this row {why}.", "zh": "该行的 id {why_zh}。"}


class TableDamaged(BatchError):
    """A table cannot be read as what its name says it is."""

    code = "J111"
    title = {"en": "Unreadable table", "zh": "表格无法读取"}
    message = {"en": "{file} cannot be read: {why}.", "zh": "无法读取 {file}：{why_zh}。"}


class VariantRagged(BatchError):
    """A line of a CSV table has more or fewer cells than its head.

    A comma inside a cell needs quotes around the cell. Cells must not hold line breaks.
    """

    code = "J112"
    title = {"en": "Wrong number of cells", "zh": "单元格个数不符"}
    message = {"en": "The line has {found} cells, the head has {expected}.", "zh": "该行有 {found} 格，而表头有 {expected} 格。"}


class TableTooLarge(BatchError):
    """A table has more of something than footprint accepts."""

    code = "J113"
    title = {"en": "Table too large", "zh": "表格过大"}
    message = {"en": "{file} has more than {limit} {what}.", "zh": "{file} 的{what_zh}超过 {limit}。"}
    hint = {"en": "Parquet and CSV tables may have any number of rows.", "zh": "Parquet 和 CSV 表格的行数不限。"}


class OutputSuffix(BatchError):
    """The name of a file does not say in which format it is to be written."""

    code = "J114"
    title = {"en": "Unknown format", "zh": "未知格式"}
    message = {"en": "The name {file} ends with none of {known}.", "zh": "文件名 {file} 的后缀不是 {known} 之一。"}


class NotABatchResult(BatchError):
    """The output exists and was not written by a batch, so that something else would be lost."""

    code = "J115"
    title = {"en": "Something else stands there", "zh": "输出位置已有其他文件"}
    message = {"en": "{file} exists and is not the result of a batch.", "zh": "{file} 已存在，且不是批量计算的结果。"}
    hint = {"en": "Choose another name, or --force to replace it.", "zh": "请换一个文件名，或用 --force 覆盖。"}


class OutputIsInput(BatchError):
    """The output would replace the table it is made from."""

    code = "J116"
    title = {"en": "Output is input", "zh": "输出与输入相同"}
    message = {"en": "{file} is read and cannot be the output as well.", "zh": "{file} 是输入文件，不能同时作为输出。"}


class ColumnKind(BatchError):
    """A column of a Parquet table holds something other than numbers, or than texts for ``id`` and ``model``."""

    code = "J117"
    title = {"en": "Kind of a column", "zh": "列的类型"}
    message = {"en": "The column `{column}` holds {found}, not {expected}.", "zh": "列 `{column}` 的类型为 {found}，应为 {expected_zh}。"}


class RowsForExcel(BatchError):
    """A worksheet holds 1,048,576 rows at most."""

    code = "J118"
    title = {"en": "Too many rows for Excel", "zh": "超出 Excel 行数上限"}
    message = {"en": "{rows} results do not fit on a worksheet.", "zh": "{rows} 行结果超出一个工作表的上限。"}
    hint = {"en": "Write .parquet or .csv.", "zh": "请输出 .parquet 或 .csv。"}


class NoModelUsable(BatchError):
    """None of the models that a table names can be calculated, so that its columns mean nothing."""

    code = "J119"
    title = {"en": "No usable model", "zh": "没有可用的模型"}
    message = {"en": "None of the {count} models that {file} names can be calculated.", "zh": "{file} 指定的 {count} 个模型均无法计算。"}
    hint = {"en": "Run `footprint check` on {model}.", "zh": "请对 {model} 运行 `footprint check`。"}


class RowModelUnusable(BatchError):
    """A row names no model, or one that cannot be found from the folder of the table.

    Models are named by their path from the folder of the table, or, where they ship with footprint, by their name.
    """

    code = "J201"
    title = {"en": "Model of a row", "zh": "行的模型"}
    message = {"en": "The model `{model}` cannot be found from the folder of the table.", "zh": "从表格所在文件夹找不到模型 `{model}`。"}
    hint = {"en": "Write its path from there, or name the folder by --models.", "zh": "请写相对该文件夹的路径，或用 --models 指定文件夹。"}


class CellEmpty(BatchError):
    """A cell of a parameter that the model has is empty.

    An empty cell could mean zero, unknown, or the model's own value; it is never guessed. Write the value.
    """

    code = "J202"
    title = {"en": "Empty cell", "zh": "空单元格"}
    message = {"en": "The cell of `{column}` is empty.", "zh": "`{column}` 的单元格为空。"}
    hint = {"en": "Write the value, the model's own one if it is to be kept.", "zh": "请填写数值；若沿用模型的值，也请写出。"}


class CellNotANumber(BatchError):
    """A cell holds no finite number: a text, NaN, infinity, or digits beyond what a computer can hold."""

    code = "J203"
    title = {"en": "Not a number", "zh": "不是有限数"}
    message = {
        "en": "The cell of `{column}` holds `{value}`, which is no finite number.",
        "zh": "`{column}` 的单元格为 `{value}`，不是有限数。",
    }
    hint = {"en": "Write digits with a decimal point, without unit and separators.", "zh": "请写普通十进制数，不带单位和千位分隔符。"}


class CellForOtherModel(BatchError):
    """A row gives a value for a parameter that its model does not have."""

    code = "J204"
    title = {"en": "Value without use", "zh": "数值无处可用"}
    message = {"en": "The model of this row has no `{column}`.", "zh": "该行的模型没有 `{column}`。"}
    hint = {"en": "Leave the cell empty.", "zh": "请将该单元格留空。"}


class BatchRunning(BatchError):
    """Another batch is writing to the same output at this moment."""

    code = "J301"
    title = {"en": "Another batch is running", "zh": "另一个批量计算正在进行"}
    message = {"en": "Another process is writing {file}.", "zh": "另一个进程正在写 {file}。"}
    hint = {"en": "Wait for it, or choose another output.", "zh": "请等待其完成，或换一个输出文件。"}


class InputChanged(BatchError):
    """A model, a table or a data package was changed while the batch was running.

    The rows would not all belong to the same data, so no result is written. Run the batch again: what was computed from files
    that did not change is kept.
    """

    code = "J302"
    title = {"en": "Input changed during the run", "zh": "计算期间输入被修改"}
    message = {"en": "{files} changed while the batch was running.", "zh": "计算期间 {files} 被修改。"}
    hint = {"en": "Run the batch again when nobody writes to it.", "zh": "请在无人修改时重新运行。"}


class CannotWriteBatch(BatchError):
    """The output or the folder of unfinished parts beside it cannot be written.

    The disk may be full or the folder read-only. What is complete is kept; the same command goes on from there.
    """

    code = "J303"
    title = {"en": "Cannot write", "zh": "无法写入"}
    message = {"en": "{file} cannot be written: {why}.", "zh": "无法写入 {file}：{why}。"}
    hint = {
        "en": "Make room or choose another place; the same command goes on where it was.",
        "zh": "请腾出空间或换位置；重新运行同一命令即可继续。",
    }


class ChecksDisagree(BatchError):
    """A row that was recomputed by Brightway differs from the result of the batch.

    No result is written. This is a defect of footprint, or of the machine.
    """

    code = "J304"
    title = {"en": "Recomputed row differs", "zh": "抽查行结果不一致"}
    message = {
        "en": "Row `{id}`: `{name}` is {found} in the batch and {expected} by bw2calc.",
        "zh": "行 `{id}`：`{name}` 批量结果为 {found}，bw2calc 结果为 {expected}。",
    }
    hint = {"en": "Please report this with the model and the row.", "zh": "请连同模型和该行一起报告。"}


class WorkersLost(BatchError):
    """The processes that compute end again and again before they finish anything.

    Usually the system ends them because memory runs out. Everything that was complete is kept.
    """

    code = "J305"
    title = {"en": "Workers lost", "zh": "工作进程丢失"}
    message = {
        "en": "Worker processes ended {count} times without finishing a part.",
        "zh": "工作进程连续 {count} 次未完成任何分块就结束。",
    }
    hint = {
        "en": "Use fewer workers or smaller parts; the same command goes on where it was.",
        "zh": "请减少工作进程或减小分块；重新运行同一命令即可继续。",
    }


class DaskMissing(BatchError):
    """A scheduler is named, and the library that talks to it is not installed."""

    code = "J306"
    title = {"en": "Dask is not installed", "zh": "未安装 Dask"}
    message = {"en": "Computing on a cluster needs dask.distributed.", "zh": "在集群上计算需要 dask.distributed。"}
    hint = {"en": "Install it: pip install 'footprint[dask]'.", "zh": "请安装：pip install 'footprint[dask]'。"}


class ClusterUnreachable(BatchError):
    """The scheduler does not answer, or has no workers."""

    code = "J307"
    title = {"en": "Cluster out of reach", "zh": "无法使用集群"}
    message = {"en": "The scheduler {address} cannot be used: {why}.", "zh": "无法使用调度器 {address}：{why}。"}
    hint = {
        "en": "Start a scheduler and workers, or compute here with --workers.",
        "zh": "请启动调度器和工作进程，或用 --workers 在本机计算。",
    }


class ClusterVersions(BatchError):
    """A worker has other versions of the programs that results follow from."""

    code = "J308"
    title = {"en": "Other versions on a worker", "zh": "工作节点版本不同"}
    message = {"en": "The worker {worker} has other versions: {differ}.", "zh": "工作节点 {worker} 的版本不同：{differ}。"}
    hint = {"en": "Install the same versions everywhere.", "zh": "请在所有节点安装相同版本。"}


class ClusterApart(BatchError):
    """A batch of model files runs on a cluster whose workers do not see the files.

    Rows of a table travel to the workers; model files are read by them. They and the output must be in a folder that all of them
    share, under the same path.
    """

    code = "J309"
    title = {"en": "Workers do not see the files", "zh": "工作节点看不到文件"}
    message = {"en": "The workers of the cluster do not see the folder of the batch.", "zh": "集群的工作节点看不到批量计算所在的文件夹。"}
    hint = {"en": "Use a shared folder, or a table of variants.", "zh": "请使用共享文件夹，或改用方案表格。"}
