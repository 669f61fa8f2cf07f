"""docs/openapi.yaml is an OpenAPI document, and this server has its routes: openapi.py <server> <folder of packages> <file>"""

import json
import pathlib
import sys
import urllib.error
import urllib.request

server, packages, file = sys.argv[1:]
sys.path.append(packages)
import openapi_spec_validator
import yaml


def answer(method, path, body):
    request = urllib.request.Request(
        server + path, method=method.upper(), data=body, headers={"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read()


document = yaml.safe_load(pathlib.Path(file).read_text())
assert document["openapi"].startswith("3.1."), document["openapi"]
openapi_spec_validator.validate(document)

status, _ = answer("get", "/api/2.0/registry/none", None)
assert status == 404, f"a route that is not there: {status}"
routes = [(method, path) for path, operations in document["paths"].items() for method in operations]
assert len(routes) > 15, routes
for method, path in routes:
    operation = document["paths"][path][method]
    demands = any(parameter["required"] for parameter in operation.get("parameters", []))
    demands |= "required" in (
        operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    )
    body = None if method == "get" else b'{"trusted": false}'
    status, text = answer(method, path, body)
    if status == 200:
        assert not demands, f"{method} {path} demands nothing, but the file says it does"
    else:
        assert status == 400 and json.loads(text)["error_code"] == "INVALID_PARAMETER_VALUE", (method, path, text)
print(f"{len(routes)} routes")
