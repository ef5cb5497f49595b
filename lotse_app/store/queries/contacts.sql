-- Every ended contact as a station file has it: no person, pilot, note or clock time; the id is hashed before it leaves.
SELECT number, id, local_day AS day, station_id, ags, place_type, kind, access, people, age_band, first_contact,
       language, coalesce(help_kind, '') AS help_kind, coalesce(result, '') AS result, seconds, minutes, first_people,
       preparation, travel, distance, obstacles, devices, tags, heads,
       (SELECT coalesce(max(session_revision.number), 0) FROM session_revision WHERE session = session.number) AS revision,
       (SELECT json_group_array(json_array(service_id, label) ORDER BY position)
          FROM session_topic WHERE session = session.number) AS topics
FROM session
WHERE seconds IS NOT NULL AND deleted_at IS NULL
