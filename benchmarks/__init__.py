"""What the build costs, against the plain way of building every variant on its own."""
