"""Pages for the Python interface, from signatures and docstrings: one for ``footprint`` itself, one for each layer.

Public is what a package exports: the names in the ``__all__`` of its ``__init__.py``, and of the layers that are one module.
Error classes are left to the error reference. Every name in a signature that has a place here leads to it.
"""

from __future__ import annotations

import dataclasses
import enum
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from docstrings import Docstring, definitions, prose, read_docstring

__all__ = ["FOLDER", "Name", "interface_pages", "interface_summary", "public_names"]

FOLDER = "reference/python"
# The command line is no interface for programs.
LEFT_OUT = {"footprint.cli"}
# Only these say what an error is; the classes themselves stand in the error reference.
ROOTS = {"footprint", "footprint.errors"}
WIDTH = 100
# A term without a text needs a definition all the same.
NOTHING = '<span class="api-none"></span>'
# A default value that is longer is not shown.
LONG = 40


@dataclass(frozen=True)
class Name:
    """A public name: the package that exports it, and what it stands for."""

    package: str
    name: str
    value: Any = field(repr=False)

    @property
    def path(self) -> str:
        """Where it is imported from."""
        return f"{self.package}.{self.name}"

    @property
    def page(self) -> str:
        """Name of the page that tells of it."""
        return self.package.split(".")[1] if "." in self.package else "footprint"


def public_names() -> Iterator[Name]:
    """Yield every public name, package after package."""
    import footprint
    from footprint.errors import FootprintError

    found = {"footprint": footprint}
    for module in pkgutil.walk_packages(footprint.__path__, "footprint."):
        layer = ".".join(module.name.split(".")[:2])
        if layer not in LEFT_OUT and (module.ispkg or module.name.count(".") == 1) and module.name != "footprint.__main__":
            found[module.name] = importlib.import_module(module.name)
    for package, module in found.items():
        for name in module.__all__:
            value = getattr(module, name)
            is_error = isinstance(value, type) and issubclass(value, FootprintError) and package not in ROOTS
            if name != "__version__" and not is_error:
                yield Name(package, name, value)


def interface_pages(error_link: Callable[[type[Any]], str]) -> dict[str, str]:
    """Give the Markdown of every page by its name, without ending.

    Parameters
    ----------
    error_link
        Gives the link to an error class in the error reference.
    """
    names = list(public_names())
    writer = _Writer(_places(names), _classes(names), error_link)
    pages: dict[str, list[str]] = {}
    for package in dict.fromkeys(name.package for name in names):
        exported = [name for name in names if name.package == package]
        parts = pages.setdefault(exported[0].page, [])
        # A page begins with its layer even where the layer exports nothing itself.
        if not parts and package.count(".") > 1:
            layer = ".".join(package.split(".")[:2])
            parts += [f"# {layer}\n\n", f"{prose(importlib.import_module(layer).__doc__ or '')}\n\n"]
        level = "#" * (2 if package.count(".") > 1 else 1)
        parts += [f"{level} {package}\n\n", f"{prose(importlib.import_module(package).__doc__ or '')}\n\n"]
        parts += [writer.entry(name, f"{level}#") for name in exported]
    return {page: "".join(parts) for page, parts in pages.items()}


def interface_summary() -> dict[str, str]:
    """Give the first sentence of every page of the interface."""
    pages = dict.fromkeys(name.page for name in public_names())
    modules = {page: importlib.import_module("footprint" if page == "footprint" else f"footprint.{page}") for page in pages}
    return {page: prose((module.__doc__ or "").partition("\n")[0]) for page, module in modules.items()}


def _places(names: list[Name]) -> Mapping[int, str]:
    """Find the one place of every class and function, by identity; the first package that exports it wins."""
    places: dict[int, str] = {}
    for name in names:
        if callable(name.value):
            places.setdefault(id(name.value), f"{name.page}.html#{name.path}")
    return places


def _classes(names: list[Name]) -> Mapping[str, type[Any]]:
    """Give the public classes by name, where only one has it."""
    found: dict[str, set[type[Any]]] = {}
    for name in names:
        if isinstance(name.value, type):
            found.setdefault(name.name, set()).add(name.value)
    return {name: next(iter(classes)) for name, classes in found.items() if len(classes) == 1}


@dataclass(frozen=True)
class _Writer:
    """What is needed to write one entry: where other names are, and the links to errors."""

    places: Mapping[int, str]
    classes: Mapping[str, type[Any]]
    error_link: Callable[[type[Any]], str]

    def entry(self, name: Name, level: str) -> str:
        value = name.value
        kind = _kind(value)
        head = f"{level} {name.name} {{ #{name.path} .api .api-{kind} }}\n\n"
        module = inspect.getmodule(value) if callable(value) else None
        scope = vars(module) if module else {}
        if isinstance(value, type):
            return head + self._class(value, scope)
        if inspect.isroutine(value):
            return head + self._function(value, name.name, scope)
        shown = repr(value)
        return head + f"```python\n{name.name} = {shown if len(shown) <= WIDTH else type(value).__name__ + '(…)'}\n```\n\n"

    def _class(self, cls: type[Any], scope: Mapping[str, Any]) -> str:
        told = read_docstring(cls.__doc__ if not (cls.__doc__ or "").startswith(f"{cls.__name__}(") else "")
        parts = [f"{prose(told.text)}\n\n"]
        if issubclass(cls, enum.Enum):
            parts += [f"`{member.name}`\n:   `{member.value!r}`\n\n" for member in cls]
            return "".join(parts)
        fields = list(_fields(cls))
        if fields:
            parts.append("**Fields**{ .api-label }\n\n")
            for name, annotation, default, text in fields:
                about = told.parameters().get(name, text)
                parts.append(self._definition(name, annotation, default, about, scope))
        elif told.sections.get("Parameters"):
            parts.append(self._section(told, "Parameters", None, scope))
        parts += [self._section(told, section, None, scope) for section in ("Raises", "Notes", "Examples")]
        members = list(_members(cls))
        if members:
            parts.append("**Methods and properties**{ .api-label }\n\n")
        for name, member in members:
            parts.append(self._member(cls, name, member, scope))
        return "".join(parts)

    def _member(self, cls: type[Any], name: str, member: Any, scope: Mapping[str, Any]) -> str:
        function = member.fget if isinstance(member, property) else getattr(member, "func", None) or getattr(member, "__func__", member)
        told = read_docstring(function.__doc__)
        if isinstance(member, property) or type(member).__name__ == "cached_property":
            signature = f"{name} -> {_annotation(function.__annotations__.get('return', ''))}"
        else:
            signature = f"{name}{_in_one_line(function)}"
        sections = "".join(self._section(told, section, function, scope) for section in ("Parameters", "Returns", "Yields", "Raises"))
        body = f"{prose(told.text)}\n\n{sections}".strip("\n")
        indented = "\n".join(f"    {line}" if line else "" for line in body.splitlines())
        return f"`{signature}`{{ .api-member }}\n:{indented[1:] if indented else ''}\n\n"

    def _function(self, function: Any, name: str, scope: Mapping[str, Any]) -> str:
        told = read_docstring(function.__doc__)
        parts = [f"```python\n{_laid_out(name, function)}\n```\n\n", f"{prose(told.text)}\n\n"]
        sections = ("Parameters", "Returns", "Yields", "Raises", "Notes", "Examples")
        parts += [self._section(told, section, function, scope) for section in sections]
        return "".join(parts)

    def _section(self, told: Docstring, section: str, function: Any, scope: Mapping[str, Any]) -> str:
        text = told.sections.get(section)
        if not text:
            return ""
        head = f"**{section}**{{ .api-label }}\n\n"
        if section in ("Notes", "Examples"):
            return head + prose(text) + "\n\n"
        if section in ("Returns", "Yields"):
            annotation = _annotation(getattr(function, "__annotations__", {}).get("return", ""))
            about = "\n\n".join(body for _, body in definitions(text))
            return f"{head}{self._types(annotation, scope)}\n:   {_indented(prose(about))}\n\n"
        if section == "Raises":
            return head + "".join(f"{self._errors(term, scope)}\n:   {_indented(prose(body))}\n\n" for term, body in definitions(text))
        annotations = getattr(function, "__annotations__", {})
        defaults = {name: parameter.default for name, parameter in inspect.signature(function).parameters.items()} if function else {}
        written = []
        for names, body in definitions(text):
            terms = [term.strip().lstrip("*") for term in names.split(",")]
            for term in terms[:-1]:
                written.append(self._definition(term, annotations.get(term, ""), defaults.get(term, inspect.Parameter.empty), None, scope))
            term = terms[-1]
            written.append(self._definition(term, annotations.get(term, ""), defaults.get(term, inspect.Parameter.empty), body, scope))
        return head + "".join(written)

    def _definition(self, name: str, annotation: Any, default: Any, about: str | None, scope: Mapping[str, Any]) -> str:
        types = _annotation(annotation)
        shown = f"**`{name}`**"
        if types:
            shown += f" {self._types(types, scope)}"
        if default is not inspect.Parameter.empty and default is not dataclasses.MISSING:
            shown += f" *= `{default!r}`*" if len(repr(default)) < LONG else ""
        # Terms without a text of their own share the next one's.
        return f"{shown}\n" + ("" if about is None else f":   {_indented(prose(about)) or NOTHING}\n\n")

    def _errors(self, term: str, scope: Mapping[str, Any]) -> str:
        """Write the classes that one entry of Raises names, each with its way to the error reference."""
        return ", ".join(self._error(name.strip(), scope) for name in term.split(","))

    def _error(self, name: str, scope: Mapping[str, Any]) -> str:
        from footprint.errors import FootprintError

        value = scope.get(name) or _error_by_name(name)
        link = self.error_link(value) if isinstance(value, type) and issubclass(value, FootprintError) else ""
        return f"[`{name}`]({link})" if link else f"`{name}`"

    def _types(self, annotation: str, scope: Mapping[str, Any]) -> str:
        """Write a type as code whose parts lead to their own entries."""

        def link(match: re.Match[str]) -> str:
            # What a module imports for its types only is not in its names when it runs.
            value = scope.get(match[0], self.classes.get(match[0]))
            place = self.places.get(id(value)) if isinstance(value, type) else None
            return f'<a href="{place}">{match[0]}</a>' if place else match[0]

        if not annotation:
            return ""
        linked = re.sub(r"[A-Za-z_]\w*", link, annotation.replace("&", "&amp;").replace("<", "&lt;"))
        return f'<code class="api-type">{linked}</code>'


def _error_by_name(name: str) -> Any:
    from footprint.errors import error_classes

    return next((cls for cls in error_classes() if cls.__name__ == name), None)


def _kind(value: Any) -> str:
    return "class" if isinstance(value, type) else "function" if inspect.isroutine(value) else "value"


def _annotation(annotation: Any) -> str:
    if annotation in ("", inspect.Parameter.empty, None):
        return "None" if annotation is None else ""
    return annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation)).replace("typing.", "")


def _fields(cls: type[Any]) -> Iterator[tuple[str, Any, Any, str]]:
    """Yield name, type, default and description of the fields of a record."""
    if dataclasses.is_dataclass(cls):
        for part in dataclasses.fields(cls):
            if not part.name.startswith("_"):
                yield part.name, part.type, part.default, ""
    elif hasattr(cls, "model_fields"):
        annotations = {name: text for base in reversed(cls.__mro__) for name, text in vars(base).get("__annotations__", {}).items()}
        for name, part in cls.model_fields.items():
            default = dataclasses.MISSING if part.is_required() else part.get_default(call_default_factory=True)
            types = re.sub(r"^Annotated\[|\bField\(.*$", "", str(annotations.get(name, "")))
            yield part.alias or name, types, default, part.description or ""


def _members(cls: type[Any]) -> Iterator[tuple[str, Any]]:
    """Yield the public methods and properties that a class of this project defines itself."""
    for name, member in vars(cls).items():
        function = member.fget if isinstance(member, property) else getattr(member, "func", None) or getattr(member, "__func__", member)
        if not name.startswith("_") and inspect.isfunction(function) and function.__doc__:
            yield name, member


def _signature(function: Any, bound: bool = False) -> tuple[list[str], str]:
    """Write the parameters and the result of a function; a method is shown without its own object."""
    signature = inspect.signature(function)
    parameters: list[str] = []
    keyword_only = False
    for parameter in list(signature.parameters.values())[1 if bound else 0 :]:
        if parameter.kind is parameter.KEYWORD_ONLY and not keyword_only:
            keyword_only = True
            parameters.append("*")
        stars = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
        keyword_only = keyword_only or stars == "*"
        types = _annotation(parameter.annotation)
        text = f"{stars}{parameter.name}" + (f": {types}" if types else "")
        if parameter.default is not parameter.empty:
            shown = repr(parameter.default)
            text += f" = {shown}" if len(shown) < LONG and " at 0x" not in shown else " = …"
        parameters.append(text)
    result = _annotation(signature.return_annotation)
    return parameters, f" -> {result}" if result else ""


def _in_one_line(function: Any) -> str:
    parameters, result = _signature(function, bound=True)
    return f"({', '.join(parameters)}){result}"


def _laid_out(name: str, function: Any) -> str:
    """Lay a long signature out with one parameter in each line."""
    parameters, result = _signature(function)
    line = f"{name}({', '.join(parameters)}){result}"
    return line if len(line) <= WIDTH else f"{name}(\n" + "".join(f"    {part},\n" for part in parameters) + f"){result}"


def _indented(text: str) -> str:
    return text.replace("\n", "\n    ")
