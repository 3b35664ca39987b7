/** Keys, certificates and stores of them. */
export { type Certificate, certificate } from './certificate.ts'
export { type KeystoreFile, keystore } from './keystore.ts'
export { type Truststore, truststore } from './truststore.ts'
