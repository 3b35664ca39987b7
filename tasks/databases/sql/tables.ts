/**
 * The names of the tables that are there once an SQL script has run, in the order of their creation: those that it creates
 * and does not drop afterwards. Comments, strings and the bodies of routines create nothing. In MySQL's strings alone a
 * backslash escapes.
 *
 * @example tablesOf('DROP TABLE IF EXISTS a; CREATE TABLE a (n INT);', 'postgresql') // ['a']
 */
export function tablesOf(script: string, kind: string): string[] {
  const tables = new Set<string>()
  for (const statement of statements(bare(script, kind))) {
    if (routine.test(statement)) continue
    for (const [, verb = '', temporary, name = ''] of statement.matchAll(change)) {
      if (temporary !== undefined) continue
      const last = name.split(/\s*\.\s*/).at(-1) ?? name
      const table = last.replace(/^[`"[]|[`"\]]$/g, '')
      if (verb.toUpperCase() === 'CREATE') tables.add(table)
      else tables.delete(table)
    }
  }
  return [...tables]
}

const part = '(?:`[^`]+`|"[^"]+"|\\[[^\\]]+\\]|[\\p{L}\\p{N}_$#]+)'
const change = new RegExp(
  `\\b(CREATE|DROP)\\s+(?:GLOBAL\\s+|LOCAL\\s+)?(TEMPORARY\\s+|TEMP\\s+)?(?:UNLOGGED\\s+)?TABLE\\s+(?:IF\\s+(?:NOT\\s+)?EXISTS\\s+)?(${part}(?:\\s*\\.\\s*${part})*)`,
  'giu',
)
const routine = /^\s*CREATE\s+(OR\s+REPLACE\s+)?(DEFINER\s*=\s*\S+\s+)?(PROCEDURE|FUNCTION|TRIGGER|EVENT)\b/i

/** The script without its comments, and with its strings empty. What MySQL runs out of a comment stays. */
function bare(script: string, kind: string): string {
  const string = kind === 'mysql' ? `'(?:[^'\\\\]|''|\\\\[\\s\\S])*'` : `'(?:[^']|'')*'`
  const comment = `--.*|(?<=^|\\s)#.*|/\\*(?!!)[\\s\\S]*?\\*/`
  const pieces = new RegExp(
    `(${comment})|(${string}|\\$(\\w*)\\$[\\s\\S]*?\\$\\3\\$)|(\`[^\`]*\`|"[^"]*")|/\\*!\\d*|\\*/`,
    'gm',
  )
  return script.replace(pieces, (_found, _comment, text, _tag, name) => (text ? "''" : (name ?? ' ')))
}

/** Split where the delimiter of the moment is, which MySQL's client lets a script change. */
const statements = (script: string): string[] =>
  script.split(/^\s*DELIMITER\s+/im).flatMap((text, at) => {
    if (at === 0) return text.split(';')
    const [, delimiter = ';', rest = ''] = /^(\S+)([\s\S]*)$/.exec(text) ?? []
    return rest.split(delimiter)
  })
