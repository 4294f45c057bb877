"""`python -m extractor.writing.columns` prints COLUMNS.md."""

from extractor.writing.tables import columns_in_markdown

if __name__ == "__main__":
    print(columns_in_markdown(), end="")
