"""What is out of scope is answered as by a server that has never heard of it, by a 404 in JSON. MLflow has these, and is not asked."""

ROUTES = [
    ("GET", "/api/2.0/mlflow/traces"), ("POST", "/api/2.0/mlflow/traces"), ("POST", "/api/3.0/mlflow/traces"), ("POST", "/api/3.0/mlflow/traces/search"), ("GET", "/api/3.0/mlflow/traces/tr-1"), ("PATCH", "/api/3.0/mlflow/traces/tr-1/tags"), ("POST", "/v1/traces"),
    ("POST", "/api/3.0/mlflow/datasets/create"), ("GET", "/api/3.0/mlflow/datasets/d-1"), ("POST", "/api/3.0/mlflow/datasets/search"), ("POST", "/api/2.0/mlflow/experiments/search-datasets"), ("GET", "/api/2.0/mlflow/gateway-proxy"), ("GET", "/ajax-api/2.0/mlflow/gateway-proxy"),
    ("GET", "/api/2.0/endpoints/"), ("GET", "/api/3.0/mlflow/gateway/secrets/list"), ("POST", "/api/3.0/mlflow/scorers/register"), ("GET", "/api/3.0/mlflow/scorers/list"), ("GET", "/api/3.0/mlflow/review-queues/list"), ("POST", "/api/3.0/mlflow/assessments"), ("GET", "/graphql"), ("POST", "/graphql"),
]  # fmt: skip


def run(both):
    for method, path in ROUTES:
        both.refuse(method, path, 404, "ENDPOINT_NOT_FOUND")
