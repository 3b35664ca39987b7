/** One directive of an nginx configuration, as data: its name, its words, and for a block what stands in it. */
export interface Directive {
  readonly name: string
  readonly words: readonly string[]
  readonly block?: readonly Directive[]
}

/** `directive('listen', '443', 'ssl')` */
export const directive = (name: string, ...words: readonly string[]): Directive => ({ name, words })

/** `block('location', ['/'], [directive('proxy_pass', 'https://is')])` */
export const block = (name: string, words: readonly string[], inner: readonly Directive[]): Directive => ({
  name,
  words,
  block: inner,
})

/** The text of a configuration file. Words that nginx would take apart are quoted; a `$` stays a variable. */
export const render = (directives: readonly Directive[], indent = ''): string =>
  directives
    .map(({ name, words, block: inner }) => {
      const line = `${indent}${[name, ...words.map(word)].join(' ')}`
      return inner ? `${line} {\n${render(inner, `${indent}    `)}${indent}}\n` : `${line};\n`
    })
    .join('')

const word = (text: string): string =>
  text === '' || /[\s;{}"'\\#]/.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : text
