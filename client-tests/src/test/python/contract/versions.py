"""Model versions: create, get, update, delete, download URI."""

NUMBERS = ["1", " 1 ", "01", "+1", "1.0", "x", "99", "-1", "0", "", "1_0", "1__0", "９", "1e3", "0x1", "None", "latest", "9" * 30]


def run(both):
    both.post("registered-models/create", {"name": "m"})
    for i in range(3):
        both.post("model-versions/create", {"name": "m", "source": f"s3://b/m{i}"})
        both.get("registered-models/get", {"name": "m"})
    full = {"run_id": "abc", "run_link": "http://x/y", "description": "words", "tags": [{"key": "t", "value": "1"}]}
    both.post("model-versions/create", {"name": "m", "source": "s3://b/x", **full})
    for field, value in [("name", "nope"), ("name", ""), ("name", 5), ("name", None), ("name", "a/b"), ("source", ""), ("source", None), ("source", 5), ("run_id", 5), ("run_id", ""), ("run_id", None), ("run_link", 5), ("run_link", ""), ("run_link", "javascript:x"), ("description", 5), ("description", None), ("description", ""), ("tags", "x"), ("tags", [5]), ("tags", [{"key": "a#", "value": "x"}]), ("tags", [{"key": "k", "value": 5}]), ("model_id", 5), ("model_id", ""), ("unknown", 5)]:  # fmt: skip
        both.post("model-versions/create", {"name": "m", "source": "s3://b/x", field: value})
    both.post("model-versions/create", {"name": "m"})
    both.post("model-versions/create", {"source": "s3://b/x"})
    both.post("model-versions/create")
    for number in NUMBERS:
        both.get("model-versions/get", {"name": "m", "version": number})
        both.patch("model-versions/update", {"name": "m", "version": number, "description": f"of {number[:5]}"})
        both.get("model-versions/get-download-uri", {"name": "m", "version": number})
        both.delete("model-versions/delete", {"name": "nope", "version": number})
    for number in [1, 1.0, True, None, ["1"], {}]:
        both.patch("model-versions/update", {"name": "m", "version": number, "description": "x"})
        both.delete("model-versions/delete", {"name": "m", "version": number})
    for operation in ["get", "get-download-uri"]:
        for query in [None, {"name": "m"}, {"version": "1"}, {"name": "nope", "version": "1"}, {"name": "a/b", "version": "1"}, {"name": "a/b", "version": "x"}]:
            both.get(f"model-versions/{operation}", query)
    for body in [{"name": "m", "version": "1"}, {"name": "m", "version": "1", "description": ""}, {"name": "m", "version": "1", "description": None}, {"name": "m", "version": "1", "description": 5}, {"name": "m", "version": "2", "description": "two"}, {"name": "m", "version": "2"}, {"version": "1"}, {"name": "m"}, {}]:
        both.patch("model-versions/update", body)
        both.get("model-versions/get", {"name": "m", "version": "1"})
        both.get("registered-models/get", {"name": "m"})
    for body in [{"name": "m", "version": "2"}, {"name": "m", "version": "2"}, {"name": "m", "version": "x"}, {"name": "m"}, {"version": "1"}, {}]:
        both.delete("model-versions/delete", body)
    both.get("registered-models/get", {"name": "m"})
    both.get("model-versions/get", {"name": "m", "version": "2"})
    both.post("model-versions/create", {"name": "m", "source": "s3://b/again"})
    both.get("model-versions/search", {"filter": "name = 'm'"})
    both.delete("registered-models/delete", {"name": "m"})
    both.get("model-versions/get", {"name": "m", "version": "1"})
    both.get("model-versions/search", {"filter": "name = 'm'"})
    both.post("registered-models/create", {"name": "m"})
    both.post("model-versions/create", {"name": "m", "source": "s3://b/first"})
