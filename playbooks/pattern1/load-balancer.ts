import { contentFact, on } from '../../lib/core/fact.ts'
import type { Host, Inventory } from '../../lib/core/inventory.ts'
import { type Play, play } from '../../lib/core/playbook.ts'
import type { Resources } from '../../lib/core/resource.ts'
import {
  endpointSite,
  httpSite,
  httpsSite,
  managementSite,
  nginxInputs,
  nginxSites,
  type Site,
} from '../../tasks/nginx/index.ts'
import { packages } from '../../tasks/system/packages.ts'
import { service } from '../../tasks/system/service.ts'
import { certificate } from '../../tasks/tls/certificate.ts'
import { clientTruststore } from '../../tasks/wso2is/index.ts'
import { settings } from './settings.ts'
import type { Variables } from './variables.ts'

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
  return [
    play('trust', inventory.group('is'), (host) => {
      const { home, version, hostname, tls, truststorePassword: password, java } = settings(host, inventory)
      const found = on(first, contentFact(tls.certificate))
      return clientTruststore({ home, version, alias: hostname, certificate: found, password, javaHome: java?.home })
    }),
  ]
}

/** What nginx is to serve. */
export function sitesOf(host: Host<Variables>, inventory: Inventory<Variables>): Site[] {
  const { hostname, managementHostname, tls, nginx, proxyPorts } = settings(host, inventory)
  const nodes = inventory.group('is').map(({ vars }) => ({ address: vars.member ?? '', offset: vars.offset }))
  const to = { nodes, sticky: nginx.sticky }
  const secured = { ...to, certificate: tls.certificate, key: tls.key, listen: { port: proxyPorts.https } }
  return [
    httpSite({ ...to, hostname, listen: { port: proxyPorts.http } }),
    nginx.endpoints ? endpointSite({ ...secured, hostname }) : httpsSite({ ...secured, hostname }),
    ...(managementHostname === hostname ? [] : [managementSite({ ...secured, hostname: managementHostname })]),
  ]
}

function balancer(host: Host<Variables>, inventory: Inventory<Variables>): Resources {
  const { names, tls } = settings(host, inventory)
  const sites = sitesOf(host, inventory)
  return [
    packages({ names: ['nginx', 'openssl'], provides: ['/etc/nginx', '/usr/bin/openssl'] }),
    certificate({
      path: tls.certificate,
      key: tls.key,
      names,
      ...(tls.from ? { from: tls.from } : { algorithm: tls.algorithm, days: tls.days, renewBefore: tls.renewBefore }),
    }),
    nginxSites({ sites }),
    service({ name: 'nginx', reload: true, inputs: nginxInputs({ sites }) }),
  ]
}
