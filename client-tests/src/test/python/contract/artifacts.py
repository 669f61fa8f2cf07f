"""Artifacts through the API: upload, download, list, delete, of runs and of logged models, and every way out of a folder."""

NAMES = [
    "plain.txt", "with space.txt", "ünïcode.txt", "日本語", "emoji😀.txt", "a+b&c=d.txt", "quo'te\".txt", "comma,semi.txt", "100%25.txt", "MLmodel", "noextension", "page.html", "picture.svg", "data.json", "script.js", ".hidden", "dots..txt", "deep/er/and/deeper/file.txt", "under_score-dash~tilde!(1).txt", "[brackets]{braces}.txt", "semi;colon.txt", "what%3F.txt", "50%25 & more+;%3F'.txt", "x" * 200,
]  # fmt: skip

HOSTILE = [
    "..", "../x", "a/../x", "a/../../x", "%2e%2e", "%2e%2e/x", "a/%2e%2e/x", "..%2fx", "a%2f..%2fx", "%252e%252e%252fx", "%25252e%25252e/x", "..%5cx", "a%5c..%5cx", "%5cetc", "/etc/passwd", "%2fetc%2fpasswd", "//x", "C:/x", "c:%5cx", "file:///x", "file:/x", "a%00b", "a%0ab", "a%23b", "a%3fb=../x", "a%3b/x", "a;b", "./x", "a/./x", "%2e/x", "~/x", "...", "a//b", "a/",
]  # fmt: skip

RANGES = ["bytes=0-3", "bytes=4-", "bytes=-4", "bytes=0-0", "bytes=9-", "bytes=10-", "bytes=100-200", "bytes=5-2", "bytes=0-1,4-5", "bytes=x", "items=0-3", "", "bytes=", "bytes=-0", "bytes=0-999999999999"]

ROOT = "/api/2.0/mlflow-artifacts/artifacts"


def run(both):
    clear(both)
    both.experiment("artifacts")
    both.start_run("run", "${artifacts}")
    both.post("logged-models", {"experiment_id": "${artifacts}", "name": "model"})
    both.save("model", "model.info.model_id")
    # Experiments have other ids on each server, so a case writes to a place of its own.
    files(both, "/contract/run/artifacts")
    of_the_run(both)
    of_the_model(both)
    outside(both)
    deletions(both, "/contract/run/artifacts")
    presigned(both)


def clear(both):
    """Files outlive their runs: those of an earlier suite go first."""
    for server in (both.real, both.ours):
        server.send("DELETE", f"{ROOT}/contract", None, None, None, None)
        server.began.pop()


def put(both, path, content=b"0123456789"):
    both.send("PUT", ROOT + path, raw=content, headers={"Content-Type": "text/plain"})


def files(both, root):
    for name in NAMES:
        put(both, f"{root}/{name}")
        both.get(f"{ROOT}{root}/{name}")
    put(both, "/contract/decoded/a%2520b.txt")
    both.get(ROOT, {"path": "contract/decoded"})
    put(both, f"{root}/empty", b"")
    both.get(f"{ROOT}{root}/empty")
    put(both, f"{root}/plain.txt", b"another")
    both.get(f"{ROOT}{root}/plain.txt")
    put(both, f"{root}/large.txt", b"0123456789abcdef" * 200_000)
    for folder in ["", "/", "/deep", "/deep/", "/deep/er", "/deep/er/and/deeper", "/nope", "/plain.txt", "/empty", "/MLmod", "/with space.txt"]:
        both.get(ROOT, {"path": root[1:] + folder})
        both.get(f"{ROOT}{root}{folder}")
    both.get(ROOT, {"path": "contract"})
    both.get(ROOT, {"path": "no/such/folder"})
    for wanted in RANGES:
        put(both, f"{root}/ranges.txt")
        both.get(f"{ROOT}{root}/ranges.txt", headers={"Range": wanted})


def of_the_run(both):
    for server in (both.real, both.ours):
        experiment = server.saved["artifacts"]
        server.saved["root"] = f"/{experiment}/{server.saved['run']}/artifacts"
    for name in ["model/MLmodel", "model/data/model.pkl", "notes.md", "ünï/с пробелом.txt"]:
        put(both, "${root}/" + name, name.encode())
    for folder in ["", "model", "model/", "model/data", "notes.md", "nope", "ünï", "/", ".", "./model"]:
        both.get("artifacts/list", {"run_id": "${run}", "path": folder})
    both.get("artifacts/list", {"run_id": "${run}"})
    both.get("artifacts/list", {"run_uuid": "${run}"})
    both.get("artifacts/list", {"run_id": "${run}", "run_uuid": "${run}", "page_token": "x"})
    for query in [None, {"path": "model"}, {"run_id": ""}, {"run_id": "nope"}, {"run_id": "nope", "path": "../x"}]:
        both.get("artifacts/list", query)
    for path in ["notes.md", "model/MLmodel", "model", "nope", "ünï/с пробелом.txt", "model/"]:
        both.get("/get-artifact", {"run_id": "${run}", "path": path})
    both.get("/get-artifact", {"run_uuid": "${run}", "path": "notes.md"})
    both.get("/get-artifact", {"run_id": "nope", "path": "notes.md"})


def of_the_model(both):
    for server in (both.real, both.ours):
        server.saved["model_root"] = f"/{server.saved['artifacts']}/models/{server.saved['model']}/artifacts"
    for name in ["MLmodel", "data/model.pkl", "ünï.txt"]:
        put(both, "${model_root}/" + name, name.encode())
    place = "logged-models/${model}/artifacts"
    both.get(f"{place}/directories")
    for folder in ["", "data", "data/", "MLmodel", "nope"] + HOSTILE[:12]:
        both.get(f"{place}/directories", {"artifact_directory_path": folder})
    for path in ["MLmodel", "data/model.pkl", "ünï.txt", "data", "nope", ""] + HOSTILE[:12]:
        both.get(f"/ajax-api/2.0/mlflow/{place}/files", {"artifact_file_path": path})
    both.get(f"/ajax-api/2.0/mlflow/{place}/files")
    both.get("logged-models/nope/artifacts/directories")
    both.get("/ajax-api/2.0/mlflow/logged-models/nope/artifacts/files", {"artifact_file_path": "MLmodel"})
    both.post("registered-models/create", {"name": "m"})
    both.post("model-versions/create", {"name": "m", "source": "models:/${model}", "model_id": "${model}"})
    for query in [{"path": "MLmodel"}, {"path": "data/model.pkl"}, {"path": "nope"}, {"path": "data"}, {"path": "../x"}, {"path": "%2e%2e/x"}, {"path": "MLmodel", "version": "9"}, {"path": "MLmodel", "name": "nope"}]:
        both.get("/model-versions/get-artifact", {"name": "m", "version": "1", **query})


def outside(both):
    for hostile in HOSTILE:
        put(both, f"/hostile/{hostile}", b"escaped")
        both.get(f"{ROOT}/hostile/{hostile}")
        both.send("DELETE", f"{ROOT}/hostile/{hostile}")
        both.get(ROOT, {"path": hostile})
        both.get("artifacts/list", {"run_id": "${run}", "path": hostile})
        both.get("/get-artifact", {"run_id": "${run}", "path": hostile})


def deletions(both, root):
    for path in ["plain.txt", "plain.txt", "nope", "deep", "with space.txt", "empty"]:
        both.send("DELETE", f"{ROOT}{root}/{path}")
        both.get(ROOT, {"path": root[1:]})
    both.get(ROOT, {"path": root[1:] + "/deep"})


def presigned(both):
    for operation in ["create", "complete", "abort"]:
        both.post(f"/api/2.0/mlflow-artifacts/mpu/{operation}/contract/x", {"path": "f", "upload_id": "nope", "parts": [{"part_number": 1, "etag": "e"}], "num_parts": 1})
        for hostile in ["..", "a/..", "..%2f..%2fx"]:
            both.post(f"/api/2.0/mlflow-artifacts/mpu/{operation}/contract/x", {"path": hostile, "upload_id": "nope", "parts": [{"part_number": 1, "etag": "e"}]})
            both.post(f"/api/2.0/mlflow-artifacts/mpu/{operation}/contract/{hostile}", {"path": "f", "upload_id": "nope", "parts": [{"part_number": 1, "etag": "e"}]})
        both.post(f"/api/2.0/mlflow-artifacts/mpu/{operation}/contract/x", {})
    both.get("/api/2.0/mlflow-artifacts/presigned/contract/run/artifacts/MLmodel")
    both.get("/api/2.0/mlflow-artifacts/presigned/contract/%2e%2e/x")
    for operation in ["presigned-upload-url", "presigned-download-url"]:
        for body in [{}, {"run_id": "${run}"}, {"path": "f"}, {"run_id": "${run}", "path": "f"}, {"run_id": "nope", "path": "f"}, {"run_id": "${run}", "path": "../f"}, {"run_id": "${run}", "path": "f", "expiration": 0}, {"run_id": "${run}", "path": "f", "expiration": 604_801}, {"run_id": "${run}", "path": "f", "expiration": "x"}, {"run_id": 5, "path": "f"}, {"run_id": "${run}", "path": 5}]:  # fmt: skip
            both.post(f"artifacts/{operation}", body)
    both.post("artifacts/presigned-upload-url", {"model_id": "${model}", "path": "f"})
    both.post("artifacts/presigned-upload-url", {"model_id": "${model}", "run_id": "${run}", "path": "f"})
