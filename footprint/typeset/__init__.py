"""Documents: fonts that ship with the package, and typst that sets them."""

from footprint.typeset.glyphs import Printable, printable
from footprint.typeset.typesetting import page_count, require_packages, typeset

__all__ = ["Printable", "page_count", "printable", "require_packages", "typeset"]
