import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { scratch } from './shells.ts'

/** A home with a trust store that trusts nobody. */
export function homeWithStore(): string {
  const home = scratch('is')
  const security = join(home, 'repository/resources/security')
  mkdirSync(security, { recursive: true })
  const store = ['-keystore', join(security, 'client-truststore.jks'), '-storetype', 'JKS', '-storepass', 'wso2carbon']
  const key = ['-alias', 'wso2carbon', '-keyalg', 'RSA', '-dname', 'CN=localhost', '-keypass', 'wso2carbon']
  execFileSync('keytool', ['-genkeypair', ...key, ...store], { stdio: 'pipe' })
  return home
}
