import { parseAst } from 'rolldown/parseAst'

/**
 * A rolldown plugin that takes the code of large chunks out into functions, each in a file of CommonJS, so that what Node has
 * compiled of it can be kept from run to run (`lib/cache/kept-code.ts`): of a module it cannot be before Node 22. In the place of
 * the chunk is a module that imports what it did, calls the function, and exports what it did. No line nor column moves
 * but for a line that comes first.
 */
export const keptCode = (names, loader) => ({
  name: 'kept-code',
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk' || !names.includes(chunk.name)) continue
      const { code, module } = split(chunk.code, chunk.fileName, loader)
      const fileName = chunk.fileName.replace(/\.js$/, '.cjs')
      const map = bundle[`${chunk.fileName}.map`]
      if (map !== undefined) {
        const { mappings, ...rest } = JSON.parse(map.source)
        this.emitFile({
          type: 'asset',
          fileName: `${fileName}.map`,
          source: JSON.stringify({ ...rest, mappings: `;${mappings}` }),
        })
        delete bundle[`${chunk.fileName}.map`]
      }
      const place = map === undefined ? '' : `\n//# sourceMappingURL=${fileName.split('/').at(-1)}.map`
      this.emitFile({ type: 'asset', fileName, source: code + place })
      chunk.code = module
    }
  },
})

function split(text, fileName, loader) {
  const found = { imports: [], names: [], exports: [], from: [] }
  const edits = []
  const ast = parseAst(text, { lang: 'js' })
  for (const node of ast.body) {
    if (node.type === 'ImportDeclaration') {
      found.imports.push(text.slice(node.start, node.end))
      found.names.push(...node.specifiers.map(({ local }) => local.name))
      edits.push({ ...node, to: '' })
    } else if (node.type === 'ExportNamedDeclaration' && node.declaration === null && node.source === null) {
      found.exports.push(...node.specifiers.map((one) => [one.local.name, one.exported.name]))
      edits.push({ ...node, to: '' })
    } else if (/^Export/.test(node.type)) throw new Error(`${fileName} exports in a way that is not foreseen`)
  }
  // What is exported is handed over once.
  const changing = ast.body.flatMap((node) => (node.kind === 'let' ? node.declarations.map(({ id }) => id.name) : []))
  for (const [local] of found.exports)
    if (changing.includes(local)) throw new Error(`${fileName} exports ${local}, which may change`)
  walk(ast, (node, isInner) => {
    if (node.type === 'ImportExpression') edits.push({ start: node.start, end: node.start + 6, to: 'load_$' })
    if (node.type === 'MetaProperty' && node.meta.name === 'import') edits.push({ ...node, to: 'importmeta$' })
    if (!isInner && node.type === 'AwaitExpression') throw new Error(`${fileName} awaits at its top level`)
  })
  let body = text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '')
  for (const { start, end, to } of edits) body = body.slice(0, start) + to.padEnd(end - start) + body.slice(end)
  const handed = found.names.join(',')
  const given = found.exports.map(([local], at) => `_${at}:${local}`).join(',')
  return {
    code: `module.exports=(function(${handed},load_$,importmeta$){"use strict";\n${body}\nreturn{${given}}})`,
    module: `${found.imports.join(';')};import{codeOf}from"${loader}";const{${found.exports.map((_, at) => `_${at}`)}}=codeOf(new URL("${fileName.split('/').at(-1).replace(/\.js$/, '.cjs')}",import.meta.url))(${handed},one=>import(one),import.meta);export{${found.exports.map(([, name], at) => `_${at} as ${name}`)}};`,
  }
}

/** Visits each node, and says whether it is inside of a function. */
function walk(node, visit, isInner = false) {
  if (Array.isArray(node)) for (const one of node) walk(one, visit, isInner)
  if (typeof node?.type !== 'string') return
  visit(node, isInner)
  const within = isInner || /Function/.test(node.type)
  for (const part of Object.values(node)) if (typeof part === 'object' && part !== null) walk(part, visit, within)
}
