"""The web interface: Flask and htmx over the store and the search; no build step, no JavaScript needed to use it."""

from webui.app import create_app

__all__ = ["create_app"]
