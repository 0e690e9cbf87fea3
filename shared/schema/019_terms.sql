-- Written terms, the first pay, and what is said of hours by both sides.

-- That a workplace has given somebody their terms in writing (terms.h): of one
-- person and firm one row, the first as long as it is good.
CREATE TABLE terms (
	id          @PK@,
	citizen_id  @INT@ NOT NULL REFERENCES citizen,  -- to whom
	employer_id @INT@ NOT NULL REFERENCES employer, -- of which firm
	given_at    @INT@ NOT NULL,      -- when it was said that they have them
	given_by    @INT@ NOT NULL REFERENCES person, -- the contact who said so
	UNIQUE (citizen_id, employer_id)
) @STRICT@;

ALTER TABLE hours ADD COLUMN went TEXT NOT NULL DEFAULT ''
	CHECK (went IN ('', 'alone', 'little', 'much'));
	-- how it went, as the workplace says it, for the mentor (P12); '': unsaid
ALTER TABLE hours ADD COLUMN remembered @INT@;
	-- minutes as the citizen remembers them, who objects to these (P9); NULL:
	-- they say no number

-- The plan of an engagement has one step more, before the last two.
UPDATE engagement SET remind_step = remind_step + 1 WHERE remind_step >= 3;
