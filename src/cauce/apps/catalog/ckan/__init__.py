"""Moving in from CKAN or DKAN: their dumps and portals, and what becomes of them here.

``dump`` and ``portal`` give raw records; ``package`` reads them; ``parts`` tells tables from
other resources; ``described`` says them in Cauce's words; ``local_files`` and ``fetching`` bring
the bytes; ``importing`` walks through it all with the actions that everybody uses.
"""
