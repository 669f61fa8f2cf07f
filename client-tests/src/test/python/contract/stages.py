"""Stages: transitions, archiving, the latest version of each."""

STAGES = ["Production", "production", "STAGING", "None", "none", "nah", "Archived", "Deleted_Internal", "", " Staging", 5, None]


def run(both):
    both.post("registered-models/create", {"name": "m"})
    for _ in range(5):
        both.post("model-versions/create", {"name": "m", "source": "s3://b/x"})
    for stage in STAGES:
        for archive in [None, True, False]:
            both.post("model-versions/transition-stage", {"name": "m", "version": "1", "stage": stage, "archive_existing_versions": archive})
    for version, stage, archive in [
        ("1", "Production", False), ("2", "Production", True), ("3", "Production", False), ("4", "Production", True), ("4", "Production", True),
        ("1", "Staging", True), ("2", "Staging", False), ("3", "Staging", False), ("2", "Staging", True), ("5", "Archived", False), ("5", "None", False),
        ("4", "None", False), ("2", "Production", True), ("99", "Staging", False), ("x", "Staging", False), ("99", "Staging", True), ("1", "staging", "true"),
        ("1", "staging", 1), ("1", "staging", "x"),
    ]:  # fmt: skip
        both.post("model-versions/transition-stage", {"name": "m", "version": version, "stage": stage, "archive_existing_versions": archive})
        both.get("registered-models/get", {"name": "m"})
        both.get("model-versions/search", {"filter": "name = 'm'"})
    both.post("model-versions/transition-stage", {"name": "nope", "version": "1", "stage": "Staging"})
    both.post("model-versions/transition-stage", {"name": "m", "version": "1"})
    both.post("model-versions/transition-stage", {"name": "m", "stage": "Staging"})
    both.post("model-versions/transition-stage", {"version": "1", "stage": "Staging"})
    both.post("registered-models/alias", {"name": "m", "alias": "champion", "version": "2"})
    latest(both)
    both.delete("model-versions/delete", {"name": "m", "version": "2"})
    both.get("registered-models/get", {"name": "m"})
    both.get("registered-models/search")


def latest(both):
    operation = "registered-models/get-latest-versions"
    for stages in [None, [], ["Production"], ["Production", "staging"], ["Staging", "Production"], ["nah"], ["Production", "nah"], "Production", [5], ["None", "None"], [""], 5]:
        both.post(operation, {"name": "m", "stages": stages}, unordered="model_versions")
    for stages in [[], ["Production"], ["Production", "staging"], "Production", "nah", ""]:
        both.get(operation, {"name": "m", "stages": stages}, unordered="model_versions")
    for body in [{"name": "nope"}, {"name": "a/b"}, {}, {"name": 5}, {"name": "nope", "stages": ["nah"]}]:
        both.post(operation, body)
