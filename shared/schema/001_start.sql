-- Everything Småjob remembers. Times (_at) are unix seconds in UTC, days (_on)
-- the instant of their Danish midnight, money (_ore) in øre, lengths in minutes
-- or metres. id is the row's own, made by the programs (base/db.h); <table>_id
-- is another's, and a name before it says whose. No CPR number is ever stored.
-- Words in @ are an engine's own (base/db_sqlite.c).

-- ---- the municipality, and what it has decided ----

-- The owner of citizens, staff and rules; one here, many in a region.
CREATE TABLE municipality (
	id       @PK@,
	name     TEXT NOT NULL,  -- as texts sign themselves: Holstebro Kommune
	helper   TEXT NOT NULL,  -- first name of whom to ring, on every page
	phone    TEXT NOT NULL   -- that person's number, stored form
) @STRICT@;

-- A number or a decision with a date (docs/DECISIONS.md). Looked up by
-- the day at hand; a day without a row is a refusal, not a guess.
CREATE TABLE rule (
	id              @PK@,
	municipality_id @INT@ NOT NULL REFERENCES municipality,
	name            TEXT NOT NULL,   -- municipality.h names those we ask for
	valid_from      @INT@ NOT NULL,  -- the first day it holds
	valid_to        @INT@,           -- NULL: until further notice
	value           @INT@ NOT NULL,  -- a number, or 1 for a yes
	source          TEXT NOT NULL,   -- who signed it, or which act says so
	UNIQUE (municipality_id, name, valid_from)
) @STRICT@;

-- ---- catalogues ----

-- What one can be good at. Words of it are also the words of the SMS.
CREATE TABLE work_function (
	key   TEXT PRIMARY KEY,          -- the word that other tables hold
	name  TEXT NOT NULL,     -- Pakning i hånden
	verb  TEXT NOT NULL,     -- pakke varer: "Vil du pakke varer hos ..."
	field TEXT NOT NULL,     -- the group in pickers: Lager
	isco  TEXT NOT NULL      -- ISCO-08, four digits
) @STRICT@;

-- What a person can need and a workplace can honour.
CREATE TABLE consideration (
	key   TEXT PRIMARY KEY,          -- the word that other tables hold
	place TEXT NOT NULL,     -- as a workplace says it: Der er ro
	need  TEXT NOT NULL      -- as a person says it: Ro omkring mig
) @STRICT@;

-- Where a postcode lies, in metres east and north of 56 N 8 E.
CREATE TABLE postcode (
	code    TEXT PRIMARY KEY,        -- four digits
	name    TEXT NOT NULL,           -- of the postal district
	east_m  @INT@ NOT NULL,          -- east of 8 E
	north_m @INT@ NOT NULL           -- north of 56 N
) @STRICT@;

-- ---- people ----

-- Anybody we write to or who signs in. The only table that knows a name, a
-- number or an address; shared/person.c is the only code that reads them.
CREATE TABLE person (
	id         @PK@,
	given_name TEXT NOT NULL,        -- '' for a number nobody has named
	surname    TEXT NOT NULL,        -- '' for who gives none
	phone      TEXT,                 -- stored form: 4520123456
	email      TEXT,                 -- folded
	language   TEXT NOT NULL DEFAULT 'da', -- of the texts they get
	sms        TEXT NOT NULL DEFAULT 'unknown' -- what they said of SMS
	           CHECK (sms IN ('unknown', 'start', 'stop', 'wrong')),
	sms_at     @INT@,                -- when they said it
	made_at    @INT@ NOT NULL        -- when we first knew of them
) @STRICT@;
CREATE INDEX person_phone ON person (phone) WHERE phone IS NOT NULL;
CREATE INDEX person_email ON person (email) WHERE email IS NOT NULL;

-- What a person is here, from a day to a day; one may be several things.
CREATE TABLE person_role (
	id              @PK@,
	person_id       @INT@ NOT NULL REFERENCES person,
	municipality_id @INT@ REFERENCES municipality, -- NULL: an employer's
	role            TEXT NOT NULL    -- what they are
	                CHECK (role IN ('employer', 'mentor', 'consultant')),
	valid_from      @INT@ NOT NULL,  -- from when
	valid_to        @INT@            -- NULL: still
) @STRICT@;
CREATE INDEX person_role_person ON person_role (person_id);

-- A citizen who may be asked.
CREATE TABLE citizen (
	person_id       @PK@ REFERENCES person,
	municipality_id @INT@ NOT NULL REFERENCES municipality,
	mentor_id       @INT@ NOT NULL REFERENCES person, -- owns the follow-up
	target_group    TEXT NOT NULL,
	                -- whose "answering no is free" is signed
	released_at     @INT@,          -- a consultant has said: may be asked
	ceiling_minutes @INT@ NOT NULL  -- a week; raised only by agreement
	                CHECK (ceiling_minutes BETWEEN 0 AND 2220),
	travel_m        @INT@ NOT NULL, -- how far they can and will travel
	postcode        TEXT NOT NULL REFERENCES postcode,
	                -- where they set out from
	shares_phone    @INT@ NOT NULL DEFAULT 0, -- ticked by themselves (P19)
	paused_until    @INT@           -- agreed and told (P6)
) @STRICT@;

-- When a citizen can work: wall time, every week. 1 is Monday.
CREATE TABLE available (
	id          @PK@,
	citizen_id  @INT@ NOT NULL REFERENCES citizen,
	weekday     @INT@ NOT NULL CHECK (weekday BETWEEN 1 AND 7),
	            -- 1 Monday .. 7 Sunday
	from_minute @INT@ NOT NULL CHECK (from_minute BETWEEN 0 AND 1439),
	            -- of the day, wall time
	to_minute   @INT@ NOT NULL CHECK (to_minute BETWEEN 1 AND 1440)
	            -- of the day; 1440 is midnight
) @STRICT@;
CREATE INDEX available_citizen ON available (citizen_id, weekday);

-- What a citizen needs of a place. must blocks, wish ranks.
CREATE TABLE need (
	citizen_id    @INT@ NOT NULL REFERENCES citizen,
	consideration TEXT NOT NULL REFERENCES consideration, -- what is needed
	strength      TEXT NOT NULL CHECK (strength IN ('must', 'wish')),
	              -- must blocks, wish ranks
	PRIMARY KEY (citizen_id, consideration)
) @NOROWID@;

-- The progression sheet: dated scores per function, never changed. The newest
-- of a citizen and function is the one that counts.
CREATE TABLE progression (
	id            @PK@,
	citizen_id    @INT@ NOT NULL REFERENCES citizen,
	work_function TEXT NOT NULL REFERENCES work_function,
	              -- what was measured
	score         @INT@ NOT NULL CHECK (score BETWEEN 1 AND 10),
	              -- 10 can show others how
	set_at        @INT@ NOT NULL,    -- when
	set_by        @INT@ NOT NULL REFERENCES person
	              -- a mentor, with the citizen
) @STRICT@;
CREATE INDEX progression_newest
	ON progression (work_function, citizen_id, set_at, score);

-- Functions a citizen would like to try, measured or not.
CREATE TABLE willing (
	work_function TEXT NOT NULL REFERENCES work_function,
	              -- what they would try
	citizen_id    @INT@ NOT NULL REFERENCES citizen,
	PRIMARY KEY (work_function, citizen_id)
) @NOROWID@;

-- ---- employers ----

CREATE TABLE employer (
	id          @PK@,
	cvr         TEXT NOT NULL UNIQUE, -- eight digits, checked by their sum
	name        TEXT NOT NULL,       -- as registered
	approved_at @INT@,               -- NULL: a person has yet to ring them
	approved_by @INT@ REFERENCES person -- who rang them
) @STRICT@;

-- Who posts and confirms for an employer.
CREATE TABLE contact (
	person_id   @PK@ REFERENCES person,
	employer_id @INT@ NOT NULL REFERENCES employer
) @STRICT@;
CREATE INDEX contact_employer ON contact (employer_id);

-- A place where an employer has work done.
CREATE TABLE workplace (
	id          @PK@,
	employer_id @INT@ NOT NULL REFERENCES employer,
	sms_name    TEXT NOT NULL,       -- as an SMS says it, 18 characters
	town        TEXT NOT NULL,       -- 10 characters
	address     TEXT NOT NULL,       -- street and number
	postcode    TEXT NOT NULL REFERENCES postcode, -- for the distance
	UNIQUE (employer_id, sms_name, address)
) @STRICT@;

-- "Sådan er der hos os": what a workplace says that it honours. Only an answer
-- that a consultant has checked meets a must-need (P18).
CREATE TABLE honours (
	workplace_id  @INT@ NOT NULL REFERENCES workplace,
	consideration TEXT NOT NULL REFERENCES consideration,
	              -- what they honour
	said_at       @INT@ NOT NULL,    -- when they said so
	checked_at    @INT@,
	              -- when a consultant saw it; NULL: not yet
	checked_by    @INT@ REFERENCES person, -- which one
	PRIMARY KEY (workplace_id, consideration)
) @NOROWID@;

-- ---- tasks, offers, engagements ----

-- A small paid job somebody posted.
CREATE TABLE task (
	id            @PK@,
	employer_id   @INT@ NOT NULL REFERENCES employer,
	workplace_id  @INT@ NOT NULL REFERENCES workplace,
	contact_id    @INT@ NOT NULL REFERENCES person,   -- whom to ask for
	work_function TEXT NOT NULL REFERENCES work_function,
	              -- what is to be done
	title         TEXT NOT NULL,
	              -- goes on where the verb ends; may be ''
	level         @INT@ NOT NULL CHECK (level BETWEEN 1 AND 3), -- task.h
	places        @INT@ NOT NULL CHECK (places BETWEEN 1 AND 20),
	              -- how many people
	taken         @INT@ NOT NULL DEFAULT 0, -- how many have won a place
	pay_ore       @INT@ NOT NULL CHECK (pay_ore > 0), -- an hour
	pay_on        @INT@ NOT NULL,    -- the money is there by this day (P10)
	meeting       TEXT NOT NULL,     -- where to go and what to look for
	one_off       @INT@ NOT NULL,
	              -- a single time, as far as anyone knows
	state         TEXT NOT NULL CHECK (state IN
	              -- waiting for a person, asking, filled, done
	              ('waiting', 'open', 'full', 'over', 'cancelled')),
	posted_by     @INT@ NOT NULL REFERENCES person,
	              -- who pressed the button
	posted_at     @INT@ NOT NULL,    -- when
	opened_at     @INT@,             -- when people were first asked
	CHECK (taken BETWEEN 0 AND places)
) @STRICT@;
CREATE INDEX task_employer ON task (employer_id, id);
CREATE INDEX task_contact ON task (contact_id);
CREATE INDEX task_open ON task (id) WHERE state = 'open';

-- One dated piece of a task.
CREATE TABLE shift (
	id        @PK@,
	task_id   @INT@ NOT NULL REFERENCES task,
	starts_at @INT@ NOT NULL,
	          -- UTC; the wall time is the clock module's
	ends_at   @INT@ NOT NULL,        -- may be on the next day
	CHECK (ends_at > starts_at)
) @STRICT@;
CREATE INDEX shift_task ON shift (task_id);
CREATE INDEX shift_ends ON shift (ends_at);

-- One task put to one citizen, and the answer.
CREATE TABLE offer (
	id           @PK@,
	task_id      @INT@ NOT NULL REFERENCES task,
	shift_id     @INT@ NOT NULL REFERENCES shift,
	citizen_id   @INT@ NOT NULL REFERENCES citizen,
	number       @INT@ NOT NULL,     -- the short number: JA 7
	state        TEXT NOT NULL CHECK (state IN
	             ('asked',           -- may still be answered
	              'held',            -- RING: the place waits for a call
	              'won', 'no',
	              'taken',           -- said yes, somebody was first
	              'expired',         -- no answer in time
	              'given_up',        -- won, then AFBUD
	              'withdrawn')),     -- by the workplace or by us
	asked_at     @INT@ NOT NULL,     -- when it was made
	answer_by    @INT@ NOT NULL,     -- until when; of a held one, the call
	answered_at  @INT@,              -- the last answer
	rule_version @INT@ NOT NULL,     -- of match.h, and what it counted
	cost         @INT@ NOT NULL,     -- what it cost to ask this person
	cost_parts   TEXT NOT NULL,
	             -- name=number, as docs/MATCHING.md names them
	UNIQUE (task_id, citizen_id)
) @STRICT@;
CREATE INDEX offer_citizen ON offer (citizen_id, id);
CREATE INDEX offer_waiting ON offer (answer_by)
	WHERE state IN ('asked', 'held');

-- An offer that was accepted: somebody is coming.
CREATE TABLE engagement (
	id            @PK@,
	offer_id      @INT@ NOT NULL REFERENCES offer,
	task_id       @INT@ NOT NULL REFERENCES task,
	shift_id      @INT@ NOT NULL REFERENCES shift,
	citizen_id    @INT@ NOT NULL REFERENCES citizen,
	state         TEXT NOT NULL      -- coming, AFBUD, or called off
	              CHECK (state IN ('agreed', 'given_up', 'cancelled')),
	agreed_at     @INT@ NOT NULL,    -- when they won the place
	ended_at      @INT@,             -- of the AFBUD
	hours         TEXT NOT NULL DEFAULT 'none' CHECK (hours IN
	              -- how far the two are with the hours
	              ('none', 'asked', 'proposed', 'agreed', 'disputed',
	               'settled'))
) @STRICT@;
CREATE INDEX engagement_citizen ON engagement (citizen_id, shift_id)
	WHERE state = 'agreed';
CREATE INDEX engagement_shift ON engagement (shift_id);
CREATE INDEX engagement_task ON engagement (task_id);

-- What was worked, as somebody said it. A correction is a new row; the newest
-- counts, and engagement.hours says what the two sides make of it.
CREATE TABLE hours (
	id            @PK@,
	engagement_id @INT@ NOT NULL REFERENCES engagement,
	minutes       @INT@ NOT NULL CHECK (minutes BETWEEN 0 AND 1440),
	              -- worked
	pay_ore       @INT@ NOT NULL,    -- an hour, as agreed in the task
	thanks        TEXT NOT NULL,     -- a line to the citizen; may be ''
	said_by       @INT@ NOT NULL REFERENCES person,
	              -- the contact, or a consultant who settled it
	said_at       @INT@ NOT NULL     -- when
) @STRICT@;
CREATE INDEX hours_engagement ON hours (engagement_id, id);

-- ---- follow-up ----

-- One person at one workplace over time.
CREATE TABLE course (
	id           @PK@,
	citizen_id   @INT@ NOT NULL REFERENCES citizen,
	workplace_id @INT@ NOT NULL REFERENCES workplace,
	owner_id     @INT@ NOT NULL REFERENCES person, -- a mentor, always
	began_on     @INT@ NOT NULL,     -- the first shift's day
	ended_at     @INT@               -- NULL: it runs
) @STRICT@;
CREATE UNIQUE INDEX course_running ON course (citizen_id, workplace_id)
	WHERE ended_at IS NULL;
CREATE INDEX course_place ON course (citizen_id, workplace_id);

-- A dated step of a course's plan.
CREATE TABLE followup (
	id        @PK@,
	course_id @INT@ NOT NULL REFERENCES course,
	step      TEXT NOT NULL,         -- dag 1, uge 2 ...
	due_on    @INT@ NOT NULL,        -- a working day
	done_at   @INT@,                 -- NULL: it waits
	done_by   @INT@ REFERENCES person, -- who talked with them
	note      TEXT NOT NULL DEFAULT '' -- what they noted; may be ''
) @STRICT@;
CREATE INDEX followup_course ON followup (course_id);
CREATE INDEX followup_open ON followup (due_on) WHERE done_at IS NULL;

-- The one definition of what is still to be done, and by whom. Due when due_on
-- has come; overdue is what a later day makes of it (followup.h).
CREATE VIEW followup_waiting AS
	SELECT f.id, f.course_id, f.step, f.due_on, c.owner_id, c.citizen_id,
	       c.workplace_id
	  FROM followup f
	  JOIN course c ON c.id = f.course_id
	 WHERE f.done_at IS NULL AND c.ended_at IS NULL;

-- ---- what waits for a person ----

-- Venter på et menneske (P25).
CREATE TABLE attention (
	id              @PK@,
	municipality_id @INT@ NOT NULL REFERENCES municipality,
	kind            TEXT NOT NULL,   -- attention.h
	person_id       @INT@ REFERENCES person, -- whom it is about
	about_id        @INT@,
	                -- offer, engagement, employer, outbox row
	words           TEXT NOT NULL,   -- an SMS as it came, CPR masked; or ''
	made_at         @INT@ NOT NULL,  -- since when it waits
	closed_at       @INT@,           -- NULL: it waits
	closed_by       @INT@ REFERENCES person -- NULL: it settled itself
) @STRICT@;
CREATE UNIQUE INDEX attention_open
	ON attention (kind, person_id, about_id) WHERE closed_at IS NULL;
CREATE INDEX attention_age ON attention (municipality_id, made_at)
	WHERE closed_at IS NULL;

-- ---- signing in, links ----

-- A one-time code that is on its way. The code itself is not stored: who has
-- the key can make it again from the id.
CREATE TABLE signin (
	id         @PK@,
	person_id  @INT@ REFERENCES person, -- NULL: nobody has that address
	browser    TEXT NOT NULL,        -- digest of the cookie of who asked
	made_at    @INT@ NOT NULL,       -- when it was asked for
	expires_at @INT@ NOT NULL,       -- ten minutes later
	tries      @INT@ NOT NULL DEFAULT 0, -- wrong codes typed
	used_at    @INT@                 -- when it opened a session
) @STRICT@;
CREATE INDEX signin_browser ON signin (browser, id);
CREATE INDEX signin_expires ON signin (expires_at);
CREATE INDEX signin_person ON signin (person_id, made_at);

-- A browser that has signed in.
CREATE TABLE session (
	digest     TEXT PRIMARY KEY,     -- of the cookie
	person_id  @INT@ NOT NULL REFERENCES person,
	role       TEXT NOT NULL,        -- what they were then
	csrf       TEXT NOT NULL,        -- must come back with every change
	made_at    @INT@ NOT NULL,       -- when they signed in
	expires_at @INT@ NOT NULL        -- when it ends by itself
) @STRICT@;
CREATE INDEX session_expires ON session (expires_at);

-- What a link in a message may do: one thing, for one person, until a time.
-- Opening it changes nothing and uses nothing up.
CREATE TABLE link (
	id         @PK@,
	digest     TEXT NOT NULL UNIQUE, -- of the token
	purpose    TEXT NOT NULL CHECK (purpose IN ('offer', 'hours')),
	           -- the one thing it may do
	person_id  @INT@ NOT NULL REFERENCES person,
	about_id   @INT@ NOT NULL,       -- the offer; the engagement
	made_at    @INT@ NOT NULL,       -- when it was first sent
	expires_at @INT@ NOT NULL,       -- until when it does that
	UNIQUE (purpose, person_id, about_id)
) @STRICT@;

-- ---- messages ----

-- Notices that the portal or a schedule leaves, and the notifier sends. Number,
-- address and words are found when it is sent.
CREATE TABLE outbox (
	id         @PK@,                 -- also our reference at the provider
	kind       TEXT NOT NULL,        -- notice.h
	channel    TEXT NOT NULL CHECK (channel IN ('sms', 'mail')),
	           -- one row a channel
	lane       @INT@ NOT NULL,       -- 0 codes .. 3 digests
	person_id  @INT@ NOT NULL REFERENCES person,
	about_id   @INT@,                -- offer, engagement, task ..., by kind
	dedup_key  TEXT NOT NULL UNIQUE, -- the same notice is left once
	guard_id   @INT@,                -- an offer that must still be asked
	not_before @INT@ NOT NULL,       -- its window's beginning
	expires_at @INT@ NOT NULL,       -- never sent after this
	state      TEXT NOT NULL CHECK (state IN -- outbox.h says how it moves
	           ('queued', 'sending', 'uncertain', 'accepted', 'enroute',
	            'delivered', 'undelivered', 'lapsed', 'dead', 'cancelled',
	            'expired', 'suppressed', 'resolved')),
	tries      @INT@ NOT NULL DEFAULT 0, -- so far
	next_at    @INT@ NOT NULL,       -- of the next try
	recalled   @INT@ NOT NULL DEFAULT 0, -- taken back on its way: no more
	provider   TEXT,                 -- who had it last
	provider_ref TEXT,               -- what the provider calls it
	why        TEXT,                 -- its last answer
	made_at    @INT@ NOT NULL,       -- when it was left
	changed_at @INT@ NOT NULL        -- of its state
) @STRICT@;
CREATE INDEX outbox_ready ON outbox (channel, lane, next_at, id)
	WHERE state = 'queued';
CREATE INDEX outbox_next ON outbox (next_at) WHERE state = 'queued';
CREATE INDEX outbox_expiry ON outbox (expires_at) WHERE state = 'queued';
CREATE INDEX outbox_order ON outbox (channel, person_id, id)
	WHERE state = 'queued';
CREATE UNIQUE INDEX outbox_in_flight ON outbox (channel, person_id)
	WHERE state = 'sending';
CREATE INDEX outbox_about ON outbox (kind, about_id);
CREATE INDEX outbox_person ON outbox (person_id, id);
CREATE INDEX outbox_unclear ON outbox (changed_at)
	WHERE state = 'uncertain';

-- A try to send, on disk before a byte leaves.
CREATE TABLE attempt (
	id         @PK@,
	outbox_id  @INT@ NOT NULL REFERENCES outbox,
	epoch      @INT@ NOT NULL,       -- which run of the notifier
	began_at   @INT@ NOT NULL,       -- on disk before a byte left
	ended_at   @INT@,                -- NULL: under way, or its run died
	outcome    TEXT,                 -- outbox.h
	why        TEXT                  -- the provider's words
) @STRICT@;
CREATE INDEX attempt_outbox ON attempt (outbox_id);
CREATE INDEX attempt_open ON attempt (epoch) WHERE ended_at IS NULL;

-- What providers told us, raw, before anybody has made sense of it.
CREATE TABLE hook (
	id         @PK@,
	provider   TEXT NOT NULL,        -- who told us
	kind       TEXT NOT NULL CHECK (kind IN ('report', 'inbound')),
	           -- a delivery report, or an SMS
	event_key  TEXT NOT NULL,        -- theirs, or the digest of it all
	fields     TEXT NOT NULL,        -- name=value lines, CPR masked
	came_at    @INT@ NOT NULL,       -- when
	done_at    @INT@,                -- when it was made sense of
	UNIQUE (provider, event_key)
) @STRICT@;
CREATE INDEX hook_new ON hook (id) WHERE done_at IS NULL;

-- The notifier's one row: which run this is, and when it last went round.
CREATE TABLE notifier (
	id      @PK@ CHECK (id = 1),
	epoch   @INT@ NOT NULL,          -- of the run
	seen_at @INT@ NOT NULL           -- its last pass
) @STRICT@;
INSERT INTO notifier (id, epoch, seen_at) VALUES (1, 0, 0);
