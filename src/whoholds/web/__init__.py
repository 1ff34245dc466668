"""The HTTP API and the pages over a store, on this machine alone unless told otherwise."""
