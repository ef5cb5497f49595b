"""The encrypted SQLite file: the only SQL over personal data.

The modules in here load SQLCipher and sqlite-utils (about 80 ms): import them where a store is
opened, not where the program starts.
"""
