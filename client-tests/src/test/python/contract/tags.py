"""Tags of models and of versions."""

KEYS = ["a", "a b", "a#", "", "a/b", "a//b", "a/", "/a", "../a", "a/../b", ".", "..", "...", "a.b", "a:b", "k" * 250, "k" * 251, "é", "日", "😀", "a'b", 'a"b', "a`b", "a\tb", "a\nb", "a;b", "a%2e", "mlflow.x", "A", 5, None, ["a"]]  # fmt: skip
VALUES = ["", "x", None, 5, 1.5, True, ["x"], {"a": 1}, "v" * 100_000, "v" * 100_001, "ü\n😀", "'", "<script>alert(1)</script>"]


def run(both):
    both.post("registered-models/create", {"name": "m", "tags": [{"key": "born", "value": "with"}]})
    both.post("model-versions/create", {"name": "m", "source": "s3://b/x", "tags": [{"key": "born", "value": "with"}]})
    for kind, place in [("registered-models", {"name": "m"}), ("model-versions", {"name": "m", "version": "1"})]:
        for key in KEYS:
            both.post(f"{kind}/set-tag", {**place, "key": key, "value": "x"})
        for value in VALUES:
            both.post(f"{kind}/set-tag", {**place, "key": "k", "value": value})
            both.get(f"{kind}/get", place) if value != "v" * 100_000 else None
        both.post(f"{kind}/set-tag", {**place, "key": "k"})
        both.post(f"{kind}/set-tag", {**place, "value": "k"})
        both.post(f"{kind}/set-tag", place)
        both.get(f"{kind}/get", place)
        for key in KEYS + ["born", "born", "never"]:
            both.delete(f"{kind}/delete-tag", {**place, "key": key})
        both.delete(f"{kind}/delete-tag", place)
        both.get(f"{kind}/get", place)
        for name in ["nope", "a/b", "", None, 5]:
            both.post(f"{kind}/set-tag", {**place, "name": name, "key": "k", "value": "v"})
            both.delete(f"{kind}/delete-tag", {**place, "name": name, "key": "k"})
    for version in ["99", "x", "", 1, None, " 1 "]:
        both.post("model-versions/set-tag", {"name": "m", "version": version, "key": "k", "value": "v"})
        both.delete("model-versions/delete-tag", {"name": "m", "version": version, "key": "k"})
