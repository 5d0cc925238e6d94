"""Inventories: data packages, methods, and the library that finds them."""

from footprint.inventory.checks import check_package
from footprint.inventory.library import Library, open_library, shipped_folder
from footprint.inventory.records import Dataset, ElementaryFlow, Method, Package

__all__ = ["Dataset", "ElementaryFlow", "Library", "Method", "Package", "check_package", "open_library", "shipped_folder"]
