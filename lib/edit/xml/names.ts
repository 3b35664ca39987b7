/** Namespaces by prefix; '' is that of elements without one. */
export type Scope = Readonly<Record<string, string>>

export const outerScope: Scope = Object.freeze({
  xml: 'http://www.w3.org/XML/1998/namespace',
  xmlns: 'http://www.w3.org/2000/xmlns/',
})

/** The namespaces that a tag declares; most declare none. */
export function declaredIn(attributes: Readonly<Record<string, string>>): Scope {
  let found: Record<string, string> | undefined
  for (const name in attributes) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue
    found ??= Object.create(null) as Record<string, string>
    found[name.slice('xmlns:'.length)] = attributes[name] ?? ''
  }
  return found ?? nothing
}

const nothing: Scope = Object.freeze({})

export const within = (scope: Scope, declares: Scope): Scope =>
  declares === nothing ? scope : { ...scope, ...declares }

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
