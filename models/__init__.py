"""What is trained: the corpus, the training script, the pipeline that ships."""
