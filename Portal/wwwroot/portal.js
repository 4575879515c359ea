// Improves pages that work without it: a project's page shows what is new by itself.
for (const link of document.querySelectorAll('[data-live-link]')) link.hidden = true;

for (const source of document.querySelectorAll('[data-live]')) {
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
  const news = new EventSource(source.dataset.live);
  news.addEventListener('news', refresh);
  addEventListener('pagehide', () => news.close());
}

if (document.querySelector('[data-reload-soon]')) setTimeout(() => location.reload(), 2000);
