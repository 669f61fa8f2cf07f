"""Registered models: create, get, update, delete."""

NAMES = ["", "  ", "a/b", "a:b", ".", "..", "..a", "...", "a" * 600, "ünï", "日本語", "a b", "a'b", 'a"b', "a`b", "%2e", "%2e%2e%2fx", "x%y", "x;y", "a\\b", "a\tb", " lead", "trail ", "M1", "😀", "\u00a0", "x\u0000y", "<script>", "a#b", "a?b", "a&b=c", 5, 0, None, True, False, ["a"], [], {"a": 1}, {}, 1.5, -3]  # fmt: skip

TAGS = [
    "x", [], {}, [5], [None], ["x"], [[]], [{}], [{"key": "k"}], [{"value": "v"}], [{"key": "k", "value": 5}],
    [{"key": "k", "value": None}], [{"key": "k", "value": True}], [{"key": "k", "value": ["x"]}], [{"key": 5, "value": "v"}],
    [{"key": None, "value": "v"}], [{"key": "a#", "value": "1"}], [{"key": "", "value": "1"}], [{"key": "../x", "value": "1"}],
    [{"key": "a//b", "value": "1"}], [{"key": "k" * 250, "value": "v"}], [{"key": "k" * 251, "value": "v"}],
    [{"key": "k", "value": "v" * 100_000}], [{"key": "k", "value": "v" * 100_001}], [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}],
    [{"key": "a", "value": "1", "extra": 5}], [{"key": "é ü", "value": "ü\n😀"}], [{"key": "k", "value": ""}], 5, None,
]  # fmt: skip

DESCRIPTIONS = ["words", "", None, 5, True, ["x"], {}, "d" * 5_000, "ü\n😀 <b>"]


def run(both):
    both.post("registered-models/create", {"name": "m1"})
    both.post("registered-models/create", {"name": "m1"})
    both.post("registered-models/create", {"name": "m1", "description": "other", "tags": [{"key": "a", "value": "b"}]})
    both.post("registered-models/create")
    for name in NAMES:
        both.post("registered-models/create", {"name": name})
        both.get("registered-models/get", {"name": name if isinstance(name, str) else str(name)})
    both.post("registered-models/create", {"name": "a" * 1_025})
    both.delete("registered-models/delete", {"name": "a" * 1_025})
    for i, tags in enumerate(TAGS):
        both.post("registered-models/create", {"name": f"tags-{i}", "tags": tags})
        both.get("registered-models/get", {"name": f"tags-{i}"})
    for i, description in enumerate(DESCRIPTIONS):
        both.post("registered-models/create", {"name": f"described-{i}", "description": description})
        both.patch("registered-models/update", {"name": f"described-{i}", "description": "changed"})
        both.patch("registered-models/update", {"name": f"described-{i}", "description": description})
        both.get("registered-models/get", {"name": f"described-{i}"})
    both.get("registered-models/search")
    for query in [None, {}, {"name": ""}, {"name": "nope"}, {"name": ["m1", "nope"]}, {"name": "a/b"}, {"Name": "m1"}, {"name": "m1", "x": 1}]:
        both.get("registered-models/get", query)
    for body in [{}, {"name": "m1"}, {"name": "nope", "description": "x"}, {"description": "x"}, {"name": 5}, {"name": "a/b", "description": "x"}]:
        both.patch("registered-models/update", body)
    for body in [{}, {"name": "nope"}, {"name": "a/b"}, {"name": 5}, {"name": "m1"}, {"name": "m1"}]:
        both.delete("registered-models/delete", body)
    both.get("registered-models/get", {"name": "m1"})
    both.post("registered-models/create", {"name": "m1"})
    both.get("registered-models/get", {"name": "m1"})
