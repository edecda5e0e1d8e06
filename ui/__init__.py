"""What people see and programs call: the API, the citizen chat and the pages of sources.

`app.create_app` puts the parts together around one assistant. Everything here is a border: it
checks what arrives, asks the assistant, and shows what the assistant recorded. The conversation
store is the truth; nothing that a browser says about the past of a conversation is believed.
"""
