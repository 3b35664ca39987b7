import type { Format } from './files.ts'
import { iniFormat, linesFormat } from './formats/by-lines.ts'
import { jsonFormat } from './formats/json.ts'
import { propertiesFormat } from './formats/properties.ts'
import { tomlFormat } from './formats/toml.ts'
import { xmlFormat } from './formats/xml.ts'

/** Formats, with their share of the files. */
export const formats: readonly { readonly format: Format; readonly share: number }[] = [
  { format: xmlFormat, share: 0.3 },
  { format: jsonFormat, share: 0.2 },
  { format: tomlFormat, share: 0.2 },
  { format: iniFormat, share: 0.1 },
  { format: propertiesFormat, share: 0.1 },
  { format: linesFormat, share: 0.1 },
]
