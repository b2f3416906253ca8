"""Delivery: a message and an edition's files → a channel; who gets what, once, and what became of it.

Knows mail, and nothing of facts, templates or how an edition is made.
"""
