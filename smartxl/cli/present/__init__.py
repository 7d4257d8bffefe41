"""What results look like on the screen, as JSON and as tables; no command decides anything here."""

__all__: list[str] = []
