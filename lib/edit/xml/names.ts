/** Namespaces by prefix; '' is that of elements without one. */
export type Scope = Readonly<Record<string, string>>

export const outerScope: Scope = Object.freeze({
  xml: 'http://www.w3.org/XML/1998/namespace',
  xmlns: 'http://www.w3.org/2000/xmlns/',
})

/** The namespaces that a tag declares. */
export const declaredIn = (attributes: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(attributes).flatMap(([name, uri]) =>
      name === 'xmlns' ? [['', uri]] : name.startsWith('xmlns:') ? [[name.slice('xmlns:'.length), uri]] : [],
    ),
  )

export const within = (scope: Scope, declares: Scope): Scope =>
  Object.keys(declares).length === 0 ? scope : { ...scope, ...declares }

/**
 * What a name means where it stands. A prefix that nobody declares is no fault of the file's readers that know nothing of
 * namespaces: it is a part of the name, in no namespace.
 */
export function qualified(name: string, scope: Scope, isAttribute: boolean): { local: string; uri: string } {
  const colon = name.indexOf(':')
  if (colon < 0) return { local: name, uri: isAttribute ? '' : uriOf(scope, '') }
  return { local: name.slice(colon + 1), uri: uriOf(scope, name.slice(0, colon)) }
}

/** The prefix of a name that nobody declares. */
export function undeclaredPrefix(name: string, scope: Scope): string | undefined {
  const colon = name.indexOf(':')
  const prefix = name.slice(0, Math.max(colon, 0))
  return colon < 0 || uriOf(scope, prefix) !== '' ? undefined : prefix
}

export const uriOf = (scope: Scope, prefix: string): string =>
  Object.hasOwn(scope, prefix) ? (scope[prefix] ?? '') : ''
