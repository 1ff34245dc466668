"""Run the command line with `python -m whoholds`."""

from whoholds.cli import main

if __name__ == "__main__":
    main()
