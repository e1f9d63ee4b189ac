"""The database's schema, one step per version. A released step never changes: what comes later is a new step."""

from __future__ import annotations

VERSION_1 = """
CREATE TABLE intent (
    id TEXT PRIMARY KEY,
    requested_at INTEGER NOT NULL,
    body TEXT NOT NULL,
    closed INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX intent_open ON intent (requested_at) WHERE closed = 0;
CREATE TABLE evidence (
    digest BLOB PRIMARY KEY,
    told_at INTEGER NOT NULL,
    body TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX evidence_told_at ON evidence (told_at);
CREATE TABLE call (
    key TEXT PRIMARY KEY,
    started_at INTEGER NOT NULL,
    number TEXT NOT NULL,
    words TEXT NOT NULL,
    evidence TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX call_newest ON call (started_at DESC, key);
CREATE INDEX call_number ON call (number, started_at DESC);
CREATE TABLE contact (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    company TEXT NOT NULL,
    email TEXT NOT NULL,
    notes TEXT NOT NULL,
    favourite INTEGER NOT NULL,
    caller_id TEXT NOT NULL,
    name_key TEXT NOT NULL,
    search_key INTEGER NOT NULL UNIQUE
);
CREATE INDEX contact_name ON contact (name_key, id);
CREATE INDEX contact_favourite ON contact (name_key, id) WHERE favourite = 1;
CREATE TABLE contact_number (
    contact INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    number TEXT NOT NULL,
    label TEXT NOT NULL,
    extension TEXT NOT NULL,
    digits TEXT NOT NULL,
    national TEXT NOT NULL,
    comparable TEXT NOT NULL,
    PRIMARY KEY (contact, position)
) WITHOUT ROWID;
CREATE INDEX contact_number_digits ON contact_number (digits);
CREATE INDEX contact_number_national ON contact_number (national);
CREATE INDEX contact_number_comparable ON contact_number (comparable);
CREATE TABLE number_suffix (
    ordinary INTEGER NOT NULL,
    suffix TEXT NOT NULL,
    contact INTEGER NOT NULL,
    PRIMARY KEY (ordinary, suffix, contact)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE contact_words USING fts5 (
    name, company, tokenize = 'ascii', prefix = '1 2 3 4 5 6', detail = 'column'
);
CREATE VIRTUAL TABLE contact_keypad USING fts5 (keys, tokenize = 'ascii', prefix = '1 2 3 4', detail = 'none');
"""
VERSION_2 = """
CREATE TABLE call_note (
    key TEXT PRIMARY KEY,
    words TEXT NOT NULL,
    text TEXT NOT NULL
);
"""
# `started_at`, `told_at`, `requested_at`: microseconds since 1970. `call.number`, `contact_number.comparable`: the last
# ten digits. `contact.search_key` is the row id in `contact_words` and `contact_keypad`, so that matches come out in
# the order of the list; `number_suffix.ordinary` is 0 for favourites. `call_note.key` is that of a call,
# which may be kept later than its note.

STEPS = (VERSION_1, VERSION_2)
