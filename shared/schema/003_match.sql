-- What the match knows beyond the first version: how people travel, when they
-- can for once, what a function demands, whom a list keeps apart. And the
-- sequence by which an index in memory follows the rows.

-- Address coordinates, when there are any; else the postcode's (001).
ALTER TABLE citizen ADD COLUMN east_m @INT@;   -- NULL: the postcode's
ALTER TABLE citizen ADD COLUMN north_m @INT@;  -- NULL: the postcode's
ALTER TABLE workplace ADD COLUMN east_m @INT@;  -- NULL: the postcode's
ALTER TABLE workplace ADD COLUMN north_m @INT@; -- NULL: the postcode's

-- How they get there: for the time between two places. travel_m is its limit.
ALTER TABLE citizen ADD COLUMN travel_way TEXT NOT NULL DEFAULT 'bus'
	CHECK (travel_way IN ('foot', 'cycle', 'bus', 'car'));

ALTER TABLE citizen ADD COLUMN left_at @INT@;     -- no longer with us
ALTER TABLE employer ADD COLUMN blocked_at @INT@; -- nobody is sent there

-- When a citizen can or cannot for once. What they cannot goes before what
-- they can, and both before the weekly hours.
CREATE TABLE available_on (
	id          @PK@,
	citizen_id  @INT@ NOT NULL REFERENCES citizen,
	on_day      @INT@ NOT NULL,  -- Danish midnight
	from_minute @INT@ NOT NULL CHECK (from_minute BETWEEN 0 AND 1439),
	            -- of the day, wall time
	to_minute   @INT@ NOT NULL CHECK (to_minute BETWEEN 1 AND 1440),
	            -- of the day; 1440 is midnight
	can         @INT@ NOT NULL CHECK (can IN (0, 1)) -- 1: can; 0: cannot
) @STRICT@;
CREATE INDEX available_on_citizen ON available_on (citizen_id, on_day);

-- What a work function demands, only where a dated rule says so (P20). Keys
-- are neutral words; what they stand for is in the source.
CREATE TABLE demand (
	id            @PK@,
	work_function TEXT NOT NULL REFERENCES work_function,
	              -- which one demands it
	tick          TEXT NOT NULL,    -- the key that a citizen must have
	valid_from    @INT@ NOT NULL,   -- the first day it holds
	valid_to      @INT@,            -- NULL: until further notice
	source        TEXT NOT NULL,    -- which act or agreement says so
	UNIQUE (work_function, tick, valid_from)
) @STRICT@;

-- That a consultant has seen what a demand asks for; no document is kept.
CREATE TABLE tick (
	id         @PK@,
	citizen_id @INT@ NOT NULL REFERENCES citizen,
	tick       TEXT NOT NULL,    -- the demand's key
	valid_from @INT@ NOT NULL,   -- when it was seen
	valid_to   @INT@,            -- NULL: for good
	seen_by    @INT@ NOT NULL REFERENCES person -- a consultant
) @STRICT@;
CREATE INDEX tick_citizen ON tick (citizen_id, tick);

-- A citizen and a workplace that are kept apart, no reason kept (P20).
CREATE TABLE excluded (
	id           @PK@,
	citizen_id   @INT@ NOT NULL REFERENCES citizen,
	workplace_id @INT@ NOT NULL REFERENCES workplace,
	seen_by      @INT@ NOT NULL REFERENCES person, -- a consultant
	made_at      @INT@ NOT NULL,  -- since when
	expires_at   @INT@ NOT NULL   -- half a year later
) @STRICT@;
CREATE INDEX excluded_citizen ON excluded (citizen_id, workplace_id);

-- The one row that counts changes to people's facts. Whoever counts waits for
-- the one before to commit, so the order of numbers is that of commits.
CREATE TABLE change (
	id  @PK@ CHECK (id = 1),
	seq @INT@ NOT NULL           -- the last number given
) @STRICT@;
INSERT INTO change (id, seq) VALUES (1, 0);

-- The number of a citizen's last change: what an index looks for.
ALTER TABLE citizen ADD COLUMN change_seq @INT@ NOT NULL DEFAULT 0;
CREATE INDEX citizen_change ON citizen (change_seq, person_id);

-- By citizen, for an index that reads all there is about some.
CREATE INDEX progression_citizen ON progression
	(citizen_id, work_function, set_at, id, score);
CREATE INDEX willing_citizen ON willing (citizen_id, work_function);
CREATE INDEX engagement_offer ON engagement (offer_id);
