"""Every face to the outside. For now the command line, :mod:`api.cli`."""
