#!/usr/bin/python3
"""An SMTP server for tests: answers by a script and keeps what it accepted.

A reply is one of
  accept        250, the message is kept
  450, 550 ...  this code; at RCPT, or after the message with --at data
  delay:MS      waits MS milliseconds, then accepts
  drop          takes the message and closes the connection without a reply: a lost 250 (the message is kept, with "confirmed": false)
  cut           closes the connection at DATA, before the message
Replies are taken one after the other, the last one for ever. A recipient with a list of its own (--for) uses that.

Each message becomes one line of JSON in FOLDER/messages.jsonl ({"from","to","data","confirmed","tls"}) and a file FOLDER/0001.eml.
A login becomes a line in FOLDER/logins: its way, and right or wrong. The first line printed is the port. It ends when its standard input is closed or on a signal, so no test leaves it behind."""

import argparse
import asyncio
import base64
import json
import logging
import os
import signal
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult


class Script:
    def __init__(self, replies):
        self.replies = replies or ["accept"]

    def next(self):
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


class Sink:
    def __init__(self, options):
        self.folder = options.folder
        self.at = options.at
        self.common = Script(options.replies)
        self.own = {to.lower(): Script(replies.split(",")) for to, replies in (one.split("=", 1) for one in options.own)}
        self.count = 0

    def keep(self, envelope, confirmed, tls):
        self.count += 1
        with open(os.path.join(self.folder, "%04d.eml" % self.count), "wb") as file:
            file.write(envelope.original_content)
        line = {"from": envelope.mail_from, "to": envelope.rcpt_tos, "data": envelope.original_content.decode("utf-8", "replace"),
                "confirmed": confirmed, "tls": tls}
        with open(os.path.join(self.folder, "messages.jsonl"), "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def note_login(self, mechanism, right):
        with open(os.path.join(self.folder, "logins"), "a", encoding="utf-8") as file:
            file.write("%s %s\n" % (mechanism, "right" if right else "wrong"))
        return right

    async def login_by_token(self, server, args):
        """As the large providers do it: what is wrong comes as 334 with JSON, and 535 after the client's empty line."""
        user, token = self.token.split(":", 1)
        said = args[1] if len(args) > 1 else None
        if said is None:
            said = await server.challenge_auth("")
            said = said if isinstance(said, bytes) else b""
        else:
            said = base64.b64decode(said)
        if self.note_login("XOAUTH2", said == ("user=%s\x01auth=Bearer %s\x01\x01" % (user, token)).encode()):
            return AuthResult(success=True, auth_data=user)
        await server.challenge_auth('{"status":"400"}')
        return AuthResult(success=False, handled=False)

    async def handle_RCPT(self, server, session, envelope, address, options):
        envelope.reply = self.own.get(address.lower(), self.common).next()
        if envelope.reply.isdigit() and self.at == "rcpt":
            return envelope.reply + " as the script says"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        reply = envelope.reply
        if reply.isdigit():
            return reply + " as the script says"
        self.keep(envelope, reply != "drop", session.ssl is not None)
        if reply == "drop":
            server.transport.abort()
        if reply.startswith("delay:"):
            await asyncio.sleep(int(reply[6:]) / 1000)
        return "250 kept"


class Server(SMTP):
    async def smtp_DATA(self, arg):
        if getattr(self.envelope, "reply", "") == "cut":
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", help="where messages are kept")
    parser.add_argument("replies", nargs="*", help="the script, e.g.: 450 drop accept (default: accept)")
    parser.add_argument("--for", dest="own", action="append", default=[], metavar="TO=REPLY,...", help="a script for one recipient")
    parser.add_argument("--at", choices=["rcpt", "data"], default="rcpt", help="where codes are given (default: rcpt)")
    parser.add_argument("--login", metavar="USER:PASSWORD", help="asks for this login (without TLS: loopback only)")
    parser.add_argument("--only", metavar="MECHANISM", help="offers no other way to log in: PLAIN, LOGIN")
    parser.add_argument("--xoauth2", metavar="USER:TOKEN", help="asks for this token by XOAUTH2")
    parser.add_argument("--tls", metavar="CERT:KEY", help="offers STARTTLS with this certificate")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: a free one)")
    return parser.parse_intermixed_args()


async def serve(options):
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    sink = Sink(options)
    auth = {}
    if options.login:
        right = tuple(part.encode() for part in options.login.split(":", 1))
        auth = {"auth_required": True, "auth_require_tls": False,
                "authenticator": lambda server, session, envelope, mechanism, data: AuthResult(
                    success=sink.note_login(mechanism, (data.login, data.password) == right))}
    if options.xoauth2:
        sink.token = options.xoauth2
        sink.auth_XOAUTH2 = sink.login_by_token
        auth = {"auth_required": True, "auth_require_tls": False, "auth_exclude_mechanism": ["PLAIN", "LOGIN"]}
    if options.only:
        auth["auth_exclude_mechanism"] = [way for way in ("PLAIN", "LOGIN") if way != options.only]
    if options.tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*options.tls.split(":", 1))
        auth["tls_context"] = context
    server = await loop.create_server(lambda: Server(sink, hostname="sink.example", loop=loop, **auth), "127.0.0.1", options.port)
    print(server.sockets[0].getsockname()[1], flush=True)

    def end():
        if not done.done():
            done.set_result(None)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, end)
    loop.run_in_executor(None, lambda: (sys.stdin.buffer.read(), loop.call_soon_threadsafe(end)))
    await done
    server.close()


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # that a login without TLS is unwise is known here
    logging.disable(logging.CRITICAL)
    asyncio.run(serve(arguments()), debug=False)
    os._exit(0)
