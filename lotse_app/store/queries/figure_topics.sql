-- One row a session and topic. A service counts by its id under the label last written, so that a
-- renamed service is one row; a free theme (empty service id) counts by its label.
LEFT JOIN (
  SELECT DISTINCT session_topic.session_id, coalesce(named.label, session_topic.label) AS label
  FROM session_topic
  LEFT JOIN (
    SELECT service_id, label, max(rowid) FROM session_topic WHERE service_id <> '' GROUP BY service_id
  ) AS named ON named.service_id = session_topic.service_id
) AS topic ON topic.session_id = counted.id
