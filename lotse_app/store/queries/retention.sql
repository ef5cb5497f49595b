-- What each rule may take: id, number of the Vorgang, label, and the moment its days count from.
-- A Vorgang that was never handed in goes as a whole; of one that was handed in first the content goes, then the rest.
-- Held is what may not go yet, however old: a paper this station took and did not pass on (models.outstanding.lies_here),
-- a letter whose day is still to come, a revocation that some office does not have.
SELECT 'entwurf' AS rule, application.id AS record_id, number, service_name AS label, changed_at AS since, 0 AS held
FROM application
WHERE state IN ('entwurf', 'geprueft', 'unterschrieben', 'abgebrochen', 'zurueckgezogen', 'abgeschlossen')
  AND NOT EXISTS (SELECT 1 FROM hand_in WHERE application_id = application.id)
UNION ALL
-- Its fourteen days count from the first moment at which an office had it: what came later (a question, a Bescheid, the
-- end) prolongs nothing that the Art. 13 sheet promised.
SELECT 'inhalt_bestaetigt', application.id, number, service_name,
       min(state_at,
           coalesce((SELECT min(CASE WHEN state_before IN ('eingang_bestaetigt', 'rueckfrage', 'beschieden')
                                     THEN state_at_before ELSE entered_at END)
                     FROM letter WHERE application_id = application.id
                     AND state_after IN ('eingang_bestaetigt', 'rueckfrage', 'beschieden')), state_at),
           coalesce((SELECT state_at_before FROM ending WHERE application_id = application.id
                     AND state_before IN ('eingang_bestaetigt', 'rueckfrage', 'beschieden')), state_at)),
       0
FROM application JOIN hand_in ON hand_in.application_id = application.id
WHERE state IN (
    'eingang_bestaetigt', 'rueckfrage', 'beschieden', 'abgeschlossen', 'zurueckgezogen', 'nicht_angenommen'
  )
  AND (answers <> '{}' OR EXISTS (SELECT 1 FROM evidence WHERE application_id = application.id))
UNION ALL
SELECT 'inhalt_papier', application.id, number, service_name, hand_in.at,
       state = 'eingereicht' AND handed_over_on IS NULL AND (receipt = 'entgegengenommen' OR carried_by = 'lotse')
FROM application JOIN hand_in ON hand_in.application_id = application.id
WHERE answers <> '{}' OR EXISTS (SELECT 1 FROM evidence WHERE application_id = application.id)
UNION ALL
-- A deadline of a letter that is not answered yet (an objection) holds the Vorgang; closing it prolongs nothing.
SELECT 'beleg_beschieden', application.id, number, service_name,
       max(coalesce((SELECT state_at_before FROM ending WHERE application_id = application.id
                     AND state_before IN ('beschieden', 'zurueckgezogen', 'nicht_angenommen')), state_at),
           coalesce((SELECT max(due) || 'T23:00:00.000000Z' FROM letter
                               WHERE application_id = application.id AND answered_on IS NULL), '')),
       0
FROM application JOIN hand_in ON hand_in.application_id = application.id
WHERE state IN ('beschieden', 'abgeschlossen', 'zurueckgezogen', 'nicht_angenommen')
UNION ALL
SELECT 'beleg', application.id, number, service_name, hand_in.at,
       (state = 'eingereicht' AND handed_over_on IS NULL AND (receipt = 'entgegengenommen' OR carried_by = 'lotse'))
       OR EXISTS (SELECT 1 FROM letter WHERE application_id = application.id AND answered_on IS NULL AND due >= :today)
FROM application JOIN hand_in ON hand_in.application_id = application.id
UNION ALL
SELECT 'verbindung', application.id, application.number, service_name, started_at, 0
FROM application JOIN session ON session.number = application.session
UNION ALL
-- A Vollmacht ended with its last day, or when it was taken back.
SELECT 'vollmacht', mandate.id, mandate.number, 'Vollmacht',
       coalesce(mandate_revocation.at, valid_until || 'T23:00:00.000000Z'),
       EXISTS (SELECT 1 FROM mandate_notice WHERE mandate_id = mandate.id AND sent_on IS NULL)
FROM mandate LEFT JOIN mandate_revocation ON mandate_revocation.mandate_id = mandate.id
UNION ALL
SELECT 'papierkorb', session.id, '', 'Beratung vom ' || local_day, deleted_at, 0
FROM session WHERE deleted_at IS NOT NULL
UNION ALL
SELECT 'termin', id, '', 'Termin vom ' || local_day, starts_at, 0
FROM appointment
UNION ALL
SELECT 'wiedervorlage', id, '', 'Wiedervorlage', coalesce(done_at, due || 'T23:00:00.000000Z'), 0
FROM follow_up
