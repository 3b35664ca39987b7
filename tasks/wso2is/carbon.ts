import { xml } from '../xml.ts'
import { conf, type IdentityServer, isAtLeast, type Version } from './product.ts'

export interface Carbon extends IdentityServer {
  /** That of the product. */
  readonly version: Version
  /** The name by which clients reach the cluster. */
  readonly hostname: string
  /** The name by which administrators reach the console. */
  readonly managementHostname: string
  /** Added to every port of the server. */
  readonly offset: number
}

/**
 * Host names, port offset and cache mode of the server (guide: "Changing hostnames and ports", step 2, and "Clustering …",
 * step 3). Kernels before that of 5.6.0 do not read `ForceLocalCache`, so it is left out there.
 *
 * @example carbonServer({ home, version: '5.7.0', hostname: 'is.example.com', managementHostname: 'is.example.com', offset: 0 })
 */
export const carbonServer = ({ home, version, hostname, managementHostname, offset }: Carbon) =>
  xml({
    title: `name the server ${hostname}${offset === 0 ? '' : `, ports + ${offset}`}`,
    path: conf(home, 'carbon.xml'),
    edits: [
      xml.text('/Server/HostName', hostname),
      xml.text('/Server/MgtHostName', managementHostname),
      xml.text('/Server/Ports/Offset', String(offset)),
      ...(isAtLeast(version, '5.6.0')
        ? [xml.ensure('/Server/Cache', 'ForceLocalCache', xml.element('ForceLocalCache', {}, ['true']))]
        : []),
    ],
  })
