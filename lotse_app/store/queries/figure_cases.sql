-- What figures know of the applications that are there. Handed in is the day the office had it where that was entered,
-- else the moment it was handed in here. How it went on stands in the letters; not accepted is an ending.
SELECT application.id AS id, application.service_id, application.service_name AS service, application.ags,
       application.created_at AS created_at, hand_in.handed_over_on, hand_in.at AS handed_in_at,
       coalesce(hand_in.way, '') AS way, coalesce(hand_in.receipt, '') AS receipt, application.due,
       (SELECT min(dated) FROM letter
         WHERE application_id = application.id AND kind = 'eingangsbestaetigung') AS confirmed,
       (SELECT min(dated) FROM letter
         WHERE application_id = application.id AND kind IN ('bewilligt', 'teilweise', 'abgelehnt', 'bescheid')) AS decided,
       CASE WHEN application.state = 'nicht_angenommen' THEN application.state_at
            WHEN ending.state_before = 'nicht_angenommen' THEN ending.state_at_before END AS refused_at
FROM application
LEFT JOIN hand_in ON hand_in.application_id = application.id
LEFT JOIN ending ON ending.application_id = application.id
