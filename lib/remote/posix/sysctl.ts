import type { CommandAnswer } from '../../core/answers.ts'
import { comment } from './comment.ts'
import { quote } from './quote.ts'

/** A kernel parameter as a file: a slash in its name is a dot there, as in `net.ipv4.conf.eth0/7.forwarding`. */
const fileOf = (name: string): string => quote(`/proc/sys/${name.replace(/[./]/g, (one) => (one === '.' ? '/' : '.'))}`)

/** Prints the value that counts now; 3: this kernel has none of the name. */
export const askSysctl = (name: string): string =>
  `${comment(`the value of ${name}`)}\n[ -e ${fileOf(name)} ] || exit 3\ncat ${fileOf(name)}`

export const setSysctl = (name: string, value: string): string =>
  `${comment(`set ${name} to ${value}`)}\nprintf '%s\\n' ${quote(value)} >${fileOf(name)}`

const folders = ['/etc/sysctl.d', '/run/sysctl.d', '/usr/local/lib/sysctl.d', '/usr/lib/sysctl.d', '/lib/sysctl.d']

/** Prints the files that are read at the start of the host, in their rank: the name of each behind `>`, its lines behind `|`. */
export const askSysctlFiles = `${comment('what sets kernel parameters at the start')}
for f in ${folders.map((folder) => `${folder}/*.conf`).join(' ')} /etc/sysctl.conf; do
  if [ -f "$f" ]; then echo ">$f"; awk '/=/ { print "|" $0 }' <"$f" || exit; fi
done`

/** Whether there is such a parameter. */
export const hasSysctl = ({ status }: CommandAnswer): boolean => status !== 3
