"""Prompts: models that carry a tag, and are hidden from those who did not ask for them."""

import searches

PROMPT = "mlflow.prompt.is_prompt"
ASKING = f"tags.`{PROMPT}` = 'true'"


def run(both):
    for i, value in enumerate(["true", "True", "false", "", "x"]):
        both.post("registered-models/create", {"name": f"p{i}", "tags": searches.pairs({PROMPT: value})})
    both.post("registered-models/create", {"name": "model"})
    both.post("registered-models/create", {"name": "mixed"})
    versions(both)
    look(both)
    taken(both)
    sources(both)
    for name in ["p0", "model"]:
        both.post("registered-models/set-tag", {"name": name, "key": PROMPT, "value": "true"})
        look(both)
        both.post("registered-models/set-tag", {"name": name, "key": PROMPT, "value": "false"})
        look(both)
        both.delete("registered-models/delete-tag", {"name": name, "key": PROMPT})
        look(both)
    both.post("model-versions/set-tag", {"name": "model", "version": "1", "key": PROMPT, "value": "true"})
    look(both)
    both.delete("model-versions/delete-tag", {"name": "model", "version": "1", "key": PROMPT})
    look(both)
    both.post("registered-models/rename", {"name": "p1", "new_name": "q1"})
    look(both)


def versions(both):
    text = {PROMPT: "true", "mlflow.prompt.text": "hi {{name}}"}
    for name in ["p0", "p1"]:
        for source in ["dummy-source", "prompt-template", "x", "s3://b/x", "/etc/passwd", "file:///etc/passwd", "http://h/x", "", "models:/p0/1"]:
            both.post("model-versions/create", {"name": name, "source": source, "tags": searches.pairs(text)})
    for key, value in [(PROMPT, "True"), (PROMPT, "false"), ("mlflow.prompt.text", "x"), ("mlflow.prompt.text", "h" * 100_001)]:
        both.post("model-versions/create", {"name": "mixed", "source": "dummy-source", "tags": searches.pairs({key: value})})
    both.post("model-versions/create", {"name": "p0", "source": "prompt-template", "tags": searches.pairs({**text, "mlflow.prompt.text": "h" * 100_001})})
    both.post("model-versions/create", {"name": "model", "source": "s3://b/x"})
    both.post("model-versions/create", {"name": "mixed", "source": "s3://b/x"})
    both.post("model-versions/create", {"name": "mixed", "source": "dummy-source", "tags": searches.pairs(text)})
    both.get("model-versions/search", {"filter": "name = 'mixed'"})
    both.delete("registered-models/delete", {"name": "mixed"})
    both.post("model-versions/create", {"name": "model", "source": "models:/p0/1"})
    both.post("model-versions/set-tag", {"name": "p0", "version": "1", "key": "mlflow.prompt.text", "value": "h" * 100_001})


def taken(both):
    """Whether a taken name is a prompt's or a model's, and whether a prompt or a model was asked for."""
    for name in ["p0", "p1", "p2", "p3", "p4", "model"]:
        for given in [{}, {PROMPT: "true"}, {PROMPT: "True"}, {PROMPT: "false"}, {PROMPT: ""}, {"other": "true"}]:
            both.post("registered-models/create", {"name": name, "tags": searches.pairs(given)})
    both.post("registered-models/rename", {"name": "p0", "new_name": "model"})
    both.post("registered-models/rename", {"name": "model", "new_name": "p0"})


def sources(both):
    """The model decides what is a prompt, not the version, and before it is looked for what the source names."""
    both.post("registered-models/create", {"name": "copy"})
    both.post("registered-models/create", {"name": "tagged"})
    both.post("model-versions/create", {"name": "tagged", "source": "dummy-source", "tags": searches.pairs({PROMPT: "true"})})
    both.post("registered-models/create", {"name": "plain", "tags": searches.pairs({PROMPT: "TRUE"})})
    both.post("model-versions/create", {"name": "plain", "source": "s3://b/x"})
    both.post("registered-models/alias", {"name": "p0", "alias": "here", "version": "1"})
    for name in ["p0", "p2", "plain", "tagged", "model", "nope"]:
        for reference in ["/1", "/9", "/latest", "/None", "/Staging", "/nope", "@here", "@nope", "@latest"]:
            both.post("model-versions/create", {"name": "copy", "source": f"models:/{name}{reference}"})
    both.post("model-versions/create", {"name": "copy", "source": "dummy-source", "model_id": "m-nope", "tags": searches.pairs({PROMPT: "true"})})
    both.delete("registered-models/delete", {"name": "copy"})
    both.delete("registered-models/delete", {"name": "plain"})
    both.delete("registered-models/delete", {"name": "tagged"})


def look(both):
    for kind in ["registered-models", "model-versions"]:
        for filter_string in ["", ASKING, f"tags.`{PROMPT}` = 'false'", f"tags.`{PROMPT}` != 'true'", f"tags.`{PROMPT}` != 'false'", "name = 'p0'", f"name = 'p0' AND {ASKING}", "name = 'model'", f"name = 'model' AND {ASKING}", f"{ASKING} AND tags.`{PROMPT}` = 'false'", f"tags.`{PROMPT}` = 'false' AND {ASKING}"]:
            both.get(f"{kind}/search", {"filter": filter_string})
    both.get("registered-models/get", {"name": "p0"})
    both.get("registered-models/get-latest-versions", {"name": "p0"})
