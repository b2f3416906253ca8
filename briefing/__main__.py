"""`python -m briefing`: the command line. Nothing else happens here."""

from briefing.cli import main

if __name__ == "__main__":
    main()
