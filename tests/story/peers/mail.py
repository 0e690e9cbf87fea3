"""Undoes what mail does to words: mail.py IN.eml OUT.txt

OUT is the address it was sent to, the subject, and the body, in UTF-8. What is
attached stands at the end, one line each: [text/calendar vagt.ics], and
[text/calendar vagt.ics CANCEL] of what is called off. A mail that is not sound
(a line too long for a relay, a byte beyond ASCII, a part that does not parse,
HTML that says other words, a calendar entry out of form) has no OUT: what is
wrong is said on standard error, and the exit status is 1.
"""
import email
import email.policy
import html.parser
import sys


class Words(html.parser.HTMLParser):
    def __init__(self, source):
        super().__init__()
        self.said = []
        self.feed(source)

    def handle_data(self, data):
        self.said.append(data)

    def handle_starttag(self, tag, attributes):
        self.said.append(" ")
        if any(name in ("src", "background", "srcset") for name, _ in attributes):
            raise ValueError(f"<{tag}> fetches something")


def collapsed(text):
    return " ".join(text.split())


def calendar_fault(part):
    method = part.get_param("method")
    lines = part.get_payload(decode=True).split(b"\r\n")
    if any(len(line) > 75 for line in lines):
        return "a calendar line is longer than 75 bytes"
    text = part.get_content().replace("\r\n ", "").replace("\n ", "").split()
    if f"METHOD:{method}" not in text or text[0] != "BEGIN:VCALENDAR" or text[-1] != "END:VCALENDAR":
        return "the calendar entry is not what its type says"
    return None


def fault(raw, mail):
    lines = raw.split(b"\r\n")
    if b"\n" in raw.replace(b"\r\n", b"") or b"\r" in raw.replace(b"\r\n", b""):
        return "a line ends otherwise than with CRLF"
    if any(len(line) > 998 for line in lines) or not raw.isascii():
        return "no relay need carry it"
    if any(part.defects for part in mail.walk()):
        return "a part does not parse"
    for name in ("Date", "From", "To", "Subject", "Message-ID", "Auto-Submitted"):
        if len(mail.get_all(name, [])) != 1:
            return f"not one {name}"
    plain, rich = mail.get_body(("plain",)), mail.get_body(("html",))
    if plain is None or rich is None:
        return "the words are not there twice"
    said = collapsed("".join(Words(rich.get_content()).said))
    if not said.endswith(collapsed(plain.get_content())):
        return "the HTML says other words"
    for part in mail.walk():
        if part.get_content_type() == "text/calendar" and calendar_fault(part):
            return calendar_fault(part)
    return None


def plain(mail):
    body = mail.get_body(preferencelist=("plain", "html"))
    to = mail["X-Envelope-To"] or (mail["To"].addresses[0].addr_spec if mail["To"] else "")
    lines = [to, " ".join(str(mail["Subject"] or "").split())]
    lines.append(body.get_content() if body else "")
    for part in mail.walk():
        if part is not body and not part.is_multipart() and (
            part.get_filename() or part.get_content_maintype() != "text"
            or part.get_content_subtype() == "calendar"
        ):
            method = " CANCEL" if part.get_param("method") == "CANCEL" else ""
            lines.append(f"[{part.get_content_type()} {part.get_filename() or ''}{method}]")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as mail_in:
        raw = mail_in.read()
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    wrong = fault(raw, mail)
    if wrong:
        sys.exit(f"{sys.argv[1]}: {wrong}")
    with open(sys.argv[2], "w", encoding="utf-8", newline="\n") as text_out:
        text_out.write(plain(mail))
