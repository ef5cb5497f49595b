-- Stations that occur, by name; of one that is not in the store the id. Jumps from one id to the next in the index.
WITH RECURSIVE ids(id) AS (
  SELECT (SELECT min(station_id) FROM session WHERE deleted_at IS NULL)
  UNION ALL
  SELECT (SELECT min(station_id) FROM session WHERE deleted_at IS NULL AND station_id > ids.id)
  FROM ids WHERE ids.id IS NOT NULL
)
SELECT ids.id AS code, coalesce(station.name, ids.id) AS name
FROM ids LEFT JOIN station ON station.id = ids.id
WHERE ids.id IS NOT NULL
ORDER BY name, code
