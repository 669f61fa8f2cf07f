"""Renames, and what they do to versions, tags, aliases and searches."""


def run(both):
    for name in ["m", "other", "third"]:
        both.post("registered-models/create", {"name": name, "description": "words", "tags": [{"key": "t", "value": name}]})
        for i in range(3):
            both.post("model-versions/create", {"name": name, "source": f"s3://b/{i}", "run_id": f"run{i}", "tags": [{"key": "vt", "value": "1"}]})
    both.post("registered-models/alias", {"name": "m", "alias": "champion", "version": "2"})
    both.post("model-versions/transition-stage", {"name": "m", "version": "1", "stage": "Staging"})
    look(both)
    both.post("registered-models/rename", {"name": "m", "new_name": "renamed"})
    look(both)
    both.post("model-versions/create", {"name": "other", "source": "s3://b/after"})
    both.patch("model-versions/update", {"name": "renamed", "version": "2", "description": "touched"})
    look(both)
    both.post("registered-models/rename", {"name": "third", "new_name": "m"})
    both.patch("model-versions/update", {"name": "other", "version": "1", "description": "touched"})
    look(both)
    both.post("registered-models/rename", {"name": "renamed", "new_name": "a-third"})
    look(both)
    for name, new_name in [
        ("a-third", "other"), ("nope", "zz"), ("a-third", "a/b"), ("a-third", "a:b"), ("a-third", "  "), ("a-third", ""), ("a-third", None), ("a-third", 5), ("a-third", ".."),
        ("a/b", "x"), ("", "x"), (5, "x"), (None, None), ("nope", "other"), ("nope", "nope"), ("a-third", "a-third"), ("other", "OTHER"),
    ]:  # fmt: skip
        both.post("registered-models/rename", {"name": name, "new_name": new_name})
    both.post("registered-models/rename", {"name": "a-third"})
    both.post("registered-models/rename", {"new_name": "x"})
    look(both)
    both.delete("registered-models/delete", {"name": "a-third"})
    both.post("registered-models/create", {"name": "renamed"})
    both.post("registered-models/create", {"name": "a-third"})
    look(both)
    both.post("registered-models/rename", {"name": "other-of-all", "new_name": "x" * 1_100})
    both.post("registered-models/rename", {"name": "renamed", "new_name": "x" * 1_100})


def look(both):
    for name in ["m", "renamed", "a-third"]:
        both.get("registered-models/get", {"name": name})
        both.get("registered-models/alias", {"name": name, "alias": "champion"})
        both.get("model-versions/search", {"filter": f"name = '{name}'"})
    both.get("registered-models/search", {"filter": "tags.t = 'm'"})
    for filter_string in ["", "run_id = 'run1'", "tags.vt = '1'", "name LIKE '%'", "source_path = 's3://b/0'"]:
        both.get("model-versions/search", {"filter": filter_string})
        both.walk("model-versions/search", {"filter": filter_string, "max_results": 2})
        both.get("model-versions/search", {"filter": filter_string, "order_by": ["last_updated_timestamp ASC"]})
    both.walk("registered-models/search", {"max_results": 2, "order_by": ["timestamp DESC"]})
