"""What a browser or a dashboard meets: the service over HTTP, its pages and its examples."""
