import { parentOf } from '../../core/paths.ts'
import { quote } from './quote.ts'
import { temporaryFunction } from './temporary.ts'

/** From a tar that was uploaded, into `$t`. */
export function extractUpload({
  owner,
  group,
}: {
  readonly owner?: string | undefined
  readonly group?: string | undefined
} = {}): string {
  const owners =
    owner === undefined && group === undefined ? '' : `${owner ?? ''}${group === undefined ? '' : `:${group}`}`
  return `tar -xof "$1" -C "$t"${owners === '' ? '' : ` && chown -hR ${quote(owners)} "$t"`}`
}

/** Programs that unpack a zip, any of which is enough for `extractThere`. */
export const unzipTools = ['unzip', 'bsdtar', 'busybox', 'python3', 'jar']

/** Ends with 0 where the host has one of them. */
export const askUnzip = `command -v ${unzipTools.join(' || command -v ')}`

/** From a zip that lies on the host, into `$t`. */
export const extractThere = (archive: string): string => `a=${quote(archive)} && {
if command -v unzip; then unzip -qq "$a" -d "$t"
elif command -v bsdtar; then bsdtar -xf "$a" -C "$t"
elif command -v busybox; then busybox unzip -q "$a" -d "$t"
elif command -v python3; then python3 -m zipfile -e "$a" "$t"
else (cd "$t" && jar xf "$a")
fi >/dev/null; }`

/** How the name of the folder begins that an unpacking leaves in an empty one where it is broken off. */
export const unfinished = '.runbook-unpack-'

/**
 * Unpacks into `$t`, a new folder. A free place gets that folder by one rename: all or nothing. An empty folder keeps its
 * own attributes and whatever it is (a mounted volume, one in which a user may write who may not do so beside it): what was
 * unpacked is moved into it name by name, and the folder in it that says so goes last.
 */
export function unpackScript(path: string, place: 'free' | 'empty', extract: string): string {
  if (place === 'free')
    return [
      temporaryFunction,
      `rb_temp folder ${quote(parentOf(path))} || exit`,
      `t=$rb_t; ${extract} && chmod 755 "$t" && mv "$t" ${quote(path)}`,
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
