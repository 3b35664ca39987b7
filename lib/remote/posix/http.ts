import { bracketed } from '../../core/address.ts'
import { quote } from './quote.ts'

/** A request that a host makes, and the answer that is wanted. */
export interface HttpRequest {
  readonly url: string
  /** Statuses that are wanted. Default: 200. */
  readonly status?: number | readonly number[] | undefined
  /** Characters that the answer's body shall hold. */
  readonly text?: string | undefined
  /** PEM file on the host with the certificates to trust. */
  readonly ca?: string | undefined
  /** Address to connect to in place of the one that the name in the URL stands for. */
  readonly resolve?: string | undefined
  /** Seconds. Default: 10. */
  readonly requestTimeout?: number | undefined
}

/** Ends with 0 when the answer is the one wanted, else says what came instead; with 2 when the host has no tool to ask. */
export function httpLook({ url, status = 200, text, ca, resolve, requestTimeout = 10 }: HttpRequest): string {
  const wanted = [status].flat()
  const get = `GET ${url}:`
  const options = [
    ...(ca === undefined ? [] : ['--cacert', ca]),
    ...(resolve === undefined ? [] : ['--resolve', `${hostAndPort(url)}:${bracketed(resolve)}`]),
  ]
  const wget =
    options.length > 0
      ? `echo ${quote(`${get} wget cannot be told ${ca === undefined ? 'where to connect to' : 'whom to trust'}: install curl on the host`)}; exit 2`
      : `timeout ${requestTimeout} wget -S -O "$rb_body" ${quote(url)} 2>"$rb_body.said"
  rb_status=$(sed -n 's/.*HTTP\\/[0-9.]* \\([0-9][0-9][0-9]\\).*/\\1/p' "$rb_body.said" | head -n 1)`
  return `rb_body=$(mktemp) || exit
trap 'rm -f "$rb_body" "$rb_body.said"' EXIT
if command -v curl >/dev/null 2>&1; then
  rb_status=$(curl -sS -o "$rb_body" -w '%{http_code}' --noproxy '*' --max-time ${requestTimeout} ${[...options, url].map(quote).join(' ')} 2>"$rb_body.said")
elif command -v wget >/dev/null 2>&1; then
  unset http_proxy https_proxy
  ${wget}
else
  echo ${quote(`${get} the host has neither curl nor wget: install curl`)}; exit 2
fi
case $rb_status in
  ${wanted.join(' | ')}) ;;
  '' | 000) echo ${quote(get)} "$(grep '^curl: ' "$rb_body.said" || grep -v '^ *$' "$rb_body.said" | tail -n 1)"; exit 1 ;;
  *) echo ${quote(get)} "status $rb_status, wanted ${wanted.join(' or ')}"; exit 1 ;;
esac${text === undefined ? '' : `\n${textLook(get, text)}`}`
}

const textLook = (get: string, text: string): string =>
  `grep -qF -e ${quote(text)} "$rb_body" || { echo ${quote(get)} "status $rb_status, but without" ${quote(JSON.stringify(text))}; ${beginning}; exit 1; }`

/** How the page begins; a word that may go on is left out, for a part of a secret would not be known as one. */
const beginning = `if [ "$(wc -c <"$rb_body")" -le 300 ]; then cat "$rb_body"; else head -c 300 "$rb_body" | sed '$s/[^ ]*$/…/'; fi`

function hostAndPort(url: string): string {
  const { hostname, port, protocol } = new URL(url)
  return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`
}
