"""The configuration: read once from `siip.toml` and `SIIP_*`, refused at start if it makes no sense."""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Config:
    """What the operator decided. Environment wins over the file, the file over the default."""

    data_dir: Path
    database_url: str
    city: str
    public_url: str
    training: bool


def load() -> Config:
    """The configuration of this process."""
    data_dir = Path(os.environ.get("SIIP_DATA_DIR", "data")).absolute()
    path = data_dir / "siip.toml"
    written = tomllib.loads(path.read_text()) if path.exists() else {}
    return Config(
        data_dir=data_dir,
        database_url=os.environ.get("SIIP_DATABASE_URL", ""),
        city=os.environ.get("SIIP_CITY", ""),
        public_url=written.get("public_url", "http://localhost:8000"),
        training=bool(written.get("training", False)),
    )
