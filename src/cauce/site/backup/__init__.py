"""Backups: one file that holds a whole site, and the way back from it.

::

    snapshot   what goes in: the database as it is at one moment, and every file its rows name
    packing    members one after another as a tar that any tool opens
    manifest   what the file says about itself, before and after
    sealing    encryption in the age format
    writing    a backup is written, synchronised, read again, and only then gets its name
    unpacking  a backup is read, and every byte compared with what it says of itself
    shelf      the folder of the backups: names, ages, how many are kept
    returning  an unpacked backup becomes a data directory

Nothing here imports Django: a site must come back on a machine that has nothing else.
"""
