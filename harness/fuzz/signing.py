"""Signs calls as the provider documents it (dev-guide3/tggw2e).

Written from the documents, apart from the simulator's own checking, so that a mistake there is not repeated here.
"""

import base64
import hashlib
import hmac
import time
from urllib.parse import parse_qsl, urlsplit

from requests import PreparedRequest
from requests.auth import AuthBase


def documented_path(path_and_query: str) -> str:
    """The path with decoded parameters in the order of their keys; of a repeated key the first counts."""
    parts = urlsplit(path_and_query)
    first: dict[str, str] = {}
    for key, value in parse_qsl(parts.query, keep_blank_values=True):
        first.setdefault(key, value)
    shown = [f"{key}={value}" if value else key for key, value in sorted(first.items())]
    return f"{parts.path}?{'&'.join(shown)}" if shown else parts.path


def signature_headers(
    app_id: str,
    secret: str,
    method: str,
    path_and_query: str,
    body: bytes,
    accept: str,
    content_type: str,
) -> dict[str, str]:
    """All headers that a signed call adds to those it has."""
    content_md5 = base64.b64encode(hashlib.md5(body).digest()).decode() if body else ""
    text = "\n".join([method, accept, content_md5, content_type, "", documented_path(path_and_query)])
    digest = hmac.new(secret.encode(), text.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
    headers = {
        "X-Tsign-Open-App-Id": app_id,
        "X-Tsign-Open-Auth-Mode": "Signature",
        "X-Tsign-Open-Ca-Timestamp": str(time.time_ns() // 1_000_000),
        "X-Tsign-Open-Ca-Signature": base64.b64encode(digest).decode(),
    }
    if content_md5:
        headers["Content-MD5"] = content_md5
    return headers


class SignedCall(AuthBase):
    """Signs a request when all of it is known, just before it is sent: what is signed is what leaves."""

    def __init__(self, app_id: str, secret: str) -> None:
        self.app_id = app_id
        self.secret = secret

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        body = request.body or b""
        if isinstance(body, str):
            body = body.encode()
        for name in ("X-Tsign-Open-Token", "Content-MD5", "Date"):
            # Generated for their own sake; with a signature beside them they would only be in its way.
            request.headers.pop(name, None)
        accept, content_type = (as_text(request.headers.get(name, "")) for name in ("Accept", "Content-Type"))
        added = signature_headers(
            self.app_id, self.secret, str(request.method), request.path_url, body, accept, content_type
        )
        request.headers.update(added)
        return request


def as_text(value: str | bytes) -> str:
    """A header's value, whichever way it was given."""
    return value.decode("latin-1") if isinstance(value, bytes) else value
