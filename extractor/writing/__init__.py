"""Records to something that is read: one module a format, none imported before it is used.

`json` writes the contract, `terminal` a summary in Italian; `italian` has its words and figures, `printable` keeps
the document's characters from steering the terminal.
"""
