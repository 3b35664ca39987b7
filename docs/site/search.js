// The search of the site: the index is loaded when somebody begins to search. No request leaves the folder of the site.
const root = document.documentElement.dataset.root
const input = document.querySelector('#search')
const found = document.querySelector('#found')
const list = found.querySelector('ol')
const status = found.querySelector('[role=status]')
let engine

const load = (name) =>
  new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = `${root}/assets/${name}`
    script.onload = resolve
    script.onerror = reject
    document.head.append(script)
  })

const ready = () => {
  engine ??= Promise.all([load('minisearch.js'), load('index.js')]).then(() => {
    const { options, index } = window.runbookSearch
    return window.MiniSearch.loadJSON(index, options)
  })
  return engine
}

async function show() {
  const words = input.value.trim()
  if (words === '') return close()
  const results = (await ready()).search(words).slice(0, 12)
  if (input.value.trim() !== words) return
  list.replaceChildren(...results.map(entry))
  status.textContent = results.length === 0 ? `Nothing is found for ${words}` : `${results.length} places`
  found.hidden = false
}

function entry({ title, page, place }) {
  const link = document.createElement('a')
  link.href = `${root}/${place}`
  link.append(title)
  if (page !== title) {
    const where = document.createElement('small')
    where.textContent = ` ${page}`
    link.append(where)
  }
  const item = document.createElement('li')
  item.append(link)
  return item
}

const close = () => {
  found.hidden = true
}

input.addEventListener('focus', ready, { once: true })
input.addEventListener('input', show)
input.form.addEventListener('submit', (event) => {
  event.preventDefault()
  list.querySelector('a')?.click()
})
document.addEventListener('keydown', (event) => {
  const links = [...list.querySelectorAll('a')]
  const at = links.indexOf(document.activeElement)
  const typing = document.activeElement === input
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault()
    input.focus()
  } else if (event.key === 'Escape') {
    if (at >= 0) input.focus()
    close()
  } else if (!found.hidden && (typing || at >= 0) && ['ArrowDown', 'ArrowUp'].includes(event.key)) {
    event.preventDefault()
    const next = at + (event.key === 'ArrowDown' ? 1 : -1)
    if (next < 0) input.focus()
    else links[next]?.focus()
  }
})
document.addEventListener('click', (event) => {
  if (!found.contains(event.target) && event.target !== input) close()
})
if (matchMedia('(max-width: 55rem)').matches) document.querySelector('nav > details').open = false
