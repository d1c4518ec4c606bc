"""Part of contract_test.py: what the API tells about the cloud, and what guests may ask for."""

NO_SUCH_ID = "019aa9d0-ffff-7000-8000-ffffffffffff"


def drive_cloud(api, done):
    uploads = api.drive("listUploads", 200)["items"]
    api.drive("listUploads", 200, query="?limit=1")
    api.drive("listUploads", 200, query=f"?limit=1&before={uploads[0]['id']}")
    parked = next(one["id"] for one in uploads if one["state"] == "parked")
    api.drive("retryUpload", 200, id=parked)
    api.drive("retryUpload", 409, id=parked)
    api.drive("showUpload", 200, id=parked)
    api.drive("showUpload", 404, id=NO_SUCH_ID)
    api.drive("parkUpload", 200, id=parked)
    api.drive("parkUpload", 409, id=parked)
    api.drive("showSync", 200)
    if not api.drive("pauseUploads", 200)["is_paused"] or api.drive("resumeUploads", 200)["is_paused"]:
        api.fault("pauseUploads", "does not pause, or resumeUploads does not resume")
    api.drive("pauseUploads", 400, body={"until": "tomorrow"})
    api.drive("retryFacts", 200)
    api.drive("testTarget", 200, name="cloud")
    api.drive("testTarget", 404, name="nosuch")
    version = api.drive("showConsent", 200)["version"]
    wish = {"kind": "email", "value": "guest@example.org", "consent_version": version}
    api.drive("addContact", 201, id=done, body=wish)
    api.drive("addContact", 409, id=done, body={**wish, "consent_version": "old"})
    api.drive("addContact", 400, id=done, body={**wish, "kind": "pigeon"})
    api.drive("listContacts", 200, id=done)


def drive_forgetting(api, done):
    api.drive("forgetSession", 200, id=done)
    api.drive("forgetSession", 404, id=NO_SUCH_ID)
    api.drive("listErasures", 200, id=done)
