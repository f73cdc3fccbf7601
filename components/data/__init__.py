"""Rules of data that lies in more than one site, pure: no resource is made here."""
