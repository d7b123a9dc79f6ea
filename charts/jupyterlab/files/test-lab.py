"""The server answers, lets the owner of the token in, and nobody else."""
import json, os, pathlib, urllib.error, urllib.request

base = os.environ["LAB_URL"]
token = pathlib.Path("/run/secrets/jupyter/token").read_text()

def get(path, token=None):
    headers = {"Authorization": f"token {token}"} if token else {}
    return urllib.request.urlopen(urllib.request.Request(base + path, headers=headers), timeout=20)

print("version", json.load(get("api"))["version"])
print("kernels", json.load(get("api/status", token))["kernels"])
try:
    get("api/status")
except urllib.error.HTTPError as refusal:
    assert refusal.code == 403, refusal
    print("without the token:", refusal.code)
else:
    raise SystemExit("The server let a visitor in without a token.")
