import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { TomlVersion } from '../../tasks/wso2is/index.ts'
import { stockHome } from '../support/stock.ts'

/** Whose file that of a version of which there is no stock file here is a part of. */
const like: Partial<Record<TomlVersion, TomlVersion>> = { '5.10.0': '5.11.0', '7.1.0': '7.2.0' }

const all = ['5.9.0', '5.10.0', '5.11.0', '6.0.0', '6.1.0', '7.0.0', '7.1.0', '7.2.0', '7.3.0'] as const
export const tomlStock: readonly TomlVersion[] = all.filter(
  (version) => stockHome(like[version] ?? version) !== undefined,
)

/**
 * The stock file of a version. That of 5.10.0 is what stands in the next one before its trust store, that of 7.1.0 the next
 * one without its table for agents: compared with the files of their release tags, byte for byte.
 */
export function stockToml(version: TomlVersion): string {
  const text = readFileSync(join(stockHome(like[version] ?? version) ?? '', 'repository/conf/deployment.toml'), 'utf8')
  if (version === '5.10.0') return text.slice(0, text.indexOf('\n[truststore]'))
  return version === '7.1.0' ? text.replace(/\[datasource\.AgentIdentity\]\n(?:.+\n)+\n/, '') : text
}

/** A home that holds the stock file of a version, and of all else what these tasks look for. */
export function layOut(version: TomlVersion, home: string): void {
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(home, path)), { recursive: true })
    writeFileSync(join(home, path), text)
  }
  put('repository/conf/deployment.toml', stockToml(version))
  put('repository/conf/carbon.xml', `<Server>\n    <Version>${version}</Version>\n</Server>\n`)
  put('repository/deployment/server/userstores/.keep', '')
  mkdirSync(join(home, 'repository/tenants'), { recursive: true })
  for (const folder of ['components/lib', 'resources/security'])
    mkdirSync(join(home, 'repository', folder), { recursive: true })
  const pack = (path: string) => cpSync(join('inventory/demo/pack', path), join(home, path), { recursive: true })
  if (version === '5.9.0' || version === '5.10.0') pack('repository/conf/identity/embedded-ldap.xml')
  if (version !== '5.9.0') return
  pack('repository/conf/identity/sso-idp-config.xml')
  pack('repository/deployment/server/jaggeryapps')
  pack('repository/deployment/server/webapps/shindig.war')
  cpSync(
    join(home, 'repository/deployment/server/webapps/shindig.war'),
    join(home, 'repository/deployment/server/webapps/shindig'),
    { recursive: true },
  )
}
