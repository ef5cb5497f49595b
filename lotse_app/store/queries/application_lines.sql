-- Lines of a list: no answers are read. NULL for :states, :session or :ids means: all.
SELECT application.id, application.number, application.service_name, application.state,
       application.changed_at, application.due, application.step, application.pilot_id,
       coalesce(hand_in.way, '') AS way,
       (SELECT group_concat(mark) FROM application_mark WHERE application_id = application.id) AS marks,
       (SELECT min(due) FROM letter WHERE application_id = application.id AND answered_on IS NULL) AS letter_due,
       coalesce((SELECT kind FROM letter WHERE application_id = application.id
                 AND kind IN ('bewilligt', 'teilweise', 'abgelehnt') ORDER BY number DESC LIMIT 1), '') AS outcome,
       application.guarded, application.service_id, application.form_id, application.ags,
       coalesce(hand_in.receipt, '') AS receipt, hand_in.handed_over_on,
       coalesce(hand_in.carried_by, '') AS carried_by
FROM application LEFT JOIN hand_in ON hand_in.application_id = application.id
WHERE (:states IS NULL OR application.state IN (SELECT value FROM json_each(:states)))
  AND (:ids IS NULL OR application.id IN (SELECT value FROM json_each(:ids)))
  AND (:session IS NULL OR application.session = (SELECT number FROM session WHERE id = :session))
ORDER BY application.changed_at DESC, application.id DESC
