"""What a version may come from: every scheme, and every way out of a folder that an advisory describes."""

OUTSIDE = [
    "/etc/passwd", "etc/passwd", "./x", "../x", "~/x", "file:///etc/passwd", "file:/etc/passwd", "file:x", "file://h/x", "FILE:///x",
    "file://localhost/etc/passwd", "///etc/passwd", "//h/x", "\\\\h\\x", "C:\\x", "c:/x", "", " ", "dummy-source",
    "http://h/x", "https://h/x", "HTTP://h/x", "http://localhost:5000/api/2.0/mlflow-artifacts/artifacts/x", "https://h/../x", "ftp://h/x",
    "sftp://h/x", "hdfs://h/x", "hdfs:/x", "viewfs://h/x", "abfss://c@h/x", "r2://b/x", "b2://b/x", "wasbs://c@h/x", "http://169.254.169.254/latest",
]  # fmt: skip

TRAVERSALS = [
    "s3://b/../x", "s3://b/a/../x", "s3://b/..", "s3://b/%2e%2e/x", "s3://b/%2E%2E/x", "s3://b/%252e%252e/x", "s3://b/%252e%252e%252fx",
    "s3://b/%25252e%25252e%25252fx", "s3://b/..%2fx", "s3://b/.%2e/x", "s3://b/x?../../y", "s3://b/x?a=../y",
    "s3://b/x#../../y", "s3://b/x;../../y", "s3://b/x;a=../y", "s3://b/./x", "s3://b/a/./x", "s3://b/.", "s3://b//x/", "s3://b/x/", "s3://b/...",
    "s3://b/a..b", "s3://b/x?y", "s3://b/x#y", "s3://b/x;y", "s3://b", "s3://b/", "s3://", "s3:/x", "s3:x", "s3:", "S3://b/x", "s3://b/a b", "s3://b/ü",
    "s3://b/%zz", "s3://b/%00", "s3://user:pw@b/x",
    "gs://b/x", "gs://b/../x", "dbfs:/x/y", "dbfs:/../y", "foo:/x", "foo:x", "foo://h/x", "foo://h/../x", "1foo:/x", ":/x", "foo+bar://h/x",
    "foo+bar:/x", "foo+:/x", "+foo:/x", "s3+x://b/x", "foo%2bbar:/x", "foo.bar:/x", "foo-bar:/x", "foo2:/x", "FOO.Bar:/x", "-foo:/x", ".foo:/x", "foo_bar:/x",
    "foo bar:/x", "föö:/x", "s3%3a//b/x", "s3://b/a+b", "s3://b/a%2Bb", "s3://b+c/x", "gs+x:/a/../b", "git+ssh://git@h/x", "http+x://h/x", "file+x:/x", "models+x:/m/1",
]  # fmt: skip

# MLflow takes these; their versions go to a model that nothing else looks at.
STRICTER = ["s3://b/a\\..\\x", "s3://b/%5c..%5cx", "s3://b/a\\b", "s3://b/x%0ay", "s3://b/x\ny", "foo:/a\\..\\b"]

OWN = [
    "mlflow-artifacts:/0/r/artifacts", "mlflow-artifacts:/0/../x", "mlflow-artifacts:/", "mlflow-artifacts:x", "mlflow-artifacts:", "mlflow-artifacts://h/x",
    "mlflow-artifacts:///x", "runs:/abc/model", "runs:/abc", "runs:/abc/", "runs:/abc/../x", "runs:/", "runs:abc", "runs://abc/x", "runs:/xyz/model", "runs:/ABC/model",
]  # fmt: skip

MODELS = [
    "models:/m/1", "models:/m/2", "models:/m/99", "models:/nope/1", "models:/nope/latest", "models:/nope/Production", "models:/nope@x", "models:/m@champion",
    "models:/m@Champion", "models:/m@none", "models:/m@latest", "models:/m@", "models:/@x", "models:/m/Production", "models:/m/staging", "models:/m/latest", "models:/m/LATEST",
    "models:/m/None", "models:/m/Nope", "models:/m/01", "models:/m/-1", "models:/m/ 1", "models:/m/1/", "models:/m/1/x", "models:/m-abc", "models:/m-abc/x", "models:/",
    "models:/m", "models:m/1", "models:m-abc", "models:", "models://m/1", "models:///m/1", "models:/m//1", "models:/a/b/c", "models:/../m/1", "models:/m/../m/1", "models:/m%2f1",
    "models:/own/1", "MODELS:/m/1", "models:/m/1?x", "models:/m/1#x", "models:/empty/latest", "models:/empty/None",
]  # fmt: skip


def run(both):
    for name in ["m", "own", "target", "empty", "stricter"]:
        both.post("registered-models/create", {"name": name})
    both.post("model-versions/create", {"name": "m", "source": "s3://b/one", "run_id": "abc"})
    both.post("model-versions/create", {"name": "m", "source": "s3://b/two"})
    both.post("model-versions/create", {"name": "own", "source": "models:/m/1"})
    both.post("registered-models/alias", {"name": "m", "alias": "champion", "version": "1"})
    both.post("model-versions/transition-stage", {"name": "m", "version": "2", "stage": "Staging"})
    for source in OUTSIDE + TRAVERSALS + OWN + MODELS:
        both.post("model-versions/create", {"name": "target", "source": source})
        both.post("model-versions/create", {"name": "target", "source": source, "run_id": "abc"})
    for source in STRICTER:
        both.post("model-versions/create", {"name": "stricter", "source": source})
    for source in OUTSIDE[::5] + TRAVERSALS[::6] + OWN + MODELS[::2]:
        both.post("model-versions/create", {"name": "target", "source": source, "model_id": "m-abc"})
    for source in ["models:/m/1", "s3://b/x", "/x", "models:/m-abc"]:
        both.post("model-versions/create", {"name": "target", "source": source, "run_id": ""})
        both.post("model-versions/create", {"name": "target", "source": source, "model_id": ""})
        both.post("model-versions/create", {"name": "nope", "source": source})
    of_a_run(both)
    both.get("model-versions/search", {"filter": "name = 'target'"})
    both.get("model-versions/search", {"filter": "run_id = 'abc'"})


def of_a_run(both):
    create_run(both)
    root = "mlflow-artifacts:/0/${run}/artifacts"
    for source in [root, root + "/model", root + "/", root + "/../x", root + "/%2e%2e/x", root + "x", root + "/a//b", "mlflow-artifacts:/0/${run}", "runs:/${run}/model", "runs:/${run}", "runs:/${run}/../x", "runs:/${run}/a/b", "/tmp/${run}", "file:///tmp/${run}"]:  # fmt: skip
        both.post("model-versions/create", {"name": "target", "source": source, "run_id": "${run}"})
        both.post("model-versions/create", {"name": "target", "source": source})
        both.post("model-versions/create", {"name": "target", "source": source, "run_id": "other"})


def create_run(both):
    """Not compared: runs are no part of this contract."""
    for server in (both.real, both.ours):
        answer = both.quietly(server, "POST", "runs/create", None, {"experiment_id": "0", "start_time": 1, "run_name": "r"})
        server.saved["run"] = answer.body["run"]["info"]["run_id"]
