"""The bias report that the policy asks for: methodology, findings, mitigations; 5 to 10 pages.

`compose` turns an evaluation into a document of blocks and figures; `to_markdown`, `to_docx` and
`to_pdf` write it; `figures` holds every number for programs (`medidas.json`); `writing` puts the
whole folder in place at once, or nothing. No row of the data ever gets here.
"""
