-- Services that occur, each under the label of its newest session. Jumps from one id to the next in the index.
WITH RECURSIVE ids(id) AS (
  SELECT (SELECT min(service_id) FROM session_topic WHERE service_id > '')
  UNION ALL
  SELECT (SELECT min(service_id) FROM session_topic WHERE service_id > ids.id) FROM ids WHERE ids.id IS NOT NULL
)
SELECT id AS code,
       (SELECT label FROM session_topic WHERE service_id = id ORDER BY session DESC LIMIT 1) AS name
FROM ids WHERE id IS NOT NULL
ORDER BY name, code
