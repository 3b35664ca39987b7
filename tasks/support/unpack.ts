import type { ListAnswer, PathAnswer } from '../../lib/core/fact.ts'
import { type Refusal, refuse } from '../../lib/core/failure.ts'
import { quote } from '../../lib/remote/quote.ts'
import { noFolder } from './attributes.ts'

/** What is where an archive shall be unpacked: nothing, an empty folder, or something that was put there before. */
export type Place = 'free' | 'empty' | 'filled'

/** An unpacking that was broken off has left its own folder in the other: then that is as good as empty. */
const unfinished = '.runbook-unpack-'

export function placeFor(path: string, link: PathAnswer, at: ListAnswer): Place | Refusal {
  switch (at.type) {
    case 'absent':
      return noFolder(path, at) ?? 'free'
    case 'directory':
      return at.names.length === 0 || at.names.some((name) => name.startsWith(unfinished)) ? 'empty' : 'filled'
    case 'denied':
      return refuse(`${path} may not be looked at`, 'give become: true')
    default: {
      const what = at.type === 'other' ? at.what : at.type === 'file' ? 'file' : 'link to nothing'
      const led = link.type === 'symlink' && at.type !== 'broken link' ? `link to a ${what}` : what
      return refuse(`${path} is a ${led}`, 'move it away, then run again')
    }
  }
}

/**
 * Unpacks into `$t`, a new folder. A free place gets that folder by one rename: all or nothing. An empty folder keeps its
 * own attributes and whatever it is (a mounted volume, one in which a user may write who may not do so beside it): what was
 * unpacked is moved into it name by name, and the folder in it that says so goes last.
 */
export function unpackScript(path: string, place: 'free' | 'empty', extract: string): string {
  if (place === 'free')
    return [
      `t=$(mktemp -d ${quote(`${path}.XXXXXX`)}) || exit`,
      `trap 'rm -rf "$t"' EXIT`,
      `${extract} && chmod 755 "$t" && mv "$t" ${quote(path)}`,
    ].join('\n')
  return `p=${quote(path)}
t=$(mktemp -d "$p/${unfinished}XXXXXX") || exit
trap '[ -n "$moving" ] || rm -rf "$t"' EXIT
${extract} || exit
moving=1
for f in "$t"/* "$t"/.[!.]* "$t"/..?*; do
  if [ -e "$f" ] || [ -L "$f" ]; then rm -rf "$p/\${f##*/}" && mv "$f" "$p/" || exit; fi
done
rm -rf "$p"/${unfinished}*`
}
