"""The kinds of value that a product model knows, each read from text.

Every plain scalar of a model reaches these types as text: ``NO`` is a text where a text is expected, ``1:30`` is no
time, ``1e3`` a number only where a number is expected. Each type reads its text, raises the problem it finds (never
as an exception that would stop the reading of the rest), and gives its own part of the JSON Schema.
"""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo, model_validator
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from footprint.errors import FootprintError
from footprint.model.errors import BadDate, BadNumber, BadReference, BadText, BadTruth, FormulaHere, NoValue, WrongKind
from footprint.model.limits import FINDING_LIMIT
from footprint.units import DIMENSIONLESS, Amount, Formula, base_unit, parse_amount, parse_expression

__all__ = [
    "JUDGEMENT",
    "NOT_READ",
    "AmountText",
    "DatasetReference",
    "DateText",
    "ExpressionText",
    "FigureText",
    "FromText",
    "NumberText",
    "PlainText",
    "Record",
    "TrueFalse",
    "WholeNumber",
    "parse_reference",
    "patience",
    "short_form",
]

LONGEST_TEXT = 4000
"""Characters that a text of a model may have."""

JUDGEMENT = "judgement"
"""Mark of a field whose word is somebody's judgement: no other word is suggested for it than the whole list."""

NOT_READ = "footprint_not_read"
"""Type of pydantic's complaint about a value that was passed over after too many bad ones."""

_LEFT = "bad values left"
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PACKAGE = re.compile(r"[a-z0-9][a-z0-9._-]*", re.ASCII)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):")


@dataclass(frozen=True, slots=True)
class DatasetReference:
    """What ``from`` names.

    Parameters
    ----------
    kind
        ``package`` for a dataset of an inventory, ``model`` for another model's product, ``supplier`` for a declared
        footprint, ``brightway`` for a dataset of a Brightway project.
    text
        As written.
    package, code
        Data package and code of the dataset; the database for ``brightway``.
    file, flow
        File and flow of another model; the file of a supplier.
    """

    kind: Literal["package", "model", "supplier", "brightway"]
    text: str
    package: str = ""
    code: str = ""
    file: str = ""
    flow: str = ""

    def __str__(self) -> str:
        return self.text


def parse_reference(text: str) -> DatasetReference:
    """Read what stands after ``from``.

    Raises
    ------
    BadReference
        It is none of the four known forms.
    """
    scheme = _SCHEME.match(text)
    rest = text[scheme.end() :].strip() if scheme else text
    match scheme.group(1) if scheme else "":
        case "":
            return _package_reference(text)
        case "model":
            file, _, flow = (part.strip() for part in rest.partition("#"))
            if not file or ("#" in rest and not flow):
                raise BadReference(value=text, why="the form is model:FILE#FLOW", why_zh="格式为 model:FILE#FLOW")
            return DatasetReference("model", text, file=file, flow=flow)
        case "supplier":
            if not rest:
                raise BadReference(value=text, why="the form is supplier:FILE", why_zh="格式为 supplier:FILE")
            return DatasetReference("supplier", text, file=rest)
        case "brightway":
            database, slash, code = (part.strip() for part in rest.partition("/"))
            if not (database and slash and code):
                raise BadReference(value=text, why="the form is brightway:DATABASE/CODE", why_zh="格式为 brightway:DATABASE/CODE")
            return DatasetReference("brightway", f"brightway:{database}/{code}", package=database, code=code)
        case other:
            raise BadReference(value=text, why=f"`{other}:` is no kind of source", why_zh=f"没有 `{other}:` 这种来源")


def _package_reference(text: str) -> DatasetReference:
    package, slash, code = text.partition("/")
    if not slash or not code.strip("/"):
        raise BadReference(value=text, why="a package and a code are separated by /", why_zh="数据包与代码之间应有 /")
    if not _PACKAGE.fullmatch(package):
        raise BadReference(value=text, why=f"`{package}` is no name of a package", why_zh=f"`{package}` 不是数据包名称")
    if any(character.isspace() or character == "#" for character in code):
        raise BadReference(value=text, why=f"`{code}` is no code of a dataset", why_zh=f"`{code}` 不是数据集代码")
    return DatasetReference("package", text, package=package, code=code)


def _amount(text: str) -> Amount:
    if text.lstrip().startswith("="):
        raise FormulaHere(value=text)
    return parse_amount(text)


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise BadNumber(value=text, expected="a plain number", expected_zh="普通数字")
    number = float(text)
    if not math.isfinite(number):
        raise BadNumber(value=text, expected="a finite number", expected_zh="有限的数")
    return number


def _figure(text: str) -> Amount:
    return Amount(_number(text), base_unit(DIMENSIONLESS)) if _NUMBER.fullmatch(text) else _amount(text)


def _whole(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise BadNumber(value=text, expected="a whole number from 0", expected_zh="非负整数")
    return int(text)


def _truth(text: str) -> bool:
    if text not in ("true", "false"):
        raise BadTruth(value=text)
    return text == "true"


def _date(text: str) -> datetime.date:
    if not _DATE.fullmatch(text):
        raise BadDate(value=text)
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise BadDate(value=text) from None


def _text(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise BadText(why=f"has more than {LONGEST_TEXT} characters", why_zh=f"超过 {LONGEST_TEXT} 个字符")
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") and character not in "\n\t":
            name = f"U+{ord(character):04X}"
            raise BadText(why=f"holds the control character {name}", why_zh=f"含有控制字符 {name}")
    return unicodedata.normalize("NFC", text).strip()


def patience() -> dict[str, int]:
    """Give the context of one validation: after so many bad values the rest is not read, since suggestions take time."""
    return {_LEFT: FINDING_LIMIT}


class _FromText:
    """A type of the schema that is read from text by a function; an error of ours becomes one of pydantic's."""

    def __init__(self, read: Callable[[str], Any], accepts: tuple[type, ...], json_schema: dict[str, Any]) -> None:
        self.read = read
        self.accepts = accepts
        self.json_schema = json_schema

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def validate(value: Any, info: ValidationInfo) -> Any:
            left = info.context.get(_LEFT, 1) if isinstance(info.context, dict) else 1
            if left <= 0:
                raise PydanticCustomError(NOT_READ, "not read")
            try:
                if isinstance(value, str):
                    if not value.strip():
                        raise NoValue(key="")
                    return self.read(value.strip())
                # Records may be built in Python from values that are already what the text would have become.
                if isinstance(value, self.accepts) and (type(value) is not bool or bool in self.accepts):
                    return value
                raise WrongKind(
                    key="", expected="a text", expected_zh="一段文本", found=type(value).__name__, found_zh=type(value).__name__
                )
            except FootprintError as error:
                if isinstance(info.context, dict):
                    info.context[_LEFT] = left - 1
                raise PydanticCustomError("footprint", "not accepted", {"error": error}) from None

        return core_schema.with_info_plain_validator_function(validate, serialization=core_schema.to_string_ser_schema())

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(self.json_schema)


# YAML gives an editor a number for `34730` and for `1.05`; a schema that insisted on strings would refuse good models.
_ANY_SCALAR = ["string", "number"]

AmountText = Annotated[
    Amount,
    _FromText(_amount, (Amount,), {"type": "string", "pattern": r"^\s*[^=\s]", "examples": ["1 t", "0.5777 kg CO2e/kWh", "60 %"]}),
]
"""A number with a unit; never a formula."""

ExpressionText = Annotated[
    Amount | Formula,
    _FromText(parse_expression, (Amount, Formula), {"type": "string", "pattern": r"^\s*\S", "examples": ["90 kWh", "= 1 t * px_rate"]}),
]
"""A number with a unit, or a formula when it starts with ``=``."""

FigureText = Annotated[
    Amount, _FromText(_figure, (Amount,), {"type": _ANY_SCALAR, "pattern": r"^\s*[^=\s]", "examples": ["5 %", "3 a", 2.5]})
]
"""A number with a unit, or a plain one where the figure has none, such as a rating."""

NumberText = Annotated[
    float, _FromText(_number, (int, float), {"type": _ANY_SCALAR, "pattern": "^[+-]?[0-9.]+([eE][+-]?[0-9]+)?$", "examples": [1.05]})
]
"""A plain finite number."""

WholeNumber = Annotated[int, _FromText(_whole, (int,), {"type": ["integer", "string"], "pattern": "^[0-9]+$", "minimum": 0})]
"""A whole number from 0."""

TrueFalse = Annotated[bool, _FromText(_truth, (bool,), {"enum": [True, False, "true", "false"]})]
"""``true`` or ``false``, as YAML 1.2 spells them."""

DateText = Annotated[
    datetime.date,
    _FromText(_date, (datetime.date,), {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "examples": ["2024-12-31"]}),
]
"""A day, YYYY-MM-DD."""

PlainText = Annotated[str, _FromText(_text, (str,), {"type": _ANY_SCALAR, "minLength": 1, "maxLength": LONGEST_TEXT})]
"""A text that is not empty, in Unicode normal form C, without control characters."""

FromText = Annotated[
    DatasetReference,
    _FromText(
        parse_reference,
        (DatasetReference,),
        {
            "type": "string",
            "pattern": r"^(model:.+|supplier:.+|brightway:.+/.+|[a-z0-9][a-z0-9._-]*/\S+)$",
            "examples": ["cn-electricity/national-average-2024", "model:pta.yaml#pta", "brightway:DATABASE/CODE"],
        },
    ),
]
"""What ``from`` names."""


class Record(BaseModel):
    """What all records of a model share: they are frozen, refuse unknown keys, and may have a short form."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, populate_by_name=True)

    short_form_of: ClassVar[str] = ""
    called: ClassVar[tuple[str, str]] = ("the file", "文件")
    """What messages call the record where it is a whole file, in English and Chinese."""

    @model_validator(mode="before")
    @classmethod
    def _expand_short_form(cls, data: Any) -> Any:
        """Read a plain text as the record that has only the key of the short form."""
        if cls.short_form_of and isinstance(data, str | Amount | Formula):
            return {cls.short_form_of: data}
        return data

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        full = handler.resolve_ref_schema(handler(schema))
        if not cls.short_form_of:
            return full
        short = dict(full["properties"][cls.short_form_of])
        return {"title": full.pop("title", cls.__name__), "description": full.pop("description", ""), "anyOf": [short, full]}


_RecordType = TypeVar("_RecordType", bound=Record)


def short_form(name: str) -> Callable[[type[_RecordType]], type[_RecordType]]:
    """Let a plain text stand for a record that has only one key.

    Parameters
    ----------
    name
        The key, such as ``amount``: ``px: 1 t`` then stands for ``px: {amount: 1 t}``.
    """

    def decorate(cls: type[_RecordType]) -> type[_RecordType]:
        cls.short_form_of = name
        return cls

    return decorate
