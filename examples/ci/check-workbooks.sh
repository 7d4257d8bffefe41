#!/bin/sh
# Lints and verifies all workbooks of a folder; reports go into another.
#   check-workbooks.sh [FOLDER] [REPORTS]
# Ends with the gravest of both: 0 nothing found, 1 something found, 2 not done, 3 a file that cannot be read.
folder=${1:-.}
reports=${2:-reports}
worst=0

check() {
  smartxl "$@" "$folder" --junit "$reports/$1.xml" --sarif "$reports/$1.sarif"
  code=$?
  [ "$code" -le "$worst" ] || worst=$code
}

check lint --ignore SXL103 # which is what verify looks for
check verify
exit "$worst"
