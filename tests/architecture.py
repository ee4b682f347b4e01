"""The shape of the code: what import-linter and ruff cannot see. Each check takes source and names what is wrong."""

import ast
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "siip"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
HEIGHT = {area.strip(" ()"): -line for line, areas in enumerate(CONTRACTS[0]["layers"]) for area in areas.split("|")}
NO_AREA = {"cli", "serve", "work", "rehearse", "founding", "web", "sync", "kernel"}
AREAS = sorted(area for area in HEIGHT if area not in NO_AREA and (SOURCE / area).is_dir())

WRITES = {
    "create", "bulk_create", "get_or_create", "update_or_create", "bulk_update", "update", "save", "delete",
    "acreate", "abulk_create", "aget_or_create", "aupdate_or_create", "abulk_update", "aupdate", "asave", "adelete",
    "executemany", "execute", "set_password", "add", "remove", "clear", "set",
}  # fmt: skip
SURE = WRITES - {"update", "delete", "save", "create", "execute", "add", "remove", "clear", "set"}
CLOCKS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "timezone.now", "timezone.localdate",
    "timezone.localtime", "localdate", "localtime", "time.time", "time.monotonic", "uuid4", "uuid1", "uuid7",
    "uuid.uuid4", "uuid.uuid1", "ids.uuid7", "os.urandom", "os.getenv",
}  # fmt: skip
CHANCE = {"random", "secrets", "socket", "urllib.request", "http.client", "requests", "httpx"}
SIGNALS = {"django.dispatch", "django.db.models.signals", "django.core.signals", "django.contrib.auth.signals",
           "allauth.account.signals", "django.test.signals"}  # fmt: skip
FOLDERS = {"rules", "tests", "migrations", "models", "data", "__pycache__"}
NO_NOUNS = {"views", "urls", "admin", "apps", "signals", "forms", "managers", "serializers", "tasks", "utils",
            "helpers", "common", "misc", "services", "selectors", "tests"}  # fmt: skip
LOOKUPS = {"contains", "icontains", "startswith", "istartswith", "endswith", "iendswith", "regex", "iregex"}
LONGEST = 500


def sources(folder: Path, pattern: str = "*.py") -> dict[str, str]:
    """Files below a folder, by their path inside it; tests and migrations apart."""
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob(pattern))
        if not {"tests", "migrations", "vendor", "__pycache__", "node_modules"} & set(path.parts)
    }


def long_files(files: Mapping[str, str]) -> list[str]:
    """Files that nobody reads in one sitting."""
    return [f"{path}: {n} lines" for path, text in files.items() if (n := len(text.splitlines())) > LONGEST]


def table_writes(files: Mapping[str, str]) -> list[str]:
    """Calls that write tables. `session`, `messages`, sets and dictionaries have verbs of the same name,
    so that the ambiguous ones count only where a manager, a queryset or a cursor stands before them."""
    wrong = []
    for path, call in _calls(files):
        if isinstance(call.func, ast.Attribute) and call.func.attr in WRITES:
            before = ast.unparse(call.func.value)
            if call.func.attr in SURE or _is_of_a_table(before) or _is_a_row(call):
                wrong.append(f"{path}:{call.lineno}: .{call.func.attr}()")
    return wrong


def signals(files: Mapping[str, str]) -> list[str]:
    """Signals: a call that nobody sees, in an order that nobody chose."""
    return [f"{path}:{line}: {name}" for path, line, name in _imports(files) if name in SIGNALS] + [
        f"{path}:{call.lineno}: {ast.unparse(call.func)}"
        for path, call in _calls(files)
        if ast.unparse(call.func).split(".")[-2:] in (["post_save", "connect"], ["pre_save", "connect"])
    ]


def clocks_and_chance(files: Mapping[str, str]) -> list[str]:
    """Time, randomness and network inside an area: they come as arguments, so that a test can give them."""
    wrong = [
        f"{path}:{call.lineno}: {name}" for path, call in _calls(files) if (name := ast.unparse(call.func)) in CLOCKS
    ]
    return wrong + [f"{path}:{line}: {name}" for path, line, name in _imports(files) if name in CHANCE]


def acts_out_of_form(files: Mapping[str, str]) -> list[str]:
    """Public functions that open the journal and do not take `by`, `at` and `id` as keywords only."""
    wrong = []
    for path, text in files.items():
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and _opens_the_journal(node):
                lacking = {"by", "at", "id"} - {argument.arg for argument in node.args.kwonlyargs}
                wrong += [f"{path}:{node.lineno}: {node.name} lacks {', '.join(sorted(lacking))}"] if lacking else []
    return wrong


def sixth_kind_of_file(names: list[str]) -> list[str]:
    """Paths inside one area that are none of the five kinds; named by kind and not by noun counts too."""
    wrong = []
    for name in names:
        path = Path(name)
        folder = path.parts[0] if len(path.parts) > 1 else ""
        if folder and folder not in FOLDERS:
            wrong.append(name)
        elif folder == "data":
            wrong += [name] if path.suffix == ".py" else []
        elif path.suffix != ".py" or (not folder and path.stem in NO_NOUNS):
            wrong += [] if folder == "tests" else [name]
    return wrong


def imports_in_init(files: Mapping[str, str]) -> list[str]:
    """An area's `__init__` says what the area is and imports nothing."""
    wrong = []
    for path, text in files.items():
        tree = ast.parse(text)
        if not ast.get_docstring(tree) or len(tree.body) != 1:
            wrong.append(f"{path}: a docstring and nothing else")
    return wrong


def lookups_that_differ(files: Mapping[str, str]) -> list[str]:
    """Lookups by part of a text: SQLite ignores case where PostgreSQL does not, and no index serves them."""
    wrong = []
    for path, call in _calls(files):
        for keyword in call.keywords:
            if keyword.arg and "__" in keyword.arg and keyword.arg.rsplit("__", 1)[1] in LOOKUPS:
                wrong.append(f"{path}:{call.lineno}: {keyword.arg}")
    return wrong


def keys_that_point_up(links: list[tuple[str, str, str]]) -> list[str]:
    """Foreign keys (what, from area, to area) that point to the own line or above: they knot migrations."""
    return [f"{what}: {low} -> {high}" for what, low, high in links if low != high and HEIGHT[high] >= HEIGHT[low]]


def overrides(files: Mapping[str, str]) -> list[str]:
    """`save` and `delete` of a model redefined, class views, and forms that save: acts write, nothing else."""
    wrong = []
    for path, text in files.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ClassDef):
                bases = {ast.unparse(base).rsplit(".", 1)[-1] for base in node.bases}
                own = {child.name for child in node.body if isinstance(child, ast.FunctionDef)}
                wrong += [f"{path}:{node.lineno}: {name}" for name in sorted(_unwanted(bases, own))]
    return wrong


def _unwanted(bases: set[str], own: set[str]) -> set[str]:
    classes = {base for base in bases if base in {"View", "ModelForm", "GenericForeignKey"} or base.endswith("View")}
    return classes | ({"save", "delete"} & own if bases & {"Model", "AbstractBaseUser"} else set())


def _calls(files: Mapping[str, str]) -> Iterator[tuple[str, ast.Call]]:
    for path, text in files.items():
        yield from ((path, node) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))


def _imports(files: Mapping[str, str]) -> Iterator[tuple[str, int, str]]:
    for path, text in files.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Import):
                yield from ((path, node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield path, node.lineno, node.module
                yield from ((path, node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def _is_of_a_table(before: str) -> bool:
    return any(word in before for word in (".objects", ".filter(", ".exclude(", ".all()", "_set", "cursor"))


def _is_a_row(call: ast.Call) -> bool:
    """`thing.save()` and `thing.delete()` on a plain name, where the name is not the session or a form."""
    assert isinstance(call.func, ast.Attribute)
    return call.func.attr in {"save", "delete"} and "session" not in ast.unparse(call.func.value)


def _opens_the_journal(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Call) and ast.unparse(node.func) in ("journal.act", "act") for node in ast.walk(function)
    )
