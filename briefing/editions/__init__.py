"""Editions: what a build leaves, whole or not at all; what each edition was; whether one must be built.

Knows the file system and nothing of what the files say. The standard library alone, and filelock.
"""
