-- The queue's daily work: what a person has sent again, and numbers that turn
-- out to be nobody's.

-- How many messages in a row were reported back as sent to a number that is
-- nobody's; one that arrives makes it 0 (person.h).
ALTER TABLE person ADD COLUMN sms_dead @INT@ NOT NULL DEFAULT 0;

-- That a message was left once more, because a person said so (delivery.h).
CREATE TABLE delivery (
	id        @PK@,
	outbox_id @INT@ NOT NULL UNIQUE REFERENCES outbox,
	          -- the one that did not arrive, as far as we know
	again_id  @INT@ NOT NULL REFERENCES outbox, -- the one in its place
	why       TEXT NOT NULL,         -- as they wrote it, CPR masked
	asked_by  @INT@ NOT NULL REFERENCES person, -- who decided it
	asked_at  @INT@ NOT NULL         -- when
) @STRICT@;

CREATE INDEX delivery_again ON delivery (again_id);

-- Since when a provider does not work, from the first time on that it was left
-- alone; 0: it works.
ALTER TABLE breaker ADD COLUMN opened_at @INT@ NOT NULL DEFAULT 0;

-- What of somebody's is on the list of messages that need a person.
CREATE INDEX attention_kind ON attention (municipality_id, kind, id)
	WHERE closed_at IS NULL;
