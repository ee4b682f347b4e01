"""`python -m siip`: the configuration is judged before anything else is loaded."""

import os
import sys


def main() -> None:
    """Run the command line; a configuration that makes no sense ends with what to write instead."""
    from siip.kernel import config

    _take_data_dir(sys.argv)
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


def _take_data_dir(argv: list[str]) -> None:
    """`--data DIR` of any command is taken out here, since the configuration is read from that folder."""
    for at, word in enumerate(argv):
        if word == "--":
            return
        if word.startswith("--data="):
            os.environ["SIIP_DATA_DIR"] = word.partition("=")[2]
            del argv[at]
            return
        if word == "--data" and at + 1 < len(argv):
            os.environ["SIIP_DATA_DIR"] = argv[at + 1]
            del argv[at : at + 2]
            return


if __name__ == "__main__":
    main()
