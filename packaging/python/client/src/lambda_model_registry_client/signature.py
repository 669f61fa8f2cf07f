"""Signature Version 4 as API Gateway verifies it, by botocore's signer."""

import hashlib
import re
import threading
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit, urlunsplit

import botocore.session
import requests
from botocore.auth import SIGV4_TIMESTAMP, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import ReadOnlyCredentials
from requests.auth import AuthBase

from lambda_model_registry_client.resending import keep_bytes, send_again

_API_GATEWAY = re.compile(r"[^.]+\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(\.cn)?")
_SKEW = timedelta(minutes=1)
_OURS = ("Authorization", "X-Amz-Date", "X-Amz-Security-Token", "X-Amz-Content-SHA256")
_CHUNK = 1 << 20


class Signature(AuthBase):
    """Signs requests for API Gateway with the user's AWS credentials, as botocore finds and renews them. Thread-safe.

    A request that is refused with 403 is signed again and sent once more if the server's clock differs from the one that it
    was signed by, or if there are other credentials by now. A redirected request, such as a download that S3 serves, goes out
    without the signature.
    """

    def __init__(self) -> None:
        self._session = botocore.session.Session()
        self._skew = timedelta(0)
        self._lock = threading.Lock()

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if not hasattr(request.body, "read") and not isinstance(request.body, (bytes, str, type(None))):
            raise ValueError("A body that can be read only once cannot be signed.")
        if "Transfer-Encoding" in request.headers and _is_empty(request.body):
            del request.headers["Transfer-Encoding"]  # an empty file, which requests would send in chunks
            request.body = None
        keep_bytes(request)
        request.url = canonical(str(request.url))
        self._sign(request)
        request.register_hook("response", self._after)  # type: ignore[no-untyped-call]
        return request

    def _sign(self, request: requests.PreparedRequest) -> None:
        unsigned = AWSRequest(
            method=request.method, url=request.url, headers={"X-Amz-Content-SHA256": _sha256(request.body)}
        )
        _Signer(self._credentials(), self._region(str(request.url)), self._skew).add_auth(unsigned)
        for name in _OURS:
            request.headers.pop(name, None)
        request.headers.update(unsigned.headers.items())

    def _after(self, response: requests.Response, **options: Any) -> requests.Response:
        request = response.request
        if response.status_code == 403 and "Authorization" in request.headers and self._learns_from(response):
            again = request.copy()
            self._sign(again)
            response = send_again(response, again, **options)
        if response.is_redirect:
            for name in _OURS:
                request.headers.pop(name, None)  # the copy that goes elsewhere is made of this one
        return response

    def _learns_from(self, refused: requests.Response) -> bool:
        """Whether the server's clock, or the credentials, are other than those of the refused request."""
        used = str(refused.request.headers["Authorization"])
        if "Date" in refused.headers:
            signed = datetime.strptime(refused.request.headers["X-Amz-Date"], SIGV4_TIMESTAMP)
            server = parsedate_to_datetime(refused.headers["Date"])
            if abs(server - signed.replace(tzinfo=timezone.utc)) > _SKEW:
                self._skew = server - datetime.now(timezone.utc)
                return True
        with self._lock:
            if f"Credential={self._credentials().access_key}/" not in used:
                return True  # another thread has found them
            self._session = botocore.session.Session()
        return f"Credential={self._credentials().access_key}/" not in used

    def _credentials(self) -> ReadOnlyCredentials:
        credentials = self._session.get_credentials()
        if credentials is None:
            raise ValueError("There are no AWS credentials: set AWS_PROFILE, or sign in with the AWS CLI.")
        frozen: ReadOnlyCredentials = credentials.get_frozen_credentials()
        return frozen

    def _region(self, url: str) -> str:
        host = _API_GATEWAY.fullmatch(urlsplit(url).hostname or "")
        region = host.group(1) if host else self._session.get_config_variable("region")
        if not region:
            raise ValueError(f"{url} names no AWS region: set AWS_DEFAULT_REGION.")
        return str(region)


class _Signer(SigV4Auth):
    """botocore's signer, by a clock that is corrected."""

    def __init__(self, credentials: ReadOnlyCredentials, region: str, skew: timedelta) -> None:
        super().__init__(credentials, "execute-api", region)
        self._skew = skew

    def _modify_request_before_signing(self, request: AWSRequest) -> None:
        request.context["timestamp"] = (datetime.now(timezone.utc) + self._skew).strftime(SIGV4_TIMESTAMP)
        super()._modify_request_before_signing(request)


def canonical(url: str) -> str:
    """The URL in the one encoding on which both ends of a signature agree: everything but letters, digits and ``-._~``."""
    parts = urlsplit(url)
    path = "/".join(quote(unquote_to_bytes(segment), safe="") for segment in parts.path.split("/"))
    query = urlencode(parse_qsl(parts.query, keep_blank_values=True), quote_via=quote, safe="")
    return urlunsplit((parts.scheme, parts.netloc, path or "/", query, ""))


def _is_empty(body: Any) -> bool:
    return not body if isinstance(body, (bytes, str, type(None))) else requests.utils.super_len(body) == 0  # type: ignore[no-untyped-call]


def _sha256(body: Any) -> str:
    """The digest of a body; a file is read piece by piece, from where it stands, and set back."""
    digest = hashlib.sha256()
    if hasattr(body, "read"):
        start = body.tell()
        while chunk := body.read(_CHUNK):
            digest.update(chunk)
        body.seek(start)
    elif body:
        digest.update(body.encode() if isinstance(body, str) else body)
    return digest.hexdigest()
