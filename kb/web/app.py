"""The web service: GraphQL, GraphiQL, and whether the graph answers."""

from __future__ import annotations

from typing import Any

from anyio import to_thread
from fastapi import FastAPI, Response

from kb import __version__
from kb.api.schema import build
from kb.errors import KbError
from kb.graph import Graph
from kb.web import pages
from kb.web.graphql import Codes, Router


def create(graph: Graph) -> FastAPI:
    """Give the service over `graph`."""
    app = FastAPI(
        title="kb",
        version=__version__,
        description="The knowledge base of European smart specialisation.",
        # their pages load scripts from another host
        docs_url=None,
        redoc_url=None,
    )
    schema = build(extensions=[Codes])

    async def context() -> dict[str, Any]:
        return {"graph": graph}

    app.include_router(Router(schema, path="/graphql", graphql_ide=None, context_getter=context))
    pages.mount(app)

    @app.get("/healthz", summary="Whether the graph answers.")
    async def health(response: Response) -> dict[str, str]:
        response.headers["Cache-Control"] = "no-store"
        try:
            await to_thread.run_sync(graph.read, "RETURN 1")
        except KbError as error:
            response.status_code = error.status
            return {"status": "unavailable", "code": error.code, "message": str(error)}
        return {"status": "ok"}

    return app
