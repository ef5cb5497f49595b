-- What each rule may take: id, number of the Vorgang, label, and the moment its days count from.
-- A Vorgang that was never handed in goes as a whole; of one that was handed in first the content goes, then the rest.
SELECT 'entwurf' AS rule, application.id AS record_id, number, service_name AS label, changed_at AS since
FROM application
WHERE state IN ('entwurf', 'geprueft', 'unterschrieben', 'abgebrochen', 'zurueckgezogen', 'abgeschlossen')
  AND NOT EXISTS (SELECT 1 FROM hand_in WHERE application_id = application.id)
UNION ALL
SELECT 'inhalt_bestaetigt', application.id, number, service_name, state_at
FROM application JOIN hand_in ON hand_in.application_id = application.id
WHERE state IN (
    'eingang_bestaetigt', 'rueckfrage', 'beschieden', 'abgeschlossen', 'zurueckgezogen', 'nicht_angenommen'
  )
  AND (answers <> '{}' OR EXISTS (SELECT 1 FROM evidence WHERE application_id = application.id))
UNION ALL
SELECT 'inhalt_papier', application.id, number, service_name, hand_in.at
FROM application JOIN hand_in ON hand_in.application_id = application.id
WHERE answers <> '{}' OR EXISTS (SELECT 1 FROM evidence WHERE application_id = application.id)
UNION ALL
-- A deadline of a letter that is not answered yet (an objection) holds the Vorgang.
SELECT 'beleg_beschieden', application.id, number, service_name,
       max(state_at, coalesce((SELECT max(due) || 'T23:00:00.000000Z' FROM letter
                               WHERE application_id = application.id AND answered_on IS NULL), ''))
FROM application JOIN hand_in ON hand_in.application_id = application.id
WHERE state IN ('beschieden', 'abgeschlossen', 'zurueckgezogen', 'nicht_angenommen')
UNION ALL
SELECT 'beleg', application.id, number, service_name, hand_in.at
FROM application JOIN hand_in ON hand_in.application_id = application.id
UNION ALL
SELECT 'verbindung', application.id, application.number, service_name, started_at
FROM application JOIN session ON session.number = application.session
UNION ALL
-- A Vollmacht ended with its last day, or when it was taken back.
SELECT 'vollmacht', mandate.id, mandate.number, 'Vollmacht',
       coalesce(mandate_revocation.at, valid_until || 'T23:00:00.000000Z')
FROM mandate LEFT JOIN mandate_revocation ON mandate_revocation.mandate_id = mandate.id
UNION ALL
SELECT 'papierkorb', session.id, '', 'Beratung vom ' || local_day, deleted_at
FROM session WHERE deleted_at IS NOT NULL
