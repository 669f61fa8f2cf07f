"""The prompt registry of MLflow 3: register, load, search, alias, tag, delete. Models and prompts don't show in each other's lists.

    python prompts.py <tracking-uri>
"""

import sys
import time
import warnings

import mlflow
from mlflow.tracking import MlflowClient

from lab import equal, refused, step

warnings.filterwarnings("ignore")

mlflow.set_tracking_uri(sys.argv[1])
client = MlflowClient()

PROMPT = f"greeting-{time.time_ns():x}"
MODEL = f"model-{PROMPT}"


def prompts_are_registered_and_loaded():
    first = mlflow.genai.register_prompt(
        name=PROMPT, template="Hello {{name}}.", commit_message="the first", tags={"tone": "dry"}
    )
    equal((first.name, first.version), (PROMPT, 1), "first version")
    second = mlflow.genai.register_prompt(name=PROMPT, template="Dear {{name}}, ünï 😀!", commit_message="warmer")
    equal(second.version, 2, "second version")
    loaded = mlflow.genai.load_prompt(PROMPT, version=1)
    equal(loaded.template, "Hello {{name}}.", "template")
    equal(loaded.commit_message, "the first", "commit message")
    equal(loaded.tags.get("tone"), "dry", "tag of the version")
    equal(loaded.format(name="Ada"), "Hello Ada.", "formatted")
    equal(mlflow.genai.load_prompt(f"prompts:/{PROMPT}/2").template, "Dear {{name}}, ünï 😀!", "by URI")


def chat_prompts_keep_their_messages():
    messages = [
        {"role": "system", "content": "You are brief."},
        {"role": "user", "content": "{{question}}"},
    ]
    mlflow.genai.register_prompt(name=f"{PROMPT}-chat", template=messages)
    equal(mlflow.genai.load_prompt(f"{PROMPT}-chat", version=1).template, messages, "messages")


def aliases_move():
    mlflow.genai.set_prompt_alias(PROMPT, alias="production", version=1)
    equal(mlflow.genai.load_prompt(f"prompts:/{PROMPT}@production").version, 1, "alias")
    mlflow.genai.set_prompt_alias(PROMPT, alias="production", version=2)
    equal(mlflow.genai.load_prompt(f"prompts:/{PROMPT}@production").version, 2, "moved alias")
    equal(mlflow.genai.load_prompt(f"prompts:/{PROMPT}@latest").version, 2, "latest")
    mlflow.genai.delete_prompt_alias(PROMPT, alias="production")
    equal(mlflow.genai.load_prompt(f"prompts:/{PROMPT}@production", allow_missing=True), None, "deleted alias")


def tags_are_set_and_deleted():
    client.set_prompt_tag(PROMPT, "team", "letters")
    equal(client.get_prompt(PROMPT).tags.get("team"), "letters", "tag of the prompt")
    client.delete_prompt_tag(PROMPT, "team")
    equal(client.get_prompt(PROMPT).tags.get("team"), None, "deleted tag of the prompt")
    client.set_prompt_version_tag(PROMPT, "1", "checked", "yes")
    equal(client.get_prompt_version(PROMPT, "1").tags.get("checked"), "yes", "tag of a version")
    client.delete_prompt_version_tag(PROMPT, "1", "checked")
    equal(client.get_prompt_version(PROMPT, "1").tags.get("checked"), None, "deleted tag of a version")


def prompts_and_models_are_listed_apart():
    client.create_registered_model(MODEL)
    client.create_model_version(MODEL, source="s3://models/somewhere")
    found = [prompt.name for prompt in mlflow.genai.search_prompts(filter_string=f"name LIKE '{PROMPT}%'")]
    equal(sorted(found), [PROMPT, f"{PROMPT}-chat"], "prompts")
    equal(mlflow.genai.search_prompts(filter_string=f"name = '{MODEL}'"), [], "no model among the prompts")
    models = client.search_registered_models(filter_string=f"name LIKE '%{PROMPT}%'")
    equal([model.name for model in models], [MODEL], "models")
    versions = client.search_model_versions(filter_string=f"name LIKE '%{PROMPT}%'")
    equal([version.name for version in versions], [MODEL], "versions of models")


def pages_of_prompts_are_walked():
    names = [f"{PROMPT}-page-{i}" for i in range(5)]
    for name in names:
        mlflow.genai.register_prompt(name=name, template="x")
    found, token = [], None
    while True:
        page = client.search_prompts(filter_string=f"name LIKE '{PROMPT}-page-%'", max_results=2, page_token=token)
        found += [prompt.name for prompt in page]
        token = page.token
        if not token:
            break
    equal(found, names, "pages")


def a_prompt_is_no_model():
    with refused("RESOURCE_DOES_NOT_EXIST", "a prompt as a model"):
        client.get_registered_model(PROMPT)
    with refused("INVALID_PARAMETER_VALUE", "a prompt's version as a source"):
        client.create_model_version(MODEL, source=f"models:/{PROMPT}/1")


def versions_and_prompts_are_deleted():
    client.delete_prompt_version(PROMPT, "1")
    equal(mlflow.genai.load_prompt(PROMPT, version=1, allow_missing=True), None, "deleted version")
    client.delete_prompt_version(PROMPT, "2")
    client.delete_prompt(PROMPT)
    equal(client.get_prompt(PROMPT), None, "deleted prompt")
    equal(mlflow.genai.register_prompt(name=PROMPT, template="again").version, 1, "made anew")


for task in (
    prompts_are_registered_and_loaded,
    chat_prompts_keep_their_messages,
    aliases_move,
    tags_are_set_and_deleted,
    prompts_and_models_are_listed_apart,
    pages_of_prompts_are_walked,
    a_prompt_is_no_model,
    versions_and_prompts_are_deleted,
):
    step(task.__name__.replace("_", " "))
    task()
step("all is well")
