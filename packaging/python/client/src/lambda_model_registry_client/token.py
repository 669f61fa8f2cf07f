"""OIDC tokens, fetched again before they expire."""

import base64
import json
import shlex
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import requests
from requests.auth import AuthBase

from lambda_model_registry_client.resending import keep_bytes, send_again

_EARLY = 60
_WITHOUT_EXPIRY = 300
_PATIENCE = 60


class BearerToken(AuthBase):
    """Sends a token with each request. Thread-safe.

    The token is fetched again a minute before it expires (every five minutes if it does not say when), and once more where a
    request is refused with 401.
    """

    def __init__(self, fetch: Callable[[], str]) -> None:
        self._fetch = fetch
        self._token = ""
        self._good_until = 0.0
        self._lock = threading.Lock()

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        keep_bytes(request)
        request.headers["Authorization"] = f"Bearer {self._current()}"
        request.register_hook("response", self._after)  # type: ignore[no-untyped-call]
        return request

    def _current(self, refused: str = "") -> str:
        with self._lock:
            if time.time() >= self._good_until or self._token == refused:
                self._token = self._fetch().strip()
                self._good_until = expiry(self._token) - _EARLY
            return self._token

    def _after(self, response: requests.Response, **options: Any) -> requests.Response:
        used = response.request.headers.get("Authorization", "").removeprefix("Bearer ")
        if response.status_code != 401 or not used:
            return response
        token = self._current(refused=used)
        if token == used:
            return response
        again = response.request.copy()
        again.headers["Authorization"] = f"Bearer {token}"
        return send_again(response, again, **options)


def expiry(token: str) -> float:
    """When a JWT expires, in seconds since 1970; for any other token, five minutes from now."""
    try:
        claims = token.split(".")[1]
        return float(json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))["exp"])
    except (IndexError, KeyError, TypeError, ValueError):
        return time.time() + _WITHOUT_EXPIRY


def source(environment: Mapping[str, str]) -> Callable[[], str]:
    """What fetches the token: the file or the command that the environment names, or GitHub Actions."""
    if file := environment.get("LAMBDA_REGISTRY_TOKEN_FILE"):
        return Path(file).read_text
    if command := environment.get("LAMBDA_REGISTRY_TOKEN_COMMAND"):
        return lambda: _output(command)
    if (url := environment.get("ACTIONS_ID_TOKEN_REQUEST_URL")) and (
        secret := environment.get("ACTIONS_ID_TOKEN_REQUEST_TOKEN")
    ):
        return lambda: _of_github(url, secret, environment.get("LAMBDA_REGISTRY_TOKEN_AUDIENCE"))
    raise ValueError(
        "There is no token: set LAMBDA_REGISTRY_TOKEN_FILE or LAMBDA_REGISTRY_TOKEN_COMMAND, or give the job of GitHub"
        " Actions the permission id-token: write."
    )


def _output(command: str) -> str:
    done = subprocess.run(shlex.split(command), capture_output=True, text=True, timeout=_PATIENCE)
    if done.returncode:
        raise ValueError(f"LAMBDA_REGISTRY_TOKEN_COMMAND ended with {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def _of_github(url: str, secret: str, audience: str | None) -> str:
    answer = requests.get(
        url,
        params={"audience": audience} if audience else {},
        headers={"Authorization": f"bearer {secret}"},
        timeout=_PATIENCE,
    )
    answer.raise_for_status()
    return str(answer.json()["value"])
