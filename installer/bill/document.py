# SPDX-License-Identifier: EUPL-1.2
"""The CycloneDX document: every part of a frozen folder with its version, licence, address and hashes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from importlib.metadata import Distribution
from pathlib import Path
from uuid import UUID, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from installer.bill.contents import Contents
from installer.bill.folder import is_compiled, sha256_of
from welfaredesk.base.build import LICENCE
from welfaredesk.base.parts import Part
from welfaredesk.base.release import version

SPACE = UUID("6f2ee7a4-2a53-5c1e-9a0f-6c0f6d3f5a10")
_LICENCES = LicenseFactory()
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)((?: \\\n    --hash=sha256:[0-9a-f]{64})+)", re.MULTILINE)


def locked(lock: Path) -> dict[str, list[str]]:
    """Return the packages of a lock, and the hashes of the files that each may be installed from."""
    found = _PINNED.findall(lock.read_text("utf-8"))
    return {name.lower(): re.findall(r"[0-9a-f]{64}", hashes) for name, _, hashes in found}


def document(contents: Contents, *, lock: Mapping[str, list[str]], at: datetime) -> str:
    """Return the bill of a folder as CycloneDX 1.6 JSON, the same for the same folder and day.

    Raises:
        ValueError: when it does not keep to the schema.
    """
    program = _program(contents)
    made = {part.name: _component(part, contents) for part in contents.outer}
    for name, hashes in lock.items():
        if (one := contents.packages.get(name)) is not None:
            kept = made.setdefault(name, _left_out(name, one))
            kept.external_references.add(_wheels(name, one.version, hashes=hashes))
    bom = Bom(metadata=BomMetaData(component=program, timestamp=at), components=made.values())
    bom.serial_number = uuid5(SPACE, "\n".join(sorted(_identity(one) for one in [program, *made.values()])))
    bom.register_dependency(program, made.values())
    for name, component in made.items():
        bom.register_dependency(component, [made[one] for one in contents.needs(name) if one in made])
    text = JsonV1Dot6(bom).output_as_string(indent=1)
    if (wrong := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)) is not None:
        raise ValueError(str(wrong))
    return text + "\n"


def _program(contents: Contents) -> Component:
    programs = [_file(path, path.name) for path in contents.folder.programs]
    return Component(
        name="welfaredesk",
        version=version(),
        type=ComponentType.APPLICATION,
        bom_ref="welfaredesk",
        licenses=[_LICENCES.make_from_string(LICENCE)],
        components=programs,
    )


def _component(part: Part, contents: Contents) -> Component:
    reference = str(contents.address(part))
    files = contents.files_of(part)
    compiled = [_file(contents.folder.inner / file, file) for file in files if is_compiled(file) or _is_font(file)]
    inside = [_inside(one, contents) for one in contents.within(part)]
    return Component(
        name=part.name,
        version=part.version or None,
        bom_ref=reference,
        purl=PackageURL.from_string(reference),
        licenses=[_LICENCES.make_from_string(part.licence)],
        scope=ComponentScope.REQUIRED,
        components=[*compiled, *inside],
        external_references=list(_sources(part)),
    )


def _inside(part: Part, contents: Contents) -> Component:
    told = contents.told_of(part)
    address = PackageURL.from_string(told.purl) if told.purl else contents.address(part)
    return Component(
        name=part.name,
        version=part.version or None,
        bom_ref=f"{part.within}/{address}",
        purl=address,
        licenses=[_LICENCES.make_from_string(part.licence)],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=told.sha256)] if told.sha256 else [],
        external_references=list(_sources(part)),
    )


def _left_out(name: str, one: Distribution) -> Component:
    """Return a package that the lock names and of which nothing is in the folder."""
    address = PackageURL("pypi", name=name, version=one.version)
    return Component(name=name, version=one.version, bom_ref=str(address), purl=address, scope=ComponentScope.EXCLUDED)


def _wheels(name: str, release: str, *, hashes: Iterable[str]) -> ExternalReference:
    """Return the files that the lock lets this package be installed from."""
    return ExternalReference(
        type=ExternalReferenceType.DISTRIBUTION,
        url=XsUri(f"pkg:pypi/{name}@{release}"),
        comment="one of these files, by the lock",
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one) for one in hashes],
    )


def _file(path: Path, name: str) -> Component:
    digest = sha256_of(path)
    return Component(
        name=name,
        type=ComponentType.FILE,
        bom_ref=f"file/{name}",
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
    )


def _is_font(file: str) -> bool:
    return file.endswith(".ttf")


def _sources(part: Part) -> Iterator[ExternalReference]:
    if part.source.startswith("https://"):
        yield ExternalReference(type=ExternalReferenceType.WEBSITE, url=XsUri(part.source))


def _identity(component: Component) -> str:
    files = [f"{one.name} {next(iter(one.hashes)).content}" for one in component.components if len(one.hashes)]
    return " ".join([str(component.bom_ref.value), *sorted(files)])
