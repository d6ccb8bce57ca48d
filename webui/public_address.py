"""Addresses that others keep: in feeds, and for browsers that search here."""

from flask import request

from webui.letters import letters


def public_address(path: str) -> str:
    """A path as a whole address: of the public one where the settings name it, else of the one that was asked."""
    return f"{letters().base or request.host_url.rstrip('/')}{path}"
