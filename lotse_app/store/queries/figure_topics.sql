-- One row a session and topic. A service counts by its id under the label of the newest session, so
-- that a renamed service is one row; a free theme (empty service id) counts by its label.
LEFT JOIN session_topic AS topic ON topic.session = counted.number
LEFT JOIN (
  SELECT service_id, label, max(session) FROM session_topic WHERE service_id <> '' GROUP BY service_id
) AS named ON named.service_id = topic.service_id
