"""Rules of names that several sites serve, pure: no resource is made here."""
