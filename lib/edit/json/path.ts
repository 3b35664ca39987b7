/** Where a value stands in a JSON document. */
export type JsonPath = readonly (string | number)[]

/** `showPath(['hosts', 0, 'name'])` is `'hosts[0].name'`. */
export function showPath(path: JsonPath): string {
  const shown = path.map((segment) => (typeof segment === 'number' ? `[${segment}]` : `.${segment}`)).join('')
  return shown === '' ? 'the document' : shown.replace(/^\./, '')
}
