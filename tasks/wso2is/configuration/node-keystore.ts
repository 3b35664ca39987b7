import * as v from 'valibot'
import { contentFact } from '../../../lib/core/fact.ts'
import { refuse } from '../../../lib/core/failure.ts'
import { defineTask } from '../../../lib/core/task.ts'
import { editJson } from '../../../lib/edit/json.ts'
import { json } from '../../edits/json.ts'
import { properties } from '../../edits/properties.ts'
import { xml } from '../../edits/xml.ts'
import { basename } from '../../support/basename.ts'
import { editTextFile } from '../../support/edit-file.ts'
import { hostPath, textOrSecret, text as words } from '../../support/schema.ts'
import { keystore } from '../../tls/keystore.ts'
import { conf, ofProductUntil } from '../product.ts'

const options = ofProductUntil('5.8.0', {
  /** The key store on the controller, named .p12 where it is of type PKCS12: one for all nodes, because what one has encrypted the others have to read. */
  from: words('the path of a key store on this machine'),
  /** Of the store. */
  password: textOrSecret,
  /** Of the private key in it. */
  alias: words('the alias of the private key'),
  /** Default: that of the store, as the server's own connector needs it. */
  keyPassword: v.optional(textOrSecret),
})
export type NodeKeystore = v.InferInput<typeof options>

/**
 * A key store of your own in place of the pack's, whose certificate is for `localhost` and ends in July 2027, and the four
 * files that name it. Before the first start: data that is encrypted already stays readable with the old key only.
 *
 * @example nodeKeystore({ home, version, from: 'keys/is.jks', password: secret('keystore'), alias: 'is.example.com' })
 */
export const nodeKeystore = defineTask('nodeKeystore', {
  options,
  tasks: ({ home, from, password, alias, keyPassword = password }) => {
    const name = keystoreIn(from)
    const located = `\${carbon.home}/${name}`
    const type = /\.(p12|pfx)$/i.test(from) ? 'PKCS12' : 'JKS'
    const store = '/Server/Security/KeyStore'
    return [
      keystore({ path: `${home}/${name}`, from, password, alias, type }),
      xml({
        title: `use ${basename(from)} in carbon.xml`,
        path: conf(home, 'carbon.xml'),
        edits: [
          xml.text(`${store}/Location`, located),
          xml.text(`${store}/Type`, type),
          xml.text(`${store}/Password`, password),
          xml.text(`${store}/KeyAlias`, alias),
          xml.text(`${store}/KeyPassword`, keyPassword),
        ],
      }),
      xml({
        title: `use ${basename(from)} in catalina-server.xml`,
        path: conf(home, 'tomcat/catalina-server.xml'),
        edits: [
          xml.attribute('/Server/Service/Connector[@keystoreFile]', 'keystoreFile', located),
          xml.attribute('/Server/Service/Connector[@keystoreFile]', 'keystorePass', password),
          ...(type === 'JKS' ? [] : [xml.attribute('/Server/Service/Connector[@keystoreFile]', 'keystoreType', type)]),
        ],
      }),
      properties({
        title: `use ${basename(from)} in EndpointConfig.properties`,
        path: conf(home, 'identity/EndpointConfig.properties'),
        edits: [
          properties.set('client.keyStore', `./${name}`),
          properties.set('Carbon.Security.KeyStore.Password', password),
        ],
      }),
      dashboardKey({
        path: `${home}/repository/deployment/server/jaggeryapps/dashboard/authentication/auth_config.json`,
        values: {
          'SAML.IdPCertAlias': alias,
          'SAML.PrivateKeyAlias': alias,
          'SAML.PrivateKeyPassword': keyPassword,
          KeyStorePassword: password,
        },
      }),
    ]
  },
})

const keystoreIn = (from: string): string => `repository/resources/security/${basename(from)}`

/** Where it is on a node: a server that is started reads it. */
export const keystorePath = (home: string, from: string): string => `${home}/${keystoreIn(from)}`

/**
 * The dashboard's own copy of the alias, and of the passwords where it has them: members of these names, at whatever depth
 * the version keeps them.
 */
const dashboardKey = defineTask('dashboardKey', {
  options: v.strictObject({ path: hostPath, values: v.record(v.string(), textOrSecret) }),
  title: ({ path }) => `use the key store in ${path}`,
  reads: ({ path }) => ({ at: contentFact(path) }),
  plan: ({ path, values }, { at }) =>
    editTextFile(path, at, (text) => {
      const places = membersOf(text, Object.keys(values))
      if (places === undefined || places.length === 0)
        return refuse('it names no key in a way that is known here', 'set the alias and the passwords in it by hand')
      const edits = places.map((place) => json.set(place, values[String(place.at(-1))] ?? ''))
      return editJson(text, edits)
    }),
})

function membersOf(text: string, names: readonly string[]): (string | number)[][] | undefined {
  const found: (string | number)[][] = []
  const walk = (value: unknown, path: (string | number)[]): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      const at = [...path, Array.isArray(value) ? Number(key) : key]
      if (names.includes(key) && typeof inner === 'string') found.push(at)
      walk(inner, at)
    }
  }
  try {
    walk(JSON.parse(text), [])
  } catch {
    return undefined
  }
  return found
}
