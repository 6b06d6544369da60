"""Long work: runs carried out by worker processes, on DBOS, so that none is lost when a process dies."""
