"""The fast way through a YAML file gives the same document as the careful one, and never takes what it cannot carry."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footprint.model.composed import compose
from footprint.model.tree import parse, parse_with_care
from shared import REPOSITORY

FILES = sorted([*REPOSITORY.glob("product_models/*.yaml"), *REPOSITORY.glob("tests/**/*.yaml"), *REPOSITORY.glob("footprint/**/*.yaml")])


def same(text: str) -> bool:
    """Tell whether the fast way was taken, after comparing it with the careful one."""
    composed = compose(text)
    if composed is None:
        return False
    document, findings = parse_with_care(text, "x")
    assert findings == ()
    assert document is not None
    assert composed == (document.data, document.spots)
    assert list(composed[0]) == list(document.data), "the order of the file is kept"
    return True


def readable(path: object) -> str | None:
    content = path.read_bytes()  # type: ignore[attr-defined]
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None


@pytest.mark.parametrize("folder", ["product_models", "tests", "footprint"])
def test_every_file_of_the_repository_reads_the_same_both_ways(folder: str) -> None:
    texts = [text for path in FILES if path.is_relative_to(REPOSITORY / folder) and (text := readable(path)) and "%" not in text[:1]]
    taken = [same(text) for text in texts if not any(ord(character) < 9 for character in text)]
    assert len(taken) >= 3
    if folder == "product_models":
        assert all(taken), "shipped models take the fast way"


SCALARS = st.sampled_from(
    [
        "1 kg",
        "= 1 t * rate",
        "",
        "~",
        "no",
        "2024-01-01",
        "'it''s'",
        '"a: b"',
        '"}"',
        "'{'",
        "[]",
        "{}",
        "a b  c",
        "钢",
        "e\u0301",
        "x # no",
        "- y",
        "? z",
        "<<",
        "*a",
        "&a 1",
    ]
)
KEYS = st.sampled_from(["a", "b", "c", "过程", "e\u0301", "é", '"q"', "a", "<<", "1"])


@st.composite
def yaml_texts(draw: st.DrawFn, depth: int = 0, indent: int = 0) -> str:
    """Draw YAML of mappings and lists in both styles, often broken."""
    lines = []
    for _ in range(draw(st.integers(1, 4))):
        key = draw(KEYS)
        kind = draw(st.integers(0, 5)) if depth < 4 else 0
        pad = " " * indent
        if kind == 1:
            lines.append(f"{pad}{key}:\n" + draw(yaml_texts(depth + 1, indent + 2)))
        elif kind == 2:
            pairs = ", ".join(f"{draw(KEYS)}: {draw(SCALARS)}" for _ in range(draw(st.integers(0, 3))))
            lines.append(f"{pad}{key}: {{{pairs}}}")
        elif kind == 3:
            items = "\n".join(f"{pad}- {draw(SCALARS)}" for _ in range(draw(st.integers(1, 3))))
            lines.append(f"{pad}{key}:\n{items}")
        elif kind == 4:
            lines.append(f"{pad}{key}: |\n{pad}  block {draw(SCALARS)}\n{pad}  text")
        else:
            lines.append(f"{pad}{key}: {draw(SCALARS)}")
    return "\n".join(lines)


@given(yaml_texts())
def test_random_yaml_reads_the_same_both_ways(text: str) -> None:
    same(text)


@given(st.text(alphabet="ab: {}[],'\"#-?&*!|>\n\t钢1", max_size=80))
def test_random_characters_read_the_same_both_ways(text: str) -> None:
    same(text)


@pytest.mark.parametrize(
    "text",
    [
        "a: &x 1\nb: *x\n",
        "a: !!str 1\n",
        "a: 1\na: 2\n",
        "é: 1\ne\u0301: 2\n",
        "<<: {a: 1}\n",
        "{a: 1}: 2\n",
        "[a]: 2\n",
        "a: 1\n---\nb: 2\n",
        "- a\n",
        "text",
        "",
        "a: [1\n",
        "a: " + "x" * 10_001,
        "x" * 10_001 + ": 1",
        "a: " + "{a: " * 50 + "1" + "}" * 50,
        "{" + ", ".join(f"k{number}: v" for number in range(30_000)) + "}",
    ],
)
def test_what_is_unusual_is_left_to_the_careful_reader(text: str) -> None:
    assert compose(text) is None
    document, findings = parse(text, "x")
    again = parse_with_care(text, "x")
    assert (document.data if document else None, findings) == (again[0].data if again[0] else None, again[1])


DEEP = {
    "lists": "'[' * 200_000",
    "mappings": "'{a: ' * 200_000",
    "lines": "'[\\n' * 200_000",
    "quoted ends": "'[ \"]\", \\n' * 200_000",
    "commented ends": "'{a: # }\\n' * 200_000",
    "apostrophes": "\"[ '] ', \\n\" * 200_000",
    "dashes": "'- ' * 200_000",
    "questions": "'? ' * 200_000",
    "tabs": "'-\\t' * 200_000",
    "block": "''.join(' ' * n + 'a:\\n' for n in range(3_000))",
    "block of dashes": "''.join(' ' * n + '-\\n' for n in range(3_000))",
    "plain ends": "'a: }}}}}}}}}\\n' * 1000 + 'b: ' + '[' * 5_000",
    "carriage returns": "'[\\r' * 200_000",
    "next lines": "'[\\u2028' * 200_000",
}


@pytest.mark.parametrize("name", DEEP)
def test_no_depth_of_nesting_brings_the_reader_down(name: str) -> None:
    # In a process and a thread of its own: an overflow of the stack would end the process.
    program = f"""
import threading
from footprint.model.tree import parse
text = {DEEP[name]}
thread = threading.Thread(target=lambda: print(parse(text, "x")[0]))
thread.start()
thread.join()
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.returncode
    assert run.stdout.strip() == "None"
