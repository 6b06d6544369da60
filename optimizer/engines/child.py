"""The program of a worker process: answers jobs until the connection closes."""

from __future__ import annotations

import sys
from multiprocessing.connection import Connection

from optimizer.engines.circulation import SolverError
from optimizer.engines.staged import DONE, solve_stages


def _serve(connection: Connection) -> None:
    """Read jobs, send a message per stage, then :data:`DONE` or what went wrong."""
    while True:
        try:
            job = connection.recv()
        except EOFError:
            return
        try:
            for result in solve_stages(job):
                connection.send(result)
            connection.send(DONE)
        except SolverError as error:
            connection.send(str(error))


if __name__ == "__main__":
    _serve(Connection(int(sys.argv[1])))
