"""What a person takes away: the conversation as a file, the dates of the contest, the checklist.

`talk` is what a file of the conversation says, `talk_text` and `talk_pdf` write it, and `talk_page`
serves it. `dates` finds the dates of the contest, `calendar_file` and `calendar_page` give them.
`checklist_page` is the list of documents. Nothing here says anything of the contest by itself: all
of it is read from the knowledge base.
"""
