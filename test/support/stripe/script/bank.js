/** The bank's page, in a frame above the portal. */
for (const [id, confirmed] of [
  ['yes', true],
  ['no', false],
])
  document.getElementById(id).addEventListener('click', () => parent.postMessage({ confirmed }, '*'));
