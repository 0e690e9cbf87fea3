#!/bin/sh
# usage: embed.sh FILE.sql...   Writes C: the schema's steps, in order, as
# texts that end up in the program. base/migrate.h declares them.
echo '#include "base/migrate.h"'
echo 'const struct migration migrations[] = {'
for file in "$@"; do
	name=$(basename "$file" .sql)
	echo "{ \"$name\","
	# Comments stay in the file; the program needs the statements only.
	sed -e 's/[[:space:]]*--.*$//' -e '/^[[:space:]]*$/d' \
	    -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/"/' -e 's/$/\\n"/' "$file"
	echo '},'
done
echo '{ 0, 0 }};'
