import { comment } from './comment.ts'
import { quote } from './quote.ts'

/** Options of apt by which it knows one file of sources and no other. */
const only = (path: string): string => `-o Dir::Etc::sourcelist=${quote(path)} -o Dir::Etc::sourceparts=/dev/null`

/** Ends with 0 where the lists of all that a file of sources names are on the host. */
export const askAptLists = (path: string): string => `${comment(`whether the lists of ${path} are there`)}
[ -s ${quote(path)} ] || exit 1
rb_lists=$(apt-get ${only(path)} indextargets --format '$(FILENAME)' 'Created-By: Packages' 2>/dev/null) || exit 1
[ -n "$rb_lists" ] || exit 1
printf '%s\\n' "$rb_lists" | while IFS= read -r f; do [ -e "$f" ] || exit 1; done`

/** Fetches these lists, and leaves those of all others. */
export const fetchAptLists = (path: string): string => `${comment(`fetch the lists of ${path}`)}
rb_out=$(LC_ALL=C apt-get -q ${only(path)} -o APT::Get::List-Cleanup=0 update 2>&1) || { printf '%s\\n' "$rb_out" | tail -n 6; exit 1; }
case $rb_out in *'
W: Failed'* | *'
W: GPG error'* | *'
E: '*) printf '%s\\n' "$rb_out" | grep '^[WE]:'; exit 1 ;; esac`
