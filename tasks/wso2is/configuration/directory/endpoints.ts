/** Where a directory is asked. */
export interface Endpoint {
  readonly url: string
  /** A name or an address, an IPv6 one without its brackets. */
  readonly host: string
  readonly port: number
  /** From the start, as `ldaps` says. */
  readonly tls: boolean
}

const syntax = /^(ldaps?):\/\/(?:\[([\da-f:.]+)\]|([^\s/:?#[\]]+)):(\d{1,5})$/i

/** The endpoints of a URL, or of several with blanks between; undefined where one is none that a server can use. */
export function endpointsOf(text: string): readonly Endpoint[] | undefined {
  const endpoints: Endpoint[] = []
  for (const url of text.split(/ +/)) {
    const [, scheme = '', address, name, digits] = syntax.exec(url) ?? []
    const host = address ?? name
    const port = Number(digits)
    if (host === undefined || port < 1 || port > 65535) return undefined
    endpoints.push({ url, host, port, tls: scheme.toLowerCase() === 'ldaps' })
  }
  return endpoints
}
