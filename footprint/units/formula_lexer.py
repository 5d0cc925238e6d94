"""Splits a formula into tokens; whatever is no part of the grammar is refused here, with its place."""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass
from typing import Any, Literal, NoReturn, TypeVar

from footprint.errors import UnitError
from footprint.units.characters import SUPERSCRIPTS, show
from footprint.units.formula_errors import FormulaSyntax, NotInFormulas
from footprint.units.numbers import NUMBER, follows_directly, number_value, refuse_number

__all__ = ["KEYWORDS", "Kind", "Token", "fail", "located", "tokenise"]

Kind = Literal["number", "word", "operator", "end"]
_Error = TypeVar("_Error", bound=UnitError)

_WORD = re.compile(rf"(?:[^\W\d]|[%‰$¥€£°℃￥])[\w%‰°℃{''.join(SUPERSCRIPTS)}]*")
_GLUED = re.compile(r"[\w.'’]*")
_OPERATOR = re.compile(r"\*\*|[-+*/(),^·]")
_FORBIDDEN = re.compile(r"//|==|!=|<=|>=|:=|&&|\|\||->|.", re.DOTALL)
_INSTEAD = {"×": ["*"], "✕": ["*"], "÷": ["/"], "∕": ["/"], "⁄": ["/"], "，": [","], "[": ["("], "]": [")"], "{": ["("], "}": [")"]}
#: Words of Python. A parameter may bear one (`yield`, `in`); out of place, they tell that somebody wrote a program.
KEYWORDS = frozenset(keyword.kwlist)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a formula, with where it starts and ends."""

    kind: Kind
    text: str
    start: int
    end: int
    value: float = 0.0


def located(error: _Error, source: str, offset: int, **values: Any) -> _Error:
    """Give the same error with text and place."""
    known = {"text": show(source), **error.values, "offset": offset, "position": offset + 1, **values}
    return type(error)(error.place, **known)


def fail(source: str, offset: int, reason_en: str, reason_zh: str, **values: Any) -> NoReturn:
    """Raise a syntax error at a place."""
    raise located(FormulaSyntax(reason_en=reason_en, reason_zh=reason_zh, **values), source, offset)


def tokenise(source: str, start: int = 0) -> list[Token]:
    """Split a normalised formula into tokens, an `end` last.

    Raises
    ------
    NotInFormulas
        For characters and words that formulas do not have.
    UnitError
        For numbers that are not plain decimal ones, or glued to a unit.
    """
    tokens: list[Token] = []
    position = start
    while position < len(source):
        char = source[position]
        if char.isspace():
            position += 1
            continue
        if char in "0123456789" or (char == "." and source[position + 1 : position + 2].isdigit()):
            tokens.append(_number(source, position))
        elif operator := _OPERATOR.match(source, position):
            text = operator[0]
            if text == "/" and source.startswith("//", position):
                raise located(NotInFormulas(token="//"), source, position)
            tokens.append(Token("operator", text, position, operator.end()))
        elif word := _WORD.match(source, position):
            tokens.append(Token("word", word[0], position, word.end()))
        else:
            forbidden = _FORBIDDEN.match(source, position)
            text = forbidden[0] if forbidden else char
            raise located(NotInFormulas(token=show(text), suggestions=_INSTEAD.get(text, [])), source, position)
        position = tokens[-1].end
    tokens.append(Token("end", "", len(source), len(source)))
    return tokens


def _number(source: str, position: int) -> Token:
    match = NUMBER.match(source, position)
    end = match.end() if match else position
    after = source[end : end + 1]
    try:
        if not match or (after and (after.isalnum() or after in "_.'’µ$¥€£°℃￥") and not follows_directly(after)):
            glued = _GLUED.match(source, end)
            chunk = source[position : max(glued.end() if glued else end, end + len(after))]
            tail = source[position + len(chunk) :]
            unit = re.match(r" [^\W\d]\w*", tail) if not match else None
            chunk += unit[0] if unit else ""
            refuse_number(chunk, source[position:end], chunk[end - position :])
        return Token("number", match[0], position, end, number_value(match[0], source[position:end]))
    except UnitError as error:
        raise located(error, source, position, text=error.values.get("text", "")) from None
