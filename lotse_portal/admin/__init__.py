"""The admin page: devices, their health, enrolment codes, lost devices. Rendered here, without any script."""
