import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { scratch } from './shells.ts'

/** A home with a trust store that trusts nobody: of the type that a pack has up to 7.0.0, or of that of later ones. */
export function homeWithStore(type: 'JKS' | 'PKCS12' = 'JKS'): string {
  const home = scratch('is')
  const security = join(home, 'repository/resources/security')
  mkdirSync(security, { recursive: true })
  const file = join(security, `client-truststore.${type === 'JKS' ? 'jks' : 'p12'}`)
  const store = ['-keystore', file, '-storetype', type, '-storepass', 'wso2carbon']
  const key = ['-alias', 'wso2carbon', '-keyalg', 'RSA', '-dname', 'CN=localhost', '-keypass', 'wso2carbon']
  execFileSync('keytool', ['-genkeypair', ...key, ...store], { stdio: 'pipe' })
  return home
}
