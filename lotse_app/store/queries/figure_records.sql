-- One row a Beratung or other contact, without person, note, pilot and clock time. The brace is filled from
-- store/figure_filters.py. What there can be several of stands in one cell, a line each.
SELECT local_day, station_id, ags, place_type, kind, access, people, age_band, first_contact, language,
       coalesce(help_kind, '') AS help_kind, coalesce(result, '') AS result, minutes, preparation, travel, distance,
       (SELECT group_concat(label, char(10)) FROM session_topic WHERE session = number) AS topics,
       (SELECT group_concat(obstacle, char(10)) FROM session_obstacle WHERE session = number) AS obstacles,
       (SELECT group_concat(device, char(10)) FROM session_device WHERE session = number) AS devices,
       (SELECT group_concat(tag, char(10)) FROM session_tag WHERE session = number) AS tags,
       CASE WHEN kind = 'gruppe' THEN
         (SELECT group_concat(kind || ' ' || value || ' ' || count, char(10)) FROM session_heads WHERE session = number)
       END AS heads
FROM session
WHERE seconds IS NOT NULL AND deleted_at IS NULL AND local_day >= :start AND local_day < :end{narrowed}
ORDER BY local_day, number
