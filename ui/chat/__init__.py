"""The chat, in Gradio: the page, what happens on it, and the side of citizens."""
