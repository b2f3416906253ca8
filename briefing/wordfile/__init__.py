"""Word files taken apart and put together again, and elements moved from one to another.

Knows WordprocessingML and nothing of how a brief is made; nothing in a file is trusted.
"""
