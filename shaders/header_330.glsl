// Desktop core profile: no precision statements needed.
