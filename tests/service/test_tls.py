# SPDX-License-Identifier: Apache-2.0
"""TLS on the listeners, with certificates that the tests sign themselves."""
import os
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time

from gateways import program
from service import ALLOWED, BLOCKED, PROGRAM, Load, Server, main, until


EC = ("ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")


def sign(folder, name, days=30, kind=EC):
    """A certificate for 127.0.0.1 that signs itself, and its key: (certificate, key)."""
    certificate, key = (os.path.join(folder, f"{name}.{end}") for end in ("pem", "key"))
    subprocess.run([program("openssl"), "req", "-x509", "-newkey", *kind, "-nodes", "-keyout", key,
                    "-out", certificate, "-days", str(days), "-subj", f"/CN={name}",
                    "-addext", "subjectAltName=IP:127.0.0.1"],
                   check=True, capture_output=True, timeout=60)
    os.chmod(key, 0o600)
    return certificate, key


def sign_for_no_time(folder, name):
    """A certificate that ends as it begins, and its key."""
    certificate, key, request = (os.path.join(folder, f"{name}.{end}")
                                 for end in ("pem", "key", "csr"))
    for words in (["req", "-new", "-newkey", *EC, "-nodes", "-keyout", key, "-out", request,
                   "-subj", f"/CN={name}"],
                  ["x509", "-req", "-in", request, "-signkey", key, "-days", "0", "-out",
                   certificate]):
        subprocess.run([program("openssl"), *words], check=True, capture_output=True, timeout=60)
    os.chmod(key, 0o600)
    return certificate, key


def context_of(*certificates):
    context = ssl.create_default_context()
    for each in certificates:
        context.load_verify_locations(each)
    return context


def shown(server, context):
    """The name on the certificate that the server shows."""
    host, port = server.address.rsplit(":", 1)
    with socket.create_connection((host, int(port)), 10) as plain:
        with context.wrap_socket(plain, server_hostname=host) as sock:
            return dict(pair[0] for pair in sock.getpeercert()["subject"])["commonName"]


class Secure(Server):
    """A server whose certificate is "first"; `other` is another pair."""

    def __init__(self, *flags, kind=EC, **options):
        self.place = tempfile.mkdtemp(prefix="doorward-tls-")
        self.first, self.other = (sign(self.place, name, kind=kind) for name in ("first", "other"))
        self.certificate = os.path.join(self.place, "shown.pem")
        self.key = os.path.join(self.place, "shown.key")
        self.show(self.first)
        super().__init__("--tls-certificate", self.certificate, "--tls-key", self.key, *flags,
                         tls=context_of(self.first[0], self.other[0]), **options)

    def __exit__(self, *what):
        super().__exit__(*what)
        shutil.rmtree(self.place, ignore_errors=True)

    def show(self, pair):
        for source, target in zip(pair, (self.certificate, self.key)):
            shutil.copy2(source, target + ".new")
            os.rename(target + ".new", target)


def checks_are_answered_over_tls():
    with Secure() as server:
        assert server.check(BLOCKED)[2]["decision"] == "block"
        connection = server.connection()
        for size in (1, 5000, 100000, 500000):
            status, _, body = server.check("a " * size, connection)
            assert status == 200 and body["decision"] == "allow", size
        assert connection.sock.version() == "TLSv1.3"
        assert connection.sock.getpeercert()["subjectAltName"] == (("IP Address", "127.0.0.1"),)
        connection.close()
        done = subprocess.run([program("curl"), "-sS", "--cacert", server.first[0], "-o", "-",
                               f"https://{server.address}/livez"],
                              capture_output=True, timeout=30, check=False)
        assert done.stdout == b"ok\n", done
        expires = server.metrics()["doorward_tls_certificate_expiry_timestamp_seconds"]
        assert 29 * 86400 < expires - time.time() < 31 * 86400
        assert server.stop() == 0
        assert server.verify()[0] == 0


def only_tls_is_spoken():
    with Secure() as server:
        host, port = server.address.rsplit(":", 1)
        with socket.create_connection((host, int(port)), 10) as plain:
            plain.sendall(b"GET /livez HTTP/1.1\r\nHost: a\r\n\r\n")
            plain.settimeout(20)
            try:
                answer = plain.recv(4096)
            except ConnectionResetError:
                answer = b""
        assert not answer.startswith(b"HTTP"), answer
        for flag in ("-tls1", "-tls1_1"):
            done = subprocess.run([program("openssl"), "s_client", "-connect", server.address,
                                   flag, "-cipher", "ALL:@SECLEVEL=0"], stdin=subprocess.DEVNULL,
                                  capture_output=True, text=True, timeout=30, check=False)
            assert done.returncode != 0, (flag, done.stdout)
        try:
            shown(server, ssl.create_default_context())
            raise AssertionError("a stranger's certificate was taken")
        except ssl.SSLCertVerificationError:
            pass
        assert server.check(ALLOWED)[0] == 200


def does_handshake(server, *flags):
    done = subprocess.run([program("openssl"), "s_client", "-connect", server.address, *flags],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30,
                          check=False)
    return done.returncode == 0 and "Cipher is (NONE)" not in done.stdout


def old_ciphers_are_not_spoken():
    """Of TLS 1.2 only what nobody can read later, and no CBC (RFC 9325, 4.2); with an RSA key, too,
    where a client could ask for the old key exchange."""
    with Secure(kind=("rsa:2048",)) as server:
        for cipher, is_spoken in (("ECDHE-RSA-AES256-GCM-SHA384", True),
                                  ("ECDHE-RSA-CHACHA20-POLY1305", True),
                                  ("ECDHE-RSA-AES128-GCM-SHA256", True),
                                  ("AES128-GCM-SHA256", False), ("AES256-SHA", False),
                                  ("ECDHE-RSA-AES128-SHA", False),
                                  ("ECDHE-RSA-AES256-SHA384", False),
                                  ("DHE-RSA-AES128-GCM-SHA256", False)):
            flags = ("-tls1_2", "-cipher", cipher + ":@SECLEVEL=0")
            assert does_handshake(server, *flags) is is_spoken, cipher
        for cipher in ("TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256",
                       "TLS_AES_128_GCM_SHA256"):
            assert does_handshake(server, "-tls1_3", "-ciphersuites", cipher), cipher


def many_at_once_over_tls():
    """On kept connections and new ones, with records: nobody is left without an answer."""
    with Secure("--audit-mode", "each", "--threads", "2") as server:
        load = [Load(server), Load(server, BLOCKED), Load(server)]
        for _ in range(60):
            assert server.check(ALLOWED)[0] == 200
        for each in load:
            each.stop()
        assert not any(each.errors for each in load), [each.errors for each in load]
        answered = 60 + sum(len(each.ids) for each in load)
        assert answered > 200
        assert server.stop() == 0
        assert len([r for r in server.records() if r["id"]]) == answered


def a_silent_handshake_is_ended():
    """A client that connects and says nothing, or that sends a handshake byte by byte."""
    with Secure("--deadlines-headers-s", "1", "--deadlines-idle-s", "1") as server:
        host, port = server.address.rsplit(":", 1)
        for first in (b"", b"\x16\x03\x01"):
            with socket.create_connection((host, int(port)), 10) as sock:
                sock.sendall(first)
                sock.settimeout(15)
                begin = time.monotonic()
                try:
                    while sock.recv(100):
                        pass
                except ConnectionResetError:
                    pass
                assert time.monotonic() - begin < 10, "it was left open"
        assert server.check(ALLOWED)[0] == 200


def sighup_shows_another_certificate():
    with Secure() as server:
        load = Load(server)
        assert shown(server, server.tls) == "first"
        server.show(server.other)
        assert shown(server, server.tls) == "first", "not before it is asked for"
        server.signal(signal.SIGHUP)
        until(lambda: shown(server, server.tls) == "other", "the other certificate")
        # Not a pair, no certificate, no key, and a key that everybody may read: all stays.
        for pair, said in (((server.first[0], server.other[1]), "not the key of the certificate"),
                           ((server.other[1], server.other[1]), "no chain of certificates"),
                           ((server.other[0], server.other[0]), "no private key")):
            count = len(server.events("certificate_refused"))
            server.show(pair)
            os.chmod(server.key, 0o600)
            server.signal(signal.SIGHUP)
            fault = server.wait_for("certificate_refused", count + 1)
            assert said in fault["detail"], fault
            assert shown(server, server.tls) == "other"
        server.show(server.first)
        server.signal(signal.SIGHUP)
        until(lambda: shown(server, server.tls) == "first", "the first certificate")
        load.stop()
        assert not load.errors and len(load.ids) > 0
        assert "PRIVATE" not in server.log_text()


def config(*flags):
    done = subprocess.run([PROGRAM, "config", "check", *flags], capture_output=True, text=True,
                          timeout=30, check=False)
    return done.returncode, done.stdout + done.stderr


def a_public_address_needs_tls():
    """Neither is anything opened here: config check says what serve would."""
    folder = tempfile.mkdtemp(prefix="doorward-tls-")
    try:
        certificate, key = sign(folder, "public")
        tls = ("--tls-certificate", certificate, "--tls-key", key)
        public = ("--listen", "0.0.0.0:8443")
        status, output = config(*public)
        assert status == 1 and "name tls.certificate and tls.key" in output, output
        assert config(*public, *tls)[0] == 0
        assert config("--management-listen", "[::]:8444", *tls)[0] == 0
        status, output = config(*public, "--tls-certificate", certificate)
        assert status == 1 and "both tls.certificate and tls.key" in output, output
        os.chmod(key, 0o644)
        status, output = config(*public, *tls)
        assert status == 1 and "everybody may read this private key" in output, output
        os.chmod(key, 0o600)
        gone, gone_key = sign_for_no_time(folder, "gone")
        until(lambda: "expired" in config(*public, "--tls-certificate", gone, "--tls-key",
                                          gone_key)[1], "a certificate that has expired")
        pipe = os.path.join(folder, "pipe")
        os.mkfifo(pipe)
        status, output = config(*public, "--tls-certificate", pipe, "--tls-key", key)
        assert status == 1 and "this is no file" in output, output
        status, output = config(*public, "--tls-certificate", certificate, "--tls-key",
                                os.path.join(folder, "none"))
        assert status == 1 and "none: cannot read: No such file" in output, output
    finally:
        shutil.rmtree(folder)


def unix_sockets_stay_plain():
    with Secure(unix=True) as server:
        assert server.check(BLOCKED)[2]["decision"] == "block"


main(checks_are_answered_over_tls, only_tls_is_spoken, old_ciphers_are_not_spoken,
     many_at_once_over_tls, a_silent_handshake_is_ended, sighup_shows_another_certificate, a_public_address_needs_tls,
     unix_sockets_stay_plain)
