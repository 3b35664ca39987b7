import type { CommandAnswer } from '../../core/answers.ts'
import { comment } from './comment.ts'
import { quote } from './quote.ts'
import { temporaryFunction } from './temporary.ts'

/**
 * What is at a folder of a share, in a word: `absent`, `empty`, `filled`; `failed` with what was said; or `lacks` with a
 * name, of those in two levels of the folder that it stands for. A folder that is being unpacked has none yet. A share whose
 * server is gone would hold up whoever looks, so it is asked first for what no client remembers, with a limit.
 */
export const askSharedFolder = (path: string, target: string): string => `${comment(`what is in ${target}`)}
t=${quote(target)} x=0
if command -v timeout >/dev/null 2>&1; then timeout 5 stat -f -- "$t" >/dev/null 2>&1 || x=$?; fi
if [ $x -ge 124 ]; then echo 'failed it does not answer'
elif [ ! -e "$t" ]; then echo absent
elif ! o=$(ls -A -- "$t" 2>&1); then echo "failed $o"
elif [ -z "$o" ]; then echo empty
elif cd ${quote(path)} 2>/dev/null; then
  for f in * */*; do
    if [ -e "$f" ] && [ ! -e "$t/$f" ]; then echo "lacks $f"; exit; fi
  done
  echo filled
else echo filled
fi`

/** What is found there; with the last two, what was said, or the name that is lacking. */
export interface FoundSharedFolder {
  readonly state: 'absent' | 'empty' | 'filled' | 'failed' | 'lacks'
  readonly what: string
}

/** Reads what `askSharedFolder` prints. */
export function readSharedFolder({ output }: CommandAnswer): FoundSharedFolder {
  const [word, ...more] = output.trim().split(' ')
  const state = states.find((one) => one === word)
  return state ? { state, what: more.join(' ') } : { state: 'failed', what: output.trim() }
}

const states = ['absent', 'empty', 'filled', 'failed', 'lacks'] as const

/**
 * Copies a folder to a share under another name, then renames it: whoever comes second is told that there is a folder that is
 * not empty, and drops its own copy. The server's word for it counts, for a client may remember that there was none. A share may refuse owners (SMB, NFS without root); then the files
 * belong to whoever copies.
 */
export const fillScript = (path: string, target: string): string => `s=${quote(path)} t=${quote(target)}
${temporaryFunction}
rb_temp folder "$(dirname -- "$t")" || exit
n=$rb_t
cp -a -- "$s/." "$n/" 2>/dev/null || { rm -rf -- "$n" && mkdir -- "$n" && cp -RP -- "$s/." "$n/"; } || exit
chmod u+rwx,go+rx -- "$n"
sync
if w=$(mv -T -- "$n" "$t" 2>&1); then exit; fi
if rmdir -- "$t" 2>/dev/null; then mv -- "$n" "$t"; exit; fi
case $w in *'not empty' | *'File exists') exit 0 ;; esac
[ -e "$t" ] || mv -- "$n" "$t"`

/** Another node may have made it by then. */
export const makeFolder = (path: string): string => `mkdir -p -- ${quote(path)}`
