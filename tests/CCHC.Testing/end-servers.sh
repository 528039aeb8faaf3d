#!/usr/bin/env bash
# Ends the servers of a test run, whose data folder is $1, and deletes the folder. Waits for that until standard input closes, which
# happens however the test process ends, SIGKILL included.
cat > /dev/null
for file in "$1"/*/cluster/postmaster.pid; do
    # The postmaster hides its environment; immediate shutdown, nobody needs the data.
    [[ -f $file ]] && kill -QUIT "$(head -n 1 "$file")" 2> /dev/null
done
for environment in /proc/[0-9]*/environ; do
    if grep -qzxF "CCHC_DATA_DIR=$1" "$environment" 2> /dev/null; then
        process=${environment#/proc/}
        kill -KILL "${process%/environ}" 2> /dev/null
    fi
done
for _ in 1 2 3 4 5 6 7 8 9 10; do
    rm -rf "$1" 2> /dev/null && break
    sleep 0.2
done
