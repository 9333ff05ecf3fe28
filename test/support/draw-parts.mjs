/** Draws the names of the parts of a widget around it, with a line to each. Runs in the page. */
export function drawParts() {
  const { shadowRoot } = document.querySelector('clarifeye-feedback');
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.style.cssText = 'position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible';
  document.body.append(svg);

  const boxOf = (part) => [...shadowRoot.querySelectorAll(`[part~="${part}"]`)].at(-1).getBoundingClientRect();

  function draw(name, from, to, anchor) {
    const [x, y] = to;
    svg.insertAdjacentHTML(
      'beforeend',
      `<path d="M${from} L${to}" stroke="#b4232c" stroke-width="1.5" fill="none" /><circle cx="${from[0]}" cy="${from[1]}" r="2.5" fill="#b4232c" />
      <text x="${x + { start: 5, end: -5, middle: 0 }[anchor]}" y="${y + (anchor === 'middle' ? 15 : 4)}" text-anchor="${anchor}" font="system-ui" style="font: 600 13px ui-monospace, monospace" fill="#b4232c">${name}</text>`,
    );
  }

  const panel = boxOf('panel');
  // Above: one line for each rating, each higher than the next.
  ['up', 'neutral', 'down'].forEach((name, index) => {
    const { left, width, top } = boxOf(name);
    const x = left + width / 2;
    draw(name, [x, top + 4], [x, top - 46 + 18 * index], 'start');
  });
  const group = boxOf('group');
  draw('group', [group.left, group.top + group.height / 2], [group.left - 16, group.top + group.height / 2], 'end');
  // On the right, beyond the box.
  for (const name of ['status', 'reason', 'comment']) {
    const { right, top, height } = boxOf(name);
    draw(name, [right - 4, top + height / 2], [panel.right + 18, top + height / 2], 'start');
  }
  draw('panel', [panel.right, panel.bottom - 30], [panel.right + 18, panel.bottom - 30], 'start');
  const send = boxOf('send');
  const x = send.left + send.width / 2;
  draw('send', [x, send.bottom - 4], [x, panel.bottom + 8], 'middle');
}
