"""The local page: paste a text or drop a file, see what was found, correct it, take it away.

It listens on this machine only (`guard`), analyses in processes of its own with a limit of time (`workers`), keeps
nothing between two requests: a correction (`corrections`) takes the record and gives it back changed. What one sees is
rendered by `extractor.writing.report`, as in the report. `python -m extractor.web` is `extract-web`.
"""
