-- How much this store holds that must have left an entry in the Protokoll and has none. Where older entries went by
-- their term, only what is not older than the first that was kept (:since) is asked; :pruned is 1 then.
SELECT (
    SELECT count(*) FROM station
    WHERE own = 1 AND NOT EXISTS (SELECT 1 FROM trail WHERE :pruned OR deed = 'lotse_geaendert')
) + (
    SELECT count(*) FROM hand_in
    WHERE at >= :since AND application_id NOT IN (SELECT record_id FROM trail WHERE deed = 'eingereicht')
) + (
    SELECT count(*) FROM signature JOIN frozen ON frozen.id = signature.frozen_id
    WHERE at >= :since AND frozen.application_id NOT IN (SELECT record_id FROM trail WHERE deed = 'unterschrieben')
) + (
    SELECT count(*) FROM mandate_signature
    WHERE at >= :since AND mandate_id NOT IN (SELECT record_id FROM trail WHERE deed = 'vollmacht_unterschrieben')
)
