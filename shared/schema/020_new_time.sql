-- A new time for what somebody has agreed to come to: they are asked whether it
-- suits them too, and what they agreed to before is remembered until they say.

ALTER TABLE engagement ADD COLUMN fits TEXT NOT NULL DEFAULT 'yes'
	CHECK (fits IN ('yes', 'asked', 'call'));
	-- whether the time suits them: agreed, asked, or a person rings
ALTER TABLE engagement ADD COLUMN was_from @INT@;
	-- when it began as they agreed to it; NULL: it is as they did
ALTER TABLE engagement ADD COLUMN was_to @INT@; -- and ended
CREATE INDEX engagement_fits ON engagement (offer_id) WHERE fits = 'asked';
