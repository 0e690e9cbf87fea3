"""A mail host: smtp.py PORT CERT.pem KEY.pem FOLDER

STARTTLS, then AUTH as portal with the password secret, or nothing is taken.
What is taken becomes FOLDER/0001.eml and so on, by a rename, with the address
it was for in X-Envelope-To. What the address begins with says what goes wrong:

    nouser    550 to RCPT: there is no such person, now or ever
    greylist  451 to RCPT: come again later
    greyonce  451 to RCPT the first time
    full      452 to the mail: come again later
    spam      554 to the mail: never
    slow      the mail is taken after five seconds
    lostack   the mail is taken, but the line breaks before we say so
"""
import asyncio
import logging
import os
import signal
import ssl
import sys
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

REFUSED_ADDRESS = {
    "nouser": "550 5.1.1 No such user",
    "greylist": "451 4.7.1 Greylisted",
}
REFUSED_MAIL = {
    "full": "452 4.2.2 Mailbox full",
    "spam": "554 5.7.1 Message refused",
}


def scripted(table, address):
    return next((answer for name, answer in table.items() if address.startswith(name)), None)


class Host:
    def __init__(self, folder):
        self.folder = folder
        self.seen = set()

    def store(self, address, content):
        number = 1 + sum(name.endswith(".eml") for name in os.listdir(self.folder))
        path = os.path.join(self.folder, f"{number:04}.eml")
        with open(path + ".part", "wb") as mail:
            mail.write(f"X-Envelope-To: {address}\r\n".encode() + content)
        os.rename(path + ".part", path)
        return number

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = scripted(REFUSED_ADDRESS, address)
        if address.startswith("greyonce") and address not in self.seen:
            self.seen.add(address)
            answer = REFUSED_ADDRESS["greylist"]
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server, session, envelope):
        address = envelope.rcpt_tos[0]
        answer = scripted(REFUSED_MAIL, address)
        if answer:
            return answer
        if address.startswith("slow"):
            await asyncio.sleep(5)
        number = self.store(address, envelope.content)
        if address.startswith("lostack"):
            server.transport.abort()
        return f"250 2.0.0 Ok: queued as {number:06}"


def signed_in(server, session, envelope, mechanism, data):
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"portal", b"secret")
    return AuthResult(success=good, handled=False)


def main():
    port, certificate, key, folder = sys.argv[1:]
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda number, frame: ended.set())
    host = Controller(
        Host(folder), hostname="127.0.0.1", port=int(port), tls_context=tls,
        require_starttls=True, authenticator=signed_in, auth_required=True,
        timeout=300,
    )
    host.start()
    print("smtp.ready", flush=True)
    ended.wait()
    host.stop()


main()
