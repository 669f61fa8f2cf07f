package io.lambdaregistry.benchmarks.calls;

/** @param target path and query, encoded */
record Request(String method, String target, String body) {
    static Request get(String operation) {
        return new Request("GET", "/api/2.0/mlflow/" + operation, "");
    }

    /** @param body JSON with single quotes for double ones */
    static Request sent(String method, String operation, String body) {
        return new Request(method, "/api/2.0/mlflow/" + operation, body.replace('\'', '"'));
    }

    static Request post(String operation, String body) {
        return sent("POST", operation, body);
    }
}
