"""What clients ask before they begin."""


def run(both):
    both.get("/health")
    for path in ["/api/3.0/mlflow/server-info", "/ajax-api/3.0/mlflow/server-info", "/api/3.0/mlflow/workspaces", "/api/3.0/mlflow/workspaces/default"]:
        both.get(path)
    both.send("POST", "/api/3.0/mlflow/workspaces", body={"name": "x"})
