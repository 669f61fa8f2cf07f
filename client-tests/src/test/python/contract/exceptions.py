"""Where this registry means to answer differently, each with its reason. Every other difference is a defect."""

import json
import re
import urllib.parse


def is_refusal(answer):
    return answer.status == 400 and answer.error_code == "INVALID_PARAMETER_VALUE"


def refuses(ours, words):
    """Refused here, for the reason that these words of the message give."""
    return is_refusal(ours) and words in ours.message


def same_refusal(real, ours):
    """Refused by both in the same way, in other words."""
    return real.status == ours.status and real.error_code == ours.error_code and ours.error_code is not None


def crashed(what, sent, real, ours):
    return real.status == 500 and is_refusal(ours)


def refused_state(what, sent, real, ours):
    return real.status == 500 and ours.status == 400 and real.error_code == ours.error_code == "INVALID_STATE"


def odd_location(what, sent, real, ours):
    location = field(sent, "artifact_location")
    unsafe = isinstance(location, str) and re.search(r"\.\.|%(25)*2e|[?#;]", location) is not None
    return unsafe and (real.status == 200 or is_refusal(real)) and is_refusal(ours)


NUMBERS = ("end_time", "max_results", "start_time", "step", "timestamp", "value")


def wrong_type(what, sent, real, ours):
    """Not a text in the place of a number: what MLflow takes for a number there is one here."""
    named = re.search(r"for parameter '(?:\w+\[\d+]\.)?(\w+)' supplied:  Hint: Value was of type '(\w+)'", ours.message)
    if named is None or not is_refusal(ours):
        return False
    number_in_a_text = named[1] in NUMBERS and named[2] == "str" and "tags[" not in named[0] and is_number(ours.message, whole=named[1] != "value")
    return is_refusal(real) or (real.status == 200 and not number_in_a_text)


def is_number(message, whole):
    """Whether the text that a message shows is a number for Python, or an integer of 64 bits."""
    try:
        number = float(re.match(r'Invalid value "(.*?)" for', message)[1])
    except (TypeError, ValueError):
        return False
    return not whole or (number.is_integer() and -(2**63) <= number < 2**63)


def no_experiment(what, sent, real, ours):
    return "runs/create" in what and "FOREIGN KEY constraint failed" in real.message and real.error_code == "BAD_REQUEST" and is_refusal(ours)


def shows_sql(what, sent, real, ours):
    return same_refusal(real, ours) and re.search(r"sqlite3\.IntegrityError|already exists\. Error: ", real.message) is not None


def empty_name_tag(what, sent, real, ours):
    return "runs/create" in what and {"key": "mlflow.runName", "value": ""} in (field(sent, "tags") or []) and real.status == 400 and "UNIQUE" in real.message and ours.status == 200


def keyless_tag(what, sent, real, ours):
    tags = field(sent, "tags")
    return "runs/create" in what and isinstance(tags, list) and any(isinstance(tag, dict) and not tag.get("key") for tag in tags) and real.status == 200 and refuses(ours, "'key'")


def spaced_limit(what, sent, real, ours):
    spaced = field(sent, "max_results") in (" 5 ", " 1 ")
    return spaced and ours.status == 200 and (real.status == 200 or (is_refusal(real) and "Invalid value 0 for parameter 'max_results'" in real.message))


def exponent_limit(what, sent, real, ours):
    return field(sent, "max_results") == "1e1" and real.status == 500 and ours.status == 200


def nameless_order(what, sent, real, ours):
    return field(sent, "order_by") == ["metrics."] and real.status == 200 and is_refusal(ours)


def run_uuid(what, sent, real, ours):
    return field(sent, "run_uuid") and not field(sent, "run_id") and is_refusal(ours) and "'run_id'" in ours.message and real.status in (400, 404)


def points(answer):
    return [(str(point["value"]).lower(), point["timestamp"], point["step"]) for point in answer.body.get("metrics", [])]


def no_dataset(what, sent, real, ours):
    without = any(isinstance(given, dict) and given.get("dataset") is None for given in field(sent, "datasets") or [{}])
    return "log-inputs" in what and without and real.status == 200 and refuses(ours, "must have a dataset")


def keyless_dataset_tag(what, sent, real, ours):
    datasets = [given for given in field(sent, "datasets") or [] if isinstance(given, dict)]
    tags = [tag for given in datasets for tag in given.get("tags") or []]
    without = any(tag is None or (isinstance(tag, dict) and tag.get("key") is None) for tag in tags)
    return "log-inputs" in what and without and real.status == 200 and refuses(ours, "'key'")


def own_description(what, sent, real, ours):
    described = "runs/get" in what and field(sent, "run_id") == "${described}"
    return described and real.status == ours.status == 200 and without_description(real.normal) == without_description(ours.normal)


def without_description(run):
    text = json.dumps(run, sort_keys=True)
    return re.sub(r'"schema": "(s|another)"', '"schema": ""', text)


def bare_nan(what, sent, real, ours):
    return "get-history-bulk" in what and "NaN" in json.dumps(real.body) and points(ours) == points(real)


def shows_aliases(what, sent, real, ours):
    """Nothing but the aliases of versions may be added, and only where MLflow has none."""
    searched = "search" in what or (isinstance(ours.normal, dict) and "registered_model" in ours.normal)
    return real.status == ours.status == 200 and searched and without_aliases(ours.normal) == real.normal


def without_aliases(answer):
    """The answer without the aliases of versions; those of a model are identified by the version that each names."""
    if isinstance(answer, list):
        return [without_aliases(item) for item in answer]
    if not isinstance(answer, dict):
        return answer
    return {name: without_aliases(value) for name, value in answer.items() if name != "aliases" or "current_stage" not in answer}


def preview(what, sent, real, ours):
    asked = re.fullmatch(r"\w+ /api/2\.0/preview/mlflow/(registered-models|model-versions)/[a-z-]+", what)
    return asked is not None and real.status == 404 and real.content_type == "text/html" and ours.content_type == "application/json"


def plain_page(what, sent, real, ours):
    return real.status == ours.status and real.status in (404, 405) and real.content_type == "text/html" and ours.error_code is not None


def message(pattern):
    def applies(what, sent, real, ours):
        return same_refusal(real, ours) and re.search(pattern, real.message, re.DOTALL) is not None

    return applies


A_SET = re.compile(r"\{'[\w !=<>]+'(, '[\w !=<>]+')*}")


# our words for what MLflow looks up in a set
OF_A_SET = (
    "Invalid comparator for ",
    "Invalid order by key '",
    "Invalid entity type '",
    "Invalid attribute key '",
    "The attribute '",
)


def shows_a_set(what, sent, real, ours):
    """What comes before the set must agree, or our message must say in its own words what the set lacks."""
    found = A_SET.search(real.message)
    shown = found is not None and ours.message.startswith((real.message[: found.start()], *OF_A_SET))
    return same_refusal(real, ours) and shown


def half_a_pair(what, sent, real, ours):
    return isinstance(sent, bytes) and b"\\ud8" in sent and same_refusal(real, ours) and "half of a surrogate pair" in ours.message


def foreign_token(what, sent, real, ours):
    return field(sent, "page_token") is not None and real.status in (200, 400) and refuses(ours, "page token")


def shouted_type(what, sent, real, ours):
    return sent == b'{"name":""}' and same_refusal(real, ours)


def doubled_slash(what, sent, real, ours):
    return "//" in what and real.status == 308 and ours.status == 200


def server_info(what, sent, real, ours):
    """The fields that clients decide by must agree all the same."""
    decided_by = ("store_type", "workspaces_enabled")
    return what.endswith("/server-info") and all(real.body.get(key) == ours.body.get(key) for key in decided_by)


def workspaces(what, sent, real, ours):
    return "/workspaces" in what and real.status == ours.status == 503


def long_name(what, sent, real, ours):
    name = field(sent, "new_name") or field(sent, "name") or ""
    return isinstance(name, str) and len(name.encode()) > 1024 and real.status in (200, 404) and refuses(ours, "maximum length of 1024 bytes")


def field(sent, name):
    return sent.get(name) if isinstance(sent, dict) else None


def unsafe_source(what, sent, real, ours):
    source = field(sent, "source") or ""
    return isinstance(source, str) and re.search(r"[\\\n]|%5c|%0a", source) is not None and real.status == 200 and refuses(ours, "Invalid model version source")


def broken_alias(what, sent, real, ours):
    return str(field(sent, "alias")).endswith("\n") and real.status == 200 and refuses(ours, "Invalid alias name")


def negative_limit(what, sent, real, ours):
    return field(sent, "max_results") == -1 and real.status == 200 and refuses(ours, "max_results")


def no_object(what, sent, real, ours):
    return isinstance(sent, bytes) and sent.startswith(b"[") and (real.status in (200, 404) or is_refusal(real)) and refuses(ours, "must be a JSON object")


def huge_number(what, sent, real, ours):
    return real.status == 500 and "int too large" in real.message and ours.status in (200, 404)


def null_limit(what, sent, real, ours):
    return real.status == 500 and isinstance(sent, dict) and None in sent.values() and ours.status == 200


def hides_siblings(what, sent, real, ours):
    return field(sent, "filter") == "name = 'mixed'" and real.status == ours.status == 200 and real.body == {} and '"true"' not in json.dumps(ours.body["model_versions"])


def is_logged_model_search(what):
    return "logged-models/search" in what


def keyless(what, sent, real, ours):
    given = (field(sent, "tags") or []) + (field(sent, "params") or []) if "logged-models" in what else []
    return any(not isinstance(pair, dict) or not isinstance(pair.get("key"), str) or not pair["key"] for pair in given) and is_refusal(ours) and (real.status == 200 or "UNIQUE" in real.message)


def model_filter(pattern, refused):
    """A filter that MLflow takes, and that is refused here or finds something else."""

    def applies(what, sent, real, ours):
        meant = is_logged_model_search(what) and re.search(pattern, field(sent, "filter") or "") is not None
        return meant and real.status == 200 and (is_refusal(ours) if refused else ours.status == 200)

    return applies


def any_digest(what, sent, real, ours):
    datasets = field(sent, "datasets")
    return is_logged_model_search(what) and isinstance(datasets, list) and any(isinstance(dataset, dict) and "dataset_digest" not in dataset for dataset in datasets) and real.body == {} and ours.status == 200


def unknown_order(what, sent, real, ours):
    return is_logged_model_search(what) and same_refusal(real, ours) and real.message == ours.message


def framework_error(what, sent, real, ours):
    return "artifacts" in what and isinstance(real.body, dict) and list(real.body) == ["detail"] and ours.status in (400, 404) and ours.error_code is not None and real.status in (400, 404)


def odd_range(what, sent, real, ours):
    return "ranges.txt" in what and (real.content_type == "multipart/byteranges" or (real.status == 400 and "ange" in str(real.body))) and ours.status == 200


NO_FILE = "Artifact path must include a filename (cannot end with '/')."
UNSAFE = re.compile(r"%(25)*(5c|00|0a|2e|2f|23)|[\\#]|//|\.\.|[/\"]\.([/\"]|$)|[/\"][a-z]+:|/(\"|$)", re.IGNORECASE)


def unsafe_path(what, sent, real, ours):
    asked = what + json.dumps(sent) if isinstance(sent, dict) else what
    return "artifact" in what and is_refusal(ours) and ours.message in ("Invalid path", NO_FILE) and UNSAFE.search(asked) is not None


def decoded_name(what, sent, real, ours):
    return field(sent, "path") == "contract/decoded" and real.status == ours.status == 200


def semicolon_in_a_name(what, sent, real, ours):
    return "mlflow-artifacts/artifacts" in what and real.status == ours.status == 200 and real.normal == json.loads(json.dumps(ours.normal).replace("+;?", "+?"))


def root_by_a_dot(what, sent, real, ours):
    return field(sent, "path") == "." and real.status == ours.status == 200 and json.loads(json.dumps(real.normal).replace('"./', '"')) == ours.normal


def undecoded_name(what, sent, real, ours):
    return same_refusal(real, ours) and "%" in (field(sent, "path") or "") and urllib.parse.unquote(ours.normal["message"]) == real.normal["message"]


def not_on_s3(what, sent, real, ours):
    return real.status == 501 and re.search("mlflow-artifacts/(mpu|presigned)/", what) is not None and ours.status in (200, 400, 404)


RULES = [
    ("searches and the latest versions of a model show the aliases of versions, which MLflow leaves out there (mlflow#9952, mlflow#16734)", shows_aliases),
    ("MLflow answers 500 to bad input, which its client would send again and again", crashed),
    ("MLflow answers 500 to what a deleted experiment refuses, which its client would send again and again", refused_state),
    ("an artifact location that climbs, or hides a path in a query, a fragment or parameters", odd_location),
    ("a field of a wrong type, which MLflow drops with all that follows it", wrong_type),
    ("MLflow's database fails at a name that is given as an empty tag", empty_name_tag),
    ("MLflow's database fails at a run without an experiment", no_experiment),
    ("a tag without a key, which no other operation takes", keyless_tag),
    ("spaces around a number, with which MLflow passes over it in some operations", spaced_limit),
    ("a limit of '1e1', which MLflow takes for a number and then answers 500, since its check does not", exponent_limit),
    ("sorting by a metric without a name", nameless_order),
    ("a run_uuid alone, which MLflow takes for no run in the operations that have run_id only", run_uuid),
    ("an input without a dataset, of which MLflow makes one without a name", no_dataset),
    ("a dataset's tag without a key", keyless_dataset_tag),
    ("a run keeps its own description of a dataset, where MLflow keeps the first that any run of the experiment gave", own_description),
    ("NaN as a bare word, which is not JSON", bare_nan),
    ("clients of MLflow 1 are answered under their path, too, which MLflow 2 dropped (mlflow#8249); the group protocol compares the answers", preview),
    ("an unknown route or a wrong method gets a plain page from MLflow, and JSON here", plain_page),
    ("MLflow's message names the classes or options of its parser", message(r"^Invalid clause\(s\) in filter string")),
    ("MLflow's message says what its parser took the filter for", message(r"^(Invalid filter string: |Invalid comparison: |Invalid comparison operator for .*'(IN|==|<>)'\. Expected)")),
    ("a tag or a param of a logged model without a key, which no map of DynamoDB can hold", keyless),
    ("the status of a logged model, which MLflow compares as the number that it keeps", model_filter("^status (=|!=|IN|NOT IN) .*'[A-Z_]+'", refused=False)),
    ("a text without quotes, which MLflow takes in searches for logged models only", model_filter(r"= [a-z]+$", refused=True)),
    ("a key in double quotes, which MLflow's search for logged models leaves there", model_filter(r'\."', refused=False)),
    ("a column of MLflow's database that is no attribute", model_filter("^lifecycle_stage", refused=True)),
    ("a dataset without its digest, for which MLflow compares the digest with NULL and finds nothing", any_digest),
    ("MLflow calls a field that cannot be sorted by an ATTRIBUTE_NOT_FOUND", unknown_order),
    ("MLflow presigns nothing where its artifacts lie in a folder, as those of the compared server do", not_on_s3),
    ("a path with what some store takes for a way out of a folder, which MLflow's server hands on to its own", unsafe_path),
    ("MLflow's artifact routes report some errors as its web framework does", framework_error),
    ("a range that is none, which HTTP says to pass over", odd_range),
    ("a percent sign in a name, which MLflow decodes twice", decoded_name),
    ("a percent sign in a name that no file has, which MLflow decodes twice", undecoded_name),
    ("a semicolon in a name, which MLflow drops", semicolon_in_a_name),
    ("a listing of '.', which is the root's: MLflow puts './' before each path", root_by_a_dot),
    ("MLflow's message says where its parser stopped", message(r"^(Invalid comparison clause|Search filter contained|Invalid order_by clause|Only \['name'|.*Got value (NULL|\()|Expected numeric value type .* Found [\w(]|Parameter value is either .* value \w+\.\w+\.)")),
    ("MLflow's message shows how Python prints a list", message(r"While parsing a list in the query|Params were already logged=.*\\n")),
    ("MLflow's message prints a set, in an order that changes with every start", shows_a_set),
    ("a doubled slash in a path, which MLflow redirects to the path with one", doubled_slash),
    ("the gateway's HTTP server hands on a media type in lower case", shouted_type),
    ("MLflow's message names an attribute that ours does not", message("^Invalid comparator for attribute version_number: <>")),
    ("half of a surrogate pair, which MLflow calls a missing value", half_a_pair),
    ("MLflow's message shows SQL", shows_sql),
    ("MLflow's message names an option of its server that this registry does not have", message("MLFLOW_ARTIFACT_LOCATION_MAX_LENGTH")),
    ("MLflow's message names an option of its server that this registry does not have", message("MLFLOW_ALLOWED_HOST_ADDRESSED")),
    ("MLflow's tokens are offsets that anybody can write; ours are signed and bound to their search", foreign_token),
    ("server-info says what else a server can do", server_info),
    ("MLflow's message says how to enable workspaces", workspaces),
    ("a backslash or a line break in a source, which some stores take for a way out of a folder", unsafe_source),
    ("MLflow lets a line break end an alias, since its pattern does", broken_alias),
    ("a negative max_results, at which MLflow answers a page that is not one", negative_limit),
    ("a body that is JSON but no object, which MLflow takes for an empty one or crashes at", no_object),
    ("a number beyond 64 bits, at which MLflow answers 500; here there is no such version", huge_number),
    ("null counts as absent, where MLflow answers 500", null_limit),
    ("MLflow hides all versions of a model where one is a prompt; here each is judged by itself", hides_siblings),
    ("a name longer than a key of DynamoDB", long_name),
]


def exception_for(what, sent, real, ours):
    """The reason why these two answers may differ; None where they must not."""
    return next((reason for reason, applies in RULES if applies(what, sent, real, ours)), None)
