-- Each way to send that has failed of late (breaker.h).
CREATE TABLE breaker (
	provider   TEXT PRIMARY KEY,     -- as outbox.provider
	fails      @INT@ NOT NULL,       -- tries in a row that said nothing good
	opened     @INT@ NOT NULL,       -- times in a row that it opened
	open_until @INT@ NOT NULL,
	           -- nothing is sent before; then one, to see. 0: it is closed
	why        TEXT,                 -- what it said last
	changed_at @INT@ NOT NULL        -- when
) @STRICT@;
