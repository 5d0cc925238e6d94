"""Styles of a Word document: all looks of a report are styles, so that a consultant changes them in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import docx.document

__all__ = ["CHINESE", "LATIN", "set_up_styles"]

#: Fonts that are on nearly every machine with Word; another machine takes its own in their place.
LATIN, CHINESE = "Arial", "Microsoft YaHei"
_ACCENT, _INK, _SOFT, _FAINT = "1D5563", "141414", "555555", "CDCDCD"

# name: (based on, size, bold, colour, space before, space after, keep with next)
_PARAGRAPHS: dict[str, tuple[str, float, bool, str, float, float, bool]] = {
    "Normal": ("", 10.5, False, _INK, 0, 6, False),
    "Title": ("", 24, True, _INK, 0, 10, False),
    "Subtitle": ("", 11, True, _ACCENT, 0, 2, True),
    "Heading 1": ("", 16, True, _ACCENT, 22, 8, True),
    "Heading 2": ("", 13, True, _INK, 16, 6, True),
    "Heading 3": ("", 11, True, _INK, 12, 4, True),
    "Heading 4": ("", 10.5, True, _SOFT, 10, 4, True),
    "Caption": ("", 9, False, _INK, 8, 4, False),
    "Header": ("", 8, False, _SOFT, 0, 0, False),
    "Footer": ("", 8, False, _SOFT, 0, 0, False),
    "toc 1": ("Normal", 9, True, _INK, 3, 0, False),
    "toc 2": ("Normal", 9, False, _INK, 0, 0, False),
    "Report Headline": ("Normal", 30, True, _ACCENT, 8, 8, False),
    "Report Notice": ("Normal", 10, False, _INK, 4, 6, False),
    "Report Contents Heading": ("Normal", 12, True, _ACCENT, 16, 4, True),
    "Report Cell": ("Normal", 8.5, False, _INK, 1, 1, False),
    "Report Small Cell": ("Report Cell", 7.5, False, _INK, 1, 1, False),
    "Report Head": ("Report Cell", 8.5, True, _ACCENT, 1, 1, True),
    "Report Note": ("Normal", 8, False, _SOFT, 3, 8, False),
    "Report Space": ("Normal", 4, False, _INK, 0, 2, False),
    "Report Figure": ("Normal", 10, False, _INK, 8, 2, True),
}
_RUNS: dict[str, tuple[float | None, bool, str]] = {"Report Headline Unit": (13, True, _ACCENT), "Report Quiet": (None, False, _SOFT)}


def set_up_styles(made: docx.document.Document) -> None:
    """Set the fonts for both scripts, and make the styles of a report in a new document."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn

    for name, (base, size, bold, colour, before, after, keep) in _PARAGRAPHS.items():
        style = _style(made, name, WD_STYLE_TYPE.PARAGRAPH)
        if base:
            style.base_style = made.styles[base]
        _letters(style, size, bold, colour)
        layout = style.paragraph_format
        layout.space_before, layout.space_after, layout.keep_with_next = _points(before), _points(after), keep
        layout.line_spacing = 1.0 if any(word in name for word in ("Cell", "Head", "toc")) else 1.15
    for name, (letters, bold, colour) in _RUNS.items():
        _letters(_style(made, name, WD_STYLE_TYPE.CHARACTER), letters, bold, colour)
    made.styles["toc 2"].paragraph_format.left_indent = _points(14)
    _ground(made.styles["Report Notice"], "FFF4D6", "B07A00")
    _ground(made.styles["Report Headline"], "EEF3F4", _ACCENT)
    _plain_title(made.styles["Title"])
    for name in ("Report Table", "Report Facts"):
        _table_style(made, name)
    _language(made)
    for setting in made.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            # The template is of Word 2010; today's Word would open it in a mode of its own.
            setting.set(qn("w:val"), "15")


def _style(made: Any, name: str, kind: Any) -> Any:
    if name in [style.name for style in made.styles]:
        return made.styles[name]
    style = made.styles.add_style(name, kind, builtin=name.startswith("toc"))
    style.hidden, style.quick_style = False, True
    return style


def _letters(style: Any, size: float | None, bold: bool, colour: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    font = style.font
    font.name, font.bold, font.italic, font.color.rgb = LATIN, bold, False, RGBColor.from_string(colour)
    if size is not None:
        font.size = _points(size)
    properties = style.element.get_or_add_rPr()
    for wide in properties.findall(qn("w:spacing")):
        properties.remove(wide)
    fonts = properties.get_or_add_rFonts()
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    for script, name in (("w:ascii", LATIN), ("w:hAnsi", LATIN), ("w:cs", LATIN), ("w:eastAsia", CHINESE)):
        fonts.set(qn(script), name)


def _ground(style: Any, fill: str, line: str) -> None:
    """Colour the ground of a paragraph, with a bar on its left."""
    properties = style.element.get_or_add_pPr()
    border = _element("w:pBdr", {})
    border.append(_element("w:left", {"w:val": "single", "w:sz": "24", "w:space": "6", "w:color": line}))
    properties.insert_element_before(border, *_AFTER_BORDER)
    properties.insert_element_before(_element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": fill}), *_AFTER_BORDER[1:])


#: What follows a border in the properties of a paragraph, by its schema.
_AFTER_BORDER = (
    *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct", "w:autoSpaceDE"),
    *("w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents"),
    *("w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle"),
    *("w:rPr", "w:sectPr", "w:pPrChange"),
)


def _plain_title(style: Any) -> None:
    """Take away the line below the title that the template has."""
    from docx.oxml.ns import qn

    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _table_style(made: Any, name: str) -> None:
    from docx.enum.style import WD_STYLE_TYPE

    style = made.styles.add_style(name, WD_STYLE_TYPE.TABLE)
    style.base_style = made.styles["Normal Table"]
    style.quick_style = True
    properties = _element("w:tblPr", {})
    borders = _element("w:tblBorders", {})
    for side in ("top", "bottom", "insideH"):
        borders.append(_element(f"w:{side}", {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": _FAINT}))
    properties.append(borders)
    margins = _element("w:tblCellMar", {})
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", {"w:w": "60", "w:type": "dxa"}))
    properties.append(margins)
    style.element.append(properties)


def _language(made: Any) -> None:
    """Say in which languages each script is to be checked for spelling."""
    from docx.oxml.ns import qn

    properties = made.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(_element("w:lang", {"w:val": "en-GB", "w:eastAsia": "zh-CN", "w:bidi": "ar-SA"}))


def _element(tag: str, attributes: dict[str, str]) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name), value)
    return element


def _points(size: float) -> Any:
    from docx.shared import Pt

    return Pt(size)
