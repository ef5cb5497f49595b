-- The newest moment anything in this store was written at; every branch reads one end of an index.
SELECT max(moment) FROM (
  SELECT max(begun_at) AS moment FROM log
  UNION ALL SELECT max(at) FROM migration
  UNION ALL SELECT max(started_at) FROM session
  UNION ALL SELECT max(beat_at) FROM session WHERE ended_at IS NULL
  UNION ALL SELECT max(ended_at) FROM session
  UNION ALL SELECT max(changed_at) FROM application
  UNION ALL SELECT at FROM (SELECT at FROM outbox ORDER BY rowid DESC LIMIT 1)
)
