import { planLargeArchive } from '../../support/large-archive.ts'
import { below, type Figures } from './figure.ts'

/** What planning on thousands of predicted files costs. */
export async function* archive(): Figures {
  const { summary } = await planLargeArchive()
  yield below('seconds of a dry run over an archive of 10,000 entries and 60 steps', summary.seconds, 1)
}
