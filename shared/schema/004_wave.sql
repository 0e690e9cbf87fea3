-- Waves: what lacks people says so, and all of it is asked for together. And a
-- task whose time is changed is put anew also to who has said no to it.

ALTER TABLE task ADD COLUMN wave_at @INT@;  -- the next wave; NULL: none
ALTER TABLE task ADD COLUMN moved @INT@ NOT NULL DEFAULT 0;
	-- how often its time was changed
CREATE INDEX task_wave ON task (wave_at) WHERE state = 'open';

ALTER TABLE offer ADD COLUMN moved @INT@ NOT NULL DEFAULT 0;
	-- the task's, when it was last put to them
CREATE INDEX offer_line ON offer (task_id, answered_at) WHERE state = 'taken';
