"""Signs random S3 requests with botocore and prints one JSON object per line: the other opinion for sigv4_test."""
import json
import random
import sys

from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.utils import percent_encode

rng = random.Random(int(sys.argv[1]))
ALPHABET = "abcXYZ019-._~ +=&:@()!$'*,;%/?#[]äß€照\""


def text(longest):
    return "".join(rng.choice(ALPHABET) for _ in range(rng.randint(1, longest)))


def key():
    return "/".join(part.replace("/", "_") for part in (text(12) for _ in range(rng.randint(1, 4))))


for _ in range(int(sys.argv[2])):
    token = rng.choice([None, "token/with+signs=="])
    credentials = Credentials("AKID" + str(rng.randint(0, 999)), "secret/" + text(20), token)
    path = "/bucket/" + key()
    query = {text(6): rng.choice(["", text(8)]) for _ in range(rng.randint(0, 4))}
    headers = {"x-amz-meta-note": "  two   words ", "Content-Type": "image/jpeg"} if rng.random() < 0.5 else {}
    body = bytes(rng.randrange(256) for _ in range(rng.randint(0, 64)))
    host = rng.choice(["127.0.0.1:7480", "s3.example.com"])
    method = rng.choice(["GET", "PUT", "POST", "HEAD", "DELETE"])

    def request():
        return AWSRequest(method=method, url="http://" + host + percent_encode(path, safe="/~"),
                          params=dict(query), headers=dict(headers), data=body)

    signed = request()
    S3SigV4Auth(credentials, "s3", "eu-central-1").add_auth(signed)
    linked = AWSRequest(method="GET", url="http://" + host + percent_encode(path, safe="/~"), params=dict(query))
    S3SigV4QueryAuth(credentials, "s3", "eu-central-1", expires=900).add_auth(linked)
    print(json.dumps({
        "method": method, "host": host, "path": path, "query": list(query.items()), "headers": list(headers.items()),
        "access_key": credentials.access_key, "secret_key": credentials.secret_key, "token": token or "",
        "sha256": signed.headers["X-Amz-Content-SHA256"], "date": signed.headers["X-Amz-Date"],
        "authorization": signed.headers["Authorization"], "url": linked.url,
    }))
