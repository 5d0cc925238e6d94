"""What can go wrong with the intensities of the background and with those that are kept (E32x)."""

from __future__ import annotations

from footprint.errors import EngineError, Severity

__all__ = ["CacheEntryCorrupt", "CacheUnusable", "IntensitiesMissing", "IntensitiesNotProved"]


class CacheEntryCorrupt(EngineError):
    """An entry of the cache of intensities is torn, altered or foreign. It was thrown away and computed again; results are not affected."""

    code = "E321"
    severity = Severity.NOTE
    title = {"en": "Corrupt cache entry", "zh": "缓存条目损坏"}
    message = {
        "en": "The cache entry {file} is corrupt ({why}) and was computed again.",
        "zh": "缓存条目 {file} 已损坏（{why}），已重新计算。",
    }


class CacheUnusable(EngineError):
    """The folder of the cache of intensities cannot be written: it is full, read-only or not a folder.

    Everything is computed, nothing is kept; results are not affected.
    """

    code = "E322"
    severity = Severity.NOTE
    title = {"en": "Cache cannot be written", "zh": "缓存无法写入"}
    message = {"en": "Intensities are not kept: {why}.", "zh": "强度未能缓存：{why}。"}
    hint = {"en": "Name another folder with FOOTPRINT_CACHE.", "zh": "可用环境变量 FOOTPRINT_CACHE 指定其他文件夹。"}


class IntensitiesNotProved(EngineError):
    """The intensities of the background cannot be proved to the accuracy that results need; its equations are too ill-conditioned."""

    code = "E323"
    title = {"en": "Intensities not proved", "zh": "强度无法证明"}
    message = {
        "en": "The intensity of {process} is known to {error} only, relative to its size.",
        "zh": "{process} 的强度相对误差只能保证在 {error} 以内。",
    }
    hint = {"en": "Look for processes that consume nearly all of their own product.", "zh": "请查找几乎耗尽自身产出的过程。"}


class IntensitiesMissing(EngineError):
    """The intensities at hand do not cover a dataset that the model uses: they were made for other inventories."""

    code = "E324"
    title = {"en": "Intensities of other inventories", "zh": "强度与清单不符"}
    message = {"en": "There is no intensity for {process}.", "zh": "缺少 {process} 的强度。"}
