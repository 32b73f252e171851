"""What each partner tells a therapist before they begin: written alone, sent or not, read by nobody else."""
