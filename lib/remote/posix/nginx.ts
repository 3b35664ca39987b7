import { parentOf } from '../../core/paths.ts'
import { addressInHex, listenerFunctions, portInHex } from './listening.ts'
import { quote } from './quote.ts'
import { temporaryFunction } from './temporary.ts'

export interface Trial {
  readonly sites: readonly TrialSite[]
  readonly absent: readonly string[]
  readonly folder: string
  readonly conf: string
}

interface TrialSite {
  readonly file: string
  readonly text: string
  readonly listen: Place
}

interface Place {
  readonly address?: string | undefined
  readonly port: number
}

/**
 * Lets nginx test its whole configuration with the new files in it, in a copy beside the folder of nginx.conf, at the
 * same depth, so that relative links still hold. Of the copy only what names that folder is a file, rewritten to name the
 * copy; the rest, private keys among it, are links. A site's file that nginx does not read, and a port that another
 * program holds, which `nginx -t` does not notice, are failures too.
 */
export function trialScript({ sites, absent, folder, conf }: Trial): string {
  const root = parentOf(conf)
  const inCopy = (file: string) => quote(`${folder.slice(root.length + 1)}/${file}`)
  return `command -v nginx >/dev/null 2>&1 || { echo 'nginx is not on this host: install it before, with packages()'; exit 127; }
d=${quote(root)}
[ -f ${quote(conf)} ] || { echo ${quote(`${conf} is not there: install nginx before, or name its nginx.conf`)}; exit 1; }
${temporaryFunction}
rb_temp folder "$(dirname -- "$d")" || exit
t=$rb_t
named() { sed "s|${sedPattern(root)}/|$t/|g"; }
( cd "$d" && find . -type d ) | while IFS= read -r f; do mkdir -p -- "$t/$f" || exit; done || exit
( cd "$d" && find . ! -type d ) | while IFS= read -r f; do
  if [ -L "$d/$f" ]; then
    l=$(readlink "$d/$f")
    case $l in "$d"/*) l=$t\${l#"$d"} ;; esac
    ln -s -- "$l" "$t/$f"
  elif grep -qF -- "$d/" "$d/$f" && ! grep -qF 'PRIVATE KEY-----' "$d/$f"; then named <"$d/$f" >"$t/$f"
  else ln -s -- "$d/$f" "$t/$f"
  fi || exit
done || exit
${absent.map((file) => `rm -f -- "$t"/${inCopy(file)}`).join('\n')}
mkdir -p -- "$t"/${quote(folder.slice(root.length + 1))} || exit
${sites.map(({ file, text }) => `rm -f -- "$t"/${inCopy(file)} && printf %s ${quote(text)} | named >"$t"/${inCopy(file)} || exit`).join('\n')}
if ! nginx -T -q -c "$t"/${quote(conf.slice(root.length + 1))} >"$t/.said" 2>"$t/.err"; then
  sed "s|$t/|${sedReplacement(root)}/|g" "$t/.err"
  exit 1
fi
${sites.map(({ file }) => `grep -qF -- "# configuration file $t/"${inCopy(file)}: "$t/.said" || { echo ${quote(`${conf} does not include ${folder}/${file}: add include ${folder}/*.conf; to its http block`)}; exit 1; }`).join('\n')}
${holders}
${[...new Set(sites.map(({ listen }) => `holder ${place(listen)} || exit`))].join('\n')}`
}

/** Fails where another program than nginx listens at a place. */
const holders = `${listenerFunctions}
holder() {
  for i in $(rb_sockets "$1" "$2"); do
    o=$(rb_process "$i")
    n=$(cat "/proc/\${o:-0}/comm" 2>/dev/null) || continue
    [ "$n" = nginx ] || { echo "port $3 is taken by $n (process $o): stop it, or give another port, then run again"; return 1; }
  done
}`

/** Of any but an IPv4 address, and of all addresses, every listener counts. */
function place({ address = '', port }: Place): string {
  const parts = address.split('.').map(Number)
  const isOne = parts.length === 4 && parts.some((part) => part !== 0)
  return `${portInHex(port)} ${isOne ? addressInHex(address) : "''"} ${port}`
}

/** For a double-quoted word of the shell, between `|` of sed. */
const sedPattern = (text: string): string => inQuotes(text.replace(/[.[\]*^$|\\]/g, '\\$&'))
const sedReplacement = (text: string): string => inQuotes(text.replace(/[&|\\]/g, '\\$&'))
const inQuotes = (text: string): string => text.replace(/["\\$`]/g, '\\$&')
