import { SaxesParser } from 'saxes'

/**
 * What an XML file says, whatever wrote it: elements with their attributes in order of name, and text without the space
 * around it. Encodings, quotes, comments and how an empty element is closed do not count.
 */
export function canonicalXml(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  const encoding = /encoding=["']([\w-]+)["']/.exec(head)?.[1]?.toLowerCase() ?? 'utf-8'
  const text = new TextDecoder(encoding).decode(bytes)
  const said: string[] = []
  let held = ''
  const flush = () => {
    if (held.trim() !== '') said.push(held.trim())
    held = ''
  }
  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', (error) => {
    throw error
  })
  parser.on('text', (more) => {
    held += more
  })
  parser.on('cdata', (more) => {
    held += more
  })
  parser.on('opentag', ({ uri, local, attributes }) => {
    flush()
    const named = Object.values(attributes).filter(({ name }) => !/^xmlns(:|$)/.test(name))
    const written = named.map((one) => `{${one.uri}}${one.local}=${JSON.stringify(one.value)}`).sort()
    said.push(`<{${uri}}${local} ${written.join(' ')}>`)
  })
  parser.on('closetag', () => {
    flush()
    said.push('>')
  })
  parser.write(text).close()
  return said.join('\n')
}
