/**
 * What a secret is shown as where it is made a text: by its name alone. In a text that goes to a host the label would stand
 * in place of the value, so each that was ever given out is known again.
 */
export function labelOf(name: string): string {
  const label = `${beginning}${name}]`
  labels.add(label)
  return label
}

/** What is wrong with a text that holds the label of a secret, as JSON spells it, too. Others may look like one. */
export function labelFault(text: string, path = ''): string | undefined {
  if (!text.includes(beginning)) return undefined
  const found = [...labels].find((label) => text.includes(label) || text.includes(JSON.stringify(label).slice(1, -1)))
  if (found === undefined) return undefined
  const name = `secret('${found.slice(beginning.length, -1)}')`
  const meant = scripts.has(path)
    ? `give it by stdin: ${name}, and read it there`
    : `give ${name} itself, or write \${refer(${name})} in the text`
  return `"${found}" is how a secret is shown, not its value: ${meant}`
}

/** Options that other users of a host can read. */
const scripts = new Set(['script', 'unless'])
const beginning = '[secret '
const labels = new Set<string>()
