"""The dialogue as a value: pure rules over exercises that are data. No Django, no clock, no words."""
