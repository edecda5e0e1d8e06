"""What a run found: figures recomputed from every case, and the pages that show them."""
