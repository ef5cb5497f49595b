-- What somebody wrote freely: only its words say whom it is about.
SELECT 'notiz' AS kind, id, note AS text, local_day AS day, pilot_id AS pilot, '' AS application
FROM session WHERE note <> ''
UNION ALL
SELECT 'wiedervorlage', id, reason, due, iif(application_id IS NULL, pilot_id, ''), ifnull(application_id, '')
FROM follow_up
UNION ALL
SELECT 'termin', id, purpose, local_day, '', '' FROM appointment WHERE purpose <> ''
UNION ALL
SELECT 'post', id, note, received, '', application_id FROM letter WHERE note <> ''
UNION ALL
SELECT 'abschluss', application_id, reason, substr(at, 1, 10), '', application_id FROM ending WHERE reason <> ''
UNION ALL
-- The reason of a draft can still go; what was frozen stays, as what somebody answered does.
SELECT iif(application.state = 'entwurf', 'nachweis', 'angabe'), application_id || ' ' || key, reason,
       substr(evidence.changed_at, 1, 10), '', application_id
FROM evidence JOIN application ON application.id = application_id WHERE reason <> ''
UNION ALL
SELECT 'angabe', signature.id, beside, substr(signature.at, 1, 10), '', application_id
FROM signature JOIN frozen ON frozen.id = frozen_id WHERE beside <> ''
UNION ALL
-- An answer that is a name by its question is found by the index of persons.
SELECT 'angabe', application.id || ' ' || said.fullkey, said.value, substr(changed_at, 1, 10), '', application.id
FROM application, json_tree(application.answers) AS said
WHERE said.type = 'text' AND said.fullkey NOT LIKE '%name%'
