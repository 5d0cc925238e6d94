"""``footprint inventories``: what datasets there are, where they come from, and whether a package is sound."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from footprint.cli.check import show_findings
from footprint.cli.errors import DatasetNotFound
from footprint.cli.options import Debug, Inventories, Json, Lang
from footprint.cli.session import Session, open_session
from footprint.errors import nearest

if TYPE_CHECKING:
    from footprint.insight.datasets import DatasetFootprint
    from footprint.inventory import Dataset, Library, Method, Package

__all__ = ["inventories"]

inventories = typer.Typer(
    name="inventories",
    help="Find datasets, see where they come from, and check data packages.",
    short_help="Find datasets; check data packages.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)

Words = Annotated[list[str], typer.Argument(metavar="WORD", help="Words that code or name must all hold.", show_default=False)]
Reference = Annotated[str, typer.Argument(metavar="PACKAGE[/CODE]", help="A package, or one of its datasets.", show_default=False)]
Folders = Annotated[list[Path], typer.Argument(metavar="PATH", help="Data packages, or folders that hold several.", show_default=False)]

Source = Annotated[Path, typer.Argument(metavar="FILE", help="File, folder or zip archive to import.", show_default=False)]
Output = Annotated[Path, typer.Option("-o", "--output", metavar="FOLDER", help="Folder of the new package.", show_default=False)]


class ImportFormat(StrEnum):
    """Formats that can be imported."""

    AUTO = "auto"
    ECOSPOLD1 = "ecospold1"
    ECOSPOLD2 = "ecospold2"
    SIMAPRO = "simapro"
    ILCD = "ilcd"
    OPENLCA = "openlca"
    OPENLCA_XLSX = "openlca-xlsx"


class MultiOutputChoice(StrEnum):
    """What to do with datasets of several products."""

    REFUSE = "refuse"
    AMOUNT = "amount"


@inventories.command("list", short_help="List packages and methods.")
def list_packages(as_json: Json = False, lang: Lang = None, inventories: Inventories = None, debug: Debug = False) -> None:
    """List the data packages and the characterisation methods at hand."""
    with open_session(lang, as_json, debug) as session:
        from footprint.inventory import open_library

        library = open_library(inventories or ())
        packages = list(library.packages())
        methods = [library.method(name) for name in library.method_names()]
        if as_json:
            session.emit(
                {
                    "schema": "footprint/inventories/1",
                    "packages": [_package_as_dict(package) for package in packages],
                    "methods": [_method_as_dict(method) for method in methods],
                }
            )
        else:
            from footprint.cli.inventory_view import package_table

            session.show(package_table(packages, methods, session.lang))


@inventories.command(short_help="Find datasets by words.")
def search(words: Words, as_json: Json = False, lang: Lang = None, inventories: Inventories = None, debug: Debug = False) -> None:
    """Find datasets by words of their codes and names, English or Chinese.

    Exit status: 1 where nothing is found.
    """
    with open_session(lang, as_json, debug) as session:
        from footprint.insight.datasets import dataset_footprints
        from footprint.inventory import open_library

        library = open_library(inventories or ())
        found = library.search(words)
        alike = [] if found else library.words_like(words)
        footprints = dataset_footprints(found, library)
        if as_json:
            rows = [_dataset_as_dict(dataset, footprints.get(dataset.key), False) for dataset in found]
            session.emit({"schema": "footprint/datasets/1", "datasets": rows, "suggestions": alike})
        elif found:
            from footprint.cli.inventory_view import dataset_table

            session.show(dataset_table(found, footprints, session.lang))
            session.line(session.say("searched_one" if len(found) == 1 else "searched", count=len(found)))
        else:
            session.line(session.say("nothing_found", words=" ".join(words)))
            if alike:
                session.line(session.say("did_you_mean", words=session.say("comma").join(alike)))
        if not found:
            session.worst(1)


@inventories.command(short_help="Show a dataset or a package.")
def show(reference: Reference, as_json: Json = False, lang: Lang = None, inventories: Inventories = None, debug: Debug = False) -> None:
    """Show a dataset with its footprint, exchanges and sources, or a package with its datasets."""
    with open_session(lang, as_json, debug) as session:
        from footprint.insight.datasets import dataset_footprints
        from footprint.inventory import open_library

        package_name, _, code = reference.partition("/")
        library = open_library(inventories or ())
        package = library.package(package_name)
        if code:
            _show_dataset(session, package, code, library)
            return
        footprints = dataset_footprints(package.datasets.values(), library)
        if as_json:
            about = _package_as_dict(package)
            about["datasets"] = [_dataset_as_dict(dataset, footprints.get(dataset.key), False) for dataset in package.datasets.values()]
            session.emit({"schema": "footprint/package/1", **about})
        else:
            from footprint.cli.inventory_view import package_in_full

            session.show(package_in_full(package, footprints, session.lang))


@inventories.command("check", short_help="Check data packages, your own too.")
def check_packages(paths: Folders, as_json: Json = False, lang: Lang = None, inventories: Inventories = None, debug: Debug = False) -> None:
    """Check data packages, your own too: singular, not finite, self-consuming, not linked, wrong units, no source.

    Exit status: 0 where there are no errors; 1 where there are; 2 where a folder, or a file of it, cannot be read.
    """
    with open_session(lang, as_json, debug) as session:
        from footprint.inventory import check_package, open_library

        library = open_library(inventories or ())
        for path in (package for folder in paths for package in _packages_in(folder)):
            with session.attempt(str(path)):
                show_findings(session, str(path), check_package(path, library))


def _packages_in(folder: Path) -> list[Path]:
    """Give the packages and methods of a folder such as --inventories takes, or the folder itself where it holds none."""
    if (folder / "datapackage.json").exists():
        return [folder]
    children = [path for parent in (folder, folder / "methods") if parent.is_dir() for path in sorted(parent.iterdir())]
    return [path for path in children if (path / "datapackage.json").exists()] or [folder]


@inventories.command("import", short_help="Turn a database file of others into a data package.")
def import_file(
    source: Source,
    output: Output,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="Name of the package; that of the folder by default.")] = "",
    version: Annotated[str, typer.Option("--package-version", metavar="VERSION", help="Version of the package.")] = "1",
    format_: Annotated[ImportFormat, typer.Option("--format", help="Format of the source.")] = ImportFormat.AUTO,
    multi_output: Annotated[
        MultiOutputChoice,
        typer.Option("--multi-output", help="Datasets of several products that state no allocation: leave out, or split by amount."),
    ] = MultiOutputChoice.REFUSE,
    all_flows: Annotated[bool, typer.Option("--all-flows", help="Keep elementary flows that are no greenhouse gases too.")] = False,
    as_json: Json = False,
    lang: Lang = None,
    debug: Debug = False,
) -> None:
    """Import EcoSpold 1 or 2, SimaPro CSV, ILCD or openLCA, from a file, a folder or a zip, as a data package.

    The report says of every dataset and exchange what became of it; the package keeps it as import-report.json.
    """
    with open_session(lang, as_json, debug) as session:
        from footprint.formats.lca import import_lca
        from footprint.formats.lca.report import report_lines

        with session.attempt(str(source)):
            imported = import_lca(
                source,
                output,
                name=name,
                version=version,
                format_=None if format_ is ImportFormat.AUTO else format_.value,  # type: ignore[arg-type]
                multi_output=multi_output.value,
                all_flows=all_flows,
            )
            if session.as_json:
                session.emit({**imported.report, "folder": str(imported.folder)})
            else:
                for line in report_lines(imported.report, session.lang):
                    session.line(line)
                session.line(session.say("written", file=imported.folder))


def _show_dataset(session: Session, package: Package, code: str, library: Library) -> None:
    from footprint.insight.datasets import dataset_footprints

    dataset = package.datasets.get(code)
    if dataset is None:
        raise DatasetNotFound(package=package.name, name=code, suggestions=nearest(code, package.datasets))
    footprint = dataset_footprints([dataset], library).get(dataset.key)
    if session.as_json:
        session.emit({"schema": "footprint/dataset/1", **_dataset_as_dict(dataset, footprint, True)})
    else:
        from footprint.cli.inventory_view import dataset_in_full

        session.show(dataset_in_full(dataset, package, footprint, session.lang))


def _package_as_dict(package: Package) -> dict[str, Any]:
    return {
        "name": package.name,
        "version": package.version,
        "title": dict(package.title),
        "status": package.status,
        "geography": package.geography,
        "period": {"start": package.period[0], "end": package.period[1]},
        "licence": package.licence,
        "notice": package.notice or None,
        "requires": dict(package.requires),
        "datasets": len(package.datasets),
        "sha256": package.sha256,
    }


def _method_as_dict(method: Method) -> dict[str, Any]:
    return {
        "name": method.name,
        "version": method.version,
        "title": dict(method.title),
        "categories": [{"name": category.name, "unit": category.unit} for category in method.categories],
        "flows": len(method.factors),
        "sha256": method.sha256,
    }


def _dataset_as_dict(dataset: Dataset, footprint: DatasetFootprint | None, with_exchanges: bool) -> dict[str, Any]:
    about: dict[str, Any] = {
        "dataset": dataset.key,
        "product": dataset.product,
        "name": {"en": dataset.name_en, "zh": dataset.name_zh},
        "amount": dataset.reference.value,
        "unit": dataset.reference.unit.text,
        "footprint": None
        if footprint is None
        else {"value": footprint.value, "unit": "kg CO2e", "method": footprint.method, "lower_bound": footprint.lower_bound},
        "kind": dataset.kind,
        "basis": dataset.basis,
        "status": dataset.status,
        "data": dataset.data,
        "capital_goods": dataset.capital_goods,
        "geography": dataset.geography,
        "period": {"start": dataset.start, "end": dataset.end},
        "source": dataset.source,
        "comment": dataset.comment or None,
    }
    if with_exchanges:
        about["exchanges"] = [
            {"kind": exchange.kind, "flow": exchange.flow, "amount": exchange.amount.value, "unit": exchange.amount.unit.text}
            for exchange in dataset.exchanges
        ]
    return about
