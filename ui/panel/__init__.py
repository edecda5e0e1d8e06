"""The staff side, under /panel: its login, its chat, the register of systems and their acts.

Everything under /panel but the login asks for a session. The chat is Gradio's, like that of
citizens; the rest are plain pages that work without JavaScript.
"""
