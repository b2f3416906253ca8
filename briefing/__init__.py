"""From structured facts about a visit to a policy brief, as DOCX and PDF."""
