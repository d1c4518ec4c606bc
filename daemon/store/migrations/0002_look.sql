-- What guests or the event chose for the sheet: "bw", "beach.jpg". Empty: as the template has it.
ALTER TABLE session ADD COLUMN look TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN backdrop TEXT NOT NULL DEFAULT '';
