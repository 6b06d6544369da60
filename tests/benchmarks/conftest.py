"""Nothing to collect: measurements are no tests, and highspy cannot be imported beside ortools."""

collect_ignore_glob = ["*.py"]
