-- Who may see and do what: roles of leaders and administrators, sessions that
-- know when they were last used, and forms that are sent twice.

-- What a person is here, from a day to a day; one may be several things.
CREATE TABLE person_role_with_leaders (
	id              @PK@,
	person_id       @INT@ NOT NULL REFERENCES person,
	municipality_id @INT@ REFERENCES municipality, -- NULL: an employer's
	role            TEXT NOT NULL    -- what they are
	                CHECK (role IN ('employer', 'mentor', 'consultant',
	                    'leader', 'admin')),
	valid_from      @INT@ NOT NULL,  -- from when
	valid_to        @INT@            -- NULL: still
) @STRICT@;
INSERT INTO person_role_with_leaders
	(id, person_id, municipality_id, role, valid_from, valid_to)
	SELECT id, person_id, municipality_id, role, valid_from, valid_to
	  FROM person_role;
DROP TABLE person_role;
ALTER TABLE person_role_with_leaders RENAME TO person_role;
CREATE INDEX person_role_person ON person_role (person_id);

-- A browser that has signed in. Those of before this step sign in again.
DROP TABLE session;
CREATE TABLE session (
	id         @PK@,
	digest     TEXT NOT NULL UNIQUE, -- of the cookie
	person_id  @INT@ NOT NULL REFERENCES person,
	csrf       TEXT NOT NULL,        -- must come back with every change
	device     TEXT NOT NULL,        -- "Firefox, Windows", as it says itself
	idle       @INT@ NOT NULL,       -- seconds it may be left alone
	made_at    @INT@ NOT NULL,       -- when they signed in
	seen_at    @INT@ NOT NULL,       -- when it was last used, to a minute
	expires_at @INT@ NOT NULL        -- when it ends by itself
) @STRICT@;
CREATE INDEX session_person ON session (person_id, seen_at);
CREATE INDEX session_expires ON session (expires_at);

-- What a form led to. Sent again (a double click, back, a lost answer) it
-- leads to the same, and is not done again.
CREATE TABLE once (
	person_id @INT@ NOT NULL REFERENCES person, -- who sent it
	path      TEXT NOT NULL,         -- where to
	key       TEXT NOT NULL,         -- digest of the key that the form held
	location  TEXT NOT NULL,         -- the page it led to
	made_at   @INT@ NOT NULL,        -- when it was first sent
	PRIMARY KEY (person_id, path, key)
) @STRICT@;
CREATE INDEX once_age ON once (made_at);
