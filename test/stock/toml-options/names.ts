import { since } from './since.ts'
import { base, tables } from './tables.ts'
import type { TomlOptions } from './toml-option.ts'

/** Names, ports, and what is said of sessions and proxies. */
export const nameOptions: readonly TomlOptions[] = [
  {
    name: 'RemoteIpValve, other proxy ports, sessions, a range and a name with &',
    vars: {
      ...base,
      remoteIpValve: { internalProxies: '10\\.0\\.0\\.\\d{1,3}|127\\.0\\.0\\.1' },
      proxyPorts: { http: 8080, https: 8443 },
      sessions: { persist: true, temporary: false },
      memberRange: '10.0.0.11-14',
      domain: 'a & b',
    },
    wanted: () => ({
      ...tables(base.databases),
      'catalina.valves.0.properties.className': 'org.apache.catalina.valves.RemoteIpValve',
      'catalina.valves.0.properties.internalProxies': '10\\.0\\.0\\.\\d{1,3}|127\\.0\\.0\\.1',
      'catalina.valves.0.properties.remoteIpHeader': 'x-forwarded-for',
      'catalina.valves.0.properties.proxiesHeader': 'x-forwarded-by',
      'catalina.valves.0.properties.protocolHeader': 'x-forwarded-proto',
      'transport.http.properties.proxyPort': 8080,
      'transport.https.properties.proxyPort': 8443,
      'server.base_path': 'https://is.example.com:8443',
      'session_data.persistence.enable_persistence': true,
      'session_data.persistence.persist_temporary_data': false,
      'clustering.members': ['10.0.0.11-14:4000'],
      'clustering.domain': 'a &amp; b',
    }),
  },
  {
    name: 'names for the console and for the server itself',
    only: since('6.0.0'),
    vars: { ...base, managementHostname: 'mgt.is.example.com', internalHostname: 'is1.internal' },
    wanted: () => ({
      ...tables(base.databases),
      'server.mgt_console_hostname': 'mgt.is.example.com',
      'server.internal_hostname': 'is1.internal',
    }),
  },
  {
    name: 'callbacks',
    only: since('7.0.0'),
    vars: { ...base, callbackUrls: true },
    wanted: () => ({
      ...tables(base.databases),
      'console.callback_url': 'https://is.example.com/console',
      'myaccount.callback_url': 'https://is.example.com/myaccount',
    }),
  },
]
