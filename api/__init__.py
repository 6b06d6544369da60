"""Every face to the outside: the command line, :mod:`api.cli`, and the service, :mod:`api.http`."""
