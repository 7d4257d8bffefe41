"""What a developer runs: `nox -l` lists it, `nox` runs lint, types and fast, `nox -s tests` everything that CI tests.

Each session has an environment of its own; `nox --no-venv` takes the one that nox runs in.
"""

from __future__ import annotations

import secrets
import sys
from pathlib import Path

import nox

nox.needs_version = ">=2024.4"
nox.options.sessions = ["lint", "types", "fast"]
nox.options.reuse_existing_virtualenvs = True

BENCHMARKS = ("build", "collect", "engines", "peers", "recalc", "round", "scoring", "start", "verify")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
EXTRAS = ("cluster", "engines", "parquet", "pdf", "postgres")


def installed(session: nox.Session, *extras: str) -> None:
    """Installs the project to be edited, with its extras, unless the session has no environment of its own."""
    if session.venv_backend != "none":
        session.install("-e", f".[{','.join(extras)}]")


def python_of(session: nox.Session) -> str:
    return sys.executable if session.venv_backend == "none" else str(Path(session.bin) / "python")


@nox.session
def lint(session: nox.Session) -> None:
    """ruff, as a linter and as a formatter that changes nothing."""
    installed(session, "dev")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """mypy over everything, pyright over what is installed."""
    installed(session, "dev", "check")
    session.run("mypy")
    session.run("pyright", "--pythonpath", python_of(session))


@nox.session
def fast(session: nox.Session) -> None:
    """The tests without those that take seconds; arguments go to pytest."""
    installed(session, "dev")
    session.run("python", "-m", "pytest", "-m", "not slow", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """All tests, with the same random examples every time; arguments go to pytest."""
    installed(session, "dev")
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session
def random(session: nox.Session) -> None:
    """The laws alone, with examples of a new seed: `nox -s random -- SEED` repeats a run."""
    installed(session, "dev")
    seed, *arguments = session.posargs or [str(secrets.randbelow(2**32))]
    session.log(f"random examples of the seed {seed}: nox -s random -- {seed}")
    options = ("-m", "hypothesis", "--hypothesis-profile=random", f"--hypothesis-seed={seed}")
    session.run("python", "-m", "pytest", *options, *arguments)


@nox.session
def docs(session: nox.Session) -> None:
    """Writes the pages that are made from the code, and tests what the documentation says."""
    installed(session, "dev")
    session.run("python", "examples/generated.py")
    session.run("python", "examples/schemas.py")
    told = (f"tests/test_{name}.py" for name in ("docs", "contributing", "generated", "links", "parity"))
    session.run("python", "-m", "pytest", *told, *session.posargs)


@nox.session
def site(session: nox.Session) -> None:
    """Builds the site of the documentation in both languages: into build/site, or the folder named."""
    installed(session, "docs")
    session.run("python", "examples/docsite/build.py", *session.posargs)


@nox.session(python=PYTHONS)
@nox.parametrize("extras", [(), EXTRAS], ids=["bare", "extras"])
@nox.parametrize("versions", ["lowest", "newest"])
def wheel(session: nox.Session, versions: str, extras: tuple[str, ...]) -> None:
    """The built wheel in a clean environment, with the lowest and the newest of what it needs, without and with extras."""
    folder = session.create_tmp()
    python = str(Path(session.bin, "python"))
    session.install("uv")  # it resolves to the lowest versions that have a wheel for this Python
    session.run("uv", "build", "-q", "--clear", "--out-dir", folder, ".")
    session.run(python, "tests/wheel/contents.py", folder)
    (built,) = Path(folder).glob("*.whl")
    wanted = nox.project.load_toml("pyproject.toml")["project"]
    needs = [
        *wanted["dependencies"],
        *(need for each in extras for need in wanted["optional-dependencies"][each]),
    ]
    resolution = ("--resolution", "lowest-direct" if versions == "lowest" else "highest")
    install = ("uv", "pip", "install", "-q", "--python", python, "--only-binary", ":all:")
    session.run(*install, *resolution, *needs)
    session.run(*install, "--no-deps", str(built))
    smoke = str(Path("tests/wheel/smoke.py").resolve())
    session.cd(folder)
    session.run(python, "-P", smoke, *extras)


@nox.session
def sbom(session: nox.Session) -> None:
    """What an installation with all extras holds, with versions and licences: build/smartxl-VERSION.cdx.json (CycloneDX)."""
    folder = Path(session.create_tmp())
    python = str(folder / "installed" / Path(session.bin).name / "python")
    session.install("cyclonedx-bom")
    session.run("python", "-m", "venv", "--clear", str(folder / "installed"))
    session.run(python, "-m", "pip", "install", "-q", f".[{','.join(EXTRAS)}]", external=True)
    told = session.run(python, "-c", "import smartxl; print(smartxl.__version__)", silent=True, external=True)
    version = str(told).strip()
    declared = folder / "pyproject.toml"  # the tool does not ask hatch for the version
    text = (
        Path("pyproject.toml").read_text("utf-8").replace('dynamic = ["version"]', f'version = "{version}"')
    )
    declared.write_text(text, "utf-8")
    Path("build").mkdir(exist_ok=True)
    options = ("--pyproject", str(declared), "--mc-type", "library", "--output-reproducible")
    session.run("cyclonedx-py", "environment", *options, "-o", f"build/smartxl-{version}.cdx.json", python)


@nox.session
def benchmarks(session: nox.Session) -> None:
    """How fast things are, beside their peers: all, or the names given."""
    installed(session, "dev", "bench")
    for name in session.posargs or BENCHMARKS:
        session.run("python", f"benchmarks/{name}.py")
