"""What the service answers. ``respond`` is where a request comes in; what nobody knows is read from the assumptions."""
