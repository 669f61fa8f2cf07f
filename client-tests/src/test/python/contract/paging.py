"""Whole walks over pages, and page tokens that were not meant for where they are used."""

import base64

import searches


def run(both):
    searches.fill(both)
    for i in range(25):
        both.post("registered-models/create", {"name": f"page-{i:02}", "tags": searches.pairs({"batch": str(i % 2)})})
    for i in range(25):
        both.post("model-versions/create", {"name": f"page-{i % 3:02}", "source": f"s3://b/{i}", "run_id": "paged", "tags": searches.pairs({"batch": str(i % 2)})})
    for filter_string in ["", "name LIKE 'page-%'", "tags.batch = '1'", "name LIKE '%-0%'", "name ILIKE 'PAGE%'", "name = 'page-01'", "name LIKE 'nope%'"]:
        for order in [[], ["name DESC"], ["timestamp"], ["timestamp DESC", "name DESC"]]:
            both.walk("registered-models/search", {"filter": filter_string, "order_by": order, "max_results": 7})
    for filter_string in ["", "name LIKE 'page-%'", "name = 'page-01'", "tags.batch = '1'", "run_id = 'paged'", "version_number > 4"]:
        for order in [[], ["name DESC"], ["version_number"], ["creation_timestamp DESC"], ["last_updated_timestamp"]]:
            both.walk("model-versions/search", {"filter": filter_string, "order_by": order, "max_results": 7})
    both.walk("registered-models/search", {"max_results": 1})
    both.walk("model-versions/search", {"max_results": 1})
    tokens(both)


def tokens(both):
    for kind in ["registered-models", "model-versions"]:
        operation = f"{kind}/search"
        garbage = ["x", "AAAA", "====", "é", " ", "", "null", "%00", "a" * 5_000, base64.b64encode(b'{"offset": 1}').decode(), base64.b64encode(b'{"offset": -1}').decode(), base64.b64encode(b'{"offset": "x"}').decode(), base64.b64encode(b"[]").decode(), base64.b64encode(b"{}").decode()]
        for token in garbage:
            both.get(operation, {"page_token": token})
        both.get(operation, {"max_results": 3})
        both.save("token", "next_page_token")
        for query in [{"max_results": 3}, {"max_results": 3}, {"max_results": 5}, {}]:
            both.get(operation, {**query, "page_token": "${token}"})
        for query in [{"filter": "name != 'x'"}, {"order_by": ["name DESC"]}]:
            both.get(operation, {**query, "page_token": "${token}"})
        both.get(operation, {"page_token": "${token}x"})
        both.get(operation, {"page_token": "x${token}"})
    both.get("registered-models/search", {"max_results": 3, "page_token": "${token}"})
    changes(both)


def changes(both):
    """A page after a change behind it goes on where the last one ended."""
    both.get("registered-models/search", {"max_results": 3})
    both.save("token", "next_page_token")
    both.patch("registered-models/update", {"name": "zz", "description": "changed"})
    both.get("registered-models/search", {"max_results": 3, "page_token": "${token}"})
    both.get("model-versions/search", {"max_results": 3, "filter": "name = 'page-01'"})
    both.save("token", "next_page_token")
    both.post("registered-models/set-tag", {"name": "zz", "key": "k", "value": "v"})
    both.get("model-versions/search", {"max_results": 3, "filter": "name = 'page-01'", "page_token": "${token}"})
