"""Life cycle databases of others (EcoSpold 1 and 2, SimaPro CSV, ILCD, openLCA) as inventory packages.

Each format has a reader that gives the one intermediate record of `footprint.formats.lca.records`; everything after that
is the same for all of them: allocation, linking, mapping of units and flows, the account of it, and the writing.
"""

from __future__ import annotations

from footprint.formats.lca.importing import Imported, import_lca, read_lca

__all__ = ["Imported", "import_lca", "read_lca"]
