/** Texts of base maps and overlays, and of pictures and links of the map. */
export const BASE = {
  baseMap: "Base map",
  builtIn: "Built-in map",
  overlays: "Overlays",
  otherDatum: "Not on this base map: their positions differ (another datum)",
  baseUnreachable: "%s cannot be reached: the built-in map is shown instead.",
  overlayUnreachable: "%s cannot be reached and was switched off.",
  share: "Share",
  savePicture: "Save as picture (PNG)",
  print: "Print",
  copyLink: "Copy a link to this view",
  linkReady: "This link opens the same view for every colleague who may see these records:",
  copied: "The link was copied.",
  linkFailed: "The link could not be made: %s",
  pictureFailed: "The picture could not be made: %s",
  pictureWithout:
    "The browser may not copy the tiles of %s; the built-in map stands in their place. An administrator can let these tiles pass through the server.",
};
