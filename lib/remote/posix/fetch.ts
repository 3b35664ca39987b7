import type { Attributes } from '../../core/answers.ts'
import { parentOf } from '../../core/paths.ts'
import { quote } from './quote.ts'
import { sumFunction, tellNoSum } from './sha256.ts'
import { temporaryFunction } from './temporary.ts'

export interface Fetch {
  readonly url: string
  readonly sha256: string
  readonly path: string
  readonly attributes: Attributes
  /** Seconds. */
  readonly timeout: number
  /** The bytes have come with the script, at `$1`. */
  readonly uploaded: boolean
}

/** Fetches into a temporary beside the target, checks it, and renames it: the target is the old file or the new one. */
export function fetchScript({ url, sha256, path, attributes, timeout, uploaded }: Fetch): string {
  const { mode, owner, group } = attributes
  const to = quote(path)
  const owners =
    owner === undefined && group === undefined ? undefined : `${owner ?? ''}${group === undefined ? '' : `:${group}`}`
  return `${temporaryFunction}
rb_temp folder ${quote(parentOf(path))} || exit
t=$rb_t/new; (umask 077; : >"$t") || exit
${uploaded ? 'cat "$1" >"$t" || exit' : getScript(url, timeout)}
${sumFunction}
s=$(rb_sum <"$t"); s=\${s%% *}
[ "$s" != - ] || { ${tellNoSum}; exit 1; }
if [ "$s" != ${sha256} ]; then
  echo ${quote(`${url} has the SHA-256`)} "$s, not ${sha256}: check the URL, and the digest its publisher gives"; exit 1
fi
${owners === undefined ? '' : `chown ${quote(owners)} "$t" || exit\n`}${mode === undefined ? '' : `chmod ${mode.toString(8).padStart(4, '0')} "$t" || exit\n`}{ sync "$t" 2>/dev/null || sync; } && mv -f "$t" ${to}`
}

const getScript = (url: string, timeout: number): string => `if command -v curl >/dev/null 2>&1; then
  curl -fsSL --connect-timeout 30 --max-time ${timeout} -o "$t" ${quote(url)} 2>"$t.said"
elif command -v wget >/dev/null 2>&1; then
  timeout ${timeout} wget -q -O "$t" ${quote(url)} 2>"$t.said"
elif command -v python3 >/dev/null 2>&1; then
  python3 -c 'import shutil, sys, urllib.request
with urllib.request.urlopen(sys.argv[1], timeout=30) as r, open(sys.argv[2], "wb") as f: shutil.copyfileobj(r, f)' ${quote(url)} "$t" 2>"$t.said"
else
  echo 'the host has none of curl, wget and python3: install one, or say via: controller'; exit 1
fi || { echo ${quote(`the host cannot fetch ${url}:`)} "$(tail -n 1 "$t.said")"; exit 1; }`
