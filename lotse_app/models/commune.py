"""Communes of Saxony (Destatis GV100AD)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Commune:
    """One commune: AGS (8 digits), ARS (12 digits), name, district, population, postcodes."""

    ags: str
    ars: str
    name: str
    district: str
    population: int
    postcodes: tuple[str, ...] = ()

    @property
    def short_name(self) -> str:
        """Return the name without additions: ``Wilsdruff`` for ``Wilsdruff, Stadt``."""
        return self.name.split(",", 1)[0]

    @property
    def title(self) -> str:
        """Return the commune as an office is addressed: ``Stadt Wilsdruff`` or ``Gemeinde Amtsberg``."""
        kind = (
            "Stadt" if "Stadt" in self.name.partition(",")[2] or "stadt" in self.name.partition(",")[2] else "Gemeinde"
        )
        return f"{kind} {self.short_name}"
