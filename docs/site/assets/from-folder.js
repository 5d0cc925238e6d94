// A browser starts no worker for a page that was opened from a folder, and the search is a worker.
// Here, and only there, a frame takes its place: it has a window of its own, and messages go to and fro in the same way.
if (location.protocol === "file:") {
  window.Worker = window.IFrameWorker = class extends EventTarget {
    constructor(url) {
      super()
      const frame = document.createElement("iframe")
      frame.hidden = true
      frame.setAttribute("aria-hidden", "true")
      this.waiting = []
      document.addEventListener("DOMContentLoaded", () => {
        document.body.append(frame)
        this.inside = frame.contentWindow
        this.inside.postMessage = data => this.dispatchEvent(new MessageEvent("message", {data}))
        const script = frame.contentDocument.createElement("script")
        script.onload = () => {
          const waiting = this.waiting
          this.waiting = null
          waiting.forEach(data => this.postMessage(data))
        }
        script.src = new URL(url, location).href
        frame.contentDocument.body.append(script)
      })
    }
    postMessage(data) {
      if (this.waiting) this.waiting.push(data)
      else this.inside.dispatchEvent(new this.inside.MessageEvent("message", {data}))
    }
  }
}
