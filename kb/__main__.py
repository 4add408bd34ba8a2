"""`python -m kb` is the same as `kb`."""

from kb.cli import main

main()
