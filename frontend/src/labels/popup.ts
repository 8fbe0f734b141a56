/** Texts of the popup. */
export const POPUP = {
  loading: "Loading…",
  call: "Call %s",
  score: "Score",
  lastVisit: "Last visit",
  nextVisit: "Next visit",
  overdue: "%s days overdue",
  opportunities: "Open opportunities",
  none: "None",
  salesperson: "Salesperson",
  tags: "Tags",
  agenda: "To talk about",
  navigate: "Navigate",
};
