"""Histories of metrics: of one run with pages, of many, and sampled."""

import base64

# For the web page alone, which asks under this prefix.
BULK = "/ajax-api/2.0/mlflow/metrics/get-history-bulk"


def run(both):
    both.experiment("histories")
    for name in ["one", "two", "empty"]:
        both.start_run(name, "${histories}")
    both.post("runs/log-batch", {"run_id": "${one}", "metrics": [point("m", i * 37 % 23, i * 5 % 17, i * 11 % 29) for i in range(60)]})
    both.post("runs/log-batch", {"run_id": "${one}", "metrics": [point("odd", value, 5, step) for step in [0, 0, 1, -3] for value in ["NaN", "Infinity", "-Infinity", -1, 0, 2.5, 1e-300]]})
    both.post("runs/log-batch", {"run_id": "${two}", "metrics": [point("m", i, i, i) for i in range(10)]})
    both.post("runs/log-batch", {"run_id": "${two}", "metrics": [point("same step", i, i, 0) for i in range(30)]})
    history(both)
    bulk(both)
    interval(both)
    both.post("runs/delete", {"run_id": "${two}"})
    both.get("metrics/get-history", {"run_id": "${two}", "metric_key": "m"})
    both.get(BULK, {"run_id": ["${one}", "${two}"], "metric_key": "m"}, unordered="metrics")
    both.get("metrics/get-history-bulk-interval", {"run_ids": ["${one}", "${two}"], "metric_key": "m", "max_results": 5})
    both.post("experiments/delete", {"experiment_id": "${histories}"})
    both.get("metrics/get-history", {"run_id": "${one}", "metric_key": "m"})
    both.get(BULK, {"run_id": "${one}", "metric_key": "m"})


def point(key, value, timestamp, step):
    return {"key": key, "value": value, "timestamp": timestamp, "step": step}


def history(both):
    operation = "metrics/get-history"
    for query in [None, {}, {"run_id": "${one}"}, {"metric_key": "m"}, {"run_id": "", "metric_key": "m"}, {"run_id": "${one}", "metric_key": ""}]:
        both.get(operation, query)
    for run in ["one", "two", "empty"]:
        for key in ["m", "odd", "same step", "nope", "M", "a/b", "é"]:
            both.get(operation, {"run_id": "${" + run + "}", "metric_key": key})
    for query in [{"run_id": "nope"}, {"run_uuid": "${one}"}, {"run_id": "${one}", "run_uuid": "nope"}, {"runId": "${one}"}, {"run_id": ["${one}", "${two}"]}]:
        both.get(operation, {**query, "metric_key": "m"})
    for limit in [0, 1, 7, 59, 60, 61, 25_000, 25_001, -1, "x", "", "1.5", " 5 ", "05", "+5", 2**31, 2**63, 2**64]:
        both.get(operation, {"run_id": "${one}", "metric_key": "m", "max_results": limit})
    for limit in [1, 7, 20, 60]:
        for key in ["m", "odd"]:
            both.walk(operation, {"run_id": "${one}", "metric_key": key, "max_results": limit})
    for token in ["x", "====", "é", "", base64.b64encode(b'{"offset": 1}').decode(), base64.b64encode(b'{"offset": -1}').decode()]:
        both.get(operation, {"run_id": "${one}", "metric_key": "m", "max_results": 5, "page_token": token})
    both.get(operation, {"run_id": "${one}", "metric_key": "m", "max_results": 5})
    both.save("token", "next_page_token")
    for query in [{}, {"max_results": 9}, {"max_results": ""}, {"run_id": "${two}"}, {"metric_key": "odd"}]:
        both.get(operation, {"run_id": "${one}", "metric_key": "m", "max_results": 5, "page_token": "${token}", **query})
    for body in [{"run_id": "${one}", "metric_key": "m"}, {"run_id": "${one}", "metric_key": "m", "max_results": "5"}, {"run_id": "${one}", "metric_key": 5}, {"run_id": 5, "metric_key": "m"}, {"runId": "${one}", "metricKey": "m"}, {"run_id": "${one}", "metric_key": "m", "max_results": None}]:
        both.send("GET", operation, body=body)


def bulk(both):
    operation = BULK
    for query in [None, {}, {"run_id": "${one}"}, {"metric_key": "m"}, {"run_id": "", "metric_key": "m"}, {"run_id": "${one}", "metric_key": ""}, {"run_id": "nope", "metric_key": "m"}, {"run_ids": "${one}", "metric_key": "m"}, {"run_uuid": "${one}", "metric_key": "m"}]:
        both.get(operation, query)
    for key in ["m", "odd", "same step", "nope"]:
        both.get(operation, {"run_id": "${one}", "metric_key": key})
    both.get(operation, {"run_id": ["${one}", "${one}"], "metric_key": "m"})
    both.get(operation, {"run_id": ["${empty}", "nope", "${two}"], "metric_key": "m"})
    for limit in [1, 7, 60, 61, 25_000, 25_001, "x", "", "1.5", " 5 ", "05", 0, -1]:
        both.get(operation, {"run_id": "${one}", "metric_key": "m", "max_results": limit})
    for count in [100, 101, 1_000]:
        both.get(operation, {"run_id": [f"r{i}" for i in range(count)], "metric_key": "m"})


def interval(both):
    operation = "metrics/get-history-bulk-interval"
    for query in [None, {}, {"run_ids": "${one}"}, {"metric_key": "m"}, {"run_ids": "", "metric_key": "m"}, {"run_ids": "${one}", "metric_key": ""}, {"run_ids": "nope", "metric_key": "m"}, {"run_id": "${one}", "metric_key": "m"}, {"run_ids": ["${one}", "nope"], "metric_key": "m"}]:
        both.get(operation, query)
    for key in ["m", "odd", "same step", "nope"]:
        for limit in [1, 2, 3, 7, 10, 29, 30, 59, 60, 61, 2_500]:
            both.get(operation, {"run_ids": ["${two}", "${one}"], "metric_key": key, "max_results": limit})
    for limit in [0, -1, 2_501, "x", "", "1.5", " 5 ", "05", 2**31, 2**64]:
        both.get(operation, {"run_ids": "${one}", "metric_key": "m", "max_results": limit})
    for start, end in [(0, 5), (5, 0), (5, 5), (-10, 100), (3, None), (None, 3), ("x", 5), (0, "x"), ("", ""), (0, ""), ("1.5", 3), (" 1 ", "05"), (0, 2**31), (0, 2**63)]:
        query = {"run_ids": ["${one}", "${two}"], "metric_key": "m"}
        query.update({name: value for name, value in [("start_step", start), ("end_step", end)] if value is not None})
        both.get(operation, query)
        both.get(operation, {**query, "max_results": 4})
    for count in [100, 101, 1_000]:
        both.get(operation, {"run_ids": [f"r{i}" for i in range(count)], "metric_key": "m"})
    both.get(operation, {"run_ids": ["${one}", "${one}"], "metric_key": "m", "max_results": 3})
    for api in ["/api/2.0/mlflow/", "/ajax-api/2.0/mlflow/", "/ajax-api/3.0/mlflow/"]:
        both.get(api + operation, {"run_ids": "${one}", "metric_key": "m", "max_results": 3})
        both.get(api + "metrics/get-history", {"run_id": "${one}", "metric_key": "m", "max_results": 3})
