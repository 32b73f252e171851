"""What goes over the socket. The one place that knows the format; docs/wire.md tells it to strangers."""
