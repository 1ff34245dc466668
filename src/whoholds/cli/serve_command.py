"""`whoholds serve`: the HTTP API and the map, on this machine."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from whoholds.cli.options import DEFAULT_STORE, StoreOption, opened

if TYPE_CHECKING:
    import socket

    from whoholds.web.access import Access

PORT = 8765


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel="Publish")(serve)


def serve(
    store: StoreOption = DEFAULT_STORE,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="The address to listen on.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(metavar="N", min=0, max=65535, help="The port; 0 takes a free one.")
    ] = PORT,
    token: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ROLE[=NAME][:TOKEN]",
            envvar="WHOHOLDS_TOKEN",
            help="Ask for a token: reader, reviewer or adjudicator; one is made where none is "
            "given. With a name, its verdicts are that person's. May be given again.",
        ),
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Another name under which the server may be asked."),
    ] = None,
) -> None:
    """Serve the map, the pages and the HTTP API of a store.

    Nothing leaves this machine and nothing is asked of another: it listens on 127.0.0.1, and an
    address that others can reach needs a token. A store that another command reads into is
    followed; open pages show what is new. The API is described at /api/openapi.json.

    Examples:

    \b
        whoholds serve --store aleppo
        whoholds serve --port 9000 --token reader --token reviewer=Anna
    """
    import uvicorn

    from whoholds.web.access import access_of
    from whoholds.web.app import LOOPBACK, create_app

    access = access_of(token or ())
    if host not in LOOPBACK and access.is_open:
        raise typer.BadParameter(f"{host} can be reached by others: give a --token as well")
    app = create_app(opened(store), access=access, hosts=[host, *(allow_host or ())])
    with _listener(host, port) as listener:
        bound = listener.getsockname()[1]
        _say_where(host, bound, access)
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,  # anybody can write them: each would be another address
            timeout_keep_alive=30,
            timeout_graceful_shutdown=2,
        )
        _favour_short_questions()
        uvicorn.Server(config).run(sockets=[listener])


def _favour_short_questions() -> None:
    """Let threads that work things out give way sooner, and look for garbage more seldom.

    The loop that answers what is known waits for each of them in turn; a look through all that
    a large store keeps in memory stops every answer.
    """
    sys.setswitchinterval(0.001)
    gc.set_threshold(50_000, 20, 50)


def _listener(host: str, port: int) -> socket.socket:
    """Return a socket that listens; raises QueryError where the address is taken or not ours."""
    import socket

    from whoholds.errors import QueryError

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named: without it, replies in two parts wait for the asker's acknowledgement.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise QueryError(
            where=f"{host}:{port}",
            what=f"cannot listen there: {error.strerror or error}",
            fix="Give another --port; 0 takes a free one.",
        ) from None
    listener.listen(2048)
    return listener


def _say_where(host: str, port: int, access: Access) -> None:
    name = f"[{host}]" if ":" in host else host
    print(f"whoholds serves http://{name}:{port}/ until Ctrl-C", flush=True)
    for secret, role in access.tokens.items():
        who = access.names.get(secret)
        of = f"{role} {who}" if who else f"{'an' if role[0] in 'aeiou' else 'a'} {role}"
        print(f"  token of {of}: {secret}", file=sys.stderr, flush=True)
