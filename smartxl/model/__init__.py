"""The data that passes between rooms: frozen, typed, no logic beyond its own."""
