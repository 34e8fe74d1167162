import json
import tomllib

from hypothesis import given
from hypothesis import strategies as st

from journal.folder import lines

TOML = '''\
# a comment with = and [brackets]
title = "a # is no comment here"
"quoted key" = 'x'

[a.b] # header
text = """
two = 2
""""
list = [1, [2, 3], # inner
  { x = 1, "y.z" = "]" },
  "},"
]
day = 2026-01-01 10:00:00
dotted.key.path = 1.5

[[rows]]
n = 1

[[rows]]
n = 2
[rows.under]
m = 3
'''

JSON = """{
  "a": {
    "b": [
      1,
      {"c": "} ]"}
    ]
  }
}
"""


def test_every_key_and_item_of_a_toml_text_has_its_line() -> None:
    tomllib.loads(TOML)
    assert lines.of_toml(TOML) == {
        ("title",): 2,
        ("quoted key",): 3,
        ("a", "b"): 5,
        ("a", "b", "text"): 6,
        ("a", "b", "list"): 9,
        ("a", "b", "list", 0): 9,
        ("a", "b", "list", 1): 9,
        ("a", "b", "list", 1, 0): 9,
        ("a", "b", "list", 1, 1): 9,
        ("a", "b", "list", 2): 10,
        ("a", "b", "list", 2, "x"): 10,
        ("a", "b", "list", 2, "y.z"): 10,
        ("a", "b", "list", 3): 11,
        ("a", "b", "day"): 13,
        ("a", "b", "dotted"): 14,
        ("a", "b", "dotted", "key"): 14,
        ("a", "b", "dotted", "key", "path"): 14,
        ("rows", 0): 16,
        ("rows", 0, "n"): 17,
        ("rows", 1): 19,
        ("rows", 1, "n"): 20,
        ("rows", 1, "under"): 21,
        ("rows", 1, "under", "m"): 22,
    }


def test_json_has_its_lines_too() -> None:
    assert lines.of_json(JSON) == {
        ("a",): 2,
        ("a", "b"): 3,
        ("a", "b", 0): 4,
        ("a", "b", 1): 5,
        ("a", "b", 1, "c"): 5,
    }


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(min_size=1), below, max_size=4),
    max_leaves=12,
)


def paths(value: object, path: lines.KeyPath = ()) -> set[lines.KeyPath]:
    """Every key path below `value`."""
    below: dict[str | int, object] = {}
    if isinstance(value, dict):
        below = value
    elif isinstance(value, list):
        below = dict(enumerate(value))
    return {(*path, key) for key in below} | {one for key in below for one in paths(below[key], (*path, key))}


@given(st.dictionaries(st.text(min_size=1), JSON_VALUES, max_size=4))
def test_no_path_of_any_json_is_missed_or_made_up(value: dict[str, object]) -> None:
    text = json.dumps(value, ensure_ascii=True, indent=2)
    assert set(lines.of_json(text)) == paths(value)


@given(st.text(alphabet="ab.\"'=[]{},#\n 1", max_size=60))
def test_a_text_that_is_not_toml_ends_too(text: str) -> None:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert set(lines.of_toml(text)) == paths(tomllib.loads(text))
