// What a page looks like, asked in the browser itself: `look()`, once axe-core is loaded.

globalThis.look = async () => {
  const { violations, incomplete } = await globalThis.axe.run();
  const told = ({ id, help, nodes }) =>
    `${id}: ${help}: ${nodes.map(({ html }) => html).join(" ")}`;
  const { scrollWidth, clientWidth } = globalThis.document.documentElement;
  return {
    violations: violations.map(told),
    // Over a picture, or out of sight, axe does not know the ground; test/report/style.test.ts does.
    unsure: incomplete.filter(({ id }) => id !== "color-contrast").map(told),
    excess: scrollWidth - clientWidth,
    cut: [...globalThis.document.querySelectorAll(".scroll")].filter(
      (box) => box.scrollWidth > box.clientWidth,
    ).length,
    texts: [...globalThis.document.querySelectorAll("svg text")]
      .filter(isOutside)
      .map((text) => text.textContent),
  };
};

/** Whether a text leaves its picture; half a pixel is the renderer's. */
function isOutside(text) {
  const { left, right, top, bottom } = text.getBoundingClientRect();
  const picture = text.closest("svg").getBoundingClientRect();
  return (
    Math.max(
      picture.left - left,
      right - picture.right,
      picture.top - top,
      bottom - picture.bottom,
    ) > 0.5
  );
}
