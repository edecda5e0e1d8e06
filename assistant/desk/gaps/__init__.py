"""What the assistant could not answer and a person did, on its way to the knowledge base."""
