"""FIM XDatenfelder 2.0 and 3.0.0 turned into the two standard documents of a form (ADR 0014)."""
