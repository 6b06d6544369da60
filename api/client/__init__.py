"""A client of the service for notebooks and programs.

::

    with Client("http://127.0.0.1:8000", token) as service:
        dataset = service.upload("Bắc Ninh", Path("out/bac-ninh/input"), province="24")
        run = service.wait(service.start(dataset.id).id)
        for move in service.moves(run.plan, "secondments"):
            print(move.employee, move.to_unit)

Answers are the models that the service itself is declared with.
"""

from api.client.client import Client
from api.client.connection import ServiceError

__all__ = ["Client", "ServiceError"]
