(() => {
  const filter = document.querySelector('.filtro');
  if (!filter) return;
  const [search, suite, metric] = ['buscar', 'suite', 'medida'].map((id) => document.getElementById(id));
  const told = document.getElementById('cuantos');
  const folded = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const cases = [...document.querySelectorAll('#fallos .caso')];
  const texts = new Map();
  const textOf = (one) => {
    if (!texts.has(one)) texts.set(one, folded(one.textContent));
    return texts.get(one);
  };
  const show = () => {
    const words = folded(search.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const one of cases) {
      const fits =
        (!suite.value || one.dataset.suite === suite.value) &&
        (!metric.value || one.dataset.medidas.split(' ').includes(metric.value)) &&
        words.every((word) => textOf(one).includes(word));
      one.hidden = !fits;
      shown += fits;
    }
    for (const part of document.querySelectorAll('#fallos section')) {
      part.hidden = !part.querySelector('.caso:not([hidden])');
    }
    told.textContent = `Se muestran ${shown} de ${cases.length} casos.`;
  };
  let waiting;
  search.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(show, 150); });
  for (const one of [suite, metric]) one.addEventListener('change', show);
  const open = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.matches('details')) target.open = true;
  };
  addEventListener('hashchange', open);
  filter.hidden = false;
  show();
  open();
})();
