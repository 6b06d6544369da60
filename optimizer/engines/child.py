"""The program of a worker process: answers jobs until the connection closes."""

from __future__ import annotations

import sys
from multiprocessing.connection import Connection

from optimizer.engines.circulation import SolverError
from optimizer.engines.job import READY
from optimizer.engines.staged import solve_stages


def _serve(connection: Connection) -> None:
    """Say :data:`READY`, read a job, send a message per stage or what went wrong; again and again."""
    while True:
        connection.send(READY)
        try:
            job = connection.recv()
        except EOFError:
            return
        try:
            solve_stages(job, connection.send)
        except SolverError as error:
            connection.send(str(error))


if __name__ == "__main__":
    _serve(Connection(int(sys.argv[1])))
