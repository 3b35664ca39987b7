/** Tasks for nginx in front of servers: sites as data, tried by nginx before they take effect. */

export { block, type Directive, directive, render } from './directive.ts'
export { type NginxSites, nginxInputs, nginxSites } from './nginx-sites.ts'
export type { ProxiedServer } from './proxy.ts'
export { type ProxySite, proxySite } from './proxy-site.ts'
export type { Listen, Site } from './site.ts'
