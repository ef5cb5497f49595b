-- Figures over ended sessions. The braces are filled from the fixed tables of store/figures.py;
-- what a user chose comes in as parameters.
WITH counted AS (
  SELECT number, local_day, kind, result, help_kind, age_band, first_contact, people, first_people, minutes, seconds,
         preparation, travel, distance, place_type, station_id, ags, access, language
  FROM session
  WHERE seconds IS NOT NULL AND deleted_at IS NULL
    AND local_day >= :start AND local_day < :end
    AND (:stations IS NULL OR station_id IN (SELECT value FROM json_each(:stations)))
    AND (:all_contacts OR kind IN ('einzel', 'gruppe', 'telefon', 'video', 'schriftlich', 'hausbesuch')){narrowed}
)
SELECT {row} AS row_key, {column} AS column_key, {measures}
FROM counted {joins}
GROUP BY row_key, column_key
ORDER BY row_key, column_key
