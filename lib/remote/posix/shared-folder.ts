import type { CommandAnswer } from '../../core/answers.ts'
import { comment } from './comment.ts'
import { quote } from './quote.ts'

/**
 * What is at a folder of a share, in a word: `absent`, `empty`, `filled`; `failed` with what was said; or `lacks` with a
 * name, of those in two levels of the folder that it stands for. A folder that is being unpacked has none yet.
 */
export const askSharedFolder = (path: string, target: string): string => `${comment(`what is in ${target}`)}
t=${quote(target)}
if [ ! -e "$t" ]; then echo absent
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
 * Copies a folder to a share under another name, then renames it: whoever comes second finds a folder that is not empty,
 * which cannot be renamed over, and drops its own copy. A share may refuse owners (SMB, NFS without root); then the files
 * belong to whoever copies.
 */
export const fillScript = (path: string, target: string): string => `s=${quote(path)} t=${quote(target)}
n=$(mktemp -d -- "$t.filling-XXXXXX") || exit
trap 'rm -rf -- "$n"' EXIT
cp -a -- "$s/." "$n/" 2>/dev/null || { rm -rf -- "$n" && mkdir -- "$n" && cp -RP -- "$s/." "$n/"; } || exit
chmod u+rwx,go+rx -- "$n"
sync
if mv -T -- "$n" "$t" 2>/dev/null; then exit; fi
if [ ! -e "$t" ] || rmdir -- "$t" 2>/dev/null; then mv -- "$n" "$t"; fi`

/** Another node may have made it by then. */
export const makeFolder = (path: string): string => `mkdir -p -- ${quote(path)}`
