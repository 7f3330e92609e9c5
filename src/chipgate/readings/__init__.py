"""Readings of the one text: verdicts, sentences, traces, generated code, completions."""
