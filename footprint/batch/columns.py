"""The columns of a batch's result: the one table from which the files are written and the reference is made."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from footprint.engine.system import ADDENDS

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "COLUMNS",
    "NUMBERS",
    "OF_WHICH",
    "SCHEMA",
    "SUM_NAMES",
    "ResultColumn",
    "batch_schema_text",
    "counted_words",
    "plain_words",
    "schema",
    "schema_of",
]

SCHEMA = "footprint/batch/1"
UNIT = "kg CO2e"

SUM_NAMES = ("excl_uptake", "incl_uptake", "iso_net")
OF_WHICH = ("aircraft", "unsplit")

Kind = Literal["text", "word", "number"]


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """A column of the result.

    Parameters
    ----------
    name
        Its name in Parquet; CSV and Excel put the unit behind it.
    kind
        ``text``; ``word`` is a text of few values, stored once each; ``number`` a float64.
    en, zh
        What it means.
    unit
        Unit of its numbers, per declared unit of the product.
    """

    name: str
    kind: Kind
    en: str
    zh: str
    unit: str = ""

    @property
    def head(self) -> str:
        """The head of the column in CSV and Excel: every number has its unit."""
        return f"{self.name} [{self.unit}]" if self.unit else self.name


def _category(name: str) -> ResultColumn:
    return ResultColumn(name, "number", f"Category `{name}`; empty where it is unknown.", f"类别 `{name}`；未知则为空。", UNIT)


COLUMNS: tuple[ResultColumn, ...] = (
    ResultColumn("id", "text", "Id of the row; of a model without table, its path.", "行的 id；无表格时为模型路径。"),
    ResultColumn("model", "word", "Model of the row, as written.", "该行的模型（按原文）。"),
    ResultColumn("status", "word", "`ok`, or `failed`: then no number is given.", "`ok` 或 `failed`；失败则无数值。"),
    ResultColumn("declared_unit", "word", "Declared unit of the product.", "产品的声明单位。"),
    ResultColumn("total", "number", "Headline sum per declared unit.", "每声明单位的主结果。", UNIT),
    ResultColumn("excl_uptake", "number", "Sum without biogenic uptake.", "不计生物吸收的合计。", UNIT),
    ResultColumn("incl_uptake", "number", "Sum with biogenic uptake; empty where it is unknown.", "计入生物吸收的合计；未知则为空。", UNIT),
    ResultColumn("iso_net", "number", "Net sum of all categories.", "全部类别的净值。", UNIT),
    *(_category(name) for name in ADDENDS),
    ResultColumn("aircraft", "number", "Of which aircraft.", "其中：航空。", UNIT),
    ResultColumn(
        "unsplit", "number", "Of which from CO2e factors that do not tell gases apart.", "其中：来自未区分气体的 CO2e 因子。", UNIT
    ),
    ResultColumn(
        "numerical_error",
        "number",
        "Rounding can have moved the total so far; no uncertainty.",
        "舍入对总量的最大影响，不是不确定度。",
        UNIT,
    ),
    ResultColumn(
        "codes",
        "word",
        "Codes of the findings that made the row fail, separated by spaces; where `status` is `ok`, codes of warnings.",
        "导致该行失败的问题代码，以空格分隔；`status` 为 `ok` 时为警告代码。",
    ),
    ResultColumn("finding", "text", "The first finding that made the row fail.", "导致该行失败的第一个问题。"),
)
"""In the order in which they are written."""

NUMBERS: tuple[str, ...] = tuple(column.name for column in COLUMNS if column.kind == "number")


def schema() -> pa.Schema:
    """Give the Arrow schema of the result; units stand in the metadata of the fields."""
    return schema_of(COLUMNS)


def schema_of(columns: Sequence[ResultColumn]) -> pa.Schema:
    """Give the Arrow schema of columns."""
    import pyarrow as pa

    kinds = {"text": pa.string(), "word": pa.dictionary(pa.int32(), pa.string()), "number": pa.float64()}
    return pa.schema(
        [
            pa.field(
                column.name,
                kinds[column.kind],
                nullable=column.name not in ("id", "status"),
                metadata={"unit": column.unit} if column.unit else None,
            )
            for column in columns
        ]
    )


def batch_schema_text() -> str:
    """Give the schema of the result as it is published: name, kind, unit and meaning of every column, as JSON."""
    fields = []
    for column, field in zip(COLUMNS, schema(), strict=True):
        unit = {"unit": column.unit} if column.unit else {}
        kind = {"text": "string", "word": "dictionary<int32, string>", "number": "float64"}[column.kind]
        fields.append(
            {"name": column.name, "type": kind, "nullable": field.nullable, **unit, "meaning": {"en": column.en, "zh": column.zh}}
        )
    return json.dumps({"schema": SCHEMA, "columns": fields}, ensure_ascii=False, indent=2) + "\n"


def plain_words(table: pa.Table) -> pa.Table:
    """Give a result with its words as texts, so that tables with different dictionaries can be joined."""
    import pyarrow as pa

    kinds = [pa.field(kind.name, kind.type.value_type if pa.types.is_dictionary(kind.type) else kind.type) for kind in schema()]
    return table.replace_schema_metadata(None).cast(pa.schema(kinds))


def counted_words(table: pa.Table) -> pa.Table:
    """Give a result with its words stored once each: those that are used, sorted, so that the same rows have the same bytes."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = []
    for column, kind in zip(table.columns, schema(), strict=True):
        whole = column.combine_chunks()
        whole = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
        if pa.types.is_dictionary(kind.type):
            words = pc.unique(whole.drop_null()).sort()
            whole = pa.DictionaryArray.from_arrays(pc.index_in(whole, words).cast(pa.int32()), words)
        columns.append(whole)
    return pa.Table.from_arrays(columns, schema=schema())
