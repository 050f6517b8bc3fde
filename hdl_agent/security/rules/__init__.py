"""Static rules: one file each. How they are asked, and what they read with, is in the folders."""
