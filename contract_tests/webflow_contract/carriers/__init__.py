"""Any handler under httpx, as an ASGI application, or on a port of this machine.

Each carrier sees to it that an answer arrives as its ``Delivery`` says: late, cut short, or never. They import their
libraries, and are imported where they are needed.
"""
