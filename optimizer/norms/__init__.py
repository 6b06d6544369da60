"""How many people a unit of the commune level calls for by its population: dated, cited, a proposal only."""

from optimizer.norms.norm import Norm, norm_of
from optimizer.norms.store import central_norms

__all__ = ["Norm", "central_norms", "norm_of"]
