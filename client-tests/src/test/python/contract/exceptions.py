"""Where this registry means to answer differently, each with its reason. Whatever is not told here is a defect."""

import re


def is_refusal(answer):
    return answer.status == 400 and answer.error_code == "INVALID_PARAMETER_VALUE"


def same_refusal(real, ours):
    """Refused by both in the same way, in other words."""
    return real.status == ours.status and real.error_code == ours.error_code and ours.error_code is not None


def crashed(what, sent, real, ours):
    return real.status == 500 and is_refusal(ours)


def plain_page(what, sent, real, ours):
    return real.status == ours.status and real.status in (404, 405) and real.content_type == "text/html"


def message(pattern):
    def applies(what, sent, real, ours):
        return same_refusal(real, ours) and re.search(pattern, real.message, re.DOTALL) is not None

    return applies


def foreign_token(what, sent, real, ours):
    return "page_token" in (sent or {}) and real.status in (200, 400) and is_refusal(ours)


def server_info(what, sent, real, ours):
    """The fields that clients decide by must agree all the same."""
    decided_by = ("store_type", "workspaces_enabled")
    return what.endswith("/server-info") and all(real.body.get(key) == ours.body.get(key) for key in decided_by)


def workspaces(what, sent, real, ours):
    return "/workspaces" in what and real.status == ours.status == 503


def long_name(what, sent, real, ours):
    name = (sent or {}).get("new_name") or (sent or {}).get("name") or ""
    return isinstance(name, str) and len(name.encode()) > 1024 and is_refusal(ours)


RULES = [
    ("MLflow answers 500 to bad input, which its client would send again and again", crashed),
    ("an unknown route or a wrong method gets a plain page from MLflow, and JSON here", plain_page),
    ("MLflow's message names the classes or options of its parser", message(r"^Invalid clause\(s\) in filter string")),
    ("MLflow's message shows how Python prints a list", message("While parsing a list in the query")),
    ("MLflow's message prints a set, in an order that changes with every start", message(r"\{'\w+'(, '\w+')*}")),
    ("MLflow's message shows SQL", message(r"already exists\. Error: ")),
    ("MLflow's message tells an option of its server that there is none of here", message("MLFLOW_ALLOWED_HOST_ADDRESSED")),
    ("MLflow's tokens are offsets that anybody can write; ours are signed and bound to their search", foreign_token),
    ("server-info tells what else a server can do", server_info),
    ("MLflow's message tells how to enable workspaces", workspaces),
    ("a name longer than a key of DynamoDB", long_name),
]


def exception_for(what, sent, real, ours):
    """The reason why these two answers may differ; None where they must not."""
    return next((reason for reason, applies in RULES if applies(what, sent, real, ours)), None)
