-- Ended contacts of a span of days, all of them in one row, read from one index. The braces are filled from the fixed
-- tables of store/figure_columns.py; what a user chose comes in as parameters. The index is named, because a filter by
-- station is no reason to go through the table instead.
SELECT {columns}
FROM session INDEXED BY session_figures
WHERE seconds IS NOT NULL AND deleted_at IS NULL
  AND local_day >= :start AND local_day < :end
  AND (:stations IS NULL OR station_id IN (SELECT value FROM json_each(:stations))){narrowed}
