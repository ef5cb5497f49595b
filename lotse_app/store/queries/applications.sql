SELECT application.*,
       session.id AS session_id,
       (SELECT group_concat(mark) FROM application_mark WHERE application_id = application.id) AS marks
FROM application LEFT JOIN session ON session.number = application.session
