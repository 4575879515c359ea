// Improves pages that work without it: the timeline shows what is new by itself.
for (const link of document.querySelectorAll('[data-live-link]')) link.hidden = true;

for (const list of document.querySelectorAll('[data-live]')) {
  let busy = false, again = false;
  const refresh = async () => {
    if (busy) { again = true; return; }
    busy = true;
    try {
      const answer = await fetch(list.dataset.liveFragment, { headers: { accept: 'text/html' } });
      if (answer.ok) list.innerHTML = await answer.text();
    } finally {
      busy = false;
      if (again) { again = false; refresh(); }
    }
  };
  const news = new EventSource(list.dataset.live);
  news.addEventListener('news', refresh);
  addEventListener('pagehide', () => news.close());
}

if (document.querySelector('[data-reload-soon]')) setTimeout(() => location.reload(), 2000);
