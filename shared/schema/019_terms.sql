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

-- The plan of an engagement has one step more, before the last two.
UPDATE engagement SET remind_step = remind_step + 1 WHERE remind_step >= 3;
