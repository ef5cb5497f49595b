"""Public services, communes, finder and deadlines: read-only facts from one plain file."""
