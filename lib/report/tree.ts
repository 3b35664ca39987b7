import type { ListrRendererFactory } from 'listr2'
import type { Event } from '../core/event.ts'
import { firstFault } from './first-fault.ts'
import type { Report, ReportOptions } from './report.ts'
import { frame } from './tree/frame.ts'
import { faultAgain, faultKey, hostLines, hostsLines, isQuiet, likeFaultsLine } from './tree/host-lines.ts'
import { emptyModel, type HostView, hear } from './tree/model.ts'
import { playLines } from './tree/play-lines.ts'
import { openScreen } from './tree/screen.ts'
import { summaryLines } from './tree/summary-lines.ts'
import { themeOf } from './tree/theme.ts'

const framesPerSecond = 12
/** Of more hosts than these, those that came out alike share lines. */
const many = 20

/**
 * A tree for a terminal. What is over scrolls up, folded to a line per host; below it a line moves for each host at work.
 * listr2 says when to draw, our own events what: its own renderer rebuilds the whole list for each of them, and stalls.
 */
export function treeReport(options: ReportOptions): Report {
  const theme = themeOf(options)
  const screen = openScreen(options.out)
  let model = emptyModel
  let printed: string[] = []
  let scrolled = 0
  let quiet: HostView[] = []
  let faulty = new Map<string, HostView[]>()
  const first = firstFault()
  let folded = new Set<string>()
  let width = 0
  let tick = 0
  let timer: NodeJS.Timeout | undefined

  const fold = (host: HostView) => {
    folded.add(host.name)
    const isMany = (model.play?.hosts.size ?? 0) > many
    if (isMany && isQuiet(host)) return void quiet.push(host)
    const key = isMany ? faultKey(host, model.mode, theme) : host.name
    const like = faulty.get(key)
    if (like) return void like.push(host)
    faulty.set(key, [host])
    printed.push(...hostLines(host, Math.min(24, width), model.mode, theme))
  }
  const closePlay = () => {
    const { play } = model
    if (!play) return
    for (const host of play.hosts.values()) if (!folded.has(host.name)) fold(host)
    printed.push(...hostsLines(quiet, play.hosts.size, model.mode, theme))
    for (const [told, ...others] of faulty.values())
      if (told && others.length > 0) printed.push(likeFaultsLine(told, others, play.hosts.size, theme))
    quiet = []
    faulty = new Map()
    printed.push(...playLines(play, options, theme), '')
    model = { ...model, play: undefined }
    folded = new Set()
  }
  const emit = (event: Event) => {
    if (event.type === 'play' || event.type === 'summary') closePlay()
    model = hear(model, event, Date.now())
    first.hear(event)
    if (event.type === 'play') {
      printed.push(theme.paint('bold', theme.text(event.play)))
      if (model.play?.hosts.size === 0) printed.push(theme.paint('dim', '  no hosts'))
      width = [...(model.play?.hosts.keys() ?? [])].reduce((most, name) => Math.max(most, name.length), 0)
    }
    if (event.type === 'host' && event.phase === 'done' && model.play) {
      const host = model.play.hosts.get(event.host)
      if (host && !folded.has(host.name)) fold(host)
    }
    if (event.type === 'note') printed.push(...theme.lines(`note: ${event.host}: ${event.reason}`))
    if (event.type === 'answer' && options.trace)
      printed.push(theme.paint('dim', theme.text(`  ${event.host} | ${event.question} | ${event.answer}`)))
    if (event.type !== 'summary') return
    printed.push(...summaryLines(event, theme))
    const fault = first.again(scrolled + printed.length)
    if (fault) printed.push(...faultAgain(fault, theme))
  }
  const put = (live: readonly string[]) => {
    screen.draw(printed, live)
    scrolled += printed.length
    printed = []
  }
  const draw = () => put(model.play ? frame(model.play, { tick: tick++, now: Date.now() }, screen.size(), theme) : [])
  const stop = () => {
    clearInterval(timer)
    timer = undefined
  }
  const start = () => {
    timer ??= setInterval(draw, 1000 / framesPerSecond)
    draw()
  }
  const end = () => {
    stop()
    put([])
  }
  return { emit, note: (text) => void printed.push(...theme.lines(text)), renderer: rendererOf(start, stop), end }
}

function rendererOf(start: () => void, stop: () => void): ListrRendererFactory {
  return class {
    static rendererOptions = {}
    static rendererTaskOptions = {}
    static nonTTY = true
    render = start
    end = stop
  }
}
