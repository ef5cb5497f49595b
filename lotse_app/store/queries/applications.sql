SELECT application.*,
       coalesce(hand_in.way, '') AS way,
       (SELECT group_concat(mark) FROM application_mark WHERE application_id = application.id) AS marks
FROM application LEFT JOIN hand_in ON hand_in.application_id = application.id
