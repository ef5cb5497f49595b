"""Papers as tagged PDF, their preview as pictures, and a first look at files that residents bring."""
