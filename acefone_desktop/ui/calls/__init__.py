"""The calls going on: card, words, announcements."""
