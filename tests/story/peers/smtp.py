"""A mail host: smtp.py PORT CERT.pem KEY.pem FOLDER [WAY=PORT ...]

STARTTLS, then AUTH as portal with the password secret, or nothing is taken.
What is taken becomes FOLDER/0001.eml and so on, by a rename, with the address
it was for in X-Envelope-To, and which connection brought it in X-Connection.
What the address begins with says what goes wrong:

    nouser     550 to RCPT: there is no such person, now or ever
    greylist   451 to RCPT: come again later
    greyonce   451 to RCPT the first time
    droprcpt   the line breaks at RCPT
    closing    421 to RCPT: nothing is taken any more
    full       452 to the mail: come again later
    spam       554 to the mail: never
    leaving    421 to the mail
    slow       the mail is taken after five seconds
    unhurried  the mail is taken after half a second
    lostack    the mail is taken, but the line breaks before we say so

On further ports it has other ways:

    login      of AUTH it knows LOGIN alone
    smtps      TLS from the first byte
    clear      no TLS at all
    wrong      535 to AUTH          busy     454 to AUTH
    mail421    421 to MAIL          mail550  550 to MAIL
    hello421   421 as a greeting    hello554 554 as a greeting
    once       the line breaks at the second MAIL of a connection
    bored      421 to the second MAIL of a connection, and it breaks
"""
import asyncio
import itertools
import logging
import os
import signal
import socket
import ssl
import sys
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

REFUSED_ADDRESS = {
    "nouser": "550 5.1.1 No such user",
    "greylist": "451 4.7.1 Greylisted",
    "closing": "421 4.3.2 Closing",
}
REFUSED_MAIL = {
    "full": "452 4.2.2 Mailbox full",
    "spam": "554 5.7.1 Message refused",
    "leaving": "421 4.3.2 Closing",
}
REFUSED_SENDER = {
    "mail421": "421 4.3.2 Too busy",
    "mail550": "550 5.7.1 Not from you",
}
REFUSED_GREETING = {
    "hello421": b"421 4.3.2 Too busy\r\n",
    "hello554": b"554 5.3.2 No service here\r\n",
}
REFUSED_AUTH = {
    "wrong": "535 5.7.8 Authentication credentials invalid",
    "busy": "454 4.7.0 Temporary authentication failure",
}
SLOW = {"slow": 5, "unhurried": 0.5}
connections = itertools.count(1)


def scripted(table, address):
    return next((answer for name, answer in table.items() if address.startswith(name)), None)


class Host:
    def __init__(self, folder, way=""):
        self.folder = folder
        self.way = way
        self.seen = set()

    def store(self, session, address, content):
        number = 1 + sum(name.endswith(".eml") for name in os.listdir(self.folder))
        path = os.path.join(self.folder, f"{number:04}.eml")
        with open(path + ".part", "wb") as mail:
            mail.write(f"X-Envelope-To: {address}\r\nX-Connection: {session.number}\r\n".encode())
            mail.write(content)
        os.rename(path + ".part", path)
        return number

    async def handle_MAIL(self, server, session, envelope, address, options):
        answer = REFUSED_SENDER.get(self.way)
        if answer:
            return answer
        if not hasattr(session, "number"):
            session.number = next(connections)
        elif self.way == "once":
            server.transport.abort()
        elif self.way == "bored":
            await server.push("421 4.4.2 Timeout exceeded")
            server.transport.close()
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = scripted(REFUSED_ADDRESS, address)
        if address.startswith("greyonce") and address not in self.seen:
            self.seen.add(address)
            answer = REFUSED_ADDRESS["greylist"]
        if address.startswith("droprcpt"):
            server.transport.abort()
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server, session, envelope):
        address = envelope.rcpt_tos[0]
        answer = scripted(REFUSED_MAIL, address)
        if answer:
            return answer
        await asyncio.sleep(scripted(SLOW, address) or 0)
        number = self.store(session, address, envelope.content)
        if address.startswith("lostack"):
            server.transport.abort()
        return f"250 2.0.0 Ok: queued as {number:06}"

    def signed_in(self, server, session, envelope, mechanism, data):
        if self.way in REFUSED_AUTH:
            return AuthResult(success=False, handled=False, message=REFUSED_AUTH[self.way])
        good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"portal", b"secret")
        return AuthResult(success=good, handled=False)


def begin(folder, tls, port, way=""):
    how = {"tls_context": tls, "require_starttls": True}
    host = Host(folder, way)
    if way == "smtps":
        how = {"ssl_context": tls, "auth_require_tls": False}
    elif way == "clear":
        how = {}
    if way == "login":
        how["auth_exclude_mechanism"] = ["PLAIN"]
    Controller(
        host, hostname="127.0.0.1", port=port, authenticator=host.signed_in,
        auth_required=way != "clear", timeout=300, **how,
    ).start()


def turn_away(port, greeting):
    """A host that says no before it was asked."""
    listening = socket.create_server(("127.0.0.1", port))

    def answer():
        while True:
            line, _ = listening.accept()
            line.sendall(greeting)
            line.close()

    threading.Thread(target=answer, daemon=True).start()


def main():
    port, certificate, key, folder, *ways = sys.argv[1:]
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda number, frame: ended.set())
    begin(folder, tls, int(port))
    for way in ways:
        name, at = way.split("=")
        if name in REFUSED_GREETING:
            turn_away(int(at), REFUSED_GREETING[name])
        else:
            begin(folder, tls, int(at), name)
    print("smtp.ready", flush=True)
    ended.wait()
    # What is open on any port ends with us.
    os._exit(0)


main()
