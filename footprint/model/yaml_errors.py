"""What YAML's parser complains of, in words for people who write models."""

from __future__ import annotations

from typing import Any

from footprint.errors import FootprintError, Place
from footprint.model.errors import BadYaml, TabIndent

__all__ = ["syntax_problem"]

# Fragment of the parser's message → what it mostly means, in English and Chinese.
_MEANINGS: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "a colon stands within a value, or the line is indented too far; put a text that holds `: ` in quotes",
        "值中出现了冒号，或该行缩进过多；含有“: ”的文本需要加引号",
    ),
    (
        "could not find expected ':'",
        "this line or the one above is not `key: value`; a colon, the space after it, or a quotation mark is missing",
        "本行或上一行不是 `键: 值`；可能缺少冒号、冒号后的空格或引号",
    ),
    (
        "did not find expected key",
        "the indentation does not fit the lines above, or a quotation mark or bracket above is closed too early",
        "缩进与上文不一致，或上文的引号、括号过早结束",
    ),
    ("did not find expected ',' or '}'", "a comma or a closing brace } is missing", "缺少逗号或右花括号 }"),
    ("did not find expected ',' or ']'", "a comma or a closing bracket ] is missing", "缺少逗号或右方括号 ]"),
    ("did not find expected node content", "a value is missing between brackets, braces or commas", "括号或逗号之间缺少值"),
    ("unexpected end of stream", "a quotation mark is never closed", "引号没有闭合"),
    (
        "unexpected document indicator",
        "a quotation mark or bracket is not closed before `---` or `...`",
        "在 `---` 或 `...` 之前有未闭合的引号或括号",
    ),
    (
        "cannot start any token",
        "a value cannot start with this character; put the text in quotes",
        "值不能以该字符开头；请给文本加引号",
    ),
    ("block sequence entries are not allowed", "a list entry `- ` is not allowed here", "此处不能使用列表项 `- `"),
    ("block mapping", "the indentation does not fit the lines above", "缩进与上文不一致"),
    (
        "unknown escape character",
        "a backslash in double quotes starts an escape; use single quotes",
        "双引号中的反斜杠是转义符；请改用单引号",
    ),
    ("while parsing a quoted scalar", "a quotation mark is not closed properly", "引号没有正确闭合"),
    (
        "did not find expected alphabetic",
        "`&` and `*` start anchors and aliases; put the text in quotes",
        "`&` 和 `*` 用于锚点和别名；请给文本加引号",
    ),
    ("did not find expected whitespace or line break", "`!` starts a tag; put the text in quotes", "`!` 表示标签；请给文本加引号"),
    (
        "did not find expected <document start>",
        "the text goes on after the end of the model; the indentation of this line does not fit",
        "模型结束后还有内容；该行缩进不正确",
    ),
    ("leading space", "the block text is not indented evenly", "多行文本缩进不一致"),
    ("comment", "a space is missing before #", "# 前缺少空格"),
)


def syntax_problem(error: Any, text: str, file: str) -> FootprintError:
    """Give the finding for an error of YAML's parser.

    Parameters
    ----------
    error
        What PyYAML raised.
    text, file
        What was read.
    """
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    lines = text.splitlines() or [""]
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    shown = lines[line - 1] if line <= len(lines) else ""
    start = getattr(error, "context_mark", None)
    place = Place(file, line, column)
    stripped = shown[: column + 1]
    if "\t" in stripped and ("token" in problem or "tab" in problem or not stripped.strip()):
        return TabIndent(Place(file, line, shown.index("\t") + 1))
    for number in (line - 1, line - 2):
        if 0 <= number < len(lines) and "：" in lines[number] and ":" not in lines[number].split("：")[0]:
            what, what_zh = "`：` is not the colon of YAML; write `: `", "全角冒号 `：` 不是 YAML 的冒号；请写半角冒号加空格 `: `"
            return BadYaml(Place(file, number + 1, lines[number].index("：") + 1), what=what, what_zh=what_zh)
    for number in range(start.line if start is not None else line - 1, line):
        # Within braces only: elsewhere a full-width comma is part of a text.
        if number < len(lines) and "，" in lines[number] and "{" in "".join(lines[: number + 1][-5:]) and _in_braces(problem, error):
            what, what_zh = "`，` is no comma of YAML; write `, `", "全角逗号 `，` 不是 YAML 的逗号；请写半角逗号加空格 `, `"
            return BadYaml(Place(file, number + 1, lines[number].index("，") + 1), what=what, what_zh=what_zh)
    found = [(english, chinese) for fragment, english, chinese in _MEANINGS if fragment in problem]
    what, what_zh = found[0] if found else (problem[:200], problem[:200])
    context = str(getattr(error, "context", "") or "")
    if start is not None and start.line + 1 < line and ("quoted" in context or "flow" in context):
        what, what_zh = f"{what} (it starts in line {start.line + 1})", f"{what_zh}（从第 {start.line + 1} 行开始）"
    return BadYaml(place, what=what, what_zh=what_zh)


def _in_braces(problem: str, error: Any) -> bool:
    return "flow" in str(getattr(error, "context", "") or "") or "',' or" in problem
