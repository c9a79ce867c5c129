-- The sweep walks from store to store along inbox_entry_waiting; nobody asks by the time of the next try alone.
-- Each index that a new entry enters is paid for at the webhook door.
drop index inbox_entry_due;
