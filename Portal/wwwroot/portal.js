// Improves pages that work without it: a project's page shows what is new by itself.
for (const link of document.querySelectorAll('[data-live-link]')) link.hidden = true;

const refresher = () => {
  let busy = false, again = false;
  const refresh = async () => {
    if (busy) { again = true; return; }
    busy = true;
    try {
      const answer = await fetch(location.href.split('#')[0]);
      if (answer.ok) {
        const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
        for (const part of document.querySelectorAll('[data-live-part]')) {
          const now = fresh.getElementById(part.id);
          // What somebody is using stays as it is.
          if (now && !part.contains(document.activeElement)) part.replaceWith(document.adoptNode(now));
        }
      }
    } finally {
      busy = false;
      if (again) { again = false; refresh(); }
    }
  };
  return refresh;
};

for (const source of document.querySelectorAll('[data-live]')) {
  const refresh = refresher();
  const news = new EventSource(source.dataset.live);
  news.addEventListener('news', refresh);
  addEventListener('pagehide', () => news.close());
}

// Where the host keeps no connection open the page asks, while somebody looks at it.
for (const source of document.querySelectorAll('[data-poll]')) {
  const refresh = refresher();
  let seen = `"${source.dataset.pollSeen}"`;
  setInterval(async () => {
    if (document.hidden) return;
    const answer = await fetch(source.dataset.poll, { headers: { 'If-None-Match': seen } });
    if (answer.status !== 204) return;
    seen = answer.headers.get('ETag');
    refresh();
  }, 15000);
}

// What follows from a form as it is typed: the page is asked for it as its button would, files left out.
for (const follower of document.querySelectorAll('[data-follows]')) {
  const form = document.getElementById(follower.dataset.follows);
  const part = follower.querySelector('[aria-live]');
  const button = follower.querySelector('button');
  let soon, latest = 0;
  const look = async () => {
    const mine = ++latest;
    const fields = new FormData(form, button);
    for (const file of form.querySelectorAll('[type=file]')) fields.delete(file.name);
    const answer = await fetch(form.action, { method: 'POST', body: fields });
    if (!answer.ok || mine !== latest) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById(part.id);
    // Said again only when it changed.
    if (fresh && fresh.textContent !== part.textContent) part.replaceChildren(...fresh.childNodes);
  };
  form.addEventListener('input', () => { clearTimeout(soon); soon = setTimeout(look, 700); });
}

if (document.querySelector('[data-reload-soon]')) setTimeout(() => location.reload(), 2000);
