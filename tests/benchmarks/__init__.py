"""Measurements, run by ``make bench``; none of them runs in ``make test``."""
