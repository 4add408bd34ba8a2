"""The web service: GraphQL, GraphiQL, and whether the graph answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Response
from fastapi.middleware.cors import CORSMiddleware

from kb import __version__
from kb.errors import KbError
from kb.graph import Graph
from kb.settings import Settings
from kb.web import graphql, pages

HEALTH_SECONDS = 2.0
"""Who asks for the health waits a few seconds at most."""


def create(graph: Graph, settings: Settings) -> FastAPI:
    """Give the service over `graph`."""
    reader = graph.reader()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await reader.close()

    app = FastAPI(
        lifespan=lifespan,
        title="kb",
        version=__version__,
        description="The knowledge base of European smart specialisation.",
        # their pages load scripts from another host
        docs_url=None,
        redoc_url=None,
    )
    graphql.mount(app, reader, settings)
    pages.mount(app)
    if origins := [each.strip() for each in settings.cors_origins.split(",") if each.strip()]:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=graphql.METHODS,
            allow_headers=["*"],
            expose_headers=["ETag"],
        )

    @app.get("/healthz", summary="Whether the graph answers.")
    async def health(response: Response) -> dict[str, str]:
        response.headers["Cache-Control"] = "no-store"
        try:
            await reader.read("RETURN 1", timeout=HEALTH_SECONDS)
        except KbError as error:
            response.status_code = 503
            return {"status": "unavailable", "code": error.code, "message": str(error)}
        return {"status": "ok"}

    return app
