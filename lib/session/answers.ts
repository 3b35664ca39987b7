import type { Frames } from '../remote/dialect/shell-commands.ts'
import type { Channel } from '../transport/transport.ts'

/** Why an answer does not come: the shell ended, fell silent, says no end of things or takes no end of time, or nobody waits any more. */
type Why = 'ended' | 'silent' | 'endless' | 'slow' | 'left'

/** An answer that did not come: what was heard of it or, where it had not begun, what was said in its place. */
export class NoAnswer extends Error {
  override name = 'NoAnswer'
  readonly why: Why
  readonly begun: boolean
  readonly heard: Uint8Array
  constructor(why: Why, begun = false, heard: Uint8Array = Buffer.alloc(0)) {
    super(why)
    this.why = why
    this.begun = begun
    this.heard = heard
  }
}

export interface Wait {
  /** Seconds without a byte after which an answer that has begun is given up. Default: it takes as long as it takes. */
  readonly patience?: number | undefined
  /** The same, for one that may take as long as it needs: all the while its host says that it is there. */
  readonly silence?: number | undefined
  /** Bytes that it may have. Default: as many as can be read. */
  readonly most?: number | undefined
  /** Hears it as it comes. Then it is not kept: the answer is empty. */
  onText?(text: string): void
}

/** A channel's output, cut into answers, in order: each stands between a start mark and the next end mark. */
export interface Answers {
  next(wait: Wait): Promise<Buffer>
  /** Gives up all that is waited for. */
  leave(): void
}

/** Most bytes of one answer: no text that is longer can be looked at. */
const largest = 256 * 1024 * 1024
/** Bytes of an answer that did not come to its end that are of use to somebody. */
const mostTold = 64 * 1024
/** Most bytes that a host may say in place of one. */
const mostBefore = 1024 * 1024

interface Waiting {
  readonly wait: Wait
  resolve(answer: Buffer): void
  reject(error: NoAnswer): void
}

/** Seconds: each answer has to begin before so many of silence, and one that is waited for with patience to end in so many in all. */
export interface AnswerLimits {
  readonly opening: number
  readonly answer: number
}

/** Bytes that an answer has to gain in each second beyond its limit: one that is long may take long. */
const slowest = 64 * 1024
/** How often the silence before an answer may be broken: as many times as long is waited in all. */
const mostBreaks = 20

export function readAnswers(
  channel: Channel,
  { startMark, endMark }: Frames,
  nonce: string,
  { opening, answer: longest }: AnswerLimits,
): Answers {
  const [start, end] = [Buffer.from(startMark(nonce)), Buffer.from(endMark(nonce))]
  const waiting: Waiting[] = []
  let held = heldBytes()
  let begun = false
  let over: Why | undefined
  let late: NodeJS.Timeout | undefined
  let silence: NodeJS.Timeout | undefined
  let since = 0
  let signs = 0

  channel.stdout.on('data', (chunk: Buffer) => {
    if (over !== undefined) return
    goOn()
    waiting[0]?.wait.onText?.(chunk.toString('latin1'))
    for (let next: Buffer | undefined = chunk; next !== undefined; ) next = take(next)
    if (held.size() > (begun ? (waiting[0]?.wait.most ?? largest) : mostBefore)) finish('endless')
  })
  channel.stderr.on('data', goOn)
  channel.stdout.on('close', () => finish('ended'))
  // What the shell said last may be a moment behind its end; a program that it left running may hold its output open.
  channel.exit.then(
    () => {
      if (over === undefined) late = setTimeout(finish, 100, 'ended')
    },
    () => finish('ended'),
  )

  /** Who says a little again and again is not silent, and is not waited for without an end either. */
  function goOn() {
    signs++
    const isLimited = waiting.length > 0 && (!begun || waiting[0]?.wait.patience !== undefined)
    const seconds = begun ? longest + held.size() / slowest : opening * mostBreaks
    if (isLimited && performance.now() - since > seconds * 1000) finish('slow')
    else silence?.refresh()
  }
  /** Gives what stands behind a mark, where there is one. */
  function take(chunk: Buffer): Buffer | undefined {
    const isKept = !begun || waiting[0]?.wait.onText === undefined
    const found = held.add(chunk, begun ? end : start, isKept)
    if (found === undefined) return undefined
    held = heldBytes()
    if (begun) waiting.shift()?.resolve(found.before)
    begun = !begun
    watch()
    return found.behind
  }
  /** Whoever waits first is answered next. */
  function watch() {
    clearTimeout(silence)
    since = performance.now()
    const seconds = begun ? (waiting[0]?.wait.patience ?? waiting[0]?.wait.silence) : opening
    silence = waiting.length > 0 && seconds !== undefined ? setTimeout(onSilence, seconds * 1000) : undefined
  }
  /** Where this machine was busy all the while, what the host has said is read only now. */
  function onSilence() {
    const before = signs
    setImmediate(() => (signs === before ? finish('silent') : silence?.refresh()))
  }
  function finish(why: Why) {
    over ??= why
    clearTimeout(late)
    clearTimeout(silence)
    const heard = held.last()
    held = heldBytes()
    for (const { reject } of waiting.splice(0)) reject(new NoAnswer(over, begun, heard))
  }
  return {
    // What the host has said by now may be a moment behind.
    leave: () => {
      if (over === undefined) late = setTimeout(finish, 100, 'left')
    },
    next: (wait) =>
      new Promise((resolve, reject) => {
        if (over !== undefined) return reject(new NoAnswer(over))
        if (waiting.push({ wait, resolve, reject }) === 1) watch()
      }),
  }
}

/** Bytes in pieces as they come: each is looked at once for a mark, however many there are. What is not kept is counted. */
function heldBytes() {
  const pieces: Buffer[] = []
  let size = 0
  let last: Buffer = Buffer.alloc(0)
  return {
    size: () => size,
    /** The end of it, for words that tell of it. */
    last() {
      let from = pieces.length
      for (let length = 0; from > 0 && length < mostTold; ) length += pieces[--from]?.length ?? 0
      return Buffer.concat(pieces.slice(from))
    },
    add(piece: Buffer, mark: Buffer, isKept: boolean): { before: Buffer; behind: Buffer } | undefined {
      const seam = Buffer.concat([last, piece])
      const at = seam.indexOf(mark)
      if (isKept) pieces.push(piece)
      size += piece.length
      last = seam.subarray(Math.max(0, seam.length - mark.length + 1))
      if (at < 0) return undefined
      if (!isKept) return { before: Buffer.alloc(0), behind: seam.subarray(at + mark.length) }
      const all = Buffer.concat(pieces)
      const from = size - seam.length + at
      return { before: all.subarray(0, from), behind: all.subarray(from + mark.length) }
    },
  }
}
