import os
import sys

sys.path.insert(0, os.path.abspath("_ext"))

project = "Lecture notes"
extensions = ["backprop_playground"]
backprop_playground_url = "https://example.org/playground/"
