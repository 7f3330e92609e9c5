"""The same answers in a browser, and for programs that ask over HTTP or MCP."""
