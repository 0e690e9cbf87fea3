-- Firms that sign up by themselves: they fill in first and prove who they are
-- last (P21). And the people a firm invites.

-- What a code is for, and good for nothing else: to sign in, to sign up, or to
-- see a citizen's own page.
ALTER TABLE signin ADD COLUMN purpose TEXT NOT NULL DEFAULT 'signin'
	CHECK (purpose IN ('signin', 'signup', 'own'));

-- What somebody who is not signed in has filled in, kept between the steps.
CREATE TABLE signup (
	id          @PK@,
	browser     TEXT NOT NULL,       -- digest of the cookie of whose it is
	house       TEXT NOT NULL,       -- of the address it came from, keyed:
	                                 -- so many of one, and no more
	form        TEXT NOT NULL,
	            -- the fields as they were sent; '' once they are used
	state       TEXT NOT NULL CHECK (state IN
	            ('draft',            -- being filled in, or a code is out
	             'asked',            -- proven; the firm is known here, so a
	                                 -- person says who may post for it
	             'used')),           -- it led to a task, or to a no
	code_id     @INT@,               -- the sign-in that its code is of;
	                                 -- NULL: none since it was changed
	person_id   @INT@ REFERENCES person,   -- who was sent that code
	employer_id @INT@ REFERENCES employer, -- where they ask to be let in
	task_id     @INT@ REFERENCES task,     -- what it led to
	made_at     @INT@ NOT NULL,      -- when it was first kept
	expires_at  @INT@ NOT NULL       -- when it is forgotten
) @STRICT@;
CREATE UNIQUE INDEX signup_draft ON signup (browser) WHERE state = 'draft';
CREATE INDEX signup_browser ON signup (browser, id);
CREATE INDEX signup_house ON signup (house) WHERE state = 'draft';
CREATE INDEX signup_expires ON signup (expires_at);
CREATE INDEX signup_person ON signup (person_id);
CREATE INDEX signup_asked ON signup (employer_id) WHERE state = 'asked';

-- Whom a firm has invited to post for it. They come in by a code to the address
-- that they were invited by, and are then a contact.
CREATE TABLE invitation (
	id          @PK@,
	employer_id @INT@ NOT NULL REFERENCES employer, -- which firm
	person_id   @INT@ NOT NULL REFERENCES person,   -- who
	name        TEXT NOT NULL,       -- as whoever invited them calls them
	invited_by  @INT@ NOT NULL REFERENCES person,   -- a contact
	made_at     @INT@ NOT NULL,      -- when, or when it was last renewed
	expires_at  @INT@ NOT NULL,      -- two weeks later
	used_at     @INT@,               -- when they came in
	UNIQUE (employer_id, person_id)
) @STRICT@;
CREATE INDEX invitation_person ON invitation (person_id, expires_at);
