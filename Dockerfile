# kb as a container that asks a Neo4j of its own: see docker-compose.yml.

FROM python:3.13-slim AS build
WORKDIR /source
COPY requirements.lock .
RUN python -m venv /build && /build/bin/pip install --no-cache-dir --require-hashes --requirement requirements.lock \
 && /build/bin/pip download --no-deps --require-hashes --requirement requirements.lock --dest /wheels
# The build hook makes the web pages with the Node of a build requirement.
COPY pyproject.toml hatch_build.py README.md ./
COPY web web
COPY cypher cypher
COPY graphql graphql
COPY kb kb
RUN /build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /wheels .
# What runs needs less than what builds and tests: only that is installed, from what the lock has verified.
RUN python -m venv /kb && /kb/bin/pip install --no-cache-dir --no-index --find-links /wheels kb

FROM python:3.13-slim
RUN useradd --create-home --uid 10001 kb && install --directory --owner=kb --group=kb /data
COPY --from=build /kb /kb
ENV PATH=/kb/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    KB_DATA=/data \
    KB_HOST=0.0.0.0 \
    KB_PORT=8000
USER kb
WORKDIR /home/kb
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
  CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
# Loads the starter data into an empty graph, once, and serves.
CMD ["kb", "demo"]
