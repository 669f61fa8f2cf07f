"""Experiments: create, get, rename, delete, restore, tags, searches."""

import base64

from searches import pairs

NAMES = ["", " ", "Default", "default", "a", "A", "e" * 500, "e" * 501, "ünï 日本", "a/b", "a:b", "a'b", 'a"b', "..", "a\tb", "a\nb", "<b>", "0", "1.5", "😀", 5, 0, None, True, ["a"], {"a": 1}, 1.5]  # fmt: skip

LOCATIONS = [
    "s3://bucket/path", "s3://bucket", "s3://bucket/", "mlflow-artifacts:/x", "mlflow-artifacts:/x/y/", "s3://b/a b", "s3://b/ü", "", 5, None, ["s3://b"], "s3://b/" + "x" * 2_100,
]  # fmt: skip

# MLflow takes most of these; nothing else looks at their experiments.
STRICTER = [
    "s3://b/../x", "s3://b/a/../x", "s3://b/%2e%2e/x", "s3://b/%252e%252e/x", "s3://b/x?y", "s3://b/x#y", "s3://b/x;y", "s3://b/x?a=..", "mlflow-artifacts:/x?a=b", "mlflow-artifacts:/../x", "mlflow-artifacts:/x/../y", "mlflow-artifacts:/x#y",
]  # fmt: skip

TAGS = [
    "x", [], {}, [5], [None], [{}], [{"key": "k"}], [{"value": "v"}], [{"key": "", "value": "v"}], [{"key": "k", "value": 5}], [{"key": 5, "value": "v"}], [{"key": "k", "value": None}], [{"key": "k", "value": ""}], [{"key": "a#", "value": "v"}], [{"key": "../k", "value": "v"}],
    [{"key": "k", "value": "1"}, {"key": "k", "value": "2"}], [{"key": "k" * 250, "value": "v"}], [{"key": "k" * 251, "value": "v"}], [{"key": "k", "value": "v" * 20_000}], [{"key": "k", "value": "v" * 20_001}], [{"key": "é ü", "value": "ü\n😀"}], None,
]  # fmt: skip

KEYS = ["a", "a b", "a#", "", "a/b", "a//b", "../a", ".", "..", "a.b", "a:b", "k" * 250, "k" * 251, "é", "a`b", "a\nb", "mlflow.note.content", "A", 5, None, ["a"]]
VALUES = ["", "x", None, 5, 1.5, True, ["x"], {"a": 1}, "v" * 20_000, "v" * 20_001, "ü\n😀"]

# How else an id can be written, and what is none.
IDS = ["", "999999", "-1", "x", "1.0", "0x1", "００", "0_0", " 0 ", "+0", "00", "9" * 30, 0, None, True, ["0"], {}]

# MLflow reads these as ids, but can't store a tag by them.
WRITTEN_ODDLY = ["００", "0_0"]

FILTERS = [
    "", " ", "name = 'one'", "name = 'ONE'", "name != 'one'", "name LIKE 't%'", "name ILIKE 'T%'", "name LIKE 'T%'", "name IN ('one')", "name NOT IN ('one')", "name > 'a'", "name = 5", "name IS NULL", "name = one", "NAME = 'one'", "attribute.name = 'one'", "attributes.name = 'one'", "attr.name = 'one'",
    "`name` = 'one'", "name = 'it''s'", "name = \"two words\"", "name LIKE '%words' AND tags.team = 'x'", "experiment_id = '0'", "experiment_id = '${one}'", "experiment_id != '${one}'", "experiment_id IN ('0', '${one}')", "experiment_id NOT IN ('0', '${one}')", "experiment_id = 0", "experiment_id = 'x'",
    "experiment_id IN ('x')", "experiment_id IN ()", "experiment_id LIKE '0'", "experiment_id ILIKE '0'", "experiment_id > '0'", "experiment_id < 5", "experiment_id = ' 0 '", "experiment_id = '００'", "attribute.experiment_id = '0'", "tags.team = 'x'", "tag.team = 'x'", "tags.team != 'x'", "tags.team LIKE 'x%'", "tags.team ILIKE 'X%'",
    "tags.team IS NULL", "tags.team IS NOT NULL", "tags.team is not null", "tags.`two words` = 'y'", "tags.\"two words\" = 'y'", "tags.empty = ''", "tags.nope = 'x'", "tags.nope != 'x'", "tags.team IN ('x')", "tags.team > 'x'", "tags.team = 5", "tags.team = x", "tags.team = 'x' AND tags.stage = 'prod'", "tags.team = 'x' AND tags.team = 'y'",
    "tags.team = 'x' OR tags.team = 'y'", "creation_time > 0", "creation_time >= 0", "creation_time < 5", "creation_time = 5", "creation_time != 5", "creation_time > 1.5", "creation_time > '0'", "creation_time > 'x'", "creation_time LIKE '1'", "creation_time IN (1)", "creation_time > -1", "creation_time > 99999999999999999999", "creation_time IS NULL",
    "last_update_time > 0", "last_update_time <= 5", "attribute.creation_time > 0", "creation_time > 0 AND name = 'one'", "lifecycle_stage = 'active'", "artifact_location LIKE '%'", "foo = 'x'", "metrics.a > 1", "params.a = 'x'", "foo.name = 'x'", "name", "name =", "= 'x'", "name = 'one' name = 'one'", "(name = 'one')", "NOT name = 'one'", "name = 'one' AND", "; DROP",
    "workspace = 'default'", "tags.`mlflow.x` = '1'", "tags. = 'x'", ".a = 'x'", "name == 'one'", "name <> 'one'", "name = NULL", "name = ''", "name LIKE ''",
]  # fmt: skip

ORDERS = [
    [], ["name"], ["name ASC"], ["name DESC"], ["name desc"], ["NAME"], ["experiment_id"], ["experiment_id DESC"], ["creation_time"], ["creation_time DESC"], ["last_update_time"], ["last_update_time DESC"], ["name", "experiment_id DESC"], ["last_update_time DESC", "name"], ["name", "name DESC"], ["name", "name"], ["attribute.name"], ["attributes.name"],
    ["`name`"], ["tags.team"], ["tag.team"], ["metrics.a"], ["foo"], ["name foo"], [""], [" "], ["name, creation_time"], ["name;"], ["name DESC ASC"], ["lifecycle_stage"], ["artifact_location"], ["1"], ["-name"], ["'name' DESC"], ["attribute.'name'"], ["`attribute`.name DESC"], ["`attribute.name` DESC"], ["`na`me DESC"],
]  # fmt: skip

LIMITS = [None, 0, 1, 2, -1, 50_000, 50_001, "1", "x", "1.5", "", " 1 ", 1.5, 1.0, True, 2**31, 2**63, 2**64, "01", "+1"]


def run(both):
    creation(both)
    default(both)
    lives(both)
    tags(both)
    searches(both)
    pages(both)


def creation(both):
    both.post("experiments/create")
    for name in NAMES:
        both.post("experiments/create", {"name": name})
        both.get("experiments/get-by-name", {"experiment_name": name if isinstance(name, str) else str(name)})
        both.post("experiments/create", {"name": name})
    for i, location in enumerate(LOCATIONS):
        both.post("experiments/create", {"name": f"located {i}", "artifact_location": location})
        both.get("experiments/get-by-name", {"experiment_name": f"located {i}"})
    for location in STRICTER:
        both.post("experiments/create", {"name": f"strict {location}", "artifact_location": location})
    for i, given in enumerate(TAGS):
        both.post("experiments/create", {"name": f"tagged {i}", "tags": given})
        if both.agreed():
            both.get("experiments/get-by-name", {"experiment_name": f"tagged {i}"})
    both.post("experiments/create", {"name": "camel", "artifactLocation": "s3://b/camel"})
    both.get("experiments/get-by-name", {"experiment_name": "camel"})
    both.post("experiments/create", {"name": "both", "artifactLocation": "s3://b/1", "artifact_location": "s3://b/2"})
    for query in [None, {}, {"experiment_name": "nope"}, {"experiment_name": ""}, {"experimentName": "Default"}, {"name": "Default"}, {"experiment_name": ["Default", "nope"]}]:
        both.get("experiments/get-by-name", query)
    both.send("GET", "experiments/get-by-name", body={"experiment_name": "Default"})
    both.send("GET", "experiments/get-by-name", body={"experimentName": "Default"})


def default(both):
    both.get("experiments/get", {"experiment_id": "0"})
    for i in IDS:
        both.get("experiments/get", {"experiment_id": i if isinstance(i, str) else str(i)})
        both.send("GET", "experiments/get", body={"experiment_id": i})
        both.post("experiments/update", {"experiment_id": i, "new_name": "Default"})
        if i not in WRITTEN_ODDLY:
            both.post("experiments/set-experiment-tag", {"experiment_id": i, "key": "k", "value": "v"})
            both.post("experiments/delete-experiment-tag", {"experiment_id": i, "key": "k"})
    for i in ["", "999999", "-1", "x", "9" * 30, 5, None]:
        both.post("experiments/delete", {"experiment_id": i})
        both.post("experiments/restore", {"experiment_id": i})
    for operation in ["update", "delete", "restore", "set-experiment-tag", "delete-experiment-tag"]:
        both.post(f"experiments/{operation}")
    both.get("experiments/get")
    both.get("experiments/get", {"experimentId": "0"})
    both.post("experiments/delete", {"experiment_id": "0"})
    both.get("experiments/get", {"experiment_id": "0"})
    both.get("experiments/search", {"max_results": 10, "filter": "experiment_id = '0'"})
    both.post("runs/create", {"experiment_id": "0"})
    both.post("experiments/restore", {"experiment_id": "0"})
    both.post("experiments/update", {"experiment_id": "0", "new_name": "Renamed default"})
    both.get("experiments/get-by-name", {"experiment_name": "Default"})
    both.get("experiments/get-by-name", {"experiment_name": "Renamed default"})
    both.post("experiments/update", {"experiment_id": "0", "new_name": "Default"})


def lives(both):
    both.experiment("life")
    both.experiment("other life")
    look(both)
    for name in NAMES + ["other life", "life", "changed"]:
        both.post("experiments/update", {"experiment_id": "${life}", "new_name": name})
        look(both)
    both.post("experiments/update", {"experiment_id": "${life}"})
    both.post("experiments/create", {"name": "life"})
    both.post("experiments/create", {"name": "changed"})
    for operation in ["delete", "delete", "update", "set-experiment-tag", "delete-experiment-tag", "restore", "restore", "update"]:
        both.post(f"experiments/{operation}", {"experiment_id": "${life}", "new_name": "again", "key": "k", "value": "v"})
        look(both)
        both.get("experiments/get-by-name", {"experiment_name": "again"})
        both.post("experiments/create", {"name": "changed"})
    both.post("experiments/delete", {"experiment_id": "${other life}"})
    both.post("experiments/create", {"name": "other life"})
    both.post("experiments/update", {"experiment_id": "${life}", "new_name": "other life"})


def look(both):
    both.get("experiments/get", {"experiment_id": "${life}"})


def tags(both):
    both.experiment("tags", tags=pairs({"born": "with"}))
    place = {"experiment_id": "${tags}"}
    for key in KEYS:
        both.post("experiments/set-experiment-tag", {**place, "key": key, "value": "x"})
    for value in VALUES:
        both.post("experiments/set-experiment-tag", {**place, "key": "k", "value": value})
        both.get("experiments/get", place)
    both.post("experiments/set-experiment-tag", {**place, "key": "k"})
    both.post("experiments/set-experiment-tag", {**place, "value": "k"})
    for key in KEYS + ["born", "born", "never"]:
        both.post("experiments/delete-experiment-tag", {**place, "key": key})
    both.get("experiments/get", place)


def searches(both):
    both.clear()
    both.experiment("one", tags=pairs({"team": "x"}))
    both.experiment("two words", tags=pairs({"team": "xy", "stage": "prod", "empty": ""}))
    both.experiment("three", tags=pairs({"team": "y", "two words": "y"}))
    both.experiment("it's")
    both.experiment("Ünï", tags=pairs({"stage": "prod", "team": "x"}))
    both.experiment("gone", tags=pairs({"team": "x"}))
    both.post("experiments/delete", {"experiment_id": "${gone}"})
    both.post("experiments/update", {"experiment_id": "${one}", "new_name": "one"})
    for filter_string in FILTERS:
        both.get("experiments/search", {"filter": filter_string, "max_results": 100})
    for order in ORDERS:
        both.get("experiments/search", {"order_by": order, "max_results": 100, "filter": "tags.team LIKE '%'"})
        both.post("experiments/search", {"order_by": order, "max_results": 100})
    for view in ["ACTIVE_ONLY", "DELETED_ONLY", "ALL", "active_only", "1", "2", "3", "0", "4", "x", "", 1, 2, 3, 0, 4, None, True, 1.5, [1]]:
        query = {"max_results": 100, "filter": "tags.team LIKE '%'", "view_type": view}
        both.get("experiments/search", query)
        both.post("experiments/search", query)
    for limit in LIMITS:
        both.get("experiments/search", {"max_results": limit} if limit is not None else None)
        both.post("experiments/search", {"max_results": limit})
    for body in [{}, {"filter": 5}, {"order_by": "name"}, {"order_by": [5]}, {"order_by": {}}, {"page_token": 5}, {"filter": ["name = 'one'"]}, {"maxResults": 5}, {"viewType": "DELETED_ONLY", "filter": "tags.team LIKE '%'"}]:
        both.post("experiments/search", {"max_results": 100, **body} if "maxResults" not in body else body)


def pages(both):
    for i in range(12):
        both.experiment(f"page {i:02}", tags=pairs({"batch": str(i % 2)}))
    for filter_string in ["", "name LIKE 'page%'", "tags.batch = '1'", "name = 'page 01'", "name = 'nope'"]:
        for order in [[], ["name"], ["name DESC"], ["creation_time"], ["last_update_time DESC"]]:
            both.walk("experiments/search", {"filter": filter_string, "order_by": order, "max_results": 5})
    both.walk("experiments/search", {"max_results": 1, "view_type": "ALL", "filter": "tags.batch LIKE '%'"})
    for token in ["x", "====", "é", "", base64.b64encode(b'{"offset": 1}').decode(), base64.b64encode(b'{"offset": -1}').decode()]:
        both.get("experiments/search", {"max_results": 5, "page_token": token})
    both.get("experiments/search", {"max_results": 3})
    both.save("token", "next_page_token")
    both.get("experiments/search", {"max_results": 3, "page_token": "${token}", "filter": "name != 'x'"})
    both.get("experiments/search", {"max_results": 5, "page_token": "${token}"})
