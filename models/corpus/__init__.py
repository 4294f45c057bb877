"""The corpus of marked announcements: its format, its converter, its checker.

The format is described in GUIDELINE.md beside this file. Nothing here imports the extractor: the gold records
are independent of the program that they measure.

Offsets everywhere are characters of the plain text, end exclusive: ``text[start:end]`` is the span.
"""
