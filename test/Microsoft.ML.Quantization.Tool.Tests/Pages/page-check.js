// Looks at the page in the frame as a reader does: what sticks out to the right, and texts that lie on each other.
(() => {
  const frame = document.getElementById('page');
  const shown = element => element.checkVisibility ? element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) : element.offsetParent !== null;
  const clipped = element => {
    for (let e = element; e; e = e.parentElement) {
      const overflow = getComputedStyle(e).overflowX;
      if (overflow === 'auto' || overflow === 'scroll' || overflow === 'hidden') return true;
    }
    return false;
  };
  const describe = node => `${node.parentElement.tagName}: ${node.textContent.trim().slice(0, 60)}`;
  frame.addEventListener('load', () => setTimeout(() => {
    const page = frame.contentDocument, root = page.documentElement;
    const faults = [];
    if (root.scrollWidth > root.clientWidth) faults.push(`scrolls sideways: ${root.scrollWidth} of ${root.clientWidth}`);
    const texts = [];
    const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (!node.textContent.trim() || ['SCRIPT', 'STYLE', 'TITLE', 'NOSCRIPT', 'TEMPLATE'].includes(node.parentElement.tagName) || !shown(node.parentElement)) continue;
      const range = page.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        if (box.width < 2 || box.height < 2) continue;
        if (box.right > root.clientWidth + 1 && !clipped(node.parentElement)) faults.push(`sticks out: ${describe(node)}`);
        texts.push({ node, box });
      }
    }
    texts.sort((a, b) => a.box.top - b.box.top);
    for (let i = 0; i < texts.length && faults.length < 20; i++) {
      for (let k = i + 1; k < texts.length && texts[k].box.top < texts[i].box.bottom - 3; k++) {
        const [a, b] = [texts[i].box, texts[k].box];
        const [wide, high] = [Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)];
        if (texts[i].node !== texts[k].node && wide > 3 && high > Math.min(a.height, b.height) / 3 && !clipped(texts[i].node.parentElement) && !clipped(texts[k].node.parentElement))
          faults.push(`overlap: ${describe(texts[i].node)} / ${describe(texts[k].node)}`);
      }
    }
    const result = document.createElement('pre');
    result.id = 'result';
    result.textContent = JSON.stringify({ texts: texts.length, faults });
    document.body.append(result);
  }, 1500));
})();
