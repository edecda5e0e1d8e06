"""How every part of the program writes a document as PDF: one layout, one set of fonts.

What a document says is in the blocks of `governance.classification.report.document`; `pdf_look` is
how large its letters are, and `pdf` writes it.
"""
