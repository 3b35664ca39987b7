/** An IPv4 or IPv6 address; a parser of URLs knows all spellings of the latter. */
export const isAddress = (name: string): boolean =>
  name.includes(':') ? URL.canParse(`http://[${name}]/`) : ipv4.test(name)

const ipv4 = /^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(?!$)|$)){4}$/

/** A name or address as it stands before a port: that of IPv6 in brackets. `bracketed('::1')` is `[::1]` */
export const bracketed = (host: string): string => (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host)
