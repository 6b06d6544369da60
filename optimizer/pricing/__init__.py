"""Pricing: whether a plan's proof holds for every move that the rules leave open, compiled or not."""

from optimizer.pricing.pricing import Pricing, Scope, price_moves

__all__ = ["Pricing", "Scope", "price_moves"]
