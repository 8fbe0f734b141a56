"""What happens on the road, judged by figures alone."""
