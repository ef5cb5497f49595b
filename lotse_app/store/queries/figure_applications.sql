-- How many applications were begun in a session: those that are linked, and those that were counted before their link was
-- cut. Two texts with a line a session: several times faster than a row each.
SELECT group_concat(session, char(10)) AS sessions, group_concat(begun, char(10)) AS begun FROM (
  SELECT session, sum(begun) AS begun FROM (
    SELECT session, count(*) AS begun FROM application WHERE session IS NOT NULL GROUP BY session
    UNION ALL
    SELECT session, applications FROM session_past
  )
  GROUP BY session
)
