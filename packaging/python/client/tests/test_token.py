import base64
import json
import pathlib
import sys
import tempfile
import time
import unittest

import requests

from lambda_model_registry_client.token import BearerToken, expiry, source
from servers import serving


def jwt(expires):
    claims = base64.urlsafe_b64encode(json.dumps({"exp": expires}).encode()).rstrip(b"=")
    return f"e30.{claims.decode()}.c2ln"


def only(token):
    def answer(request):
        return (200 if request.headers["Authorization"] == f"Bearer {token()}" else 401), {}

    return answer


class BearerTokenTest(unittest.TestCase):
    def test_a_token_serves_until_a_minute_before_it_expires(self):
        soon = time.time() + 30
        for expires, fetched in {time.time() + 3600: 1, soon: 3}.items():
            calls = []
            auth = BearerToken(lambda: calls.append(1) or jwt(expires))
            for _ in range(3):
                requests.Request("GET", "https://models.example.com", auth=auth).prepare()
            self.assertEqual(len(calls), fetched)

    def test_a_token_that_is_refused_is_fetched_again_once(self):
        tokens = iter(["old", "new", "unused"])
        with serving(only(lambda: "new")) as server:
            auth = BearerToken(lambda: next(tokens))
            self.assertEqual(requests.post(server.url, data=b"content", auth=auth).status_code, 200)
            self.assertEqual(requests.get(server.url, auth=auth).status_code, 200)
        self.assertEqual([request.content for request in server.requests], [b"content", b"content", b""])

    def test_the_same_token_is_not_sent_twice(self):
        with serving(only(lambda: "another")) as server:
            self.assertEqual(requests.get(server.url, auth=BearerToken(lambda: "same")).status_code, 401)
        self.assertEqual(len(server.requests), 1)

    def test_a_token_without_an_expiry_serves_some_minutes(self):
        for token in "opaque", "a.b.c", "e30.e30.c2ln":
            self.assertAlmostEqual(expiry(token), time.time() + 300, delta=10)


class SourceTest(unittest.TestCase):
    def test_a_file_is_read_again(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "token")
            fetch = source({"LAMBDA_REGISTRY_TOKEN_FILE": str(file)})
            for content in "one", "two":
                file.write_text(content)
                self.assertEqual(fetch(), content)

    def test_a_command_prints_it(self):
        fetch = source({"LAMBDA_REGISTRY_TOKEN_COMMAND": f"'{sys.executable}' -c 'print(\"a b\")'"})
        self.assertEqual(fetch().strip(), "a b")

    def test_a_command_that_fails_is_named_with_what_it_said(self):
        fetch = source({"LAMBDA_REGISTRY_TOKEN_COMMAND": f"'{sys.executable}' -c 'raise SystemExit(\"expired\")'"})
        with self.assertRaisesRegex(ValueError, "LAMBDA_REGISTRY_TOKEN_COMMAND ended with 1: expired"):
            fetch()

    def test_github_actions_is_asked_for_the_audience(self):
        with serving(lambda request: (200, {}, b'{"value": "of github"}')) as server:
            fetch = source(
                {
                    "ACTIONS_ID_TOKEN_REQUEST_URL": f"{server.url}/token?v=2",
                    "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "secret",
                    "LAMBDA_REGISTRY_TOKEN_AUDIENCE": "my registry",
                }
            )
            self.assertEqual(fetch(), "of github")
        [request] = server.requests
        self.assertEqual(request.path, "/token?v=2&audience=my+registry")
        self.assertEqual(request.headers["Authorization"], "bearer secret")

    def test_without_a_source_the_error_says_what_to_set(self):
        with self.assertRaisesRegex(ValueError, "LAMBDA_REGISTRY_TOKEN_FILE"):
            source({})
