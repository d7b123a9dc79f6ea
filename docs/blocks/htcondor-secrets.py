#!/usr/bin/env python3
"""Prints the Kubernetes Secrets that the chart htcondor needs, for use without the portal:

    docs/blocks/htcondor-secrets.py RELEASE NAMESPACE | kubectl apply -f -

The keys are new at every run, so keep what is printed safe, or do not keep it. The tokens are made as HTCondor's
condor_token_create makes them; docs/blocks.md has the rule. Python 3.8 and nothing else is needed.
"""
import base64, hashlib, hmac, json, secrets, sys, time, uuid


def signing_key(key_file: bytes, key_name: str) -> bytes:
    """HKDF-SHA256 (RFC 5869) of what HTCondor reads from the key's file, 32 bytes."""
    password = bytes(byte ^ b"\xde\xad\xbe\xef"[index % 4] for index, byte in enumerate(key_file))
    if key_name == "POOL":
        password *= 2
    pseudorandom_key = hmac.new(b"htcondor", password, hashlib.sha256).digest()
    return hmac.new(pseudorandom_key, b"master jwt\x01", hashlib.sha256).digest()


def token(key_file: bytes, key_name: str, issuer: str, subject: str, issued_at: int, identifier: str) -> str:
    def encode(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    header = {"alg": "HS256", "kid": key_name, "typ": "JWT"}
    claims = {"iat": issued_at, "iss": issuer, "jti": identifier, "sub": subject}
    signed = ".".join(encode(json.dumps(part, separators=(",", ":")).encode()) for part in (header, claims))
    return signed + "." + encode(hmac.new(signing_key(key_file, key_name), signed.encode(), hashlib.sha256).digest())


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit("usage: htcondor-secrets.py RELEASE NAMESPACE")
    release, namespace = sys.argv[1:]
    domain = f"{release}.{namespace}"
    keys = {"POOL": secrets.token_hex(64), "SUBMIT": secrets.token_hex(64)}

    def made(subject: str, key: str) -> str:
        return token(keys[key].encode(), key, domain, f"{subject}@{domain}", int(time.time()), uuid.uuid4().hex)

    for name, key, value in (
        ("pool-key", "POOL", keys["POOL"]),
        ("submit-key", "SUBMIT", keys["SUBMIT"]),
        ("schedd-token", "token", made("schedd", "POOL")),
        ("execute-token", "token", made("execute", "POOL")),
        ("submit-token", "token", made("submit", "SUBMIT")),
    ):
        print("---")
        print(json.dumps({
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": {"name": f"{release}-{name}", "namespace": namespace},
            "stringData": {key: value},
        }))


if __name__ == "__main__":
    main()
