// The link's secret stands behind a #, which browsers send to no server. It moves into the form, and out of the address and the history.
(() => {
  const form = document.querySelector('form[data-sign-in]');
  if (!form) return;
  const take = () => {
    const mark = '#link=';
    if (!location.hash.startsWith(mark)) return;
    const field = form.elements.namedItem('link');
    field.value = location.hash.slice(mark.length);
    history.replaceState(null, '', location.pathname + location.search);
    field.closest('label').hidden = true; // not shown to whoever looks on
    form.querySelector('[data-link-taken]').hidden = false;
    form.querySelector('button').focus();
  };
  addEventListener('hashchange', take);
  take();
})();
