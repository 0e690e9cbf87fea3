"""Undoes what mail does to words: mail.py IN.eml OUT.txt

OUT is the address it was sent to, the subject, and the body, in UTF-8. What is
attached stands at the end, one line each: [text/calendar vagt.ics].
"""
import email
import email.policy
import sys


def plain(raw):
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    body = mail.get_body(preferencelist=("plain", "html"))
    to = mail["X-Envelope-To"] or (mail["To"].addresses[0].addr_spec if mail["To"] else "")
    lines = [to, " ".join(str(mail["Subject"] or "").split())]
    lines.append(body.get_content() if body else "")
    for part in mail.walk():
        if part is not body and not part.is_multipart() and (
            part.get_filename() or part.get_content_maintype() != "text"
            or part.get_content_subtype() == "calendar"
        ):
            lines.append(f"[{part.get_content_type()} {part.get_filename() or ''}]")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as mail_in:
        text = plain(mail_in.read())
    with open(sys.argv[2], "w", encoding="utf-8", newline="\n") as text_out:
        text_out.write(text)
