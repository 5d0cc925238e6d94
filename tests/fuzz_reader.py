"""Feeds the reader what nobody would write: it must answer with findings, quickly, and never with another exception.

`make fuzz` runs this for FOOTPRINT_FUZZ_SECONDS (600 by default); `tests/test_reader_fuzz.py` runs a few hundred
examples with every test run.

    python tests/fuzz_reader.py [--seconds 600]
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from footprint.errors import FootprintError, ProblemsFound, Severity
from footprint.files import decode_table, decode_utf8
from footprint.model import check_text, evaluate
from footprint.model.activity.table import read_table
from footprint.model.schema import Period

HERE = Path(__file__).resolve().parent
BASE = (HERE / "broken" / "base.yaml").read_text(encoding="utf-8")
LIMIT = 2.0
"""Seconds that any input may take."""

# Pieces with a meaning to YAML, to units, to formulas, or to the format.
PIECES = (
    *"{}[]:,-?&*!|>%@`#'\"\n\t =+/().0123456789eE",
    *("  ", "\n  ", "\n    ", ": ", "- ", "? ", "--- ", "...", "<<: ", "&a ", "*a", "!!str ", "|+\n", ">-\n", "%TAG ! x\n", "\r", "\u2028"),
    *("nan", "inf", "1e999", "-1", "0", "= ", "1 t", "kWh", " kg CO2e/kWh", "px_rate", "min(", "**", "9**9**9", "元", "：", "，", "\u0301"),
    *(
        "true",
        "null",
        "~",
        "from",
        "amount",
        "cut_off",
        "model:x#y",
        "supplier:x",
        "../x",
        "inputs",
        "outputs",
        "\x00",
        "\x1b",
        "\ufeff",
        "\ud800",
    ),
)


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """Give the sound model after a few cuts, insertions, repetitions and exchanges."""
    text = BASE
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        piece = draw(st.one_of(st.sampled_from(PIECES), st.text(max_size=10)))
        match draw(st.sampled_from(("insert", "cut", "replace", "repeat", "swap lines"))):
            case "insert":
                text = text[:start] + piece + text[start:]
            case "cut":
                text = text[:start] + text[end:]
            case "replace":
                text = text[:start] + piece + text[end:]
            case "repeat":
                text = text[:end] + text[start:end] * draw(st.integers(1, 5)) + text[end:]
            case _:
                lines = text.split("\n")
                one, two = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
                lines[one], lines[two] = lines[two], lines[one]
                text = "\n".join(lines)
    return text


def documents() -> st.SearchStrategy[str]:
    """Give YAML built from the keys of the format with values of any kind, in flow style."""
    words = st.sampled_from(
        ["footprint", "product", "flow", "declared_unit", "period", "start", "end", "processes", "outputs", "inputs", "parameters", "value"]
        + [
            "amount",
            "from",
            "allocation",
            "by",
            "why",
            "prices",
            "flows",
            "name",
            "inventories",
            "uncertainty",
            "kind",
            "activity",
            "a",
            "b",
        ]
    )
    scalars = st.one_of(
        st.sampled_from(["product-model/1", "1 t", "= a", "= b / a", "-1 kg", "2024-01-01", "", "a", "mix"]), st.text(max_size=8)
    )
    quoted = scalars.map(lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"')
    values = st.recursive(
        quoted, lambda inner: st.one_of(st.lists(inner, max_size=4).map(_flow_list), _mapping(words, inner)), max_leaves=40
    )
    return _mapping(words, values)


def _flow_list(items: list[str]) -> str:
    return f"[{', '.join(items)}]"


def _mapping(words: st.SearchStrategy[str], values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.dictionaries(words, values, max_size=8).map(
        lambda found: "{" + ", ".join(f"{key}: {value}" for key, value in found.items()) + "}"
    )


def noise() -> st.SearchStrategy[bytes]:
    """Give bytes, some of them of pieces that mean something."""
    pieces = st.lists(st.sampled_from(PIECES), max_size=60).map("".join).map(lambda text: text.encode("utf-8", "surrogatepass"))
    return st.one_of(st.binary(max_size=400), pieces)


def tables() -> st.SearchStrategy[str]:
    """Give text like a monthly table."""
    cells = st.sampled_from(
        ["month", "2024-01", "2024-02", "outputs/pta [t]", "inputs/px [t/t]", "1", "-1", "", "nan", "x", '"', "1e999", ";", "\t"]
    )
    rows = st.lists(cells, max_size=5).map(",".join)
    return st.one_of(st.lists(rows, max_size=6).map("\n".join), st.text(max_size=60))


def examine_text(text: str) -> None:
    """Read a text and hold the reader to its promises."""
    started = time.process_time()
    model, findings = check_text(text, "fuzz.yaml")
    seconds = time.process_time() - started
    assert seconds < LIMIT, f"{seconds:.1f} s"
    wrong = any(finding.severity is Severity.ERROR for finding in findings)
    assert (model is None) == wrong
    for finding in findings:
        assert finding.code
        assert finding.line("en")
        assert finding.line("zh")
        finding.hint("en")
        finding.as_dict("zh")
        if finding.place and finding.place.file == "fuzz.yaml":
            assert finding.place.line >= 1
            assert finding.place.column >= 0
    if model is not None:
        repr(evaluate(model))


def examine_bytes(content: bytes) -> None:
    """Decode bytes as a model and as a table, and go on where that works."""
    for decode in (decode_utf8, lambda data, file: decode_table(data, file)[0]):
        try:
            text = decode(content, "fuzz.yaml")
        except FootprintError as error:
            error.finding.line("zh")
            continue
        examine_text(text)
        examine_table(text)


def examine_table(text: str) -> None:
    """Read a text as a monthly table."""
    period = Period.model_construct(start=date(2024, 1, 1), end=date(2024, 3, 31))
    try:
        table, findings = read_table(text, "fuzz.csv", period)
    except FootprintError as error:
        error.finding.line("zh")
        return
    assert all(finding.line("zh") for finding in findings)
    csv.writer(io.StringIO()).writerows(row.cells for row in table.rows)


TARGETS: tuple[tuple[Callable[[Any], None], st.SearchStrategy[Any]], ...] = (
    (examine_text, mutations()),
    (examine_text, documents()),
    (examine_bytes, noise()),
    (examine_table, tables()),
)


def run(examples: int, number: int) -> None:
    """Feed each target a number of examples; the same number gives the same examples."""
    for target, strategy in TARGETS:
        _fed(target, strategy, examples, number)()


def _fed(target: Callable[[Any], None], strategy: st.SearchStrategy[Any], examples: int, number: int) -> Callable[[], None]:
    @seed(number)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=False,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
    )
    @given(strategy)
    def fed(example: Any) -> None:
        target(example)

    return fed


def main() -> int:
    """Run rounds of examples until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=float(os.environ.get("FOOTPRINT_FUZZ_SECONDS", "600")))
    seconds = parser.parse_args().seconds
    end = time.monotonic() + seconds
    number = int(time.time())
    rounds = 0
    while time.monotonic() < end:
        try:
            run(500, number + rounds)
        except (Exception, ProblemsFound):
            sys.stderr.write(f"seed {number + rounds}\n")
            raise
        rounds += 1
    sys.stdout.write(f"{rounds * 500 * len(TARGETS)} inputs in {seconds:.0f} s: nothing found\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
