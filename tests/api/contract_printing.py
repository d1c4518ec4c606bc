"""The part of contract_test.py about prints, printers, reprints and the ledger."""

from contract_cloud import NO_SUCH_ID


def drive_printing(api, done):
    prints = api.drive("listPrints", 200)["items"]
    api.drive("listPrints", 200, query=f"?session={done}&limit=3")
    api.drive("listPrints", 200, query=f"?limit=1&before={prints[0]['id']}")
    api.drive("listPrints", 400, query="?session=x")
    undecided = [one["id"] for one in prints if one["state"] in ("held", "unknown")]
    queued = next(one["id"] for one in prints if one["state"] == "queued")
    api.drive("showPrint", 200, id=queued)
    api.drive("showPrint", 404, id=NO_SUCH_ID)
    api.drive("retryPrint", 200, id=undecided[0])
    api.drive("confirmPrint", 200, id=undecided[1])
    for operation in ("retryPrint", "confirmPrint", "cancelPrint"):
        api.drive(operation, 409, id=queued)
        api.drive(operation, 404, id=NO_SUCH_ID)
    api.drive("cancelPrint", 200, id=undecided[2])
    api.drive("holdPrint", 200, id=queued)
    api.drive("holdPrint", 409, id=queued)
    printed = next(one["id"] for one in prints if one["state"] == "printed")
    api.drive("voidPrint", 200, id=printed)
    api.drive("voidPrint", 404, id=NO_SUCH_ID)
    api.drive("reprintSession", 201, id=done, body={"reason": "jammed", "copies": 2, "printer": "dnp"})
    api.drive("reprintSession", 201, id=done, body={"reason": "the bride asked", "purpose": "comp"})
    api.drive("reprintSession", 400, id=done, body={"copies": 1})
    api.drive("reprintSession", 400, id=done, body={"reason": "x", "purpose": "order"})
    api.drive("showLedger", 200)
    api.drive("showLedger", 400, query="?evnt=x")

    api.drive("listPrinters", 200)
    api.drive("showPrinter", 200, name="dnp")
    api.drive("showPrinter", 404, name="nosuch")
    for operation in ("pausePrinter", "drainPrinter", "maintainPrinter", "resumePrinter"):
        api.drive(operation, 200, name="dnp")
        api.drive(operation, 404, name="nosuch")
    api.drive("setPrinterMedia", 200, name="selphy", body={"sheets": 54})
    api.drive("setPrinterMedia", 400, name="selphy", body={"sheets": -1})
    api.drive("setPrinterMedia", 400, name="selphy", body={})
    api.drive("testPrinter", 201, name="dnp")
    api.drive("testPrinter", 404, name="nosuch")
