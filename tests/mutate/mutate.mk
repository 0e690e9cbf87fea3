# Breaks the guards that must not be missed, and sees their tests fail.
mutate: $(unit) assets
	@sh tests/mutate/run.sh $B/mutate

.PHONY: mutate
