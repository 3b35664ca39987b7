import * as v from 'valibot'
import { password, path, words } from './values.ts'

export const keystore = v.optional(
  v.strictObject({
    /** The file, JKS or PKCS12. */
    from: words('the key store'),
    /** That of the store. */
    password,
    /** That of the private key in it. */
    alias: words('the alias'),
    /** Default: that of the store. */
    keyPassword: v.optional(password),
    /** What it is for: `tls` leaves what is signed and encrypted to the store of the pack. Default: `tls`. */
    for: v.optional(v.picklist(['tls', 'primary'])),
  }),
)

/** What is refused otherwise. */
export const accept = v.optional(v.array(v.picklist(['adminPassword', 'encryptionKey', 'certificate', 'renaming'])), [])

export const java = v.optional(
  v.strictObject({
    /** JAVA_HOME. Default: that of the `java` on the path. */
    home: v.optional(path),
    /**
     * One name for all hosts, or one for each family of distributions, as in
     * `{ debian: 'openjdk-17-jre-headless', redhat: 'java-17-openjdk-headless' }`. Default: none is installed.
     */
    package: v.optional(
      v.union([
        words('the package'),
        v.strictObject(
          v.entriesFromList(['debian', 'redhat', 'suse', 'alpine', 'arch'], v.optional(words('the package'))),
        ),
      ]),
    ),
    /** As in [17], to try one that the product is not made for. */
    accept: v.optional(v.array(v.pipe(v.number(), v.integer()))),
  }),
)

export const start = v.optional(
  v.strictObject({
    /** Seconds until a server must be healthy. */
    timeout: v.optional(v.pipe(v.number(), v.minValue(1)), 300),
    /** A systemd unit in place of the product's own script: its name without `.service`, and whom the server runs as. */
    unit: v.optional(
      v.strictObject({
        name: words('the unit'),
        /** Made when they are not there; the home is given to them. */
        user: words('the user'),
        /** Their number, when they are made. Nodes that share files need the same. Default: the next free one. */
        uid: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
      }),
    ),
  }),
)
