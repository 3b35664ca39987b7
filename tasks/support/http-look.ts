import { quote } from '../../lib/remote/quote.ts'

/** A request that a host makes, and the answer that is wanted. Redirects are not followed; no proxy is asked. */
export interface HttpLook {
  /** What to ask for, by HTTP or HTTPS. */
  readonly url: string
  /** Statuses that are wanted. Default: 200. */
  readonly status?: number | readonly number[]
  /** Characters that the answer's body shall hold. */
  readonly text?: string
  /** PEM file on the host with the certificates to trust. Default: those of the host. Needs curl there. */
  readonly ca?: string
  /** Address to connect to in place of the one that the name in the URL stands for. Needs curl on the host. */
  readonly resolve?: string
  /** Seconds that one request may take. Default: 10. */
  readonly limit?: number
}

export const httpWords = ({ url, text }: HttpLook): string =>
  `${url} answers${text === undefined ? '' : ` with ${JSON.stringify(text)}`}`

/** Ends with 0 when the answer is the one wanted; else says what came instead. */
export function httpLook({ url, status = 200, text, ca, resolve, limit = 10 }: HttpLook): string {
  const wanted = [status].flat()
  const get = `GET ${url}:`
  const options = [
    ...(ca === undefined ? [] : ['--cacert', ca]),
    ...(resolve === undefined ? [] : ['--resolve', `${hostAndPort(url)}:${bracketed(resolve)}`]),
  ]
  const wget =
    options.length > 0
      ? `echo ${quote(`${get} wget cannot be told ${ca === undefined ? 'where to connect to' : 'whom to trust'}: install curl on the host`)}; exit 1`
      : `timeout ${limit} wget -S -O "$rb_body" ${quote(url)} 2>"$rb_body.said"
  rb_status=$(sed -n 's/.*HTTP\\/[0-9.]* \\([0-9][0-9][0-9]\\).*/\\1/p' "$rb_body.said" | head -n 1)`
  return `rb_body=$(mktemp) || exit
trap 'rm -f "$rb_body" "$rb_body.said"' EXIT
if command -v curl >/dev/null 2>&1; then
  rb_status=$(curl -sS -o "$rb_body" -w '%{http_code}' --noproxy '*' --max-time ${limit} ${[...options, url].map(quote).join(' ')} 2>"$rb_body.said")
elif command -v wget >/dev/null 2>&1; then
  unset http_proxy https_proxy
  ${wget}
else
  echo ${quote(`${get} the host has neither curl nor wget: install curl`)}; exit 1
fi
case $rb_status in
  ${wanted.join(' | ')}) ;;
  '' | 000) echo ${quote(get)} "$(grep '^curl: ' "$rb_body.said" || grep -v '^ *$' "$rb_body.said" | tail -n 1)"; exit 1 ;;
  *) echo ${quote(get)} "status $rb_status, wanted ${wanted.join(' or ')}"; exit 1 ;;
esac${text === undefined ? '' : `\n${textLook(get, text)}`}`
}

const textLook = (get: string, text: string): string =>
  `grep -qF -e ${quote(text)} "$rb_body" || { echo ${quote(get)} "status $rb_status, but without" ${quote(JSON.stringify(text))}; head -c 300 "$rb_body"; exit 1; }`

function hostAndPort(url: string): string {
  const { hostname, port, protocol } = new URL(url)
  return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`
}

const bracketed = (address: string): string => (address.includes(':') ? `[${address}]` : address)
