/**
 * A mode that somebody has written as for another tool, as it is written here: `0o644` for `'0644'` and `'u=rw,go=r'`. Undefined where it
 * depends on what is there, as `u+x` does, or is none.
 */
export function modeText(given: string): string | undefined {
  const digits = /^0?o?([0-7]{3,4})$/i.exec(given)?.[1]
  if (digits !== undefined) return `0o${digits.replace(/^0(?=...)/, '')}`
  const clauses = given.split(',')
  if (!clauses.every((clause) => /^[ugoa]*=[rwx]*$/.test(clause))) return undefined
  const bits = new Map(['u', 'g', 'o'].map((who) => [who, 0]))
  for (const [who = '', rights = ''] of clauses.map((clause) => clause.split('=')))
    for (const one of who === '' || who.includes('a') ? ['u', 'g', 'o'] : [...who])
      bits.set(
        one,
        [...rights].reduce((sum, right) => sum | (rightBits[right] ?? 0), 0),
      )
  return `0o${[...bits.values()].join('')}`
}

const rightBits: Readonly<Record<string, number>> = { r: 4, w: 2, x: 1 }
