-- Alarms that nobody has cleared yet: a restart must not forget them.

CREATE TABLE alarm (
  subsystem TEXT PRIMARY KEY NOT NULL,
  fact INTEGER NOT NULL  -- sequence of its newest alarm.raised
) STRICT, WITHOUT ROWID;

INSERT INTO alarm
SELECT subject, newest FROM (
  SELECT subject, type, max(sequence) AS newest FROM fact WHERE type IN ('alarm.raised', 'alarm.cleared') GROUP BY subject)
WHERE type = 'alarm.raised';

CREATE TRIGGER alarm_raised AFTER INSERT ON fact WHEN new.type = 'alarm.raised' BEGIN
  INSERT INTO alarm VALUES (new.subject, new.sequence) ON CONFLICT (subsystem) DO UPDATE SET fact = new.sequence;
END;
CREATE TRIGGER alarm_cleared AFTER INSERT ON fact WHEN new.type = 'alarm.cleared' BEGIN
  DELETE FROM alarm WHERE subsystem = new.subject;
END;
