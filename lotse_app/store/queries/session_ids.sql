-- The ids of all sessions that are not in the bin, in order, as one text with blanks between.
SELECT group_concat(id, ' ') FROM (
  SELECT session.id FROM session {join} WHERE session.deleted_at IS NULL ORDER BY {by}
)
