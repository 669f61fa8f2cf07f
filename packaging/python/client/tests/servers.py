"""A server whose answers a test decides, and which keeps the requests."""

import http.server
import threading
from contextlib import contextmanager


@contextmanager
def serving(answer):
    """Serves on the loopback. ``answer(request)`` returns status and headers; ``requests`` are those that came."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer_one(self):
            self.content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            server.requests.append(self)
            status, headers, *content = answer(self)
            body = content[0] if content else b"{}"
            self.send_response_only(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_PUT = do_POST = answer_one

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.requests = []
        server.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
