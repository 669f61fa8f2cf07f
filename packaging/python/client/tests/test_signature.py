import hashlib
import io
import os
import pathlib
import tempfile
import unittest
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from unittest.mock import patch

import requests

from lambda_model_registry_client.signature import Signature, canonical
from lambda_model_registry_client.token import BearerToken
from servers import serving

NOW = datetime.now(timezone.utc)
KEYS = {"AWS_ACCESS_KEY_ID": "AKIATEST", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": "eu-west-1"}


def well(request):
    return 200, {}


def date(moment):
    return {"Date": format_datetime(moment.astimezone(timezone.utc), usegmt=True)}


def signed_at(request):
    return datetime.strptime(request.headers["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)


class Watched(io.BytesIO):
    """A file that knows the largest piece that was read of it."""

    largest = 0

    def read(self, size=-1):
        piece = super().read(size)
        self.largest = max(self.largest, len(piece))
        return piece


class WithKeys(unittest.TestCase):
    def setUp(self):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        self.environment = patch.dict(os.environ, {**kept, **KEYS, "AWS_EC2_METADATA_DISABLED": "true"}, clear=True)
        self.environment.start()
        self.addCleanup(self.environment.stop)


class EncodingTest(unittest.TestCase):
    def test_a_url_has_one_encoding_only(self):
        for given, expected in {
            "https://h/a?q=a+b": "https://h/a?q=a%20b",
            "https://h/a?q=a%20b&q=c%2Bd": "https://h/a?q=a%20b&q=c%2Bd",
            "https://h/a?order_by=b+DESC&order_by=a": "https://h/a?order_by=b%20DESC&order_by=a",
            "https://h/a?q=(x*y)='%C3%BC~'": "https://h/a?q=%28x%2Ay%29%3D%27%C3%BC~%27",
            "https://h/a?empty=&bare": "https://h/a?empty=&bare=",
            "https://h/a b/c%20d": "https://h/a%20b/c%20d",
            "https://h/a(1)/b%2Fc/@+": "https://h/a%281%29/b%2Fc/%40%2B",
            "https://h/%ff": "https://h/%FF",
            "https://h": "https://h/",
            "https://h:8443/a": "https://h:8443/a",
        }.items():
            with self.subTest(given):
                self.assertEqual(canonical(given), expected)
                self.assertEqual(canonical(expected), expected)


class SignatureTest(WithKeys):
    def test_the_region_is_that_of_the_url_or_of_the_configuration(self):
        for url, region in {
            "https://a1.execute-api.ap-south-1.amazonaws.com/x": "ap-south-1",
            "https://a1.execute-api.cn-north-1.amazonaws.com.cn/x": "cn-north-1",
            "https://models.example.com/x": "eu-west-1",
        }.items():
            request = requests.Request("GET", url, auth=Signature()).prepare()
            self.assertIn(f"/{region}/execute-api/aws4_request", request.headers["Authorization"])

    def test_without_a_region_or_credentials_the_error_says_what_to_set(self):
        del os.environ["AWS_DEFAULT_REGION"]
        with self.assertRaisesRegex(ValueError, "AWS_DEFAULT_REGION"):
            requests.Request("GET", "https://models.example.com/x", auth=Signature()).prepare()
        del os.environ["AWS_ACCESS_KEY_ID"]
        os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.environ["AWS_CONFIG_FILE"] = os.devnull
        with self.assertRaisesRegex(ValueError, "AWS_PROFILE"):
            requests.Request("GET", "https://a1.execute-api.ap-south-1.amazonaws.com/x", auth=Signature()).prepare()

    def test_a_profile_signs(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "credentials")
            file.write_text("[team]\naws_access_key_id = AKIATEAM\naws_secret_access_key = s\naws_session_token = t\n")
            del os.environ["AWS_ACCESS_KEY_ID"]
            os.environ.update(AWS_SHARED_CREDENTIALS_FILE=str(file), AWS_PROFILE="team")
            request = requests.Request("GET", "https://models.example.com/x", auth=Signature()).prepare()
        self.assertIn("Credential=AKIATEAM/", request.headers["Authorization"])
        self.assertEqual(request.headers["X-Amz-Security-Token"], "t")

    def test_a_file_is_hashed_piece_by_piece_and_sent_whole(self):
        file = Watched(b"0123456789" * 500_000)
        with serving(well) as server:
            requests.put(server.url, data=file, auth=Signature())
        self.assertLessEqual(file.largest, 1 << 20)
        [request] = server.requests
        self.assertEqual(len(request.content), 5_000_000)
        self.assertEqual(request.headers["X-Amz-Content-SHA256"], hashlib.sha256(file.getvalue()).hexdigest())

    def test_a_file_of_text_is_sent_as_bytes_and_json_as_json(self):
        with serving(well) as server:
            text = {"Content-Type": "text/plain"}
            requests.put(server.url, data=io.BytesIO("für".encode("latin-1")), headers=text, auth=Signature())
            requests.put(server.url, data=io.BytesIO(b"x"), headers=text, auth=BearerToken(lambda: "token"))
            requests.post(server.url, json={}, auth=Signature())
        types = [request.headers["Content-Type"] for request in server.requests]
        self.assertEqual(types, ["application/octet-stream", "application/octet-stream", "application/json"])

    def test_an_empty_file_has_a_length(self):
        with serving(well) as server:
            requests.put(server.url, data=io.BytesIO(), auth=Signature())
        [request] = server.requests
        self.assertEqual(request.headers["Content-Length"], "0")
        self.assertNotIn("Transfer-Encoding", request.headers)

    def test_what_can_be_read_only_once_is_refused(self):
        with self.assertRaisesRegex(ValueError, "read only once"):
            requests.put("http://127.0.0.1:1", data=iter([b"a"]), auth=Signature())

    def test_a_clock_that_is_off_is_learned_once(self):
        for off in timedelta(hours=1), timedelta(hours=-1):
            server_time = datetime.now(timezone.utc) + off

            def answer(request, server_time=server_time):
                in_time = abs(signed_at(request) - server_time) < timedelta(minutes=5)
                return (200 if in_time else 403), date(server_time)

            signature = Signature()
            with self.subTest(off), serving(answer) as server:
                first = requests.put(server.url, data=io.BytesIO(b"content"), auth=signature)
                second = requests.get(server.url, auth=signature)
                self.assertEqual([first.status_code, second.status_code], [200, 200])
                self.assertEqual([request.content for request in server.requests], [b"content", b"content", b""])

    def test_a_refusal_for_another_reason_is_not_repeated(self):
        with serving(lambda request: (403, date(datetime.now(timezone.utc)))) as server:
            self.assertEqual(requests.get(server.url, auth=Signature()).status_code, 403)
        self.assertEqual(len(server.requests), 1)

    def test_other_credentials_are_found_when_those_in_use_are_refused(self):
        def answer(request):
            return (200 if "AKIANEW" in request.headers["Authorization"] else 403), {}

        with tempfile.TemporaryDirectory() as folder, serving(answer) as server:
            file = pathlib.Path(folder, "credentials")
            del os.environ["AWS_ACCESS_KEY_ID"]
            os.environ["AWS_SHARED_CREDENTIALS_FILE"] = str(file)
            keys = "[default]\naws_access_key_id = {}\naws_secret_access_key = s\naws_session_token = t\n"
            file.write_text(keys.format("AKIAOLD"))
            signature = Signature()
            self.assertEqual(requests.get(server.url, auth=signature).status_code, 403)
            file.write_text(keys.format("AKIANEW"))
            self.assertEqual(requests.get(server.url, auth=signature).status_code, 200)

    def test_a_redirect_goes_out_without_the_signature(self):
        os.environ["AWS_SESSION_TOKEN"] = "token"
        with serving(well) as s3:
            redirect = {"Location": f"{s3.url}/object?X-Amz-Signature=x"}
            with serving(lambda request: (307, redirect)) as server:
                answer = requests.get(server.url, headers={"Range": "bytes=0-1"}, auth=Signature())
        self.assertEqual(answer.status_code, 200)
        [request] = s3.requests
        self.assertEqual(request.path, "/object?X-Amz-Signature=x")
        self.assertEqual(request.headers["Range"], "bytes=0-1")
        self.assertEqual([name for name in request.headers if name.lower().startswith(("x-amz", "auth"))], [])
