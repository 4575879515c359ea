// Starts the design system's components; the class is what they look for.
document.body.classList.add('js-enabled', 'nhsuk-frontend-supported');
const version = new URL(import.meta.url).search;
const { initAll } = await import(`/assets/nhsuk/nhsuk-frontend.min.js${version}`);
initAll();
