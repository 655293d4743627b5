import logging
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

DATA = Path(__file__).parents[2] / "shared" / "data"

# How long an example takes depends on what else the machine does, and says nothing about the law it tests.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that rewrites what the golden articles are expected to hold."""
    parser.addoption("--update-golden", action="store_true", help="write tests/golden/*.expected.txt anew from what the stages find; review the diff")


@pytest.fixture(scope="session")
def data() -> Path:
    """Corpora to measure on; they lie beside the project and never in it."""
    if not DATA.is_dir():
        pytest.skip(f"no corpora at {DATA}")
    return DATA


@pytest.fixture(scope="session")
def storage() -> Iterator[Mapping[str, str]]:
    """Start object storage that speaks S3, with a bucket `news`; yield the environment that says where it is, as for any S3 client."""
    moto = pytest.importorskip("moto.server", reason="no S3-compatible server: pip install 'moto[s3]' flask flask-cors")
    from pyarrow import fs  # noqa: PLC0415 - few tests need it

    logging.getLogger("werkzeug").disabled = True
    server = moto.ThreadedMotoServer("127.0.0.1", port=0)
    server.start()
    given = {"ENDPOINT_URL": "http://{}:{}".format(*server.get_host_and_port()), "ACCESS_KEY_ID": "desk", "SECRET_ACCESS_KEY": "secret"}
    environment = {f"AWS_{name}": value for name, value in {**given, "REGION": "eu-1"}.items()}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        fs.FileSystem.from_uri("s3://news?allow_bucket_creation=true")[0].create_dir("news")
        yield environment
    server.stop()
