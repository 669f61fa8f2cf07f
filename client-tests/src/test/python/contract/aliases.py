"""Aliases: set, look up, move, delete."""

ALIASES = ["champion", "Champion", "latest", "LATEST", "Latest", "v1", "V12", "v", "v1a", "v１", "a b", "a-b_c", "é", "日", "", "a" * 255, "a" * 256, "-", "_", "a.b", "a/b", "1"]


def run(both):
    for name in ["m", "other", "empty"]:
        both.post("registered-models/create", {"name": name})
    for _ in range(3):
        both.post("model-versions/create", {"name": "m", "source": "s3://b/x"})
    both.post("model-versions/create", {"name": "other", "source": "s3://b/x"})
    for alias in ALIASES + [5, None, True, ["a"]]:
        both.post("registered-models/alias", {"name": "m", "alias": alias, "version": "1"})
        both.get("registered-models/alias", {"name": "m", "alias": str(alias)})
        both.delete("registered-models/alias", {"name": "other", "alias": alias})
    for version in ["9", "x", "", 1, None, " 2 ", "2", "-1", "1"]:
        both.post("registered-models/alias", {"name": "m", "alias": "champion", "version": version})
    both.post("registered-models/alias", {"name": "other", "alias": "champion", "version": "1"})
    both.get("registered-models/alias", {"name": "other", "alias": "champion"})
    for name in ["nope", "a/b", "", "empty"]:
        both.post("registered-models/alias", {"name": name, "alias": "x", "version": "1"})
        both.get("registered-models/alias", {"name": name, "alias": "x"})
        both.get("registered-models/alias", {"name": name, "alias": "latest"})
        both.delete("registered-models/alias", {"name": name, "alias": "x"})
    both.get("registered-models/alias", {"name": "m"})
    both.get("registered-models/alias", {"alias": "champion"})
    both.get("registered-models/get", {"name": "m"})
    for version in ["1", "2", "3"]:
        both.get("model-versions/get", {"name": "m", "version": version})
    both.get("registered-models/search", {"filter": "name = 'm'"})
    both.get("model-versions/search", {"filter": "name = 'm'"})
    both.get("registered-models/get-latest-versions", {"name": "m"})
    both.post("registered-models/alias", {"name": "m", "alias": "moving", "version": "3"})
    both.delete("model-versions/delete", {"name": "m", "version": "3"})
    both.get("registered-models/alias", {"name": "m", "alias": "moving"})
    both.get("registered-models/get", {"name": "m"})
    both.get("registered-models/alias", {"name": "m", "alias": "latest"})
    for alias in ["none", "champion", "champion", "a-b_c"]:
        both.delete("registered-models/alias", {"name": "m", "alias": alias})
        both.get("registered-models/get", {"name": "m"})
    both.delete("registered-models/alias", {"name": "m"})
    both.delete("registered-models/alias", {"alias": "x"})
    both.post("registered-models/alias", {"name": "other", "alias": "broken\n", "version": "1"})
