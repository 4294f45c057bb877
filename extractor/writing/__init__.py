"""Records to something that is read: one module a format, none imported before it is used.

One at a time: `json` writes the contract, `terminal` a summary in Italian; `italian` has its words and figures,
`printable` keeps the document's characters from steering the terminal.

Many: `writers.open_writer` chooses among `jsonl`, `csv`, `xlsx`, `parquet`, `sqlite`, `ftm` and `report`. They share
`output` (begun, written to, closed or given up) and `target` (a file appears whole or not at all). `tables` states the
columns once, `rows` lays a record flat, `ids` joins the rows, `cells` minds what spreadsheets do; `frames` makes an
Arrow table. COLUMNS.md is made from `tables` by `python -m extractor.writing.columns`.
"""
