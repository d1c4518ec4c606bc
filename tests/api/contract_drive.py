"""What contract_test.py asks the booth in memory: every operation, a success and a refusal of each."""

from contract_cloud import NO_SUCH_ID, drive_cloud, drive_forgetting
from contract_printing import drive_printing


def drive_all(api):
    api.drive("showStatus", 200)
    api.drive("showDescription", 200)
    sessions = api.drive("listSessions", 200)["items"]
    api.drive("listSessions", 200, query="?limit=1")
    api.drive("listSessions", 200, query=f"?limit=1&before={sessions[0]['id']}")
    api.drive("listSessions", 400, query="?limit=9999")
    done = next(one["id"] for one in sessions if one["state"] == "done")
    for operation in ("showSession", "remakeSheet"):
        for status, session in ((200, done), (404, NO_SUCH_ID), (400, "nonsense")):
            api.drive(operation, status, id=session)
    started = api.drive("startSession", 201, body={"copies": 2, "template": "classic-4x6"})
    api.drive("startSession", 409)
    api.drive("startSession", 400, body={"copies": "many"})
    api.drive("listLooks", 200)
    api.drive("changeSession", 200, id=started["id"], body={"look": "bw", "backdrop": "beach.jpg"})
    api.drive("retakeShot", 404, id=started["id"], slot="7")
    api.drive("retakeShot", 400, id=started["id"], slot="first")
    api.drive("retakeShot", 202, id=started["id"], slot="0", headers={"Idempotency-Key": "contract-2"})
    api.drive("cancelSession", 200, id=started["id"])
    api.drive("cancelSession", 409, id=started["id"])
    api.drive("retakeShot", 409, id=started["id"], slot="0")
    api.drive("shoot", 201, headers={"Idempotency-Key": "contract-1"})
    api.drive("shoot", 201, headers={"Idempotency-Key": "contract-1"})
    api.drive("printSession", 422, id=done, headers={"Idempotency-Key": "contract-1"})
    api.drive("printSession", 201, id=done, body={"copies": 2, "guest": "g-17"})
    api.drive("printSession", 404, id=NO_SUCH_ID)

    drive_printing(api, done)
    drive_cloud(api, done)
    api.drive("listTemplates", 200)
    drive_events(api)
    drive_measures(api, done)
    facts = api.drive("listFacts", 200)
    api.drive("listFacts", 200, query=f"?after={facts['next']}")
    api.drive("listFacts", 400, query="?after=-1")
    api.drive("listFacts", 200, query="?last=2")
    api.drive("streamFacts", 200, headers={"Last-Event-ID": "1"})
    api.drive("streamFacts", 400, headers={"Last-Event-ID": "x"})

    frame = api.drive("showFrame", 200, query="?after=7")
    if not frame.startswith(b"\xff\xd8"):
        api.fault("showFrame", "is no JPEG")
    api.drive("streamFrames", 200)
    api.drive("listCameraSettings", 200)
    api.drive("changeCameraSetting", 204, name="iso", body={"value": "100"})
    api.drive("changeCameraSetting", 404, name="nosuch", body={"value": "100"})
    api.drive("changeCameraSetting", 400, name="iso", body={"valeu": "100"})

    api.drive("listCameraSettings", 404, query="?camera=side")
    api.drive("calibrateCamera", 200)
    api.drive("calibrateCamera", 404, query="?camera=side")

    sheet = api.drive("showSession", 200, id=done)["sheet"]["id"]
    api.drive("showSheet", 200, id=sheet)
    api.drive("showSheet", 206, id=sheet, headers={"Range": "bytes=1-3"})
    api.drive("showSheet", 304, id=sheet, headers={"If-None-Match": f'"{sheet}"'})
    api.drive("showSheet", 416, id=sheet, headers={"Range": "bytes=999999-"})
    api.drive("showSheet", 400, id="nonsense")
    api.drive("showSheet", 200, id=sheet, query="?longest_px=320")
    shot = api.drive("showSession", 200, id=done)["shots"][0]["id"]
    api.drive("showShot", 200, id=shot)
    api.drive("showShot", 206, id=shot, query="?longest_px=320", headers={"Range": "bytes=1-3"})
    api.drive("showShot", 304, id=shot, headers={"If-None-Match": f'"{shot}"'})
    api.drive("showShot", 400, id=shot, query="?longest_px=9")
    api.drive("showShare", 200, id=done)
    api.drive("showShareCode", 200, id=done)
    for operation in ("showShare", "showShareCode"):
        api.drive(operation, 409, id=started["id"])
        api.drive(operation, 404, id=NO_SUCH_ID)
    drive_forgetting(api, done)


def drive_events(api):
    first = api.drive("listEvents", 200)["items"][0]["slug"]
    api.drive("listEvents", 400, query="?limit=0")
    api.drive("createEvent", 201, body={"slug": "party", "title": "Party", "template": "strip-2x6", "copies": 2,
                                        "opens_at": "2026-12-05T14:00:00Z", "most_prints": 400,
                                        "features": {"retake": False}})
    api.drive("createEvent", 409, body={"slug": "party", "template": "strip-2x6"})
    api.drive("createEvent", 400, body={"slug": "No Slug", "template": "strip-2x6"})
    api.drive("createEvent", 400, body={"slug": "x", "template": "y", "opens_at": "tomorrow"})
    page = api.drive("listEvents", 200, query="?limit=1")
    api.drive("listEvents", 200, query=f"?limit=1&after={page['next']}")
    event = api.drive("showEvent", 200, slug="party")
    if (event["copies"], event["most_prints"], event["features"]["retake"]) != (2, 400, False):
        api.fault("createEvent", f"kept something else: {event}")
    api.drive("showEvent", 404, slug="nosuch")
    edited = api.drive("addEventVersion", 201, slug="party", body={"most_prints": 0, "based_on": 1})
    if (edited["version"], edited["most_prints"], edited["copies"]) != (2, None, 2):
        api.fault("addEventVersion", f"changed something else: {edited}")
    api.drive("addEventVersion", 409, slug="party", body={"copies": 3, "based_on": 1})
    api.drive("addEventVersion", 400, slug="party", body={"features": {"dance": True}})
    api.drive("showEventVersion", 200, slug="party", version="1")
    api.drive("showEventVersion", 404, slug="party", version="9")
    api.drive("showEventVersion", 400, slug="party", version="x")
    api.drive("revertEvent", 409)
    api.drive("selectEvent", 200, slug="party", body={"version": 1})
    api.drive("selectEvent", 404, slug="nosuch")
    api.drive("showActiveEvent", 200)
    api.drive("revertEvent", 200)
    api.drive("closeEvent", 200, slug=first)
    api.drive("openEvent", 200, slug=first)
    api.drive("closeEvent", 404, slug="nosuch")
    api.drive("openEvent", 404, slug="nosuch")


def drive_measures(api, done):
    api.drive("showTrace", 200, id=done)
    api.drive("showTrace", 404, id=NO_SUCH_ID)
    api.drive("showServiceLevel", 200)
    api.drive("showServiceLevel", 400, query="?days=0")
    api.drive("showMetrics", 200)
