"""The version of this library, recorded in every plan."""

from __future__ import annotations

VERSION = "0.1.0"
