"""JSON Lines, and the JSON array that some programs write instead."""

from __future__ import annotations

import pytest

from chipgate.cases.order_files import json_lines

from .conftest import cells_of, read, refusal


def test_values_become_text_without_float_noise(write):
    path = write(
        '{"a": 0.1, "b": 12345678901234567890, "c": true, "d": null, "e": NaN, "f": " x", "g": "", "h": 5.920}\n',
        "o.jsonl",
    )
    rows, header, _ = read(path)
    assert dict(rows[0].cells) == {"a": "0.1", "b": "12345678901234567890", "c": "true", "f": " x", "h": "5.920"}
    assert header == tuple("abcdefgh")


@pytest.mark.parametrize(
    ("line", "column", "wrong"),
    [
        ('{"a": 1, "to": {"country": "CN"}}', "to", "'to' holds an object"),
        ('{"a": 1, "to": ["CN"]}', "to", "'to' holds a list"),
        ('{"a": 1, "to": -Infinity}', "to", "'to' holds an infinite number"),
        ('{"a": 1, "to": "CN", "to": "US"}', "to", "the key 'to' stands twice in the object"),
        ('{"a": 1, "to": "\\ud800"}', "to", "'to' holds half a character (a lone surrogate)"),
        ('{"a": 1, " ": "x"}', None, "a key of the object is blank or damaged (' ')"),
    ],
)
def test_faulty_values_leave_the_others(write, line, column, wrong):
    rows, _, _ = read(write(f'{line}\n{{"a": 2}}\n', "o.jsonl"))
    assert (rows[0].fault.column, rows[0].fault.wrong) == (column, wrong)
    assert dict(rows[0].cells) == {"a": "1"}
    assert rows[0].raw == line
    assert dict(rows[1].cells) == {"a": "2"}


@pytest.mark.parametrize("line", ['{"a": 1', "x", "[1]", "7", '"text"', "[" * 100_000, '{"a":' * 100_000])
def test_broken_lines_are_rows_with_faults(write, line):
    rows, _, notes = read(write(f'{{"a": 1}}\n{line}\n\n{{"a": 3}}\n', "o.jsonl"))
    assert [row.number for row in rows] == [1, 2, 4]
    assert rows[1].fault is not None
    assert rows[1].raw[:50] == line[:50]
    assert "1 blank rows were passed over." in notes


def test_mixed_encodings(write):
    rows, _, _ = read(write(b'{"a": "\xe4\xb8\x8a"}\n{"a": "\xc9\xee"}\n{"a": "\xe4\xb8\x8a"}\n', "o.jsonl"))
    assert [row.fault is None for row in rows] == [True, False, True]


def test_a_key_that_turns_up_late_is_said(write, monkeypatch):
    monkeypatch.setattr(json_lines, "KEY_ROWS", 2)
    rows, header, _ = read(write('{"a": 1}\n{"b": 2}\n{"c": 3}\n', "o.jsonl"))
    assert header == ("a", "b")
    assert "'c' is used here for the first time" in rows[2].fault.wrong
    assert dict(rows[2].cells) == {"c": "3"}


def test_an_array_is_read_and_noted(write):
    path = write('[\n  {"a": 1, "b": "上"},\n  {"a": [2]},\n  7\n]\n', "o.json")
    rows, header, notes = read(path)
    assert header == ("a", "b")
    assert [(row.number, dict(row.cells), row.fault is None) for row in rows] == [
        (1, {"a": "1", "b": "上"}, True),
        (2, {}, False),
        (3, {}, False),
    ]
    assert "one JSON array" in notes[0]


def test_objects_without_a_value_are_counted(write):
    rows, header, notes = read(write('{"a": null}\n{}\n{"a": 1}\n', "o.jsonl"))
    assert [row.number for row in rows] == [3]
    assert header == ("a",)
    assert notes == ("2 blank rows were passed over.",)


def test_an_empty_array(write):
    rows, header, _ = read(write("[]", "o.json"))
    assert (rows, header) == ([], ())


@pytest.mark.parametrize("text", ['[{"a": 1}, {"a": ', '[{"a": 1} {"a": 2}]', '[{"a": 1}]]', "[{]"])
def test_a_broken_array_is_refused_with_its_line(write, text):
    assert "line 1: the JSON array is broken" in refusal(write(text, "o.json"))


def test_a_large_array_is_refused_with_a_way_out(write, monkeypatch):
    monkeypatch.setattr(json_lines, "LARGEST_ARRAY", 5)
    assert "jq -c" in refusal(write('[{"a": 1}]', "o.json"))


def test_json_lines_round_number_text_is_untouched(write):
    assert cells_of(write('{"a": 1E5, "b": -0.0}\n', "o.jsonl")) == [{"a": "1E5", "b": "-0.0"}]
