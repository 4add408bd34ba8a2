"""The knowledge base of European smart specialisation."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("kb")
except PackageNotFoundError:
    __version__ = "0.0.0"
