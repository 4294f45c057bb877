"""What the command does, once its arguments are understood: one document here and now, or many by way of a run."""
