import type { Rule } from '../keys.ts'

/** What is known of a kind of connection, beside how it is opened, which is the affair of `lib/transport`. */
export interface ConnectionKind<Spec, Listed extends { readonly kind: string }> {
  /** How one is made, for a message. */
  readonly call: string
  /** What data of this kind shall be: a JSON inventory spells out what the call makes. */
  readonly rule: Rule
  /** The same with what data that was written by hand may leave out. */
  completed(spec: Spec): Spec
  /** What a list tells of it, as a document. */
  listed(spec: Spec): Listed
  /** The same for a reader. */
  words(listed: Listed): string
  /** A name for the machine that a host is on: equal for two hosts that are certainly on the same one. */
  machine(spec: Spec, host: string): string
}
