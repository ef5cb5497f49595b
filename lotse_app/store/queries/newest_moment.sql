-- The newest moment anything in this store was written at.
SELECT max(moment) FROM (
  SELECT max(begun_at) AS moment FROM log
  UNION ALL SELECT max(at) FROM migration
  UNION ALL SELECT max(started_at) FROM session
  UNION ALL SELECT max(beat_at) FROM session
  UNION ALL SELECT max(ended_at) FROM session
  UNION ALL SELECT max(changed_at) FROM application
  UNION ALL SELECT max(at) FROM outbox
)
