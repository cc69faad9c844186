"""OpenTelemetry spans, one for each attempt, by its semantic conventions for HTTP clients.

Nothing is imported for it: who has set up tracing has loaded ``opentelemetry.trace``, and for whom has not, there is
nobody to tell.
"""

import contextlib
import sys
from typing import Any
from urllib.parse import urlsplit

from webflow_pages._version import __version__
from webflow_pages.calls.call import Answer, Call
from webflow_pages.errors import TransportError


class Span:
    """The span of one attempt."""

    def __init__(self, trace: Any, call: Call[Any], base_url: str, attempt: int) -> None:  # noqa: ANN401  (not installed)
        server = urlsplit(base_url)
        attributes: dict[str, Any] = {
            "http.request.method": call.method,
            "server.address": server.hostname,
            "server.port": server.port or (443 if server.scheme == "https" else 80),
            "url.full": call.address(base_url),
            "url.template": call.template,
        }
        if attempt > 1:
            attributes["http.request.resend_count"] = attempt - 1
        tracer = trace.get_tracer("webflow_pages", __version__)
        name = f"{call.method} {call.template}"
        self._trace = trace
        self._span = tracer.start_span(name, kind=trace.SpanKind.CLIENT, attributes=attributes)

    def end(self, outcome: Answer | TransportError | None) -> None:
        """End the span with what came; None stands for an attempt that was broken off."""
        with contextlib.suppress(Exception):  # a processor of the program's must not break a call
            self._end(outcome)

    def _end(self, outcome: Answer | TransportError | None) -> None:
        status = outcome.status if isinstance(outcome, Answer) else None
        if status is not None:
            self._span.set_attribute("http.response.status_code", status)
        if status is None or status >= 400:
            cause = outcome.__cause__ if isinstance(outcome, TransportError) else None
            kind = "broken off" if outcome is None else type(cause or outcome).__name__
            self._span.set_attribute("error.type", kind if status is None else str(status))
            self._span.set_status(self._trace.StatusCode.ERROR)
        self._span.end()


def start_span(call: Call[Any], base_url: str, attempt: int) -> Span | None:
    """Start the span of an attempt; None where this process does not trace."""
    trace = sys.modules.get("opentelemetry.trace")
    if trace is None:
        return None
    try:
        return Span(trace, call, base_url, attempt)
    except Exception:  # noqa: BLE001  (a processor of the program's, or a module half imported: the call goes on)
        return None
