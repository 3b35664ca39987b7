import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { needs } from './debian.ts'
import { scratch } from './shells.ts'

/** A key store with one key, `is.example.com`, whose certificate is for these names, made by the real keytool. */
export function keyStoreFor(names: readonly string[], password: string, type = 'PKCS12'): Buffer {
  needs(['openjdk-17-jre-headless'])
  const path = join(scratch('keystore'), 's')
  const key = ['-genkeypair', '-keyalg', 'RSA', '-alias', 'is.example.com', '-dname', 'CN=is.example.com']
  const san = ['-ext', `SAN=${names.map((name) => `dns:${name}`).join(',')}`]
  const store = ['-storetype', type, '-keystore', path, '-storepass', password, '-keypass', password]
  execFileSync('keytool', [...key, ...san, ...store], { stdio: 'pipe' })
  return readFileSync(path)
}
