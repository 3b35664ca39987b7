import { crossings } from './crossings.ts'
import { cycles } from './cycles.ts'
import type { Sources } from './imports.ts'
import { impurities } from './impurities.ts'
import { shellTexts } from './shell-texts.ts'

/** All that breaks the order of the house. */
export const faultsOf = (sources: Sources): string[] =>
  [impurities, crossings, cycles, shellTexts].flatMap((look) => look(sources))
