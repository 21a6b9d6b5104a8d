"""What pages say: facts of queries and of the engine as the texts and links that templates take."""
