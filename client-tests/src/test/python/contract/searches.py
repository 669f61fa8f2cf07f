"""Searches of models and of versions: the whole filter language, every order, every limit."""

SHARED_FILTERS = [
    "", "  ", "name = 'm1'", "name='m1'", "name = \"m1\"", "name = 'nope'", "name LIKE 'm%'", "name like 'm%'", "name ILIKE 'M%'", "name LIKE 'M%'", "name LIKE '%2'", "name LIKE 'm_'",
    "name LIKE '%m%2%'", "name LIKE ''", "name LIKE '%'", "name LIKE '_'", "name ILIKE 'Ü%'", "name LIKE 'a\\_b'", "name LIKE 'm1' AND name LIKE '%1'", "name != 'm1'", "name = ''", "name != ''",
    "name = 'it''s'", "name = \"it's\"", "name = 'a''b'", "name = 'a\\'b'", "name = 'a b'", "name = 'ünï'", "name = '😀'",
    "name = m1", "name = 1", "name = `m1`", "name", "name =", "= 'm1'", "name == 'm1'", "name = 'm1", "NOT name = 'm1'", "(name = 'm1')", "name = 'm1';", "name = 'm1' -- x", "name = 'm1' /* x */",
    "name = 'm1' name = 'm1'", "name = 'm1' AND", "AND name = 'm1'", "name = 'm1' AND AND name = 'm1'", "name = 'm1' and name = 'm1'", "name='m1'AND name='m1'", "name = 'm1' OR name = 'm2'", "name = 'm1' , name = 'm2'",
    "NAME = 'm1'", "Name = 'm1'", "`name` = 'm1'", "\"name\" = 'm1'", "'name' = 'm1'", "attribute.name = 'm1'", "attributes.name = 'm1'", "attr.name = 'm1'", "attribute.`name` = 'm1'", "attribute.foo = 'x'",
    "name <> 'm1'", "name > 'a'", "name >= 'a'", "name < 'z'", "name <= 'z'", "name IS NULL", "name IS NOT NULL", "name BETWEEN 'a' AND 'b'", "name REGEXP 'm'", "name RLIKE 'm'", "name NOT LIKE 'm%'", "name !== 'm'",
    "name IN ('m1','m2')", "name IN ('m1')", "name IN ('m1',)", "name IN ('m1', \"m2\")", "name in ('m1')", "name NOT IN ('m1')", "name NOT IN ('m1', 'it''s')", "name IN ()", "name IN (1)", "name IN ('m1', 1)", "name IN 'm1'", "name IN (m1)",
    "name IN ('m1') AND name = 'm1'", "name = 'm1' AND name IN ('m1')", "name IN ('m1' 'm2')", "name IN ('nope')", "attribute.name IN ('m1')", "name NOT IN ()", "name IN ('m1'", "name IN ('')",
    "foo = 'x'", "description = 'x'", "timestamp > 0", "creation_timestamp > 0", "last_updated_timestamp > 5", "stage = 'Production'", "current_stage = 'None'", "aliases = 'x'", "alias = 'champion'", "user_id = 'x'", "status = 'READY'",
    "tags.a = '1'", "tag.a = '1'", "tags.`a` = '1'", "tags.\"a\" = '1'", "tags.'a' = '1'", "tags.a != '9'", "tags.a != '1'", "tags.a LIKE '%'", "tags.a ILIKE '1'", "tags.b ILIKE 'V%'", "tags.b LIKE 'v%'", "tags.nope = '1'", "tags.nope != '1'",
    "tags.a = '1' AND tags.b = 'Value'", "tags.a = '1' AND tags.a = '2'", "tags.a = '1' AND tags.a != '2'", "tags.a = '1' AND name = 'm1'", "tags.a = '1' OR tags.a = '2'", "tags.`with space` = 'x'", "tags.\"with space\" = 'x'", "tags.`a.b` = 'x'", "tags.a.b = 'x'",
    "tags.`a/b` = 'x'", "tags.é = 'ü'", "tags.`é` = 'ü'", "tags.empty = ''", "tags.a > '1'", "tags.a >= '1'", "tags.a <> '1'", "tags.a = 1", "tags.a = one", "tags.a IN ('1')", "tags.a NOT IN ('1')", "tags.a IS NULL", "tags.a IS NOT NULL", "tags.a == '1'",
    "tags = 'x'", "tags. = 'x'", "tags.`` = 'x'", ".a = 'x'", "params.a = '1'", "metrics.a > 1", "TAGS.a = '1'", "Tags.a = '1'", "tags.A = '1'", "tags.a='1'", "tags.a= '1'", "tags.`a`='1' and tags.`b`='Value'",
    "; DROP TABLE x", "name = 'm1'; DELETE", "SELECT 1", "1 = 1", "'a' = 'a'", "*", "%", "name = '%'", "name = NULL", "name = true", "a.b.c = 'x'", "name = 'm1' && name = 'm1'", "\x00", "name\t=\n'm1'", "name = 'm\n1'",
    "tags.`mlflow.prompt.is_prompt` = 'true'", "tags.`mlflow.prompt.is_prompt` = 'TRUE'", "tags.`mlflow.prompt.is_prompt` != 'true'", "tags.`mlflow.prompt.is_prompt` = 'false'", "tags.`mlflow.prompt.is_prompt` != 'false'",
    "tags.`mlflow.prompt.is_prompt` LIKE 'true'", "tags.`mlflow.prompt.is_prompt` = 'true' AND name = 'p1'", "name = 'p1'", "name LIKE 'p%'", "tags.`mlflow.prompt.is_prompt` = 'true' AND tags.a = '1'",
]  # fmt: skip

VERSION_FILTERS = [
    "run_id = 'abc'", "run_id = ''", "run_id != 'abc'", "run_id LIKE 'a%'", "run_id LIKE '%'", "run_id ILIKE 'ABC'", "run_id IN ('abc')", "run_id IN ('abc', 'x') AND name = 'm1'", "run_id NOT IN ('abc')", "run_id IN ()", "run_id IN ('a',)", "run_id = 1", "run_id > 'a'",
    "run_id = 'abc' AND name = 'm2'", "run_id = 'abc' AND tags.a = '1'", "run_id = 'nope'", "attribute.run_id = 'abc'", "source_path = 's3://b/0'", "source_path LIKE 's3%'", "source_path ILIKE 'S3%'", "source_path IN ('s3://b/0')", "source_path != 's3://b/0'", "source_path = 5",
    "source = 's3://b/0'", "version_number = 1", "version_number = '1'", "version_number = ' 1 '", "version_number = '1_0'", "version_number = 'x'", "version_number = 1.5", "version_number = '1.5'", "version_number = -1", "version_number = +1", "version_number = 1e0", "version_number = 0x1",
    "version_number > 1", "version_number >= 2", "version_number < 2", "version_number <= 2", "version_number != 1", "version_number <> 1", "version_number > '1'", "version_number LIKE '1'", "version_number ILIKE '1'", "version_number IN (1)", "version_number IN ('1')", "version_number NOT IN (1)",
    "version_number >= 2 AND version_number < 3", "version_number = 99999999999999999999", "version_number = 007", "version = 1", "version = '1'", "name = 'm1' AND version_number < 3", "name = 'm1' AND version_number = 2", "version_number = \"2\"", "version_number = name", "version_number = (1)",
]  # fmt: skip

ORDERS = [
    [], ["name"], ["name DESC"], ["name ASC"], ["name desc"], ["name asc"], ["NAME"], ["Name"], [" name "], ["name  DESC"], ["name\tDESC"], ["timestamp"], ["timestamp DESC"], ["last_updated_timestamp"], ["last_updated_timestamp DESC"], ["creation_timestamp"], ["creation_timestamp DESC"],
    ["version_number"], ["version_number DESC"], ["version"], ["name", "version_number ASC"], ["name DESC", "version_number"], ["version_number", "name DESC"], ["last_updated_timestamp", "name DESC"], ["timestamp", "name DESC"], ["name", "timestamp"], ["creation_timestamp", "version_number"],
    ["name", "name"], ["name", "name DESC"], ["last_updated_timestamp", "timestamp"], ["foo"], ["name foo"], ["name DESC ASC"], ["name, timestamp"], [""], [" "], ["DESC"], ["name DESC;"], ["attribute.name"], ["attributes.name DESC"], ["`name`"], ["`name` DESC"], ["\"name\""], ["'name'"],
    ["attribute.`name`"], ["tags.a"], ["tag.a"], ["metrics.a"], ["foo.name"], ["run_id"], ["source_path"], ["name; DROP"], ["name = 'x'"], ["1"], ["name 'DESC"], ["'name' DESC"], ["'timestamp' DESC"], ["'name DESC"], ["name` DESC"], ["name'x' DESC"], ["'attribute'.name DESC"], ["attribute.'name'"], ["attribute.'name' DESC"], ["`attribute`.name DESC"], ["\"attribute\".name DESC"], ["`attribute.name` DESC"], ["`na`me DESC"], ["`name` nope"], ["-name"], ["version_number", "last_updated_timestamp DESC"],
]  # fmt: skip

LIMITS = [0, 1, 2, 999, 1000, 1001, 10000, 200000, 200001, -1, "x", "1.5", "", " 1 ", "1_0", "01", "+1", "1e1", 2**31, 2**63, 2**64, "true"]


def fill(both):
    """Models and versions of every kind that the filters distinguish."""
    for name, tags in [
        ("m1", {"a": "1", "b": "Value"}), ("m2", {"a": "2", "with space": "x", "a.b": "x"}), ("M1", {"a": "1", "a/b": "x"}), ("it's", {"b": "other"}), ("a b", {"é": "ü"}),
        ("ünï", {"empty": ""}), ("Ünï", {}), ("😀", {"A": "1"}), ("a_b", {}), ("zz", {"a": "1"}), ("p1", {"mlflow.prompt.is_prompt": "true", "a": "1"}), ("p2", {"mlflow.prompt.is_prompt": "False"}),
    ]:  # fmt: skip
        both.post("registered-models/create", {"name": name, "tags": pairs(tags)})
        for i in range(2 if name.startswith("m") else 1):
            version = {"name": name, "source": f"s3://b/{i}", "tags": pairs(tags), "run_id": "abc" if i == 0 else "def"}
            both.post("model-versions/create", {**version, "source": "dummy-source"} if name == "p1" else version)
    both.post("model-versions/create", {"name": "m1", "source": "s3://b/1", "tags": []})
    both.patch("model-versions/update", {"name": "m1", "version": "1", "description": "touched"})
    both.patch("registered-models/update", {"name": "a b", "description": "touched"})


def pairs(tags):
    return [{"key": key, "value": value} for key, value in tags.items()]


def run(both):
    fill(both)
    for kind, filters in [("registered-models", SHARED_FILTERS), ("model-versions", SHARED_FILTERS + VERSION_FILTERS)]:
        operation = f"{kind}/search"
        for filter_string in filters:
            both.get(operation, {"filter": filter_string})
        for order in ORDERS:
            both.get(operation, {"order_by": order})
            both.get(operation, {"order_by": order, "filter": "tags.a = '1'"})
        for limit in LIMITS:
            both.get(operation, {"max_results": limit})
        for query in [{"filter": ["name = 'm1'", "name = 'm2'"]}, {"max_results": [1, 2]}, {"unknown": "x"}, {"orderBy": "name DESC"}, {"maxResults": "1"}, {"order_by[]": "name"}]:
            both.get(operation, query)
        for body in [{"max_results": 1}, {"filter": "name = 'm1'"}, {"filter": 5}, {"order_by": "name"}, {"order_by": ["name DESC"]}, {"order_by": [5]}, {"max_results": "1"}, {"max_results": 1.5}, {"max_results": 1.0}, {"max_results": True}, {"max_results": None}, {"page_token": 5}]:
            both.send("GET", operation, body=body)
