-- What firms say of people they will lack, so that somebody rings in time
-- (P22; shortage.h).
CREATE TABLE shortage (
	id          @PK@,
	employer_id @INT@ NOT NULL REFERENCES employer, -- which firm
	trade       TEXT NOT NULL,       -- of www/catalogue/carving.txt
	people      @INT@ NOT NULL CHECK (people > 0), -- how many
	month       @INT@ NOT NULL,      -- from when: its first instant
	said_by     @INT@ NOT NULL REFERENCES person, -- the contact who said it
	said_at     @INT@ NOT NULL,      -- when, or when it was last changed
	UNIQUE (employer_id, trade, month)
) @STRICT@;
CREATE INDEX shortage_month ON shortage (month);
CREATE INDEX shortage_said_by ON shortage (said_by);
