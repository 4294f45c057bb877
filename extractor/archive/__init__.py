"""Many files: any folder of announcements into tables, on all cores or on a cluster, stopped and started again.

    inputs ─batches─▶ crew ─results─▶ journal ─in input order─▶ writer

The crew does the work (`extraction.py`): this process (`here.py`), processes of this machine (`processes.py`, `child.py`) or
a Dask cluster (`cluster.py`). The journal (`journal.py`) is where results wait for their turn, and what makes
the same command go on where it was. `run.py` joins them; `command.py` is what `extract` calls, `many.py` what Python calls.
"""
