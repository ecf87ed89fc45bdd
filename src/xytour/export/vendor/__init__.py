"""What others made, as data: Leaflet, icons and fonts, each with its licence beside it."""
