-- How many applications were begun in a session: those that are linked, and those that were counted before their link was cut.
SELECT session, sum(begun) FROM (
  SELECT session, count(*) AS begun FROM application WHERE session IS NOT NULL GROUP BY session
  UNION ALL
  SELECT session, applications FROM session_past
)
GROUP BY session
