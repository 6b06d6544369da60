"""The service over HTTP: one file for each group of addresses, and what all of them share."""

from api.http.app import create_app, openapi_document

__all__ = ["create_app", "openapi_document"]
