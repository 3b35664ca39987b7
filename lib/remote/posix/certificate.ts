import { isAddress } from '../../core/address.ts'
import { quote } from './quote.ts'
import { temporaryFunction } from './temporary.ts'

export interface Pair {
  /** The certificate. */
  readonly path: string
  readonly key: string
}

/** The folder that holds each pair that was ever in place, and `current`, a link to the one that is. */
export const pairFolder = ({ path }: Pick<Pair, 'path'>): string => `${path}.d`

export const currentPair = (pair: Pick<Pair, 'path'>): string => `${pairFolder(pair)}/current`

export const pairLinks = (pair: Pair): { readonly path: string; readonly key: string } => ({
  path: `${pairFolder(pair)}/current/crt`,
  key: `${pairFolder(pair)}/current/key`,
})

/**
 * Puts a certificate and its key in place as one: both names are links that go through `current`, so a single rename
 * switches both, and whoever reads them at any moment of it, or after a crash, finds two that belong together. Files that
 * stood there first become the current pair themselves, so that turning them into links changes nothing that is read.
 *
 * `make` writes `$t/key` and `$t/crt`.
 */
export function placePair(pair: Pair, make: string): string {
  const links = pairLinks(pair)
  return `p=${quote(pair.path)} k=${quote(pair.key)} d=${quote(pairFolder(pair))}
pl=${quote(links.path)} kl=${quote(links.key)}
command -v openssl >/dev/null 2>&1 || { echo 'openssl is not on this host: install it, with packages()'; exit 127; }
${linkFunction}
new() { n=$(mktemp -d "$d/XXXXXX") && chmod 755 "$n"; }
${temporaryFunction}
umask 022
mkdir -p -- "$d" && rb_temp folder "$d" && chmod 755 "$rb_t" || exit
t=$rb_t
( umask 077
${make}
) || exit
[ "$(openssl pkey -in "$t/key" -pubout -passin pass:)" = "$(openssl x509 -in "$t/crt" -noout -pubkey)" ] ||
  { echo 'the certificate and the key do not belong together'; exit 1; }
chmod 644 "$t/crt" && chmod 600 "$t/key" || exit
sync -- "$t/crt" "$t/key" 2>/dev/null || sync
if [ "$(readlink "$p")" != "$pl" ] || [ "$(readlink "$k")" != "$kl" ]; then
  if [ -e "$p" ] || [ -e "$k" ]; then
    new || exit
    { [ ! -e "$p" ] || cp -p -- "$p" "$n/crt"; } && { [ ! -e "$k" ] || cp -p -- "$k" "$n/key"; } || exit
    link "\${n##*/}" "$d/current" || exit
  fi
  link "$kl" "$k" && link "$pl" "$p" || exit
fi
n=$(mktemp -u "$d/XXXXXX") && mv -- "$t" "$n" && link "\${n##*/}" "$d/current"`
}

const linkFunction = `link() {
  rm -f -- "$2.new" && ln -s -- "$1" "$2.new" || return
  mv -fT -- "$2.new" "$2" 2>/dev/null || { rm -f -- "$2" && mv -f -- "$2.new" "$2"; }
}`

/** Puts a pair that is kept in the folder in place of the one that is, where that is still there. */
export const placeFormerPair = (pair: Pair, name: string): string => `${linkFunction}
[ ! -d ${quote(pairFolder(pair))} ] || link ${quote(name)} ${quote(currentPair(pair))}`

/** How a key and its certificate are made: nothing is asked for, and no pass phrase is in any command line. */
export interface Making {
  readonly names: readonly string[]
  readonly algorithm: Algorithm
  readonly days: number
  /** Who signs; undefined: the certificate itself. */
  readonly ca?: { readonly certificate: string; readonly key: string; readonly locked: boolean; readonly root: boolean }
}

const genpkey = {
  'rsa-2048': '-algorithm RSA -pkeyopt rsa_keygen_bits:2048',
  'rsa-3072': '-algorithm RSA -pkeyopt rsa_keygen_bits:3072',
  'rsa-4096': '-algorithm RSA -pkeyopt rsa_keygen_bits:4096',
  'ec-prime256v1': '-algorithm EC -pkeyopt ec_paramgen_curve:prime256v1 -pkeyopt ec_param_enc:named_curve',
  'ec-secp384r1': '-algorithm EC -pkeyopt ec_paramgen_curve:secp384r1 -pkeyopt ec_param_enc:named_curve',
} as const

export type Algorithm = keyof typeof genpkey
export const algorithms = Object.keys(genpkey) as readonly Algorithm[]

/** By options that OpenSSL 1.1.1 has as well as 3.x: extensions come from a file, not from -addext or -copy_extensions. */
export function makePair({ names, algorithm, days, ca }: Making): string {
  const genkey = `openssl genpkey ${genpkey[algorithm]} -out "$t/key"`
  const config = `printf '%s\\n' ${configLines(names, algorithm, ca !== undefined)
    .map(quote)
    .join(' ')} >"$t/cnf"`
  const request = `openssl req -new -sha256 -config "$t/cnf" -key "$t/key"`
  if (!ca)
    return `${config} && ${genkey} && ${request} -x509 -extensions ext -days ${days} -out "$t/crt" && rm "$t/cnf"`
  const from = `-CA ${quote(ca.certificate)} -CAkey ${quote(ca.key)} -passin ${ca.locked ? 'stdin' : 'pass:'}`
  const serial = `-set_serial "0x$(openssl rand -hex 16)"`
  const sign = `openssl x509 -req -sha256 -in "$t/csr" ${from} ${serial} -days ${days} -extfile "$t/cnf" -extensions ext -out "$t/crt"`
  const chain = ca.root ? '' : ` && openssl x509 -in ${quote(ca.certificate)} >>"$t/crt"`
  return `${config} && ${genkey} && ${request} -out "$t/csr" && ${sign}${chain} && rm "$t/cnf" "$t/csr"`
}

/** A self-signed certificate says nothing of key usage: it is its own signer, and OpenSSL would not let it be. */
const configLines = (names: readonly string[], algorithm: Algorithm, signed: boolean): string[] => [
  '[req]',
  'prompt=no',
  'distinguished_name=dn',
  '[dn]',
  `CN=${(names[0] ?? '').slice(0, 64)}`,
  '[ext]',
  'basicConstraints=critical,CA:FALSE',
  'extendedKeyUsage=serverAuth',
  'subjectKeyIdentifier=hash',
  `subjectAltName=${names.map((name) => `${isAddress(name) ? 'IP' : 'DNS'}:${name}`).join(',')}`,
  ...(signed
    ? [
        'authorityKeyIdentifier=keyid',
        `keyUsage=critical,digitalSignature${algorithm.startsWith('rsa') ? ',keyEncipherment' : ''}`,
      ]
    : []),
]

/** The private half as it was given: uploads, the certificate first. */
export const bringPair = 'cat "$1" >"$t/crt" && cat "$2" >"$t/key"'

/** Prints the public half of a key; 3: there is none. The private one never leaves the host. An empty pass phrase keeps openssl from asking for one. */
export const askPublicHalf = (key: string): string =>
  `[ -e ${quote(key)} ] || exit 3; openssl pkey -in ${quote(key)} -pubout -passin pass: 2>/dev/null`

export const closeKey = (key: string): string => `chmod 600 ${quote(key)}`
