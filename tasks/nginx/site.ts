import * as v from 'valibot'
import { bracketed } from '../../lib/core/address.ts'
import { host, hostName, hostPath, listOf, objectOf, port, text } from '../support/schema.ts'
import { block, type Directive, directive, render } from './directive.ts'

/** A file of nginx's configuration that stands for itself: it may be there or not without the others. */
export interface Site {
  /** Its name, in the folder of the sites. */
  readonly file: string
  /** What the file shall hold. */
  readonly text: string
  /** The name that it answers to. */
  readonly hostname: string
  /** Where it listens. */
  readonly listen: Listen
  /** Other files on the host that nginx reads with it. */
  readonly reads: readonly string[]
}

export interface Listen {
  /** Default: every IPv4 address. */
  readonly address?: string | undefined
  /** TCP port. */
  readonly port: number
}

/** A file in the folder of the sites. */
export const siteFile: v.GenericSchema<string> = v.pipe(
  text('the name of a file'),
  v.check(
    (name) => /^[^/\s]+$/.test(name) && name !== '.' && name !== '..',
    ({ input }) => `${JSON.stringify(input)} is no name of a file: write it without a folder`,
  ),
)

const listen: v.GenericSchema<Listen> = objectOf('where to listen, { address?, port }', {
  address: v.optional(host),
  port,
})

/** What `proxySite` gives, and what a product makes of it. */
export const site: v.GenericSchema<Site> = objectOf('a site, as proxySite() makes one', {
  file: siteFile,
  text: text('what the file shall hold'),
  hostname: text('the name that it answers to'),
  listen,
  reads: listOf(hostPath, 'files of the host'),
})

/** The options of every site; their defaults are those of whoever makes it. */
export const plainOptions = {
  /** The name that clients use. */
  hostname: hostName,
  /** Default: port 80, of a site with a certificate 443. */
  listen: v.optional(listen),
}

/** Those of a site with a certificate. */
export const securedOptions = {
  ...plainOptions,
  /** On the load balancer, PEM. */
  certificate: hostPath,
  /** The private key of the certificate, on the load balancer, PEM. */
  key: hostPath,
}

interface Server {
  readonly file: string
  readonly hostname: string
  readonly listen: Listen
  readonly certificate?: string | undefined
  readonly key?: string | undefined
}

/** A file with one server: what stands before it, and what in it. */
export function siteOf(
  { file, hostname, listen, certificate, key }: Server,
  before: readonly Directive[],
  inner: readonly Directive[],
): Site {
  const secured =
    certificate === undefined || key === undefined
      ? []
      : [directive('ssl_certificate', certificate), directive('ssl_certificate_key', key)]
  const at = `${listen.address === undefined ? '' : `${bracketed(listen.address)}:`}${listen.port}`
  const server = block(
    'server',
    [],
    [
      directive('listen', at, ...(secured.length > 0 ? ['ssl'] : [])),
      directive('server_name', hostname),
      ...secured,
      ...inner,
    ],
  )
  return {
    file,
    hostname,
    listen,
    reads: [certificate, key].filter((path) => path !== undefined),
    text: `# Written by runbook: changes made here are undone by the next run.\n${render([...before, server])}`,
  }
}
