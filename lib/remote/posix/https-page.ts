import { bracketed } from '../../core/address.ts'
import type { CommandAnswer } from '../../core/answers.ts'
import { quote } from './quote.ts'

/** A page, as a browser would come to it. */
export interface AskedPage {
  readonly hostname: string
  readonly port?: number | undefined
  /** Default: what the host takes the name for. */
  readonly address?: string | undefined
  /** Default: `/`. */
  readonly path?: string | undefined
}

/** Prints the certificates that a page comes with, what this host thinks of them, and the answer. */
export const askHttpsPage = (page: AskedPage): string => `${getFunction(page)}\nrb_get ''`

/**
 * Shell functions: `rb_get HEADER` asks for the page, and prints the certificates that are presented, what this host
 * thinks of them, and the answer. The tool is openssl, which a host with certificates has, because it alone shows all three.
 */
function getFunction({ hostname, port = 443, address = hostname, path = '/' }: AskedPage): string {
  const to = `${bracketed(address)}:${port}`
  const head = `GET ${path} HTTP/1.1\r\nHost: ${hostname}${port === 443 ? '' : `:${port}`}\r\nConnection: close\r\n`
  return `command -v openssl >/dev/null 2>&1 || { echo 'no openssl'; exit 127; }
rb_get() {
  { printf %s ${quote(head)}; [ -z "$1" ] || printf '%s\\r\\n' "$1"; printf '\\r\\n'; } |
    timeout 15 openssl s_client -connect ${quote(to)} -servername ${quote(hostname)} -showcerts -ign_eof 2>&1
}`
}

/** Whether requests of one session meet the node that has it. */
export interface FoundSession {
  /** Whether a session was begun. */
  readonly begun: boolean
  /** Requests that met another node, or none. */
  readonly lost: number
}

/** A connection for each request, as a browser may make them: a balancer that sticks to connections only is found out. */
export const askSession = (page: AskedPage, repeats: number): string => `${getFunction(page)}
c=$(rb_get '' | tr -d '\\r\\000' | sed -n 's/^[Ss]et-[Cc]ookie: *\\(JSESSIONID=[^;]*\\).*/\\1/p' | head -n 1)
[ -n "$c" ] || { echo none; exit 0; }
echo session
for i in ${Array.from({ length: repeats }, (_, at) => at + 1).join(' ')}; do
  a=$(rb_get "Cookie: $c" | tr -d '\\r\\000')
  case $a in
    *[Ss]et-[Cc]ookie:*JSESSIONID=*) echo lost ;;
    *'HTTP/1.1 200'*) echo kept ;;
    *) echo failed ;;
  esac
done`

/** Reads what `askSession` prints. */
export function readSession({ output }: CommandAnswer): FoundSession {
  const [first, ...more] = output.trim().split('\n')
  return { begun: first === 'session', lost: more.filter((line) => line !== 'kept').length }
}
