-- The person's rights: what they have said yes and no to, and how; and by what
-- all that tells of somebody is found when they ask to see it.

-- That somebody said yes or no to being written to: a row each time, never
-- changed, the newest counts and is what person.sms says.
CREATE TABLE consent (
	id        @PK@,
	person_id @INT@ NOT NULL REFERENCES person, -- who
	kind      TEXT NOT NULL CHECK (kind IN ('sms')), -- to what
	given     @INT@ NOT NULL CHECK (given IN (0, 1)), -- 1: yes; 0: no
	way       TEXT NOT NULL CHECK (way IN
	          -- consent.h: by SMS, on their own page, to a member of staff,
	          -- by a number that turned out to be dead, when they were entered
	          ('sms', 'page', 'staff', 'number', 'entered')),
	wording   @INT@ NOT NULL,       -- which words they had read; 0: not known
	said_at   @INT@ NOT NULL,       -- when
	said_by   @INT@ REFERENCES person -- who pressed; NULL: they wrote, or a
	                                -- program found out
) @STRICT@;
CREATE INDEX consent_person ON consent (person_id, id);
CREATE TRIGGER consent_is_kept BEFORE UPDATE ON consent @REFUSE@;

-- Of before this step: the last word alone, with its time.
INSERT INTO consent (id, person_id, kind, given, way, wording, said_at)
	SELECT id, id, 'sms', CASE WHEN sms = 'start' THEN 1 ELSE 0 END,
	       'entered', 0, coalesce(sms_at, made_at)
	  FROM person WHERE sms <> 'unknown' AND erased_at IS NULL;

-- What tells of one person, found without reading the rest (export.h).
CREATE INDEX audit_by ON audit (done_by, id);
CREATE INDEX attention_person ON attention (person_id, id);
CREATE INDEX link_person ON link (person_id, id);
CREATE INDEX citizen_mentor ON citizen (mentor_id) WHERE left_at IS NULL;

-- What is too old (retention.h).
CREATE INDEX signup_task ON signup (task_id);
CREATE INDEX invitation_expires ON invitation (expires_at)
	WHERE used_at IS NULL;
CREATE INDEX enrolment_expires ON enrolment (expires_at);
CREATE INDEX person_made ON person (made_at) WHERE erased_at IS NULL;
