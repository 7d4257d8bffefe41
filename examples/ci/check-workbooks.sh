#!/bin/sh
# Lints and verifies all workbooks of a folder; reports go into another.
#   check-workbooks.sh [FOLDER] [REPORTS]
# Ends with the gravest of both: 0 nothing found, 1 something found, 2 not done, 3 a file that cannot be read.
folder=${1:-.}
reports=${2:-reports}
worst=0

for command in lint verify; do
  smartxl "$command" "$folder" --junit "$reports/$command.xml" --sarif "$reports/$command.sarif"
  code=$?
  [ "$code" -le "$worst" ] || worst=$code
done
exit "$worst"
