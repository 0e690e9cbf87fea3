-- Citizens see a page of their own, after a code to their phone or address.

ALTER TABLE session ADD COLUMN own @INT@ NOT NULL DEFAULT 0;
	-- 1: of a citizen's own page; no other role counts in it
