import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { secret } from '../../../lib/core/secret.ts'
import { needs } from '../../support/debian.ts'
import { scratch } from '../../support/shells.ts'
import { testPair } from './pairs.ts'

needs(['openjdk-17-jre-headless'])

export const first = testPair()
export const second = testPair()
const curve = testPair({ key: '-algorithm EC -pkeyopt ec_paramgen_curve:prime256v1' })
export const password = secret('store', { value: "gehe'im 1" })

/** A key store made by the real keytool. */
function store(type: string, ...entries: readonly (readonly [string, string])[]): Buffer {
  const folder = scratch('store')
  for (const [alias, pem] of entries) {
    writeFileSync(join(folder, 'crt'), pem)
    keytool(
      join(folder, 'store'),
      '-importcert',
      '-noprompt',
      '-alias',
      alias,
      '-file',
      join(folder, 'crt'),
      '-storetype',
      type,
    )
  }
  return readFileSync(join(folder, 'store'))
}

export const keytool = (path: string, ...words: string[]): string =>
  execFileSync('keytool', [...words, '-keystore', path, '-storepass', "gehe'im 1"], { encoding: 'utf8', stdio: 'pipe' })

export const jks = store('JKS', ['other', second.certificate])
export const p12 = store('PKCS12', ['other', second.certificate], ['curve', curve.certificate])
export const trusting = store('JKS', ['Is', first.certificate])
export const renewing = store('PKCS12', ['is', second.certificate])
export const withKey = (() => {
  const path = join(scratch('store'), 's')
  keytool(
    path,
    '-genkeypair',
    '-keyalg',
    'RSA',
    '-alias',
    'is',
    '-dname',
    'CN=x',
    '-storetype',
    'JKS',
    '-keypass',
    'another',
  )
  return readFileSync(path)
})()
