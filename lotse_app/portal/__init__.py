"""The central portal as a device reaches it: HTTPS, tokens, what goes over the wire. The only room with a network."""
