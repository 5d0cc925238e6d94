"""What can be wrong with an export to Brightway."""

from __future__ import annotations

from footprint.errors import FootprintError

__all__ = ["BrightwayMissing", "DatabaseStands", "DatabaseUnusable", "LinkedElsewhere"]


class BrightwayMissing(FootprintError):
    """bw2data, which writes Brightway projects, is not installed. Reading a project, and writing an Excel file, do not need it."""

    code = "B201"
    title = {"en": "bw2data is not installed", "zh": "未安装 bw2data"}
    message = {
        "en": "Writing into a Brightway project needs bw2data, which is not installed.",
        "zh": "写入 Brightway 项目需要 bw2data，但尚未安装。",
    }
    hint = {
        "en": 'Install it: python -m pip install "footprint[brightway]". Or write an Excel file with -o.',
        "zh": '请安装：python -m pip install "footprint[brightway]"；或用 -o 写成 Excel 文件。',
    }


class DatabaseStands(FootprintError):
    """The Brightway project has a database of this name already."""

    code = "B202"
    title = {"en": "Database exists", "zh": "数据库已存在"}
    message = {
        "en": "The Brightway project `{project}` has a database `{database}` already.",
        "zh": "Brightway 项目 `{project}` 中已有数据库 `{database}`。",
    }
    hint = {"en": "Name another one with --database, or add --replace.", "zh": "请用 --database 指定其他名称，或加上 --replace。"}


class DatabaseUnusable(FootprintError):
    """The database to be replaced was not written by footprint, or the model itself takes datasets from it; it is left alone."""

    code = "B203"
    title = {"en": "Database is not replaced", "zh": "数据库不予替换"}
    message = {
        "en": "Database `{database}` of the project `{project}` is not replaced: {why}.",
        "zh": "不替换项目 `{project}` 的数据库 `{database}`：{why_zh}。",
    }
    hint = {"en": "Name another one with --database.", "zh": "请用 --database 指定其他名称。"}


class LinkedElsewhere(FootprintError):
    """The model takes datasets from databases of another Brightway project than the one to write into.

    Datasets of your databases are linked and never copied: their licence may forbid it.
    """

    code = "B204"
    title = {"en": "Databases are in another project", "zh": "数据库在其他项目中"}
    message = {
        "en": "The model uses {databases} of the Brightway project `{project}`; it can only be written into that project.",
        "zh": "模型使用了 Brightway 项目 `{project}` 中的 {databases}，只能写入该项目。",
    }
