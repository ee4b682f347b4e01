"""`python -m siip`: the configuration is judged before anything else is loaded."""

import os
import sys


def main() -> None:
    """Run the command line; a configuration that makes no sense ends with what to write instead."""
    from siip.kernel import config

    try:
        config.load()
    except config.Nonsense as error:
        print(error, file=sys.stderr)  # noqa: T201  # before there is a command line
        raise SystemExit(2) from None
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siip.settings")
    import django

    django.setup()
    from siip.cli import run

    run()


if __name__ == "__main__":
    main()
