"""The two members of a bundle that are for reading and trying, not for computing: the same in every bundle but for the licences."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["REPRODUCE", "SCRIPTS", "readme"]

REPRODUCE = '''\
"""Recompute the footprint with stock Brightway, without footprint: pip install bw2calc, then python reproduce.py [BACKGROUND.zip]."""
import sys, bw2calc, bw_processing
from fsspec.implementations.zip import ZipFileSystem
files = [__file__.replace("reproduce.py", "datapackage.zip"), *sys.argv[1:]]
packages = [bw_processing.load_datapackage(ZipFileSystem(file)) for file in files]
demand = {int(activity): amount for activity, amount in packages[0].metadata["footprint"]["demand"].items()}
lca = bw2calc.LCA(demand, data_objs=packages)
lca.lci()
lca.lcia()
print(repr(float(lca.score)), "kg CO2e")
'''

SCRIPTS = (REPRODUCE,)
"""The script of this release and of all before it; a bundle with another one asks to run what nobody looked at."""

_README = """\
Evidence bundle of a product carbon footprint
产品碳足迹证据包

manifest.json     SHA-256 of every other member; versions; where each record is from   清单
model/            the product model and what it refers to                              产品模型
inventories/      the inventory records used, and the method                           所用清单数据与方法
profile.yaml      the rule profile                                                     规则配置
datapackage.zip   the compiled system, for Brightway                                   编译后的系统
result.json       the result                                                           结果
findings.json     findings and outcomes of the rules at the request                    问题与规则结果
reproduce.py      recomputes the number with stock bw2calc                             用 bw2calc 复算

Verify it with `footprint verify`. A bundle is evidence: do not change or repack it.
请用 `footprint verify` 验证。证据包不得改动或重新打包。
"""

_COMMITTED = """
Records of {packages} are committed by salted hashes and not disclosed. datapackage.zip then holds the foreground only, and reproduce.py
needs the file BACKGROUND.zip of the licence holder.
{packages} 的数据仅作加盐哈希承诺，未披露。datapackage.zip 仅含前景部分，reproduce.py 需要许可持有人的 BACKGROUND.zip 文件。
"""


def readme(notices: Iterable[str], committed: Iterable[str]) -> bytes:
    """Write ``README.txt``.

    Parameters
    ----------
    notices
        What the licences of the packages ask to be handed on with the data.
    committed
        Names of packages that are not disclosed.
    """
    names = ", ".join(committed)
    parts = [_README, _COMMITTED.format(packages=names) if names else "", *(f"\n{notice.strip()}\n" for notice in notices)]
    return "".join(parts).encode()
