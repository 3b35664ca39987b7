/** Tasks for nginx as the load balancer of a cluster (guide: "Fronting with a load balancer"). */

export { block, type Directive, directive, render } from './directive.ts'
export { type NginxSites, nginxInputs, nginxSites } from './nginx-sites.ts'
export type { Node } from './proxy.ts'
export type { HttpSite, HttpsSite, Listen, Site } from './site.ts'
