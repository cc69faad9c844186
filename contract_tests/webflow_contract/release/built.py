"""The wheel of a release: what went out, whatever the checkout says by now."""

import zipfile
from pathlib import Path

from attrs import frozen

from webflow_contract import documents
from webflow_contract.documents import Document
from webflow_contract.errors import DocumentError
from webflow_contract.release.surface import Surface, surface

_PACKAGE = "webflow_api/"


@frozen
class Built:
    """What a wheel has: the contract, and the surface of the client that was generated from it."""

    contract: Document
    surface: Surface


def read(root: Path, version: str) -> Built:
    """Read the wheel of a version in ``dist/``.

    Raises:
        DocumentError: There is none, or it is no wheel of this package.
    """
    found = sorted((root / "dist").glob(f"webflow_pages-{version}-*.whl"))
    if not found:
        raise DocumentError(f"{root / 'dist'}: there is no wheel of {version}: run 'make build'")
    try:
        with zipfile.ZipFile(found[0]) as wheel:
            texts = {
                name.removeprefix(_PACKAGE): wheel.read(name).decode()
                for name in wheel.namelist()
                if name.startswith(_PACKAGE) and name.endswith((".py", "openapi.yaml"))
            }
        contract = documents.parse(texts.pop("openapi.yaml"), f"{found[0]}: openapi.yaml")
    except (OSError, zipfile.BadZipFile, KeyError, UnicodeDecodeError) as error:
        raise DocumentError(f"{found[0]}: is no wheel of this package: {error}") from error
    return Built(contract, surface(texts))


def of_checkout(root: Path) -> Surface:
    """Return the surface of the client that a checkout has generated; an empty one without any.

    Raises:
        DocumentError: A module cannot be read.
    """
    folder = root / "generated" / "webflow_api"
    return surface({path.relative_to(folder).as_posix(): documents.text_of(path) for path in folder.rglob("*.py")})
