"""The commands `xytour serve` and `xytour mcp`; what they need is imported when they run."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from xytour.errors import RequestError, XytourError

if TYPE_CHECKING:
    from xytour.model.base import Model

T = TypeVar("T", bound="Model")

RegionFiles = Annotated[
    list[Path] | None,
    typer.Option("--region", help="Region file; repeat for more. The bundled one by default."),
]


class WhenDown(StrEnum):
    """What becomes of a plan while a supplier does not answer."""

    refuse = "refuse"
    warn = "warn"


def add_commands(app: typer.Typer, told: Callable[[], AbstractContextManager[None]]) -> None:
    """Add the commands to the command line.

    Parameters
    ----------
    app
        The command line.
    told
        Turns errors into a sentence and an exit code.
    """
    _add_serve(app, told)
    _add_mcp(app, told)


def _add_serve(app: typer.Typer, told: Callable[[], AbstractContextManager[None]]) -> None:
    @app.command()
    def serve(  # noqa: PLR0913, PLR0917 (one parameter a flag)
        host: Annotated[str, typer.Option(help="Where to listen.")] = "127.0.0.1",
        port: Annotated[int, typer.Option(min=0, max=65_535)] = 8000,
        workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
        threads: Annotated[int, typer.Option(min=1, help="Plans at a time in each.")] = 2,
        waiting: Annotated[int, typer.Option(min=0, help="Most requests that wait.")] = 16,
        store: Annotated[
            str, typer.Option(help="Database of saved trips.", envvar="XYTOUR_STORE")
        ] = "sqlite:///xytour.db",
        quote_rules: Annotated[
            Path | None, typer.Option(help="JSON file of how prices are made on quotes.")
        ] = None,
        suppliers: Annotated[
            list[Path] | None,
            typer.Option(help="Product map of suppliers that speak OCTO; repeat for more."),
        ] = None,
        when_down: Annotated[
            WhenDown, typer.Option(help="What a plan is worth without a supplier's answer.")
        ] = WhenDown.refuse,
        max_seconds: Annotated[float, typer.Option(help="Longest time limit.")] = 30.0,
        max_days: Annotated[int, typer.Option(min=1, max=30, help="Longest trip.")] = 14,
        rate: Annotated[
            int | None, typer.Option(min=1, help="Most requests a minute for each key.")
        ] = None,
        region: RegionFiles = None,
    ) -> None:
        """Serve plans over HTTP.

        API keys come from the environment: XYTOUR_API_KEYS=NAME=KEY,NAME=KEY.
        """
        with told():
            _check_installed("service", "fastapi", "uvicorn", "prometheus_client", "sqlalchemy")
            from xytour.catalogue import read_json
            from xytour.model.quote import QuoteRules
            from xytour.service.server import serve as run
            from xytour.service.settings import Limits, Settings, keys_from_environment

            rules = {} if quote_rules is None else read_json(quote_rules)
            settings = Settings(
                regions=tuple(region or ()),
                keys=keys_from_environment(),
                store=store,
                quote_rules=_checked(QuoteRules, rules),
                product_maps=tuple(suppliers or ()),
                when_down=when_down.value,
                threads=threads,
                waiting=waiting,
                limits=Limits(seconds=max_seconds, days=max_days, requests_per_minute=rate),
            )
            run(settings, host=host, port=port, workers=workers)


def _add_mcp(app: typer.Typer, told: Callable[[], AbstractContextManager[None]]) -> None:
    @app.command()
    def mcp(
        region: Annotated[
            Path | None, typer.Option(help="Region file; the bundled one by default.")
        ] = None,
    ) -> None:
        """Offer plans as tools to a language model, over stdin and stdout (MCP)."""
        with told():
            _check_installed("mcp", "mcp")
            from xytour.service.mcp import build_server

            build_server(region).run("stdio")


def _checked(model: type[T], data: object) -> T:
    from pydantic import ValidationError

    from xytour.model.faults import faults_of

    try:
        return model.model_validate(data)
    except ValidationError as error:
        msg = f"this is not a valid {model.__name__}:"
        raise RequestError(msg, faults_of(error)) from None


def _check_installed(extra: str, *packages: str) -> None:
    missing = [name for name in packages if find_spec(name) is None]
    if missing:
        msg = f"this needs {', '.join(missing)}: pip install 'xytour[{extra}]'"
        raise XytourError(msg)
