"""The spaCy components, in the order in which they run, and the pipeline that they make."""
