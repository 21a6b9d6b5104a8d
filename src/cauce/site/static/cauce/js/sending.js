// Sending a file in parts by tus 1.0.0: it shows how far it is, waits for the network when it is
// cut, and goes on another day where it stopped. Without this script the form sends by itself.

const form = document.getElementById("envio");
const told = JSON.parse(form.getAttribute("data-envio")); // form.dataset is its field «dataset»
const panel = document.getElementById("envio-panel");
const title = document.getElementById("envio-titulo");
const bar = document.getElementById("envio-barra");
const line = document.getElementById("envio-linea");
const status = document.getElementById("envio-dice");
const refusal = document.getElementById("envio-error");
const enter = document.getElementById("envio-entrar");
const pauseButton = document.getElementById("envio-pausa");
const dropButton = document.getElementById("envio-descarta");
const chooser = form.elements.namedItem("file");

const SMALLEST = 256 * 1024;
const LARGEST = 8 * 1024 * 1024;
const PART_SECONDS = 4; // a part holds a thread of the server; half of them at most
const SILENCE = 30_000; // milliseconds without a byte after which the network is believed cut
const FINISHING = 600_000; // the last answer waits until gigabytes are hashed and kept
const LONGEST_WAIT = 30;
const SIGNATURE = 64 * 1024;

let sending = null;

class Transfer {
  constructor(file) {
    this.file = file;
    this.url = "";
    this.offset = 0;
    this.partSize = 1024 * 1024;
    this.failures = 0;
    this.spoken = 0; // the last quarter that was said aloud
    this.stopped = false;
    this.request = null;
    this.meter = new Meter();
  }

  async run() {
    this.stopped = false;
    working(true);
    try {
      await this.open();
      let next = null;
      while (!next) next = await this.part();
      this.done(next);
    } catch (error) {
      if (!this.stopped) this.fail(error);
    }
  }

  // Finds the transfer of this same file, begun today or another day, or begins one.
  async open() {
    this.memory = `cauce-envio:${await fingerprint(this.file)}`;
    const known = this.url || remembered(this.memory);
    if (told.envio && known !== told.envio) say(told.textos.other);
    if (known && (await this.find(known))) return;
    const chosen = (name) => form.elements.namedItem(name)?.value ?? "";
    const said = { filename: this.file.name, organisation: chosen("organisation"), dataset: chosen("dataset") };
    const answer = await this.insist("POST", told.envios, {
      "Upload-Length": String(this.file.size),
      "Upload-Metadata": Object.entries(said).map(([key, text]) => `${key} ${base64(text)}`).join(","),
    });
    if (answer.status !== 201) throw new Refused(answer);
    this.url = new URL(answer.header("Location"), location.href).pathname;
    this.offset = 0;
    remember(this.memory, this.url);
    say(told.textos.begun.replace("{name}", this.file.name));
  }

  async find(url) {
    const answer = await this.insist("HEAD", url, {});
    if (answer.status === 401 || answer.status === 403) throw new Refused(answer);
    if (answer.status !== 200 || Number(answer.header("Upload-Length")) !== this.file.size) {
      forget(this.memory);
      return false;
    }
    this.url = url;
    this.offset = Number(answer.header("Upload-Offset"));
    if (this.offset) say(told.textos.resumed.replace("{done}", bytes(this.offset)));
    this.show(0);
    return true;
  }

  // Sends one part; gives the page to go to once the file is whole.
  async part() {
    const from = this.offset;
    const piece = this.file.slice(from, from + this.partSize);
    const began = performance.now();
    if (from + piece.size === this.file.size) this.last = true;
    const answer = await this.ask("PATCH", this.url, { "Upload-Offset": String(from) }, piece);
    if (answer.status === 204) {
      this.offset = Number(answer.header("Upload-Offset"));
      this.failures = 0;
      this.adapt(piece.size, (performance.now() - began) / 1000);
      this.show(0);
      return answer.header("Cauce-Next");
    }
    if (answer.status === 409 && answer.header("Upload-Offset")) {
      this.offset = Number(answer.header("Upload-Offset"));
      return null;
    }
    if (!passing(answer.status)) throw new Refused(answer);
    await this.wait(answer.status);
    await this.recover();
    return null;
  }

  async recover() {
    const answer = await this.insist("HEAD", this.url, {});
    if (answer.status !== 200) throw new Refused(answer);
    this.offset = Number(answer.header("Upload-Offset"));
    this.meter = new Meter();
    say(told.textos.back);
  }

  // Asks until somebody answers.
  async insist(method, url, headers) {
    for (;;) {
      const answer = await this.ask(method, url, headers, null);
      if (!passing(answer.status)) return answer;
      await this.wait(answer.status);
    }
  }

  wait(code) {
    const seconds = code === 503 ? 2 + 2 * Math.random() : Math.min(LONGEST_WAIT, 2 ** this.failures++);
    if (code === 503) say(told.textos.turn);
    else if (!navigator.onLine) say(told.textos.offline);
    else say(told.textos.cut.replace("{n}", Math.ceil(seconds)));
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        removeEventListener("online", wake);
        resolve();
      };
      const timer = setTimeout(wake, seconds * 1000);
      addEventListener("online", wake);
      this.wake = wake;
    });
  }

  // One request; a network that fails answers with status 0, and one that was stopped throws.
  ask(method, url, headers, body, evenStopped = false) {
    return new Promise((resolve, reject) => {
      if (this.stopped && !evenStopped) return reject(new Error("stopped"));
      const request = new XMLHttpRequest();
      let timer = 0;
      const watch = (limit) => {
        clearTimeout(timer);
        timer = setTimeout(() => request.abort(), limit);
      };
      const end = (answer) => {
        clearTimeout(timer);
        this.request = null;
        if (this.stopped && !evenStopped) reject(new Error("stopped"));
        else resolve(answer);
      };
      request.open(method, url);
      request.setRequestHeader("Tus-Resumable", "1.0.0");
      request.setRequestHeader("X-CSRFToken", form.elements.namedItem("csrfmiddlewaretoken").value);
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      if (body) {
        request.setRequestHeader("Content-Type", "application/offset+octet-stream");
        request.upload.onprogress = (event) => {
          watch(SILENCE);
          this.show(event.loaded);
        };
        request.upload.onload = () => {
          watch(FINISHING);
          if (this.last) say(told.textos.keeping);
        };
      }
      request.onload = () =>
        end({ status: request.status, text: request.responseText, type: request.getResponseHeader("Content-Type") ?? "", header: (name) => request.getResponseHeader(name) });
      request.onerror = request.onabort = () => end(nobody);
      this.request = request;
      watch(SILENCE);
      request.send(body);
    });
  }

  adapt(size, seconds) {
    if (size < this.partSize) return;
    if (seconds < PART_SECONDS / 2) this.partSize = Math.min(LARGEST, this.partSize * 2);
    if (seconds > PART_SECONDS * 2) this.partSize = Math.max(SMALLEST, this.partSize / 2);
  }

  show(beyond) {
    const done = Math.min(this.offset + beyond, this.file.size);
    const share = this.file.size ? done / this.file.size : 1;
    const speed = this.meter.speed(done);
    const parts = [told.textos.line.replace("{done}", bytes(done)).replace("{total}", bytes(this.file.size))];
    if (speed) {
      parts.push(told.textos.speed.replace("{speed}", bytes(speed)));
      parts.push(told.textos.left.replace("{time}", duration((this.file.size - done) / speed)));
    }
    bar.value = share * 100;
    bar.setAttribute("aria-valuetext", parts[0]);
    line.textContent = `${Math.floor(share * 100)} % · ${parts.join(" · ")}`;
    const quarter = Math.floor(share * 4);
    if (quarter > this.spoken && quarter < 4) say(told.textos.share.replace("{percent}", quarter * 25));
    this.spoken = Math.max(this.spoken, quarter);
  }

  pause() {
    this.stopped = true;
    this.request?.abort();
    this.wake?.();
    working(false);
    say(told.textos.paused);
  }

  async giveUp() {
    this.stopped = true;
    this.request?.abort();
    this.wake?.();
    if (this.url) await this.ask("DELETE", this.url, {}, null, true);
    if (this.memory) forget(this.memory);
    leave(told.textos.given_up);
  }

  done(next) {
    this.stopped = true;
    forget(this.memory);
    busy = false;
    say(told.textos.done);
    location.assign(next);
  }

  fail(error) {
    this.stopped = true;
    if (!(error instanceof Refused)) return leave("", told.textos.unreadable);
    const { status: code, text, type } = error.answer;
    if (code === 401 || code === 403) {
      leave("", type.startsWith("text/plain") && code === 403 ? text : told.textos.session);
      enter.hidden = false;
      return;
    }
    if (code === 404 || code === 410) forget(this.memory);
    leave("", type.startsWith("text/plain") && text ? text : told.textos.failed);
  }
}

class Refused extends Error {
  constructor(answer) {
    super(String(answer.status));
    this.answer = answer;
  }
}

// How fast bytes leave, over the last seconds.
class Meter {
  constructor() {
    this.seen = [];
  }

  speed(done) {
    const now = performance.now();
    this.seen.push([now, done]);
    while (this.seen.length > 2 && now - this.seen[0][0] > 8000) this.seen.shift();
    const [since, from] = this.seen[0];
    return now - since > 1000 ? ((done - from) * 1000) / (now - since) : 0;
  }
}

const nobody = { status: 0, text: "", type: "", header: () => null };
const passing = (code) => code === 0 || code === 408 || code === 460 || (code >= 500 && code !== 507);

let busy = false;

function working(yes) {
  busy = yes;
  form.hidden = true;
  panel.hidden = false;
  refusal.hidden = true;
  enter.hidden = true;
  pauseButton.textContent = yes ? told.textos.pause : told.textos.resume;
}

function leave(sentence, error = "") {
  busy = false;
  sending = null;
  form.hidden = false;
  panel.hidden = true;
  say("");
  refusal.hidden = !(error || sentence);
  refusal.className = error ? "notice notice-error" : "notice notice-info";
  refusal.textContent = error || sentence;
  refusal.focus();
}

function say(sentence) {
  if (status.textContent !== sentence) status.textContent = sentence;
}

function bytes(count) {
  const units = ["bytes", "kB", "MB", "GB"];
  let power = 0;
  for (; count >= 999.95 && power < 3; power++) count /= 1000;
  return power ? `${count.toFixed(1).replace(/\.0$/, "").replace(".", told.punto)} ${units[power]}` : `${Math.round(count)} bytes`;
}

function duration(seconds) {
  if (!Number.isFinite(seconds)) return "…";
  if (seconds < 60) return told.textos.seconds.replace("{n}", Math.max(1, Math.ceil(seconds)));
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return told.textos.minutes.replace("{n}", minutes);
  return `${told.textos.hours.replace("{n}", Math.floor(minutes / 60))} ${told.textos.minutes.replace("{n}", minutes % 60)}`;
}

function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

// What tells a file from others without reading all of it: name, size, date and its beginning.
async function fingerprint(file) {
  const beginning = new Uint8Array(await file.slice(0, SIGNATURE).arrayBuffer());
  let hash = 0x811c9dc5; // FNV-1a, 32 bits
  for (const byte of beginning) hash = Math.imul(hash ^ byte, 0x01000193);
  return [file.name, file.size, file.lastModified, (hash >>> 0).toString(16)].join("|");
}

// A browser that keeps nothing (private windows) only loses the next day's continuation.
function remembered(key) {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

function remember(key, url) {
  try {
    localStorage.setItem(key, url);
  } catch {
    // nothing to do
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing to do
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const file = chooser.files[0];
  if (!file) return leave("", told.textos.choose);
  if (!file.size) return leave("", told.textos.empty);
  if (file.size > told.maximo) return leave("", told.textos.large);
  sending = new Transfer(file);
  title.textContent = file.name;
  bar.value = 0;
  line.textContent = "";
  sending.run();
  title.focus();
});

pauseButton.addEventListener("click", () => {
  if (!sending) return;
  if (sending.stopped) sending.run();
  else sending.pause();
});

dropButton.addEventListener("click", () => sending?.giveUp());

addEventListener("beforeunload", (event) => {
  if (busy) event.preventDefault();
});

for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    form.classList.toggle("form-dropping", !form.hidden);
  });
}
for (const name of ["dragleave", "drop"]) {
  document.addEventListener(name, () => form.classList.remove("form-dropping"));
}
document.addEventListener("drop", (event) => {
  if (!event.dataTransfer?.files.length) return;
  event.preventDefault();
  if (!form.hidden) chooser.files = event.dataTransfer.files;
});
document.getElementById("envio-arrastre").hidden = false;
