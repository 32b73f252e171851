"""What people take along from here: their own words alone, or what both said, where both agree.

Whispers, screens, notes and what somebody answered in private are in none of it.
"""
