import type { Content } from '../../../lib/core/content.ts'
import { type Refusal, refuse } from '../../../lib/core/failure.ts'
import { nearest } from '../../../lib/core/nearest.ts'
import { namedTexts, type TemplateValues } from './template-values.ts'

/** A name between braces, with or without blanks; and whatever else begins like one, which is none. */
const places = /\{\{([^{}]*)\}\}|\{\{|\{%-?\s*(?:if|for|set|include|macro|block|raw)\b/g

/** The text of a template with its values in place, or all that is wrong with it. What a value holds is not filled again. */
export function fillTemplate(file: string, content: Content, values: TemplateValues): string | Refusal {
  if (!('text' in content)) return refuse(`${file} is no text in UTF-8`, 'convert it, or give render in place of from')
  const texts = new Map(namedTexts(values))
  const unused = new Set(texts.keys())
  const faults: string[] = []
  const filled = content.text.replace(places, (whole, inner: string | undefined, at: number) => {
    const line = content.text.slice(0, at).split('\n').length
    const name = inner?.trim() ?? ''
    const value = texts.get(name)
    unused.delete(name)
    if (value === undefined) faults.push(`line ${line}: ${faultOf(whole, name, [...texts.keys()])}`)
    return value ?? whole
  })
  for (const name of unused) faults.push(`{{${name}}} is nowhere in it`)
  return faults.length === 0 ? filled : refuse(`${file}: ${faults.join('; ')}`, adviceFor(unused.size, faults.length))
}

function faultOf(whole: string, name: string, names: readonly string[]): string {
  if (!/^[A-Za-z_][\w.]*$/.test(name)) return `${whole} is no name of a value`
  const near = nearest(name, names)
  return `there is no value for {{${name}}}${near === undefined ? '' : ` (there is one for {{${near}}})`}`
}

/** Conditions and loops are what a function has. */
const adviceFor = (unused: number, faults: number): string =>
  unused === faults
    ? 'leave these values out, or name them in the file'
    : 'give a value for each name and no other; for conditions and loops, give render in place of from'
