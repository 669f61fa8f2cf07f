"""What both kinds of auth do to a request beside signing in."""

from typing import Any

import requests
from requests.utils import rewind_body


def keep_bytes(request: requests.PreparedRequest) -> None:
    """Declares a file that is uploaded to be bytes: API Gateway passes text on as a string, which must be UTF-8 and grows."""
    if request.method == "PUT" and hasattr(request.body, "read"):
        request.headers["Content-Type"] = "application/octet-stream"


def send_again(refused: requests.Response, request: requests.PreparedRequest, **options: Any) -> requests.Response:
    """Sends the request on the connection of the refused one, and returns its answer.

    The options are those of the session, as a response hook receives them. The body of a request that was sent is rewound.
    """
    refused.content  # noqa: B018  reads the rest, so that the connection is free
    refused.close()
    if hasattr(request.body, "seek"):
        rewind_body(request)
    answer: requests.Response = refused.connection.send(request, **options)
    answer.history.append(refused)
    answer.request = request
    return answer
