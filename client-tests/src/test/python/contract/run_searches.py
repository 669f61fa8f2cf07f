"""Searches of runs: several experiments, the whole filter language, every order, pages, view types."""

import base64

from searches import pairs

FILTERS = [
    "", "  ", "metrics.m > 1", "metrics.m >= 2", "metrics.m < 2", "metrics.m <= 2", "metrics.m = 2", "metrics.m != 2", "metrics.m <> 2", "metrics.m == 2", "metric.m > 1", "metrics.`m` > 1", "metrics.\"m\" > 1", "metrics.'m' > 1", "metrics.m > 1.5", "metrics.m > -1", "metrics.m > +1", "metrics.m > 1e0", "metrics.m > .5", "metrics.m > 1.", "metrics.m > 0x1",
    "metrics.m > '1'", "metrics.m > one", "metrics.m LIKE '1'", "metrics.m IN (1)", "metrics.m IS NULL", "metrics.m IS NOT NULL", "metrics.nope > 0", "metrics.nope != 0", "metrics.nan > 0", "metrics.nan < 0", "metrics.nan = 0", "metrics.nan != 0", "metrics.nan >= 0", "metrics.inf > 1e300", "metrics.inf = 1.7976931348623157e308", "metrics.inf < -1e300", "metrics.m > NaN", "metrics.m > 'NaN'", "metrics.m > inf",
    "metrics.`a b` > 0", "metrics.a/b > 0", "metrics.`a/b` > 0", "metrics.a.b > 0", "metrics.`a.b` > 0", "metrics.\"a.b\" > 0", "metrics.m > 1 AND metrics.m < 3", "metrics.m > 99999999999999999999", "metrics.m = 0", "metrics.zero = 0", "metrics.zero = -0",
    "params.p = 'x'", "params.p != 'x'", "params.p LIKE 'x%'", "params.p ILIKE 'X%'", "params.p LIKE 'X%'", "params.p IN ('x')", "params.p > 'x'", "params.p = 5", "params.p = x", "param.p = 'x'", "parameter.p = 'x'", "parameters.p = 'x'", "params.`a b` = 'y'", "params.\"a b\" = 'y'", "params.nope = 'x'", "params.nope != 'x'", "params.empty = ''", "params.p IS NULL", "params.p IS NOT NULL", "params.nope IS NULL",
    "params.nope IS NOT NULL", "params.p is null", "params.p = 'x' AND params.q = '1'", "params.p = 'it''s'", "params.p = \"x\"", "params.p LIKE '%'", "params.p LIKE '_'", "params.long LIKE '%l'", "params.long = 'lllll'", "params.é = 'ü'", "params.`é` = 'ü'", "params.P = 'x'",
    "tags.t = '1'", "tag.t = '1'", "tags.t != '1'", "tags.t LIKE '%'", "tags.t ILIKE '1'", "tags.t IN ('1')", "tags.t > '1'", "tags.t = 1", "tags.t IS NULL", "tags.t IS NOT NULL", "tags.nope IS NULL", "tags.`mlflow.runName` = 'one'", "tags.mlflow.runName = 'one'", "tags.\"mlflow.runName\" LIKE 't%'", "tags.`mlflow.user` = 'me'", "tags.empty = ''", "tags.t = '1' AND tags.t = '2'", "tags.t = '1' AND tags.u = '1'", "tags.nope != 'x'",
    "attributes.run_id = '${one}'", "attribute.run_id = '${one}'", "attr.run_id = '${one}'", "run.run_id = '${one}'", "run_id = '${one}'", "run_id != '${one}'", "run_id IN ('${one}', '${two}')", "run_id NOT IN ('${one}', '${two}')", "run_id IN ('${one}',)", "run_id IN ()", "run_id IN ('${one}', 5)", "run_id LIKE '${one}'", "run_id LIKE '%'", "run_id ILIKE '%'", "run_id > 'a'", "run_id = 5", "run_id = ''", "run_uuid = '${one}'", "run_id IS NULL",
    "run_name = 'one'", "run_name != 'one'", "run_name LIKE 't%'", "run_name ILIKE 'T%'", "run_name IN ('one')", "`run name` = 'one'", "`Run name` = 'one'", "`Run Name` = 'one'", "\"run name\" = 'one'", "attributes.`run name` = 'one'", "attributes.run_name = 'one'", "name = 'one'", "run_name = 1", "run_name = 'renamed'", "run_name IS NOT NULL",
    "status = 'RUNNING'", "status = 'running'", "status != 'RUNNING'", "status LIKE 'R%'", "status ILIKE 'r%'", "status IN ('RUNNING')", "attributes.status = 'FINISHED'", "attribute.status='FINISHED'", "status = 1", "status = RUNNING", "start_time > 0", "start_time >= 30", "start_time < 30", "start_time <= 30", "start_time = 30", "start_time != 30", "start_time > '0'", "start_time > 'x'", "start_time LIKE '1'", "start_time > 29.5", "start_time > -1", "attributes.start_time > 20",
    "created > 20", "Created > 20", "attributes.created > 20", "attributes.Created > 20", "CREATED > 20", "end_time > 0", "end_time = 99", "end_time != 99", "end_time < 1e3", "end_time IS NULL", "artifact_uri LIKE '%artifacts'", "artifact_uri = 'x'", "artifact_uri ILIKE '%ARTIFACTS'", "user_id = 'me'", "user_id LIKE 'm%'", "user_id != 'me'", "attributes.user_id = ''", "`user id` = 'me'", "User = 'me'", "user = 'me'",
    "lifecycle_stage = 'active'", "experiment_id = '0'", "attributes.foo = 'x'", "foo = 'x'", "foo.bar = 'x'", "ATTRIBUTES.status = 'RUNNING'", "STATUS = 'RUNNING'", "Metrics.m > 1",
    "dataset.name = 'd1'", "datasets.name = 'd1'", "datasets.name != 'd1'", "datasets.name LIKE 'd%'", "datasets.name ILIKE 'D%'", "datasets.name IN ('d1', 'd2')", "datasets.name NOT IN ('d1')", "datasets.name > 'd'", "datasets.name = 5", "datasets.digest = '1'", "datasets.digest IN ('1')", "datasets.context = 'train'", "datasets.context LIKE 't%'", "datasets.context IN ('train', 'eval')", "datasets.context != 'train'", "datasets.foo = 'x'", "datasets.source = 'x'", "datasets.name IS NULL",
    "datasets.name = 'd1' AND datasets.context = 'eval'", "datasets.name = 'd1' AND datasets.digest = '2'", "dataset.`name` = 'd1'", "metrics.m > 1 AND params.p = 'x' AND tags.t = '1' AND status = 'RUNNING'", "metrics.m > 1 and params.p = 'x'", "metrics.m > 1 OR params.p = 'x'", "NOT metrics.m > 1", "(metrics.m > 1)", "metrics.m > 1;", "metrics.m > 1 AND", "AND metrics.m > 1", "metrics.m > 1 metrics.m < 3", "metrics.m", "metrics.m >", "> 1", "metrics > 1", "metrics. > 1", ".m > 1",
    "; DROP TABLE runs", "1 = 1", "metrics.m > metrics.m", "params.p = params.q", "params.p = NULL", "status", "models.m = 'x'", "inputs.m = 'x'", "params.p NOT LIKE 'x'", "params.p REGEXP 'x'", "params.p BETWEEN 'a' AND 'z'", "tags.t='1'AND params.p='x'", "params.p\t=\n'x'",
]  # fmt: skip

ORDERS = [
    [], ["start_time"], ["start_time DESC"], ["start_time ASC"], ["attributes.start_time"], ["attribute.start_time DESC"], ["created"], ["Created DESC"], ["end_time"], ["end_time DESC"], ["status"], ["status DESC", "start_time"], ["run_name"], ["run_name DESC"], ["`run name`"], ["`Run Name` DESC"], ["attributes.`run name`"], ["user_id", "start_time"], ["artifact_uri LIKE"],
    ["metrics.m"], ["metrics.m DESC"], ["metrics.`m` ASC"], ["metric.m"], ["metrics.nan"], ["metrics.nan DESC"], ["metrics.nope"], ["metrics.inf DESC"], ["metrics.`a b`"], ["metrics.m", "metrics.nan DESC"], ["params.p"], ["params.p DESC"], ["params.nope DESC"], ["params.q DESC", "params.p"], ["param.p"], ["parameter.p"], ["tags.t"], ["tags.t DESC"], ["tags.`mlflow.runName`"], ["tag.t", "metrics.m DESC"],
    ["start_time", "start_time"], ["start_time", "created"], ["metrics.m", "metrics.m DESC"], ["params.p", "tags.t", "metrics.m", "start_time"], ["datasets.name"], ["dataset.name"], ["foo"], ["foo.bar"], ["attributes.foo"], ["run_uuid"], ["lifecycle_stage"], ["experiment_id"], ["metrics"], ["metrics."], [""], [" "], ["start_time foo"], ["start_time DESC ASC"], ["start_time, status"], ["DESC"], ["start_time;"], ["-start_time"], ["1"], ["START_TIME"], ["start_time desc"],
    ["\"start_time\""], ["'start_time'"], ["`start_time` DESC"], ["metrics.\"m\""], ["metrics.m  DESC"], ["metrics.m\tDESC"], [" metrics.m "], ["metrics.a.b"], ["params.long"], ["models.m"],
    ["'start_time' DESC"], ["tags.'a b'"], ["tags.'a b' DESC"], ["metrics.'m' DESC"], ["`metrics`.m DESC"], ["`metrics.m` DESC"], ["metrics.`m"], ["tags.a-b"], ["tags.a-b DESC"], ["metrics.a/b"], ["params.a:b DESC"], ["metrics.m`"], ["metrics.`m` nope"],
]  # fmt: skip

LIMITS = [None, 0, 1, 2, -1, 1_000, 50_000, 50_001, "1", "x", "1.5", "", " 1 ", 1.5, 1.0, True, 2**31, 2**63, 2**64]
VIEWS = ["ACTIVE_ONLY", "DELETED_ONLY", "ALL", "active_only", "1", "2", "3", "0", "4", "x", "", 1, 2, 3, 0, 4, None, True, 1.5, [1]]


def run(both):
    fill(both)
    everywhere = {"experiment_ids": ["${first}", "${second}", "${third}"]}
    for filter_string in FILTERS:
        both.post("runs/search", {**everywhere, "filter": filter_string})
    for order in ORDERS:
        both.post("runs/search", {**everywhere, "order_by": order})
        both.post("runs/search", {"experiment_ids": ["${first}"], "order_by": order, "filter": "params.p LIKE '%'"})
    for limit in LIMITS:
        both.post("runs/search", {**everywhere, "max_results": limit})
    for view in VIEWS:
        both.post("runs/search", {**everywhere, "run_view_type": view})
        both.post("runs/search", {"experiment_ids": ["${third}"], "run_view_type": view})
    for ids in [[], None, ["${first}"], ["${second}", "${first}"], ["${first}", "${first}"], ["999999"], ["999999", "${first}"], ["x"], [""], [" ${first} "], ["-1"], ["1.0"], ["9" * 30], "${first}", 5, [5], [None], {}, [["${first}"]], ["${third}"]]:
        both.post("runs/search", {"experiment_ids": ids})
    for body in [{}, {"filter": 5}, {"filter": ["x"]}, {"order_by": "start_time"}, {"order_by": [5]}, {"order_by": {}}, {"page_token": 5}, {"filter": None, "order_by": None, "page_token": None}, {"unknown": 5}]:
        both.post("runs/search", {**everywhere, **body})
    for body in [{"experimentIds": ["${first}"]}, {"experimentIds": ["${first}"], "experiment_ids": ["${second}"]}, {"experiment_ids": ["${first}"], "maxResults": 1}, {"experiment_ids": ["${first}"], "orderBy": ["metrics.m"]}, {"experiment_ids": ["${first}"], "runViewType": "ALL"}]:
        both.post("runs/search", body)
    both.get("runs/search", {"experiment_ids": ["${first}"]})
    pages(both, everywhere)


def fill(both):
    """Runs of every kind that the filters distinguish, none started at the same time as another."""
    for name in ["first", "second", "third"]:
        both.experiment(name)
    for i, (name, experiment, metrics, params, tags, datasets) in enumerate([
        ("one", "first", {"m": 1, "nan": "NaN", "a b": 1}, {"p": "x", "q": "1"}, {"t": "1", "u": "1"}, [("d1", "1", "train")]),
        ("two", "first", {"m": 2, "nan": 3, "inf": "Infinity"}, {"p": "xy", "a b": "y"}, {"t": "2"}, [("d1", "1", "eval"), ("d2", "2", "train")]),
        ("three", "second", {"m": 3, "zero": 0, "a/b": 1, "inf": "-Infinity"}, {"p": "it's", "empty": "", "é": "ü"}, {"empty": "", "mlflow.user": "me"}, []),
        ("four", "second", {"m": -1, "nan": -1, "a.b": 2}, {"long": "l" * 5_000, "q": "2"}, {"t": "1"}, [("d1", "2", "")]),
        ("five", "third", {}, {}, {}, []),
        ("gone", "first", {"m": 5}, {"p": "x"}, {"t": "1"}, []),
        ("ünï", "third", {"m": 2}, {"p": "X"}, {"t": "10"}, [("D1", "1", "Train")]),
    ]):  # fmt: skip
        both.start_run(name, "${" + experiment + "}", start_time=10 * (i + 1), user_id="me" if i % 2 else "")
        run = {"run_id": "${" + name + "}"}
        both.post("runs/log-batch", {**run, "metrics": [{"key": key, "value": value, "timestamp": 1, "step": 1} for key, value in metrics.items()], "params": pairs(params), "tags": pairs(tags)})
        both.post("runs/log-inputs", {**run, "datasets": [dataset(*given) for given in datasets]})
    both.post("runs/update", {"run_id": "${two}", "status": "FINISHED", "end_time": 99})
    both.post("runs/update", {"run_id": "${three}", "status": "FAILED", "end_time": 98, "run_name": "renamed"})
    both.post("runs/outputs", {"run_id": "${one}", "models": [{"model_id": "m-made", "step": 3}]})
    both.post("runs/log-inputs", {"run_id": "${two}", "models": [{"model_id": "m-read"}]})
    both.post("runs/delete", {"run_id": "${gone}"})


def dataset(name, digest, context):
    tags = pairs({"mlflow.data.context": context} if context else {})
    return {"dataset": {"name": name, "digest": digest, "source_type": "local", "source": "{}"}, "tags": tags}


def pages(both, everywhere):
    for i in range(17):
        both.start_run(f"page{i}", "${second}" if i % 3 else "${first}", start_time=1_000 + i, tags=pairs({"batch": str(i % 2)}))
        both.post("runs/log-metric", {"run_id": f"${{page{i}}}", "key": "m", "value": i * 7 % 17, "timestamp": 1})
    for filter_string in ["", "tags.batch = '1'", "metrics.m > 3", "run_name = 'page3'", "run_name = 'nope'"]:
        for order in [[], ["start_time"], ["metrics.m"], ["metrics.m DESC"], ["tags.batch DESC", "start_time"], ["params.p", "start_time"], ["metrics.nan DESC"], ["end_time DESC"]]:
            both.walk("runs/search", {**everywhere, "filter": filter_string, "order_by": order, "max_results": 5})
    both.walk("runs/search", {**everywhere, "run_view_type": "ALL", "max_results": 1})
    tokens = ["x", "====", "é", "", base64.b64encode(b'{"offset": 1}').decode(), base64.b64encode(b'{"offset": -1}').decode(), base64.b64encode(b"[]").decode()]
    for token in tokens:
        both.post("runs/search", {**everywhere, "page_token": token})
    both.post("runs/search", {**everywhere, "max_results": 3})
    both.save("token", "next_page_token")
    for change in [{}, {"max_results": 5}, {"filter": "metrics.m > 0"}, {"order_by": ["metrics.m"]}, {"run_view_type": "ALL"}, {"experiment_ids": ["${first}"]}]:
        both.post("runs/search", {**everywhere, "max_results": 3, "page_token": "${token}", **change})
