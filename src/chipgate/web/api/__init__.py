"""The JSON API: the forms of the command line over HTTP."""
