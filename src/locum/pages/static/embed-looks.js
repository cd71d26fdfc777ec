// How a site wants the page inside it to look: theme, colours, layout (client surface sheet, 3.3).

const root = document.documentElement;

// Names of the published script for colours -> ours. Of several the last that is given counts.
const COLOURS = [
  ["cal-text", "ink"], ["cal-text-emphasis", "ink"],
  ["cal-text-muted", "soft"], ["cal-text-subtle", "soft"],
  ["cal-bg", "paper"],
  ["cal-border-muted", "line"], ["cal-border", "line"], ["cal-border-subtle", "line"], ["cal-border-booker", "line"],
];
const isColour = (value) => typeof value === "string" && CSS.supports("color", value);

function paint(name, theme, value) {
  if (isColour(value)) root.style.setProperty(`--${name}-${theme}`, value);
}

// Words on a colour are black or white, and words in it are dark or light enough to be read, whatever it is.
function accent(theme, colour, words) {
  if (!isColour(colour)) return;
  paint("accent", theme, colour);
  paint("on-accent", theme, isColour(words) ? words : `oklch(from ${colour} clamp(0, (.62 - l) * 1000, 1) 0 h)`);
  paint("accent-ink", theme, `oklch(from ${colour} ${theme === "dark" ? "max(l, .78)" : "min(l, .48)"} c h)`);
}

function colours({ styles, cssVarsPerTheme }) {
  for (const theme of ["light", "dark"]) {
    const given = cssVarsPerTheme?.[theme] ?? {};
    for (const [theirs, ours] of COLOURS) paint(ours, theme, given[theirs]);
    accent(theme, given["cal-brand"] ?? styles?.branding?.brandColor, given["cal-brand-text"]);
  }
}

function layout(wanted) {
  const book = document.getElementById("book");
  if (!book || !("layouts" in book.dataset) || !wanted) return;
  book.dataset.layout = ["week_view", "column_view"].includes(wanted) ? "columns" : "month";
}

export function dress(wishes) {
  const { theme, colorScheme, hideEventTypeDetails, styles } = wishes;
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  if (theme === "auto") delete root.dataset.theme;
  if (colorScheme === "light" || colorScheme === "dark") root.dataset.around = colorScheme;
  root.classList.toggle("without-details", Boolean(hideEventTypeDetails));
  const ground = styles?.body?.background;
  if (isColour(ground)) document.body.style.background = ground;
  colours(wishes);
  layout(wishes.layout);
}
