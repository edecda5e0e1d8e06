"""/simple: the chat as plain pages, for a browser without JavaScript or a slow network.

Each page is the whole conversation and one form. The id of the conversation travels in a hidden
field of that form and nowhere else, and the turn is the same that the chat runs.
"""
