"""`python -m chipgate` is the command `chipgate`."""

from chipgate.cli.main import main

if __name__ == "__main__":
    main()
