"""The pages people open: GraphiQL, its files, and the examples it offers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import FastAPI, Response
from fastapi.responses import FileResponse, PlainTextResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles

from kb.web import operations
from kb.web.operations import Operation

STATIC = Path(__file__).parent / "static"
NOT_BUILT = "The pages of kb are not built: run `make demo` or `pip install .`, then start kb again.\n"

# Nothing but the service itself. The editor writes <style> elements and draws some marks from data: images.
POLICY = "; ".join(
    [
        "default-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    ]
)
SAFE = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
PAGE = {**SAFE, "Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}
READING = ["GET", "HEAD"]
# The build names each file under assets/ after its content, so a name never changes its meaning.
FOREVER = "public, max-age=31536000, immutable"


class Assets(StaticFiles):
    """The built files, with the headers that let a browser keep them."""

    async def get_response(self, path: str, scope: Any) -> Response:
        """Give the file at `path`."""
        response = await super().get_response(path, scope)
        response.headers.update(SAFE)
        response.headers["Cache-Control"] = FOREVER if path.startswith("assets") else "no-cache"
        return response


def mount(app: FastAPI, static: Path = STATIC, examples: Path = operations.FOLDER) -> None:
    """Add the pages to `app`; raise `KbError` when an example is ill-formed."""
    page = static / "graphiql.html"
    built = page.is_file()
    listed = operations.read(examples)

    # async, so that none waits for a thread behind queries
    @app.api_route("/", methods=READING, include_in_schema=False)
    async def home() -> RedirectResponse:
        return RedirectResponse("/graphiql")

    @app.api_route("/favicon.ico", methods=READING, include_in_schema=False)
    async def favicon() -> RedirectResponse:
        return RedirectResponse("/static/icon.svg")

    @app.api_route("/graphiql", methods=READING, include_in_schema=False)
    async def graphiql() -> Response:
        return FileResponse(page, headers=PAGE) if built else PlainTextResponse(NOT_BUILT, 503, SAFE)

    @app.get("/operations", summary="The example operations, with what each tells in plain words.")
    async def list_operations(response: Response) -> tuple[Operation, ...]:
        response.headers.update({**SAFE, "Cache-Control": "no-cache"})
        return listed

    if built:
        app.mount("/static", Assets(directory=static), name="static")
