import { contentFact, on } from '../../lib/core/fact.ts'
import type { Host, Inventory } from '../../lib/core/inventory.ts'
import { type Play, play } from '../../lib/core/playbook.ts'
import type { Resources } from '../../lib/core/resource.ts'
import { nginxInputs, nginxSites, type Site } from '../../tasks/nginx/index.ts'
import { packages } from '../../tasks/system/packages.ts'
import { service } from '../../tasks/system/service.ts'
import { certificate } from '../../tasks/tls/certificate.ts'
import {
  clientTruststore,
  endpointSite,
  httpSite,
  httpsSite,
  managementSite,
  releaseOf,
} from '../../tasks/wso2is/index.ts'
import { settings } from './settings.ts'
import type { State, Variables } from './variables.ts'

/** nginx with its certificate on the hosts of the group `lb`, and the nodes' trust in it. None without such a host. */
export const loadBalancerPlays = (inventory: Inventory<Variables>): Play[] => [
  ...balancerPlays(inventory),
  ...trustPlays(inventory),
]

/** nginx in front of the nodes of this inventory. */
export function balancerPlays(inventory: Inventory<Variables>): Play[] {
  const balancers = inventory.group('lb', { optional: true })
  if (balancers.length === 0) return []
  return [play('load balancer', balancers, (host) => balancer(host, inventory))]
}

/** The certificate of the load balancer in the nodes' trust stores. */
export function trustPlays(inventory: Inventory<Variables>): Play[] {
  const [first] = inventory.group('lb', { optional: true })
  if (first === undefined) return []
  return [play('trust', inventory.group('is'), (host) => trust(host, inventory, first))]
}

/** The trust of a node in a load balancer. */
export function trust(
  host: Host<Variables>,
  inventory: Inventory<Variables>,
  balancer: Host<Variables>,
  state?: State,
): Resources {
  const { home, version, hostname, tls, truststorePassword: password, java } = settings(host, inventory)
  const found = on(balancer, contentFact(tls.certificate))
  return clientTruststore({ home, version, alias: hostname, certificate: found, password, javaHome: java?.home, state })
}

/** What nginx is to serve. */
function sitesOf(host: Host<Variables>, inventory: Inventory<Variables>): Site[] {
  const { version, hostname, managementHostname, tls, nginx, proxyPorts } = settings(host, inventory)
  const nodes = inventory.group('is').map(({ vars }) => ({ address: vars.member ?? '', offset: vars.offset }))
  const { endpoints: paths, closed } = releaseOf(version)
  const to = { nodes, sticky: nginx.sticky, closed: closed.length > 0 ? closed : undefined }
  const secured = { ...to, certificate: tls.certificate, key: tls.key, listen: { port: proxyPorts.https } }
  return [
    httpSite({ ...to, hostname, listen: { port: proxyPorts.http } }),
    nginx.endpoints ? endpointSite({ ...secured, hostname, paths }) : httpsSite({ ...secured, hostname }),
    ...(managementHostname === hostname ? [] : [managementSite({ ...secured, hostname: managementHostname })]),
  ]
}

const balancer = (host: Host<Variables>, inventory: Inventory<Variables>): Resources => [
  packages({ names: ['nginx', 'openssl'], provides: ['/etc/nginx', '/usr/bin/openssl'] }),
  pair(host, inventory),
  served(host, inventory),
]

/** The certificate of the load balancer with its key. */
export function pair(host: Host<Variables>, inventory: Inventory<Variables>, state?: State): Resources {
  const { names, tls } = settings(host, inventory)
  const made = { algorithm: tls.algorithm, days: tls.days, renewBefore: tls.renewBefore }
  const wanted = { path: tls.certificate, key: tls.key, names, ...(tls.from ? { from: tls.from } : made) }
  return certificate(state === 'absent' ? { ...wanted, state, formerPairs: true } : wanted)
}

/** The sites, and nginx that has read them. */
export function served(host: Host<Variables>, inventory: Inventory<Variables>, state?: State): Resources {
  const sites = sitesOf(host, inventory)
  return [nginxSites({ sites, state }), service({ name: 'nginx', reload: true, inputs: nginxInputs({ sites, state }) })]
}
